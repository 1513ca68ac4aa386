"""The site at an instant: staff walk the public pages as of a moment they choose, past or future.

The pages are the public ones, asked with another `request.at` and under another script prefix, so that every link in
them keeps the moment. Editions are as of then; names of sections and comments are as of now, and the banner says so.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime, timedelta
from inspect import unwrap

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import ResolverMatch, get_script_prefix, resolve, reverse, set_script_prefix
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles import embargo
from articles.models import Edition, withholding
from articles.permissions import can_enter
from articles.workflow import Phase
from cms import errors
from cms.desk import STAFF, Link, Page
from cms.fields import PLAUSIBLE_YEARS, DateLineField

SITE = "articles.urls"
# A preview link is judged by the clock, and shows what no embargo may be walked around by.
NOT_WALKED = frozenset({"shared-preview"})
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
XML = ("application/rss+xml", "application/xml")


class Moment:
    """An instant in an address: `20210915T1856` where the paper is, with seconds only where there are any."""

    regex = "[0-9]{8}T[0-9]{4}(?:[0-9]{2})?"

    def to_python(self, value: str) -> datetime:
        zone = timezone.get_current_timezone()
        at = datetime.strptime(value.ljust(15, "0"), "%Y%m%dT%H%M%S").replace(tzinfo=zone)
        if not _is_plausible(at) or self.to_url(at) != value:
            raise ValueError(value)
        # As the clock gives it.
        return at.astimezone(UTC)

    def to_url(self, at: datetime) -> str:
        """The next full second: what begins at `at` is there then."""
        local = timezone.localtime(at + timedelta(microseconds=-at.microsecond % 1_000_000))
        return f"{local:%Y%m%dT%H%M%S}" if local.second else f"{local:%Y%m%dT%H%M}"


def _is_plausible(at: datetime) -> bool:
    return timezone.localtime(at).year in PLAUSIBLE_YEARS


class MomentForm(forms.Form):
    luc = DateLineField(label=gettext_lazy("Moment"))
    # The page that is open stays open: its address on the site, without the first slash.
    trang = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_trang(self) -> str:
        page = self.cleaned_data["trang"]
        try:
            _of_the_site(page.partition("?")[0])
        except Http404:
            return ""
        return page


def _of_the_site(page: str) -> ResolverMatch:
    """Raises Http404 for what is no page of the site, or none that is walked."""
    found = resolve(f"/{page}", SITE)
    if found.url_name in NOT_WALKED:
        raise Http404
    return found


# ── Ways there ───────────────────────────────────────────────────────────────
def address_at(at: datetime, page: str = "") -> str:
    """The desk's address of a page of the site (its public one, without the first slash) as of this instant."""
    return reverse("admin:instant-site", args=[at]) + page


def at_publication(edition: Edition, *, now: datetime) -> str:
    """Where a scheduled edition can be seen as it will appear; nothing for others."""
    if edition.phase(now) != Phase.SCHEDULED or not _is_plausible(edition.live_from):
        return ""
    return address_at(edition.live_from, edition.article.path)


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Asks for the moment, and leads there; a moment that can't be read comes back as it was typed."""
    _enter(request)
    typed = request.GET if "luc" in request.GET else None
    form = MomentForm(typed, initial={"luc": request.at.replace(second=0, microsecond=0)})
    if form.is_valid():
        return HttpResponseRedirect(address_at(form.cleaned_data["luc"], form.cleaned_data["trang"]))
    context = {
        **admin.site.each_context(request),
        "title": _("The site at a moment"),
        "form": form,
        "now": address_at(request.at),
    }
    return TemplateResponse(
        request, "desk/articles/instant.html", context, status=422 if form.errors else 200
    )


def _enter(request: HttpRequest) -> None:
    """What is scheduled is seen here: by whoever has to do with articles."""
    if not can_enter(request.user):
        raise PermissionDenied


# ── The walk ─────────────────────────────────────────────────────────────────
@require_safe
def site(request: HttpRequest, at: datetime, page: str = "") -> HttpResponse:
    """A public page as of `at`, for this person's eyes: kept by no cache, asked for by no search engine."""
    _enter(request)
    here = request.get_full_path().removeprefix(address_at(at))
    return walked(request, at, here, lambda then: _answer(then, page))


def walked(
    request: HttpRequest, at: datetime, here: str, answer: Callable[[HttpRequest], HttpResponse], **walk
) -> HttpResponse:
    """What `answer` makes of the request as of `at`; `here` is the page's address on the site, `walk` the banner's."""
    then = copy(request)
    then.at = at
    then.walk = _walk(at, here, now=request.at) | walk
    with _addresses_under(address_at(at)), withholding(embargo.withheld_from(request.user, at=request.at)):
        response = answer(then)
    if response.headers.get("Content-Type", "").startswith(XML):
        _say_so(response, at)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(then: HttpRequest, page: str) -> HttpResponse:
    try:
        found = _of_the_site(page)
        # Without the manners of the public's front door: no validator, so no 304 either.
        return unwrap(found.func)(then, *found.args, **found.kwargs)
    except Http404:
        return errors.not_found(then)


@contextmanager
def _addresses_under(prefix: str) -> Iterator[None]:
    """Whatever address is made meanwhile, in this thread, begins so."""
    outer = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(outer)


def _walk(at: datetime, page: str, *, now: datetime) -> dict:
    """What the banner says and where it leads. Its addresses are the desk's: made before others take the prefix."""
    ways = [
        (_("one day earlier"), at - DAY),
        (_("one hour earlier"), at - HOUR),
        (_("now"), now),
        (_("one hour later"), at + HOUR),
        (_("one day later"), at + DAY),
    ]
    return {
        "at": at,
        "now": now,
        "is_past": at <= now,
        "form": MomentForm(initial={"luc": at, "trang": page}),
        "choose": reverse("admin:instant"),
        "desk": reverse("admin:index"),
        "feed": address_at(at, reverse("feed-newest").removeprefix(get_script_prefix())),
        "ways": [(label, address_at(to, page)) for label, to in ways if _is_plausible(to)],
    }


def _say_so(response: HttpResponse, at: datetime) -> None:
    """A feed has no place for a banner: it says so in a comment."""
    words = _("The site as of %(when)s. Not what readers see now.") % {
        "when": f"{timezone.localtime(at):%H:%M:%S, %d/%m/%Y}"
    }
    response.content = response.content.replace(b"?>", f"?>\n<!-- {words} -->".encode(), 1)


PAGES = [
    Page(route="luc/", name="instant", view=choose, permission=STAFF),
    Page(route="luc/<moment:at>/", name="instant-site", view=site, permission=STAFF),
    Page(route="luc/<moment:at>/<path:page>", name="instant-page", view=site, permission=STAFF),
]
LINK = Link(
    label=gettext_lazy("The site at a moment"),
    url_name="admin:instant",
    allowed=lambda request: can_enter(request.user),
    order=15,
)
