"""Where a file is used. This room knows none that uses it: each hands over what it knows when it is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.models import User
from files.models import File


@dataclass(frozen=True, kw_only=True)
class Use:
    """One thing that shows a file: how it is called, where at the desk it is found, and its state in words."""

    title: str
    address: str
    state: str


@dataclass(frozen=True)
class Uses:
    """Those she may see; of the others, how many there are and nothing else."""

    seen: tuple[Use, ...] = ()
    unseen: int = 0

    def __add__(self, other: "Uses") -> "Uses":
        return Uses((*self.seen, *other.seen), self.unseen + other.unseen)


class Finder(Protocol):
    """Uses of a file in one room, as this person may know of them."""

    def __call__(self, file: File, *, user: User, at: datetime) -> Uses: ...


# Whether a room holds on to a file in any way, shown or not: it stays.
Holder = Callable[[File], bool]

_finders: list[Finder] = []
_holders: list[Holder] = []


def register(finder: Finder, holder: Holder) -> None:
    _finders.append(finder)
    _holders.append(holder)


def of(file: File, *, user: User, at: datetime) -> Uses:
    """Where it is used, in the order in which each room says it."""
    found = Uses()
    for finder in _finders:
        found += finder(file, user=user, at=at)
    return found


def is_held(file: File) -> bool:
    return any(holder(file) for holder in _holders)
