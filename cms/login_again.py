"""A session that ended costs nobody her words: what was posted waits on a page that asks for the login once more.

The page posts to the same address with every field as it came. Whoever logs in there goes on as herself, with her
own rights only: the address's own view asks for them as always.
"""

from typing import TYPE_CHECKING

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

PREFIX = "login-again"
TOKEN = "csrfmiddlewaretoken"


def first(desk: "AdminSite", request: HttpRequest) -> HttpResponse | None:
    """What is answered before the address itself: None where its view may go on."""
    logs_in = request.method == "POST" and f"{PREFIX}-username" in request.POST
    if not logs_in and desk.has_permission(request):
        return None
    if request.path == reverse("admin:logout", current_app=desk.name):
        return None
    if _is_fetch(request):
        return JsonResponse({"login": True}, status=401)
    if request.method != "POST":
        return None
    return _asked(request, desk, logs_in=logs_in)


@sensitive_post_parameters()
def _asked(request: HttpRequest, desk: "AdminSite", *, logs_in: bool) -> HttpResponse | None:
    # An import above would need the models before they are there.
    from django.contrib.admin.forms import AdminAuthenticationForm

    form_class = desk.login_form or AdminAuthenticationForm
    form = form_class(request, data=request.POST if logs_in else None, prefix=PREFIX)
    if logs_in and form.is_valid():
        login(request, form.get_user())
        request.POST = _without_login(request.POST)
        return None
    return _page(desk, request, form)


def _page(desk: "AdminSite", request: HttpRequest, form) -> HttpResponse:
    posted = [(name, values) for name, values in _without_login(request.POST).lists() if name != TOKEN]
    context = {
        **desk.each_context(request),
        "title": _("Log in again"),
        "form": form,
        "kept": [(name, value) for name, values in posted if not _is_secret(name) for value in values],
        "lost": sorted({file.name for files in request.FILES.lists() for file in files[1]}),
        "secrets": any(_is_secret(name) for name, _values in posted),
        "address": request.get_full_path(),
    }
    return TemplateResponse(request, "desk/login_again.html", context, status=401).render()


def _without_login(posted: QueryDict) -> QueryDict:
    kept = posted.copy()
    for name in posted:
        if name.startswith(f"{PREFIX}-"):
            del kept[name]
    kept._mutable = False
    return kept


def _is_secret(name: str) -> bool:
    """A password is never written into a page."""
    return "password" in name


def _is_fetch(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return request.headers.get("X-Background") == "1" or (
        "application/json" in accepted and "text/html" not in accepted
    )
