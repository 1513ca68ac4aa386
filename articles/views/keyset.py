"""The public site's long lists: pages from the newest on, by keyset."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from articles.models import Edition
from articles.models.edition import EditionQuerySet
from cms.keyset import mark_of, older_than, place_of

PAGE = 20
PARAMETER = "truoc"


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
