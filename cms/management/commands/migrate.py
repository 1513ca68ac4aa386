"""Django's own, which would not begin where a trigger is missing (`cms.checks`): it is what lays them."""

from django.core.management.commands import migrate


class Command(migrate.Command):
    def check(self, databases: list[str] | None = None, **kwargs) -> None:
        """Everything but what is asked of the database itself."""
        super().check(**kwargs)
