"""Long lists by keyset: the tenth thousand page costs what the first does, and nothing slips between two pages."""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest

from articles.models import Edition
from articles.models.edition import EditionQuerySet

PAGE = 20
PARAMETER = "truoc"
_MARK = re.compile(r"(-?\d{1,12})\.(\d{6})-(\d{1,15})", re.ASCII)

Place = tuple[datetime, int]


@dataclass(frozen=True)
class Page:
    editions: list[Edition]
    older: str
    """The query string of the next page, empty on the last."""
    is_further: bool


def page_of(editions: EditionQuerySet, request: HttpRequest) -> Page:
    """The page of a newest-first list that `?truoc=` asks for. A mark that is none of ours is 404."""
    mark = request.GET.get(PARAMETER, "")
    if mark:
        place = place_of(mark)
        if place is None:
            raise Http404
        editions = older_than(place, editions, by="dated")
    rows = list(editions.newest_first().for_lists()[: PAGE + 1])
    shown = rows[:PAGE]
    older = ""
    if len(rows) > PAGE:
        kept = {name: request.GET[name] for name in ("q",) if name in request.GET}
        older = urlencode({**kept, PARAMETER: mark_of(shown[-1].dated, shown[-1].pk)})
    return Page(shown, older, bool(mark))


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


def older_than(place: Place, editions: EditionQuerySet, *, by: str) -> EditionQuerySet:
    return _beyond(place, editions, by=by, than="lt")


def newer_than(place: Place, editions: EditionQuerySet, *, by: str) -> EditionQuerySet:
    return _beyond(place, editions, by=by, than="gt")


def _beyond(place: Place, editions: EditionQuerySet, *, by: str, than: str) -> EditionQuerySet:
    at, pk = place
    # Said once more, for the index to be entered at this place.
    from_there = {f"{by}__{than}e": at}
    return editions.filter(Q(**{f"{by}__{than}": at}) | Q(**{by: at, f"pk__{than}": pk}), **from_there)
