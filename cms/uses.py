"""Where a thing of a library is used. A library knows no room that uses it: each hands over what it knows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Use:
    """One text that shows the thing: how it is called, where at the desk it is found, and its state in words."""

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
    """Uses of a thing in one room, as this person may know of them; `None` is the system, which sees all."""

    def __call__(self, thing: Any, *, user: Any, at: datetime) -> Uses: ...


Holder = Callable[[Iterable[int]], set[int]]


class Registry:
    """One for each library."""

    def __init__(self) -> None:
        self._finders: list[Finder] = []
        self._holders: list[Holder] = []

    def register(self, finder: Finder, holder: Holder) -> None:
        """`holder` says which of these (by id) the room holds on to in any way, shown or not: they stay."""
        self._finders.append(finder)
        self._holders.append(holder)

    def of(self, thing: Any, *, user: Any, at: datetime) -> Uses:
        """Where it is used, newest first within each room."""
        found = Uses()
        for finder in self._finders:
            found += finder(thing, user=user, at=at)
        return found

    def held(self, ids: Iterable[int]) -> set[int]:
        """Which of these are held on to by any room."""
        asked = list(ids)
        return set().union(*(holder(asked) for holder in self._holders))
