"""Changing the chain of review while texts are under way: none stays at a step that is gone or nobody can pass."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

import record.models as record
from accounts.models import User
from articles import notices
from articles.models import Edition, Notice, ReviewStep
from articles.permissions import people_with
from articles.workflow import State


def check_passable(step: ReviewStep) -> None:
    """Raises ValidationError when pieces wait at this step that nobody could pass with its new permission."""
    waiting = Edition.objects.filter(step=step.pk, state=State.IN_REVIEW).select_related("section")
    one_of_each = {piece.section_id: piece for piece in waiting.order_by("-pk")}
    for piece in one_of_each.values():
        if not people_with(step.permission, piece.section).exists():
            raise ValidationError(
                _("A piece waits at this step, and nobody in “%(section)s” has that right. Grant it first.")
                % {"section": piece.section}
            )


def check_removable(step: ReviewStep) -> None:
    """Raises ValidationError for the last step of the site: without one nothing could be submitted."""
    if step.section_id is None and len(step.chain()) == 1:
        raise ValidationError(
            _("The site needs at least one step. Add another before you take this one away.")
        )


@transaction.atomic
def remove(step: ReviewStep, *, by: User, at: datetime) -> int:
    """Takes a step away. What waits there goes to the step that follows, else to the new last one, and is recorded so.

    A section's only step gone, its pieces begin the chain that now holds for them. Returns how many were moved.
    """
    # Whoever moves a piece to a step locks that step first (`moves._locked`).
    list(ReviewStep.objects.select_for_update().order_by("pk"))
    check_removable(step)
    waiting = Edition.objects.filter(step=step).select_related("article", "section")
    try:
        pieces = list(waiting.select_for_update(nowait=True, of=("self",)).order_by("pk"))
    except OperationalError as error:
        raise ValidationError(_("A piece is being moved at this step just now. Try again.")) from error
    moved = [_move(piece, step, by=by, at=at) for piece in pieces]
    step.delete()
    return len(moved)


def _move(piece: Edition, gone: ReviewStep, *, by: User, at: datetime) -> None:
    target = _after(gone, piece)
    Edition.objects.filter(pk=piece.pk, step=gone).update(
        step=target, version=F("version") + 1, state_since=at, taken_by=None, taken_at=None, due_at=None
    )
    record.write(
        kind="edition.step_gone",
        thing=piece,
        by=by,
        at=at,
        before=gone.waiting_label,
        after=target.waiting_label,
    )
    piece.step = target
    Notice.objects.filter(edition=piece, subject__in=notices.CALLS).read(at=at)
    notices.call(piece, kind="edition.step_gone", by=by, at=at)


def _after(gone: ReviewStep, piece: Edition) -> ReviewStep:
    rest = ReviewStep.objects.exclude(pk=gone.pk)
    chain = list(rest.filter(section=gone.section_id).order_by("order"))
    if not chain:
        return rest.chain_of(piece.section)[0]
    return next((step for step in chain if step.order > gone.order), chain[-1])
