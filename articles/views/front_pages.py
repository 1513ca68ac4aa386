"""The front pages there are: the one in force, those ahead, those that were; and recalling one that is still ahead."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles import arranging, moves
from articles.models import Layout
from articles.views.instant import address_at
from cms.desk import Link, Page
from cms.keyset import listed

PAGE = 30


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    with_people = Layout.objects.select_related("laid_by")
    context = {
        **admin.site.each_context(request),
        "title": _("Front page"),
        "now": _told(with_people.in_force(request.at).first()),
        "ahead": [_told(layout) for layout in with_people.ahead(request.at)],
    }
    return TemplateResponse(request, "desk/front/overview.html", context)


def _told(layout: Layout | None) -> dict | None:
    return layout and {"layout": layout, "site": address_at(layout.live_from)}


@require_safe
def past(request: HttpRequest) -> HttpResponse:
    """Every page that was in force, the newest first."""
    page = listed(Layout.objects.begun(request.at), request.GET, by="live_from", length=PAGE)
    layouts = Layout.objects.select_related("laid_by").in_bulk(page.ids)
    context = {
        **admin.site.each_context(request),
        "title": _("Earlier front pages"),
        "rows": [_told(layouts[pk]) for pk in page.ids],
        "page": page,
        "ways": page.ways(""),
    }
    return TemplateResponse(request, "desk/front/past.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: HttpRequest, layout_id: int) -> HttpResponse:
    """Asks first; a page that is not ahead any more is said to be so, and stays."""
    layout = get_object_or_404(Layout.objects.select_related("laid_by"), pk=layout_id)
    if request.method == "POST":
        try:
            arranging.recall(layout, by=request.user, at=request.at)
        except moves.NotPermitted as refusal:
            raise PermissionDenied from refusal
        except moves.Refused as refusal:
            return _ask(request, layout, problem=str(refusal), status=409)
        messages.success(request, _("Recalled: %(what)s.") % {"what": layout})
        return HttpResponseRedirect(reverse("admin:front-page"))
    return _ask(request, layout)


def _ask(request: HttpRequest, layout: Layout, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Recall a front page"),
        "layout": layout,
        "site": address_at(layout.live_from),
        "problem": problem,
        "is_ahead": layout.is_ahead(request.at) and not problem,
    }
    return TemplateResponse(request, "desk/front/recall.html", context, status=status)


PAGES = [
    Page(route="trang-nhat/", name="front-page", view=overview, permission=arranging.ARRANGE),
    Page(route="trang-nhat/da-qua/", name="front-past", view=past, permission=arranging.ARRANGE),
    Page(
        route="trang-nhat/<rowid:layout_id>/thu-hoi/",
        name="front-recall",
        view=recall,
        permission=arranging.ARRANGE,
    ),
]
LINK = Link(
    label=gettext_lazy("Front page"),
    url_name="admin:front-page",
    allowed=lambda request: request.user.has_perm(arranging.ARRANGE),
    order=16,
)
