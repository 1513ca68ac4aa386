"""Phiếu duyệt bài: one edition on paper, with who passed it when, and by what that can be checked in the record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import record.models as record
from articles.embargo import end_as_told
from articles.models import Edition, ReviewStep
from articles.views.beside import beside
from articles.views.scope import edition_or_404
from articles.workflow import MOVES
from record.verifying import Head

OPENED = frozenset({"edition.open", "edition.restore"})
# What is a step on its way; typing, taking and deadlines are not.
STEPS = frozenset(
    {"edition.begin", "edition.open", "edition.restore", "edition.edit_at_step", "edition.step_gone"}
    | {move.kind for move in MOVES.values()}
)


@require_safe
def slip(request: HttpRequest, edition_id: int) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    events = list(record.Event.objects.about(edition).filter(kind__in=STEPS).select_related("link"))[::-1]
    decision = next((event for event in reversed(events) if event.content_hash), None)
    context = {
        "edition": edition,
        "saves": edition.versions.count() + 1,
        "state_now": edition.state_label(request.at),
        "live_until": end_as_told(edition, request.user, at=request.at),
        "photos": edition.photos.select_related("photo"),
        "tags": edition.tags.all(),
        "correction": getattr(edition, "correction", None),
        **beside(request, edition),
        "events": [(event, _turn(event)) for event in events],
        "decision": decision,
        "fingerprint": (now := edition.fingerprint()),
        "stands": decision is not None and decision.content_hash == now,
        "noted": _place(decision or events[-1]) if events else None,
        "signers": _signers(edition),
        "printed_at": request.at,
    }
    return render(request, "desk/articles/slip.html", context)


def _turn(event: record.Event) -> str:
    """From what to what; where it was opened, the record has the edition it was opened from."""
    if event.kind in OPENED:
        return _("from edition %(number)s") % {"number": event.before.partition(".")[0]}
    return event.turn


def _place(event: record.Event) -> Head | None:
    """Its position and hash in the record, as `verify_record --expect` takes them. None where a link was lost."""
    link = getattr(event, "link", None)
    return Head(link.pk, link.hash) if link else None


def _signers(edition: Edition) -> list[str]:
    """The steps it goes through: one line to sign for each."""
    chain = edition.step.chain() if edition.step else ReviewStep.objects.chain_of(edition.section)
    return [step.name for step in chain]
