"""Whose piece it is while it is in review: taking it (Nhận bài), handing it on, putting it back, its deadline.

Beside the gate, not through it: the state stays, the words stay, and a form that is open does not go stale.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

import record.models as record
from accounts.models import User
from articles import notices
from articles.models import Edition
from articles.moves import Incomplete, NotPermitted, NotPossible, Overtaken
from articles.permissions import holds_step, may_pass, who_may_pass
from articles.workflow import State
from cms.http import iso


def can_set_due(user: User, edition: Edition) -> bool:
    return edition.state == State.IN_REVIEW and holds_step(user, edition)


@transaction.atomic
def take(edition: Edition, *, by: User, seen: int | None, at: datetime) -> None:
    """She takes it. `seen` is who had it as she saw it (an id, or None): nothing is taken from anybody unseen."""
    _check(edition, by)
    _give(edition, seen, taken_by=by, taken_at=at)
    _record("edition.take", edition, by=by, at=at)


@transaction.atomic
def put_back(edition: Edition, *, by: User, at: datetime) -> None:
    """Hers no longer: it waits for everybody who holds the step."""
    _check(edition, by)
    if edition.taken_by_id != by.pk:
        raise NotPossible(_("You have not taken this piece."))
    _give(edition, by.pk, taken_by=None, taken_at=None)
    _record("edition.put_back", edition, by=by, at=at)


@transaction.atomic
def hand_on(
    edition: Edition, *, to: User | None, by: User, seen: int | None, at: datetime, note: str = ""
) -> None:
    """To a colleague who may pass the step here; she is told."""
    _check(edition, by)
    if to is None or not who_may_pass(edition, at=at).filter(pk=to.pk).exists():
        raise Incomplete("to", _("Choose somebody who may pass this step here."))
    _give(edition, seen, taken_by=to, taken_at=at)
    _record("edition.hand_on", edition, by=by, at=at, after=str(to)[:60], note=note.strip())
    notices.tell([to], notices.Subject.HANDED, edition, kind="edition.hand_on", by=by, at=at, note=note)


@transaction.atomic
def set_due(edition: Edition, *, due_at: datetime | None, by: User, at: datetime) -> None:
    """By when it should be passed; empty takes the deadline off."""
    if not can_set_due(by, edition):
        raise NotPermitted(_("The deadline is set by whoever holds the step."))
    if due_at and due_at <= at:
        raise Incomplete("due_at", _("That time is past. Choose a later one, or leave it empty."))
    _give(edition, edition.taken_by_id, due_at=due_at)
    after = iso(due_at) if due_at else ""
    _record("edition.due", edition, by=by, at=at, after=after)


def _check(edition: Edition, by: User) -> None:
    if edition.state != State.IN_REVIEW:
        raise NotPossible(_("This piece waits at no step now. Look at it again."))
    if not may_pass(by, edition):
        raise NotPermitted(_("This step is not yours to pass here."))


def _give(edition: Edition, seen: int | None, **changes) -> None:
    same = Edition.objects.filter(pk=edition.pk, state=State.IN_REVIEW, step=edition.step_id, taken_by=seen)
    if same.update(**changes):
        return
    current = Edition.objects.select_related("taken_by").get(pk=edition.pk)
    if current.taken_by:
        raise Overtaken(_("%(who)s has taken this piece meanwhile.") % {"who": current.taken_by})
    raise Overtaken(_("This has changed since you opened it. Look at it again."))


def _record(kind: str, edition: Edition, *, by: User, at: datetime, **said: str) -> None:
    record.write(kind=kind, thing=edition, by=by, at=at, **said)
