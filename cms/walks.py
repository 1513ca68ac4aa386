"""Several short walks along indexes in one query: the newest of each section, what shares each of some tags.

Each walk is an ordered queryset that was cut off. SQLite takes no limit inside a union, so there each stands inside a
query of its own; PostgreSQL, where it has not counted a table yet, would go through such a query once for every row.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.models import Model, QuerySet


def ids_of(
    model: type[Model], walks: Iterable[QuerySet[Any, Any]], *others: QuerySet[Any, Any]
) -> QuerySet[Any, Any]:
    """Ids of rows of `model`: those each walk gives, as its one value, and those of `others`, which are not cut off."""
    first, *rest = [
        *(other.order_by().values("pk") for other in others),
        *(_part(model, walk) for walk in walks),
    ]
    return first.union(*rest, all=True) if rest else first


def _part(model: type[Model], walk: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    if connections[walk.db].features.supports_slicing_ordering_in_compound:
        return walk
    return model._default_manager.filter(pk__in=walk).order_by().values("pk")
