"""The newsroom's own AdminSite: a leaf that knows no room. Rooms hand it panels and pages."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import Resolver404, URLPattern, path, resolve
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from cms import login_again
from cms.guide import places

# The permission of a page that is every staff member's own.
STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A box on the desk's first page, handed over by `add_panel` when a room is ready.

    `context` gives what its template shows (there as `panel.…`), or None for nothing to show.
    """

    template: str
    context: Callable[[HttpRequest], dict | None]
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class Page:
    """A plain view inside the desk. Its `permission` (or STAFF) is asked first; a page without one can't be made."""

    route: str
    name: str
    view: Callable[..., HttpResponse]
    permission: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """A place in the desk's bar, for whoever `allowed` says may go there."""

    label: str
    url_name: str
    allowed: Callable[[HttpRequest], bool]
    order: int = 100


_panels: list[Panel] = []
_pages: list[Page] = []
_links: list[Link] = []


def add_panel(panel: Panel) -> None:
    _panels.append(panel)


def add_page(page: Page) -> None:
    if not page.permission:
        raise ValueError(f"The page {page.name} names no permission.")
    _pages.append(page)


def add_link(link: Link) -> None:
    _links.append(link)


class Desk(AdminSite):
    site_header = site_title = _("Newsroom")
    index_title = _("Desk")
    index_template = "desk/index.html"
    login_template = "desk/login.html"
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLPattern]:
        pages = [path(page.route, self.admin_view(_guarded(page)), name=page.name) for page in _pages]
        # Django's redirect to an object's public page asks for no right to it.
        return pages + [route for route in super().get_urls() if getattr(route, "name", "") != "view_on_site"]

    def admin_view(
        self, view: Callable[..., HttpResponse], cacheable: bool = False
    ) -> Callable[..., HttpResponse]:
        """As Django's; but whatever is posted after the session ended is kept, and sent on after a new login."""
        inside = super().admin_view(view, cacheable)

        def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            try:
                response = login_again.first(self, request) or inside(request, *args, **kwargs)
            except Http404:
                if not self.has_permission(request):
                    raise
                return self._dead_end(request, "desk/not_found.html", 404)
            if response.status_code == 405 and not response.content:
                page = self._dead_end(request, "desk/only_a_form.html", 405)
                page["Allow"] = response["Allow"]
                return page
            return response

        return update_wrapper(csrf_protect(door), view)

    def _dead_end(self, request: HttpRequest, template: str, status: int) -> HttpResponse:
        """Where nothing is shown, in the desk's own dress, with the way back to the page above."""
        context = {**self.each_context(request), "above": _above(request.path)}
        return TemplateResponse(request, template, context, status=status)

    def each_context(self, request: HttpRequest) -> dict:
        bar = [link for link in sorted(_links, key=lambda link: link.order) if link.allowed(request)]
        guide = places.of_page(request.resolver_match.url_name if request.resolver_match else None)
        return {**super().each_context(request), "bar": bar, "guide": guide}

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> TemplateResponse:
        panels = []
        for panel in sorted(_panels, key=lambda panel: panel.order):
            context = panel.context(request)
            if context is not None:
                panels.append({"template": panel.template, **context})
        return super().index(request, {"panels": panels, **(extra_context or {})})


def _above(address: str) -> str:
    """The nearest address above this one that shows something: there the form is that leads here."""
    while len(address) > 1:
        address = address.rstrip("/").rpartition("/")[0] + "/"
        try:
            found = resolve(address)
        except Resolver404:
            continue
        # Whatever can be read has its place in the guide; Django's bare address of a thing leads on to its form.
        if found.url_name in places.PLACES or found.kwargs.get("object_id", "").isdecimal():
            break
    return address


def _guarded(page: Page) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if page.permission != STAFF and not request.user.has_perm(page.permission):
            return TemplateResponse(request, "desk/forbidden.html", status=403)
        return page.view(request, *args, **kwargs)

    return view
