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
        editions = _after(editions, mark)
    rows = list(editions.newest_first().for_lists()[: PAGE + 1])
    shown = rows[:PAGE]
    older = ""
    if len(rows) > PAGE:
        kept = {name: request.GET[name] for name in ("q",) if name in request.GET}
        older = urlencode({**kept, PARAMETER: _mark(shown[-1])})
    return Page(shown, older, bool(mark))


def _mark(edition: Edition) -> str:
    """The sort key of a row: the date line to the microsecond, and the id."""
    return f"{math.floor(edition.dated.timestamp())}.{edition.dated.microsecond:06}-{edition.pk}"


def _after(editions: EditionQuerySet, mark: str) -> EditionQuerySet:
    found = _MARK.fullmatch(mark)
    if not found:
        raise Http404
    seconds, micro, pk = (int(part) for part in found.groups())
    try:
        dated = datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro)
    except (OverflowError, ValueError, OSError) as error:
        raise Http404 from error
    return editions.filter(Q(dated__lt=dated) | Q(dated=dated, pk__lt=pk), dated__lte=dated)
