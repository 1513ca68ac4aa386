"""Which moves an edition's situation allows now, and what each still needs: asked by buttons and by the gate alike."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article, Edition
from articles.permissions import holds_step, may_make
from articles.workflow import MOVES, Move, Phase, State, When


def permitted_moves(user: User | None, edition: Edition, *, at: datetime) -> list[Move]:
    """The moves this person may make on this edition now: what buttons show and the gate allows."""
    possible = [move for move in possible_moves(edition, at=at) if not move.automatic]
    return [move for move in possible if may_make(user, move, edition)]


def edit_voids(user: User, edition: Edition) -> bool:
    """Whether saving a change of hers makes void what was passed: the step is not hers, and steps lie behind."""
    return edition.step_id is not None and not holds_step(user, edition) and is_past_first_step(edition)


def is_past_first_step(edition: Edition) -> bool:
    return edition.step_id is not None and edition.step.chain()[0] != edition.step


def possible_moves(edition: Edition, *, at: datetime) -> list[Move]:
    from_here = [move for move in MOVES.values() if edition.state in move.sources]
    if not from_here:
        return []
    holds = _situation(edition, at)
    return [move for move in from_here if move.when <= holds]


def _situation(edition: Edition, at: datetime) -> frozenset[When]:
    holds = set()
    if edition.step_id:
        chain = edition.step.chain()
        holds.add(When.LAST_STEP if chain[-1] == edition.step else When.INNER_STEP)
        if chain[0] != edition.step:
            holds.add(When.PASSED)
        holds.add(When.WITHDRAWN if is_withdrawn(edition.article, at=at) else When.STANDING)
    phase = edition.phase(at)
    if phase == Phase.SCHEDULED:
        holds.add(When.SCHEDULED)
    elif phase == Phase.LIVE:
        holds.add(When.LIVE)
    return frozenset(holds)


def is_withdrawn(article: Article, *, at: datetime) -> bool:
    """Whether the article was taken off the site and nothing has been published since."""
    last = article.editions.filter(state=State.APPROVED).order_by("-live_from", "-approved_at", "-pk").first()
    return last is not None and last.phase(at) == Phase.WITHDRAWN


def lacking(
    move: Move,
    *,
    note: str,
    ordered_by: str,
    live_from: datetime | None,
    expires_at: datetime | None,
    at: datetime,
) -> tuple[str, str] | None:
    """What this move still needs, as the field's name and the message; None when all is given."""
    if move.needs_reason and not note.strip():
        return "note", _("Write the reason.")
    if move.needs_order and not ordered_by.strip():
        return "ordered_by", _("Write who ordered it.")
    return _wrong_time(move, live_from=live_from, expires_at=expires_at, at=at)


def _wrong_time(
    move: Move, *, live_from: datetime | None, expires_at: datetime | None, at: datetime
) -> tuple[str, str] | None:
    if move.takes_time:
        if live_from and live_from < at:
            return "live_from", _("That time is past. Choose a later one, or leave it empty for now.")
        if expires_at and expires_at <= (live_from or at):
            return "expires_at", _("It would expire before it is published. Choose a later time.")
    elif move.takes_expiry and expires_at and expires_at <= at:
        return "expires_at", _("That time is past. Choose a later one, or empty the box for no expiry.")
    return None
