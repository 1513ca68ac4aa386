"""Plain pages of the desk about one edition: reading it, moving it, opening its next, giving back unsaved words."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

import record.models as record
from articles import moves, writing
from articles.forms import MoveForm
from articles.models import Edition
from articles.permissions import can_open_next, visible_to
from articles.workflow import MOVES, Phase, State
from cms import html
from cms.text import nfc, one_line


def _edition(request: HttpRequest, edition_id: int) -> Edition:
    everything = Edition.objects.select_related(
        "article", "section__parent", "step", "created_by", "updated_by"
    )
    return get_object_or_404(visible_to(request.user, everything), pk=edition_id)


def beside(request: HttpRequest, edition: Edition | None) -> dict:
    """What stands beside an edition at the desk: where it is, what may be done with it, what was done."""
    if edition is None:
        return {"permitted": [MOVES["submit"]], "events": []}
    permitted = moves.permitted_moves(request.user, edition, at=request.at)
    siblings = list(edition.article.editions.order_by("-number"))
    events = list(record.Event.objects.about(*siblings)[:30])
    return {
        "edition": edition,
        "state_now": edition.state_label(request.at),
        "permitted": permitted,
        "asks_reason": any(move.needs_reason for move in permitted),
        "asks_time": any(move.takes_time for move in permitted),
        "events": [(event, moves.act_label(event.kind)) for event in events],
        "returned_because": _last_note(edition, events),
        "siblings": [(sibling, sibling.state_label(request.at)) for sibling in siblings],
    }


def _last_note(edition: Edition, events: list[record.Event]) -> record.Event | None:
    """Why it came back, while it is with its writer."""
    if edition.state != State.RETURNED:
        return None
    return next((e for e in events if e.thing_id == edition.pk and e.kind == "edition.send_back"), None)


def read(
    request: HttpRequest, edition: Edition, *, form: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    """An edition that is not hers to change, as readers see it, with the moves that are hers."""
    edition = _edition(request, edition.pk)
    phase = edition.phase(request.at)
    context = {
        **admin.site.each_context(request),
        **beside(request, edition),
        "title": edition.title,
        "photos": edition.photos.select_related("photo"),
        "form": form or MoveForm(initial={"seen": edition.stamp}),
        "is_live": phase == Phase.LIVE,
        "may_open_next": phase is not None and can_open_next(request.user, edition),
    }
    return TemplateResponse(request, "desk/articles/read.html", context, status=status)


def kept(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Somebody saved what can no longer be changed. Every word is given back to carry over."""
    context = {
        **admin.site.each_context(request),
        "title": _("Not saved, and nothing lost"),
        "edition": edition,
        "state_now": edition.state_label(request.at),
        "words": [(label, request.POST.get(name, "")) for name, label in _KEPT.items()],
    }
    return TemplateResponse(request, "desk/articles/kept.html", context, status=409)


_KEPT = {
    "title": _("Title"),
    "lead": _("Lead"),
    "body": _("Body"),
    "byline": _("Byline"),
    "keywords": _("Tags"),
}


def says_the_same(edition: Edition, post: QueryDict) -> bool:
    """Whether these posted words are the edition's own."""
    posted = one_line(post.get("title", "")), nfc(post.get("lead", "")).split(), html.clean(post.get("body", ""))
    return posted == (edition.title, edition.lead.split(), edition.body)


@require_POST
def make_move(request: HttpRequest, edition_id: int, name: str) -> HttpResponse:
    edition = _edition(request, edition_id)
    if name not in MOVES:
        raise Http404
    form = MoveForm(request.POST)
    if form.is_valid():
        form.require_for(name, at=request.at, expires_at=edition.expires_at)
    if form.errors:
        return read(request, edition, form=form, status=422)
    try:
        return moved(request, edition, name, seen=form.cleaned_data["seen"], form=form)
    except moves.NotPermitted as refusal:
        raise PermissionDenied from refusal
    except moves.Incomplete as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return read(request, edition, form=form, status=422)
    except moves.Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[edition.pk]))


def moved(
    request: HttpRequest, edition: Edition, name: str, *, seen: str, form: MoveForm | None = None
) -> HttpResponse:
    """Makes the move and says what became of it. Raises what the gate raises."""
    if name not in MOVES:
        raise Http404
    if form is None:
        form = MoveForm(request.POST)
        form.is_valid()
    done = moves.make(
        name,
        edition,
        by=request.user,
        seen=seen,
        at=request.at,
        note=form.cleaned_data.get("note", ""),
        live_from=form.cleaned_data.get("live_from"),
    )
    messages.success(request, f"{done.title}: {done.state_label(request.at)}")
    return HttpResponseRedirect(reverse("admin:articles_edition_changelist"))


@require_POST
def open_next(request: HttpRequest, edition_id: int) -> HttpResponse:
    edition = _edition(request, edition_id)
    if edition.state != State.APPROVED or not can_open_next(request.user, edition):
        raise PermissionDenied
    draft = writing.open_next(edition, by=request.user, at=request.at)
    messages.success(
        request, _("A new edition is open. Readers see the old one until this one is published.")
    )
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[draft.pk]))
