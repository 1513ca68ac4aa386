"""The desk's list of articles: what she may know of, by words, state, section, writer and day of the last change.

Everything it is asked stands in its address. Pages go by keyset in both directions, so that the last one costs what
the first does; what is not known without reading everything (how many there are) is not said.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from articles.models import Edition, SavedSearch, Section
from articles.models.edition import EditionQuerySet
from articles.permissions import WRITE, can_enter, visible_to
from articles.search_form import ALL, NameForm, SearchForm
from articles.views.keyset import mark_of, newer_than, older_than, place_of

PAGE = 50
OLDER, NEWER, LAST = "truoc", "sau", "cuoi"


@dataclass(frozen=True)
class Listed:
    """A page of the list, the newest first; `is_first` and `is_last` where there is nothing further."""

    places: list[tuple]
    is_first: bool
    is_last: bool
    unread: bool = False
    """The address asked for a place that is none; this is the first page."""

    @property
    def ids(self) -> list[int]:
        return [pk for _at, pk in self.places]

    def ways(self, query: str) -> dict[str, str]:
        """Where to go from here, as query strings; what is here already is left out."""
        ways = {}
        if not self.is_first:
            ways["newest"], ways["newer"] = {}, {NEWER: mark_of(*self.places[0])}
        if not self.is_last:
            ways["older"], ways["oldest"] = {OLDER: mark_of(*self.places[-1])}, {LAST: "1"}
        return {name: "&".join(filter(None, [query, urlencode(place)])) for name, place in ways.items()}


def enter(request: HttpRequest) -> None:
    if not can_enter(request.user):
        raise PermissionDenied


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    enter(request)
    return listing(request, request.GET)


def form_of(request: HttpRequest, asked: QueryDict) -> SearchForm:
    people = list(User.objects.filter(is_superuser=False).order_by("display_name", "pk"))
    if request.user.is_superuser:
        people.append(request.user)
    return SearchForm(asked, sections=list(Section.objects.all()), people=people)


def listing(
    request: HttpRequest, asked: QueryDict, *, naming: NameForm | None = None, status: int = 200
) -> HttpResponse:
    """The list that `asked` asks for. `naming` is a name for it, or for one that is saved, that could not be kept."""
    form = form_of(request, asked)
    found = form.narrowed(visible_to(request.user, Edition.objects.all(), at=request.at), at=request.at)
    page = _page(found.by_last_change(), asked)
    query = form.query() if form.is_valid() else ""
    renamed = naming.instance.pk if naming else None
    context = {
        **admin.site.each_context(request),
        "title": _("Articles"),
        "form": form,
        "rows": _rows(request, page.ids),
        "page": page,
        "ways": page.ways(query),
        "query": query,
        "in_all": form.query(state=ALL) if form.is_valid() else "",
        "address": settings.SITE_URL + reverse("admin:articles_edition_changelist") + (query and f"?{query}"),
        "saved": [
            {"search": saved, "form": naming if renamed == saved.pk else NameForm(instance=saved)}
            for saved in SavedSearch.objects.filter(person=request.user)
        ],
        "naming": naming if naming and not renamed else NameForm(),
        "managing": renamed is not None,
        "may_write": request.user.has_perm(WRITE),
    }
    return TemplateResponse(request, "desk/articles/list.html", context, status=status)


def _page(found: EditionQuerySet, asked: QueryDict) -> Listed:
    """Of a list that is sorted by the last change, the page that is asked for: asked of the index alone."""
    rows = found.values_list("updated_at", "pk")
    if mark := asked.get(NEWER):
        place = place_of(mark)
        near = list(newer_than(place, rows, by="updated_at").reverse()[: PAGE + 1]) if place else []
        if len(near) > PAGE:
            return Listed(near[:PAGE][::-1], is_first=False, is_last=False)
        # Nothing newer than that page: it is the first, and shown full.
        return _first(rows, unread=place is None)
    if asked.get(LAST):
        far = list(rows.reverse()[: PAGE + 1])
        return Listed(far[:PAGE][::-1], is_first=len(far) <= PAGE, is_last=True)
    if mark := asked.get(OLDER):
        place = place_of(mark)
        if place is None:
            return _first(rows, unread=True)
        far = list(older_than(place, rows, by="updated_at")[: PAGE + 1])
        if far:
            return Listed(far[:PAGE], is_first=False, is_last=len(far) <= PAGE)
    return _first(rows)


def _first(rows: EditionQuerySet, *, unread: bool = False) -> Listed:
    near = list(rows[: PAGE + 1])
    return Listed(near[:PAGE], is_first=True, is_last=len(near) <= PAGE, unread=unread)


def _rows(request: HttpRequest, ids: list[int]) -> list[dict]:
    """What the list shows of these, in this order, without their texts."""
    if not ids:
        return []
    whole = Edition.objects.select_related("section", "step", "created_by", "taken_by", "embargo")
    editions = whole.defer("lead", "body", "search_text").in_bulk(ids)
    return [
        {
            "edition": edition,
            "state_now": edition.state_label(request.at),
            "kept": (kept := getattr(edition, "embargo", None)) is not None and kept.is_on(request.at),
            "age": timesince(edition.updated_at, request.at, depth=1),
        }
        for edition in (editions[pk] for pk in ids if pk in editions)
    ]
