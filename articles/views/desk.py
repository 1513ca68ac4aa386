"""Plain pages of the desk about one edition: reading it, moving it, opening its next."""

from datetime import datetime
from itertools import takewhile

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

import record.models as record
from articles import moves, possible, writing
from articles.forms import EditionForm, MoveForm
from articles.models import Edition
from articles.models.edition import CONTENT
from articles.permissions import can_open_next, open_to
from articles.picture_forms import MOST_PICTURES
from articles.views import checklist, copying, embargo, instant, preview_links, taking, typing, unsaved
from articles.views.beside import beside as what_stands_beside
from articles.views.scope import edition_or_404
from articles.workflow import EDITABLE, MOVES, Move, Phase, State
from cms.guide import places
from cms.text import one_line, slug

PICTURE_WORDS = ("caption", "credit", "alt")
OLDER_VERSIONS = 20
BUTTONS = frozenset(name for name, move in MOVES.items() if not move.automatic)


def beside(request: HttpRequest, edition: Edition | None) -> dict:
    """What stands beside an edition at the desk: where it is, what may be done with it, what was done."""
    form_of_it = {
        "typing_url": reverse("admin:edition-typing"),
        "preview_url": reverse("admin:edition-preview"),
        "unsaved": unsaved.unsaved_of(request, edition),
    }
    if edition is None:
        return {**form_of_it, "permitted": [MOVES["submit"]], "events": []}
    permitted = possible.permitted_moves(request.user, edition, at=request.at)
    known = edition.article.editions.filter(open_to(request.user, at=request.at))
    siblings = list(known.select_related("step").order_by("-number"))
    events = list(record.Event.objects.about(*siblings)[:30])
    return {
        **form_of_it,
        "others": typing.others(request, edition),
        "taking": taking.beside(request, edition),
        "preview_links": preview_links.beside(request, edition),
        "embargo": embargo.beside(request, edition),
        "copying": copying.beside(request, edition),
        "voids": (voids := possible.edit_voids(request.user, edition)),
        "passed": _passes(edition) if voids else [],
        "versions": edition.versions.placed().select_related("saved_by").defer("fields")[:OLDER_VERSIONS],
        "edition": edition,
        "state_now": edition.state_label(request.at),
        "permitted": permitted,
        "check": checklist.beside(edition, permitted, at=request.at),
        "asks_reason": any(move.needs_reason for move in permitted),
        "asks_order": any(move.needs_order for move in permitted),
        "asks_time": any(move.takes_time for move in permitted),
        "asks_expiry": any(move.takes_expiry for move in permitted),
        "events": events,
        "returned_because": _last_note(edition),
        "overtaken_by": _newer_than_its_source(edition, siblings, request.at),
        "siblings": [(sibling, sibling.state_label(request.at)) for sibling in siblings],
    }


def _newer_than_its_source(edition: Edition, siblings: list[Edition], at: datetime) -> Edition | None:
    """What readers see by now, if this draft was opened from something older: publishing it would undo that."""
    if edition.state not in EDITABLE or edition.opened_from_id is None:
        return None
    live = next((sibling for sibling in siblings if sibling.is_live(at)), None)
    return live if live and live.pk != edition.opened_from_id else None


def _passes(edition: Edition) -> list[record.Event]:
    """The passes that stand: those since it was submitted, or since an edit brought it back to the first step."""
    kinds = [MOVES[name].kind for name in ("pass_on", "submit", "start_over")]
    events = record.Event.objects.about(edition).filter(kind__in=kinds)
    return list(takewhile(lambda event: event.kind == MOVES["pass_on"].kind, events))[::-1]


def _last_note(edition: Edition) -> record.Event | None:
    """Why it came back, while it is with its writer."""
    if edition.state != State.RETURNED:
        return None
    return record.Event.objects.about(edition).filter(kind=MOVES["send_back"].kind).first()


def part_of_guide(edition: Edition, permitted: list[Move], *, at: datetime) -> places.Place:
    """What the page is for, for her: passing it, its hour, what readers see; else writing."""
    phase, hers = edition.phase(at), {move.name for move in permitted}
    if phase is not None:
        return places.place("recalling" if phase == Phase.SCHEDULED else "next-edition")
    if hers & {"approve", "publish_again"}:
        return places.place("approving")
    if hers & {"pass_on", "send_back"}:
        return places.place("deciding")
    return places.of_page("articles_edition_change")


def read(
    request: HttpRequest, edition: Edition, *, form: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    """An edition that is not hers to change, as readers see it, with the moves that are hers."""
    edition = edition_or_404(request, edition.pk)
    phase, around = edition.phase(request.at), beside(request, edition)
    context = {
        **admin.site.each_context(request),
        **around,
        "title": edition.title,
        "guide": part_of_guide(edition, around["permitted"], at=request.at),
        "photos": edition.photos.select_related("photo"),
        **what_stands_beside(request, edition),
        "form": form or MoveForm.of(edition),
        "is_live": phase == Phase.LIVE,
        "at_publication": instant.at_publication(edition, now=request.at),
        "may_open_next": phase is not None and can_open_next(request.user, edition),
    }
    return TemplateResponse(request, "desk/articles/read.html", context, status=status)


def says_the_same(form: EditionForm) -> bool:
    """Whether a form that was sent again holds just what was saved of it: words, tags, pictures' words."""
    if set(form.changed_data) & {*CONTENT, "contributors", "related"}:
        return False
    posted, saved = form.data, form.instance
    if {slug(name) for name in posted.get("keywords", "").split(",") if name.strip()} != {
        tag.slug for tag in saved.tags.all()
    }:
        return False
    rows = range(MOST_PICTURES)
    words = [tuple(one_line(posted.get(f"photos-{n}-{field}", "")) for field in PICTURE_WORDS) for n in rows]
    return [row for row in words if any(row)] == [
        row for row in saved.photos.values_list(*PICTURE_WORDS) if any(row)
    ]


@require_POST
def make_move(request: HttpRequest, edition_id: int, name: str) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    if name not in BUTTONS:
        raise Http404
    form = MoveForm.of(edition, request.POST.dict())
    if form.is_valid():
        expiry = form.expiry(name)
        form.require_for(name, at=request.at, expires_at=edition.expires_at if expiry is ... else expiry)
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
        # What was typed stays; the page below is the article as it is now, and the next try is bound to that.
        form.data = form.data | {"seen": edition_or_404(request, edition_id).stamp}
        form.add_error(None, str(refusal))
        return read(request, edition, form=form, status=409)


def moved(
    request: HttpRequest, edition: Edition, name: str, *, seen: str, form: MoveForm | None = None
) -> HttpResponse:
    """Makes a move of the table and says what became of it. Raises what the gate raises."""
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
        ordered_by=form.cleaned_data.get("ordered_by", ""),
        live_from=form.cleaned_data.get("live_from"),
        expires_at=form.expiry(name),
    )
    messages.success(request, f"{done.title}: {done.state_label(request.at)}")
    return HttpResponseRedirect(reverse("admin:articles_edition_changelist"))


@require_POST
def open_next(request: HttpRequest, edition_id: int) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    if edition.state != State.APPROVED or not can_open_next(request.user, edition):
        raise PermissionDenied
    draft = writing.own_next(edition, by=request.user, at=request.at)
    if draft.created_at != request.at:
        messages.info(request, _("You have a draft of this article open already; here it is."))
    elif edition.article.editions.live(request.at).exists():
        messages.success(
            request, _("A new edition is open. Readers see the old one until this one is published.")
        )
    else:
        messages.success(request, _("A new edition is open. Readers see nothing until it is published."))
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[draft.pk]))
