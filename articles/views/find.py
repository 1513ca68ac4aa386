"""The desk's list of articles: what she may know of, by words, state, section, writer and day of the last change.

Everything it is asked stands in its address. Pages go by keyset in both directions, so that the last one costs what
the first does; what is not known without reading everything (how many there are) is not said.
"""

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
from articles.permissions import WRITE, can_enter, visible_to
from articles.search_form import ALL, NameForm, SearchForm
from cms.keyset import listed

PAGE = 50


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
    page = listed(found.by_last_change(), asked, by="updated_at", length=PAGE)
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
