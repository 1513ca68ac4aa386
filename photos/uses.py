"""Where a picture is used. This room knows none that uses it: each hands over what it knows when it is ready."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import Model

from accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Use:
    """One thing that shows a picture: how it is called, where at the desk it is found, and its state in words."""

    title: str
    address: str
    state: str
    is_live: bool = False


@dataclass(frozen=True)
class Uses:
    """Those she may see; of the others, how many there are and nothing else."""

    seen: tuple[Use, ...] = ()
    unseen: int = 0

    def __add__(self, other: "Uses") -> "Uses":
        return Uses((*self.seen, *other.seen), self.unseen + other.unseen)

    def __bool__(self) -> bool:
        return bool(self.seen or self.unseen)


class Finder(Protocol):
    """Uses of a picture in one room, as this person may know of them; `None` is the system, which sees all."""

    def __call__(self, photo: Model, *, user: User | None, at: datetime) -> Uses: ...


Holder = Callable[[Iterable[int]], set[int]]

_finders: list[Finder] = []
_holders: list[Holder] = []


def register(finder: Finder, holder: Holder) -> None:
    """`holder` says which of these pictures (by id) the room holds on to in any way, shown or not: they stay."""
    _finders.append(finder)
    _holders.append(holder)


def of(photo: Model, *, user: User | None, at: datetime) -> Uses:
    """Where it is used, newest first within each room."""
    found = Uses()
    for finder in _finders:
        found += finder(photo, user=user, at=at)
    return found


def held(photo_ids: Iterable[int]) -> set[int]:
    """Which of these are held on to by any room."""
    ids = list(photo_ids)
    return set().union(*(holder(ids) for holder in _holders))
