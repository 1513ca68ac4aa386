"""Announcements at the desk: what is shown now, what is to come, what was; putting one up, changing and ending it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import announcing, arranging, moves, noticeboard, picking
from articles.announcement_form import AnnouncementForm
from articles.models import Announcement
from articles.noticeboard import ANNOUNCE, known_to
from articles.views.instant import address_at
from cms.desk import Link, Page
from cms.http import row_id
from cms.keyset import listed

PAGE = 30


# ── What there is ────────────────────────────────────────────────────────────
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is over in pages, the newest first; above them all that is shown or to come."""
    whole = known_to(request.user, Announcement.objects.select_related("made_by"), at=request.at)
    page = listed(whole.over(request.at), request.GET, by="shown_from", length=PAGE)
    over = whole.in_bulk(page.ids)
    silenced = announcing.silenced(request.at)
    context = {
        **admin.site.each_context(request),
        "title": _("Breaking news and notices"),
        "shown": [(one, one.pk in silenced) for one in whole.shown(request.at)],
        "ahead": [(one, address_at(one.shown_from)) for one in whole.ahead(request.at)],
        "over": [over[pk] for pk in page.ids if pk in over],
        "page": page,
        "ways": page.ways(""),
    }
    return TemplateResponse(request, "desk/announcements/overview.html", context)


# ── The form ─────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, AnnouncementForm(initial=_offered(request)))
    form = AnnouncementForm(request.POST)
    if "tim" in request.POST:
        return _page(request, _looking(form))
    if not form.is_valid():
        return _page(request, form, status=422)
    return _done(
        request,
        form,
        lambda: noticeboard.put_up(form.wording(at=request.at), by=request.user, at=request.at),
    )


def _offered(request: HttpRequest) -> dict:
    """With an article (`bai`) its title."""
    article = row_id(request.GET.get("bai", ""))
    known = arranging.known([article], by=request.user, at=request.at) if article else {}
    return {"article": article, "text": known[article].title[:200]} if article in known else {}


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, announcement_id: int) -> HttpResponse:
    there = _there(request, announcement_id)
    if request.method != "POST":
        return _page(request, AnnouncementForm.of(there), there)
    form = AnnouncementForm(request.POST)
    if "tim" in request.POST:
        return _page(request, _looking(form), there)
    if not form.is_valid():
        return _page(request, form, there, status=422)
    begun = there.shown_from if there.shown_from <= request.at else None
    wording = form.wording(at=request.at, begun=begun)
    given = {"by": request.user, "at": request.at, "seen": form.cleaned_data["seen"] or 0}
    return _done(request, form, lambda: noticeboard.change(there, wording, **given), there)


def _there(request: HttpRequest, announcement_id: int) -> Announcement:
    hers = known_to(request.user, Announcement.objects.select_related("made_by"), at=request.at)
    there = hers.filter(pk=announcement_id).first()
    if there is None:
        raise Http404
    return there


def _looking(form: AnnouncementForm) -> AnnouncementForm:
    """Somebody looks for an article: what was typed stays, and nothing is decided."""
    form.is_valid()
    if "q" in form.errors:
        return form
    return AnnouncementForm(initial={name: form.data.get(name, "") for name in form.fields})


def _done(
    request: HttpRequest, form: AnnouncementForm, act, there: Announcement | None = None
) -> HttpResponse:
    try:
        made = act()
    except moves.NotPermitted as refusal:
        raise PermissionDenied from refusal
    except moves.Refused as refusal:
        data = request.POST.copy()
        if there is not None:
            data["seen"] = Announcement.objects.get(pk=there.pk).version
        again = AnnouncementForm(data)
        again.is_valid()
        field = refusal.field if isinstance(refusal, moves.Incomplete) else None
        again.add_error(field if field in ("text", "shown_from", "shown_until") else None, str(refusal))
        return _page(request, again, there, status=409 if isinstance(refusal, moves.Overtaken) else 422)
    messages.success(request, _("Saved: %(what)s.") % {"what": made})
    return HttpResponseRedirect(reverse("admin:announcements"))


def _page(
    request: HttpRequest, form: AnnouncementForm, there: Announcement | None = None, *, status: int = 200
) -> HttpResponse:
    words = str(form["q"].value() or "") if "q" not in form.errors else ""
    chosen = row_id(str(form["article"].value() or ""))
    picks = picking.to_place(words, section=None, by=request.user, at=request.at)
    known = arranging.known([chosen], by=request.user, at=request.at) if chosen else {}
    context = {
        **admin.site.each_context(request),
        "title": _("Change an announcement") if there else _("Put up an announcement"),
        "form": form,
        "there": there,
        "is_shown": there is not None and there.is_shown(request.at),
        "is_over": there is not None and there.shown_until is not None and there.shown_until <= request.at,
        "chosen": known.get(chosen),
        "picks": [pick for pick in picks if pick.edition.article_id != chosen],
    }
    return TemplateResponse(request, "desk/announcements/form.html", context, status=status)


# ── Taking it down ───────────────────────────────────────────────────────────
@require_POST
def end(request: HttpRequest, announcement_id: int) -> HttpResponse:
    there = _there(request, announcement_id)
    seen = row_id(request.POST.get("seen", "")) or 0
    try:
        noticeboard.end(there, by=request.user, at=request.at, seen=seen)
    except moves.NotPermitted as refusal:
        raise PermissionDenied from refusal
    except moves.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Ended: %(what)s.") % {"what": there})
    return HttpResponseRedirect(reverse("admin:announcements"))


PAGES = [
    Page(route="tin-nong/", name="announcements", view=overview, permission=ANNOUNCE),
    Page(route="tin-nong/them/", name="announcement-add", view=add, permission=ANNOUNCE),
    Page(
        route="tin-nong/<rowid:announcement_id>/",
        name="announcement-change",
        view=change,
        permission=ANNOUNCE,
    ),
    Page(
        route="tin-nong/<rowid:announcement_id>/dung/", name="announcement-end", view=end, permission=ANNOUNCE
    ),
]
LINK = Link(
    label=gettext_lazy("Breaking news and notices"),
    url_name="admin:announcements",
    allowed=lambda request: request.user.has_perm(ANNOUNCE),
    order=17,
)
