"""Long lists by keyset: the tenth thousand page costs what the first does, and nothing slips between two pages.

A list is sorted by a time and the id, the newest first. What is not known without reading everything (how many there
are) is not said.
"""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

OLDER, NEWER, LAST = "truoc", "sau", "cuoi"
_MARK = re.compile(r"(-?\d{1,12})\.(\d{6})-(\d{1,15})", re.ASCII)

Place = tuple[datetime, int]
Rows = TypeVar("Rows", bound=QuerySet)


# ── Places in a list that is sorted by a time and the id ─────────────────────
def mark_of(at: datetime, pk: int) -> str:
    """The sort key of a row, as an address carries it: the time to the microsecond, and the id."""
    return f"{math.floor(at.timestamp())}.{at.microsecond:06}-{pk}"


def place_of(mark: str) -> Place | None:
    """None for a mark that is none of ours."""
    found = _MARK.fullmatch(mark)
    if not found:
        return None
    seconds, micro, pk = (int(part) for part in found.groups())
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro), pk
    except (OverflowError, ValueError, OSError):
        return None


def older_than(place: Place, rows: Rows, *, by: str) -> Rows:
    return _beyond(place, rows, by=by, than="lt")


def newer_than(place: Place, rows: Rows, *, by: str) -> Rows:
    return _beyond(place, rows, by=by, than="gt")


def _beyond(place: Place, rows: Rows, *, by: str, than: str) -> Rows:
    at, pk = place
    # Said once more, for the index to be entered at this place.
    from_there = {f"{by}__{than}e": at}
    return rows.filter(Q(**{f"{by}__{than}": at}) | Q(**{by: at, f"pk__{than}": pk}), **from_there)


# ── Pages in both directions ─────────────────────────────────────────────────
@dataclass(frozen=True)
class Listed:
    """A page of the list, the newest first; `is_first` and `is_last` where there is nothing further."""

    places: list[Place]
    is_first: bool
    is_last: bool
    unread: bool = False
    """The address asked for a place that is none; this is the first page."""

    @property
    def ids(self) -> list[int]:
        return [pk for _at, pk in self.places]

    def ways(self, query: str) -> dict[str, str]:
        """Where to go from here, as query strings; what is here already is left out."""
        ways: dict[str, dict[str, str]] = {}
        if not self.is_first:
            ways["newest"], ways["newer"] = {}, {NEWER: mark_of(*self.places[0])}
        if not self.is_last:
            ways["older"], ways["oldest"] = {OLDER: mark_of(*self.places[-1])}, {LAST: "1"}
        return {name: "&".join(filter(None, [query, urlencode(place)])) for name, place in ways.items()}


def listed(found: QuerySet, asked: QueryDict, *, by: str, length: int) -> Listed:
    """Of a list that is sorted by `-by` and `-pk`, the page that is asked for: asked of the index alone."""
    rows = found.values_list(by, "pk")
    if mark := asked.get(NEWER):
        place = place_of(mark)
        near = list(newer_than(place, rows, by=by).reverse()[: length + 1]) if place else []
        if len(near) > length:
            return Listed(near[:length][::-1], is_first=False, is_last=False)
        # Nothing newer than that page: it is the first, and shown full.
        return _first(rows, length, unread=place is None)
    if asked.get(LAST):
        far = list(rows.reverse()[: length + 1])
        return Listed(far[:length][::-1], is_first=len(far) <= length, is_last=True)
    if mark := asked.get(OLDER):
        place = place_of(mark)
        if place is None:
            return _first(rows, length, unread=True)
        far = list(older_than(place, rows, by=by)[: length + 1])
        if far:
            return Listed(far[:length], is_first=False, is_last=len(far) <= length)
    return _first(rows, length)


def _first(rows: QuerySet, length: int, *, unread: bool = False) -> Listed:
    near = list(rows[: length + 1])
    return Listed(near[:length], is_first=True, is_last=len(near) <= length, unread=unread)
