"""Laying out the front page: one form that holds the arrangement, changed by buttons until it is saved.

Every button works by sending the form; `js/arrange.js` sends it without leaving the page, and drags. Until the button
that saves nothing is written.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import arrangement, arranging, moves, picking
from articles.arrangement import Arranged
from articles.front import Place, made_of, places_of, with_comments
from articles.front_forms import LATER, ArrangementForm, arranged
from articles.front_table import Laid, slot_name
from articles.models import Layout, Section
from articles.views.corrections import newest as newest_corrections
from articles.views.instant import address_at, walked
from cms.desk import Page
from cms.fields import as_typed
from cms.http import row_id

SAVE, LOOK_FOR, TAKE_OVER, EMPTY = "luu", "tim", "lay", "trong"
CORRECTIONS = 3


@dataclass
class Desk:
    """What stands on the table: the form, the places, and what is to be said of the last act."""

    form: ArrangementForm
    places: list[Place]
    said: list[str] = field(default_factory=list)
    status: int = 200
    # Where the page of whoever was faster can be seen.
    other: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, _begun(request))
    act, _colon, what = request.POST.get("lam", "").partition(":")
    if act == SAVE:
        return _save(request)
    return _page(request, _done(request, act, what))


# ── How it begins ────────────────────────────────────────────────────────────
def _begun(request: HttpRequest) -> Desk:
    """From what stands now, from another page (`tu`), from one that is ahead, to change it (`doi`), or from nothing."""
    initial = {"seen": arranging.newest_number()}
    if changed := request.GET.get("doi"):
        layout = _layout(Layout.objects.ahead(request.at), changed)
        initial |= {"when": LATER, "live_from": layout.live_from, "instead_of": layout.pk, "over": layout.pk}
    elif source := request.GET.get("tu"):
        layout = _layout(Layout.objects.standing(), source)
        initial["over"] = layout.pk
    else:
        layout = None if "trong" in request.GET else Layout.objects.in_force(request.at).first()
        initial["over"] = layout.pk if layout else None
    places = places_of(layout.placements.all()) if layout else []
    return Desk(ArrangementForm(initial=initial), places)


def _layout(layouts, pk: str) -> Layout:
    layout = layouts.filter(pk=row_id(pk) or 0).first()
    if layout is None:
        raise Http404
    return layout


# ── Until it is saved ────────────────────────────────────────────────────────
def _done(request: HttpRequest, act: str, what: str) -> Desk:
    """One button, done to the arrangement that was sent. What is none changes nothing."""
    desk = Desk(ArrangementForm.as_typed(request.POST), arranged(request.POST))
    acts: dict[str, Callable[[HttpRequest, Desk, str], None]] = {
        "dat": _put,
        "sang": _put_elsewhere,
        "bo": _take_out,
        "len": _up,
        "xuong": _down,
        TAKE_OVER: _take_over,
        EMPTY: _empty,
        LOOK_FOR: _look_for,
    }
    if act in acts:
        acts[act](request, desk, what)
    return desk


def _put(request: HttpRequest, desk: Desk, what: str) -> None:
    """`12` goes where the select beside it says, `12|block:7|2` where it was dropped."""
    number, _bar, dropped = what.partition("|")
    article = row_id(number)
    slot, _bar, before = dropped.partition("|")
    key = arrangement.key_of(slot or request.POST.get(f"vao-{number}", ""))
    if article is not None:
        _put_into(request, desk, article, key, int(before) if before.isdecimal() else None)


def _put_elsewhere(request: HttpRequest, desk: Desk, what: str) -> None:
    place, to = arrangement.place_of(what), arrangement.key_of(request.POST.get(f"sang-{what}", ""))
    if place and to:
        # What opens a section's page may stand on the front page as well: leaving is taking it out.
        desk.places = arrangement.take_out(desk.places, place).places
        _put_into(request, desk, place.article, to, None)


def _put_into(
    request: HttpRequest, desk: Desk, article: int, key: arrangement.Key | None, before: int | None
) -> None:
    if key is None:
        desk.said.append(_("Choose a place for it first."))
        return
    known = arranging.known([article], by=request.user, at=request.at)
    if article not in known:
        desk.said.append(_("This article is not there to be placed any more."))
        return
    done = arrangement.put(desk.places, article, key, before=before)
    sections = Section.objects.in_bulk()
    said = {"title": known[article].title, "place": slot_name(key, sections)}
    desk.said.append(_("“%(title)s” stands in: %(place)s.") % said)
    _settle(request, desk, done)


def _settle(request: HttpRequest, desk: Desk, done: Arranged) -> None:
    desk.places = done.places
    out = arranging.known(done.out, by=request.user, at=request.at)
    desk.said += [
        _("There was no room left: “%(title)s” was taken out.") % {"title": one.title} for one in out.values()
    ]


def _take_out(request: HttpRequest, desk: Desk, what: str) -> None:
    if place := arrangement.place_of(what):
        desk.places = arrangement.take_out(desk.places, place).places
        desk.said.append(_("Taken out: the place fills itself."))


def _up(request: HttpRequest, desk: Desk, what: str) -> None:
    _shift(desk, what, arrangement.UP)


def _down(request: HttpRequest, desk: Desk, what: str) -> None:
    _shift(desk, what, arrangement.DOWN)


def _shift(desk: Desk, what: str, by: int) -> None:
    if place := arrangement.place_of(what):
        desk.places = arrangement.shift(desk.places, place, by).places
        here = [one for one in desk.places if one.key == place.key]
        if place in here:
            desk.said.append(_("Now in place %(number)d.") % {"number": here.index(place) + 1})


def _take_over(request: HttpRequest, desk: Desk, what: str) -> None:
    """What stands at the time that is chosen."""
    form = ArrangementForm(request.POST)
    if not form.is_valid():
        desk.form, desk.status = form, 422
        return
    then = form.moment(at=request.at)
    layout = Layout.objects.in_force(then).first()
    desk.places = places_of(layout.placements.all()) if layout else []
    desk.form = ArrangementForm.as_typed(request.POST, over=layout.pk if layout else "")
    desk.said.append(_("Taken over: the page that stands at %(when)s.") % {"when": as_typed(then)})


def _empty(request: HttpRequest, desk: Desk, what: str) -> None:
    desk.form, desk.places = ArrangementForm.as_typed(request.POST, over=""), []
    desk.said.append(_("Nothing is placed: the page would fill itself."))


def _look_for(request: HttpRequest, desk: Desk, what: str) -> None:
    form = ArrangementForm(request.POST)
    form.is_valid()
    if "q" in form.errors:
        desk.form, desk.status = form, 422


# ── Saving ───────────────────────────────────────────────────────────────────
def _save(request: HttpRequest) -> HttpResponse:
    desk = Desk(ArrangementForm(request.POST), arranged(request.POST))
    # What is looked for is no part of what is saved.
    form = desk.form
    if not form.is_valid() and set(form.errors) - {"q", "muc"}:
        desk.status = 422
        return _page(request, desk)
    given = form.cleaned_data
    try:
        layout = arranging.lay(
            desk.places,
            by=request.user,
            at=request.at,
            seen=given["seen"],
            live_from=given["live_from"],
            over=given["over"],
            instead_of=given["instead_of"],
        )
    except moves.NotPermitted as refusal:
        raise PermissionDenied from refusal
    except moves.Refused as refusal:
        return _page(request, _refused(request, desk, refusal))
    messages.success(request, _("Laid out: %(what)s.") % {"what": layout})
    return HttpResponseRedirect(reverse("admin:front-page"))


def _refused(request: HttpRequest, desk: Desk, refusal: moves.Refused) -> Desk:
    """The form once more, with every place in it; the next try is bound to what stands now."""
    data = request.POST.copy()
    data["seen"] = arranging.newest_number()
    gone = desk.form.cleaned_data["instead_of"]
    if gone is not None and not Layout.objects.ahead(request.at).filter(pk=gone.pk).exists():
        data["instead_of"] = ""
    form = ArrangementForm(data)
    form.is_valid()
    named = isinstance(refusal, moves.Incomplete) and refusal.field in form.fields
    form.add_error(refusal.field if named else None, str(refusal))
    if not isinstance(refusal, moves.Overtaken):
        return Desk(form, desk.places, status=422)
    newest = Layout.objects.latest("number")
    return Desk(form, desk.places, status=409, other=address_at(max(newest.live_from, request.at)))


# ── The page ─────────────────────────────────────────────────────────────────
def _page(request: HttpRequest, desk: Desk) -> HttpResponse:
    asked = ArrangementForm(request.POST) if request.method == "POST" else desk.form
    asked.is_valid()
    given = getattr(asked, "cleaned_data", {})
    then = asked.moment(at=request.at) if asked.is_bound else desk.form.initial.get("live_from") or request.at
    picks = picking.to_place(given.get("q", ""), section=given.get("muc"), by=request.user, at=request.at)
    laid = Laid(desk.places, by=request.user, at=request.at, then=then)
    context = {
        **admin.site.each_context(request),
        "title": _("Lay out the front page"),
        "form": desk.form,
        "other": desk.other,
        "said": desk.said,
        "then": then,
        "table": laid.table(picks),
        "is_changed": request.method == "POST",
    }
    return TemplateResponse(request, "desk/front/arrange.html", context, status=desk.status)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The public front page with what stands in the form, as readers would see it at that time. Nothing is saved."""
    desk = Desk(ArrangementForm(request.POST), arranged(request.POST))
    if not desk.form.is_valid() and set(desk.form.errors) - {"q", "muc"}:
        desk.status = 422
        return _page(request, desk)
    known = arranging.known({place.article for place in desk.places}, by=request.user, at=request.at)
    places = [place for place in desk.places if place.article in known]

    def answer(then: HttpRequest) -> HttpResponse:
        front = with_comments(made_of(places, then.at), then.at)
        corrections = newest_corrections(then.at, CORRECTIONS)
        return render(then, "articles/front.html", {**vars(front), "corrections": corrections})

    return walked(request, desk.form.moment(at=request.at), "", answer, is_unsaved=True)


PAGES = [
    Page(route="trang-nhat/trinh-bay/", name="front-arrange", view=arrange, permission=arranging.ARRANGE),
    Page(route="trang-nhat/xem-thu/", name="front-preview", view=preview, permission=arranging.ARRANGE),
]
