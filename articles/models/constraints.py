"""No two live editions of one article at one instant, where the database can say so itself."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q


class _TsTzRange(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


class NoOverlap(ExclusionConstraint):
    """An exclusion constraint that exists on PostgreSQL only; on SQLite a trigger says the same.

    The plain ExclusionConstraint writes its SQL on any engine, and fails to migrate on SQLite.
    """

    def __init__(self, *, name: str) -> None:
        super().__init__(
            name=name,
            expressions=[
                (_TsTzRange("live_from", "live_until"), RangeOperators.OVERLAPS),
                ("article", RangeOperators.EQUAL),
            ],
            condition=Q(state="approved"),
        )

    def deconstruct(self):
        path, _args, _kwargs = super().deconstruct()
        return path, (), {"name": self.name}

    def create_sql(self, model: type[models.Model], schema_editor):
        return (
            super().create_sql(model, schema_editor)
            if schema_editor.connection.vendor == "postgresql"
            else None
        )

    def remove_sql(self, model: type[models.Model], schema_editor):
        return (
            super().remove_sql(model, schema_editor)
            if schema_editor.connection.vendor == "postgresql"
            else None
        )

    def constraint_sql(self, model: type[models.Model], schema_editor):
        return (
            super().constraint_sql(model, schema_editor)
            if schema_editor.connection.vendor == "postgresql"
            else None
        )

    def validate(self, model, instance, exclude=None, using="default") -> None:
        # Spans are planned by the gate; a form never holds one to validate.
        return None
