"""Many at once: each row by itself through the gate, in a transaction of its own, with an answer of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from articles import moves, possible, taking
from articles.models import Edition
from articles.permissions import may_pass
from articles.workflow import MOVES, Move

AT_MOST = 100
# Beside the moves of the table: taking what waits at a step (`articles.taking`).
TAKE = "take"
# An hour of its own for each of them is given in the calendar: one hour for all would put them on top of each other.
BY_BUTTON = tuple(move for move in MOVES.values() if not (move.automatic or move.takes_expiry))


@dataclass(frozen=True)
class Chosen:
    """One of the editions she chose, with the moves it allows her now."""

    edition: Edition
    moves: tuple[Move, ...]
    may_take: bool


@dataclass(frozen=True)
class Answer:
    """What became of one of them: it is done, or `why` not."""

    edition: Edition
    why: str = ""


def look(user: User, editions: Iterable[Edition], *, at: datetime) -> list[Chosen]:
    """What each allows her now. As many queries for a hundred as for one."""
    here = list(editions)
    possible.look_at_all(here)
    return [
        Chosen(
            edition=edition,
            moves=tuple(move for move in possible.permitted_moves(user, edition, at=at) if move in BY_BUTTON),
            may_take=edition.step is not None and may_pass(user, edition) and edition.taken_by_id != user.pk,
        )
        for edition in here
    ]


def offered(chosen: Iterable[Chosen]) -> list[tuple[Move, int]]:
    """The moves that at least one of them allows, in the order of the table, with how many do."""
    counted = [(move, sum(move in one.moves for one in chosen)) for move in BY_BUTTON]
    return [(move, count) for move, count in counted if count]


def move_each(
    name: str,
    editions: Iterable[tuple[Edition, str]],
    *,
    by: User,
    at: datetime,
    note: str = "",
    ordered_by: str = "",
    live_from: datetime | None = None,
) -> list[Answer]:
    """Tries the move on each, bound to its own `stamp` as it was seen."""
    given = {"note": note, "ordered_by": ordered_by, "live_from": live_from}

    def move(edition: Edition, seen: str) -> Edition:
        return moves.make(name, edition, by=by, seen=seen, at=at, **given)

    return [_tried(lambda e=edition, s=seen: move(e, s), edition) for edition, seen in editions]


def take_each(editions: Iterable[tuple[Edition, int | None]], *, by: User, at: datetime) -> list[Answer]:
    """Takes each, from whoever had it as it was seen."""

    def take(edition: Edition, seen: int | None) -> Edition:
        taking.take(edition, by=by, seen=seen, at=at)
        return edition

    return [_tried(lambda e=edition, s=seen: take(e, s), edition) for edition, seen in editions]


def _tried(act: Callable[[], Edition], edition: Edition) -> Answer:
    try:
        return Answer(act())
    except moves.Refused as refusal:
        return Answer(edition, str(refusal))
