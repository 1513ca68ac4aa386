"""What every page shows and few people change, made once and kept in the process.

A kept thing is good until the next edge of time it depends on, for a few seconds at most, and no longer than until
something it is made of is saved in this process. So no page pays a query for it, a span begins and ends on its second
everywhere, and what is changed by hand is seen by other processes within those seconds, on however many machines.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

LONGEST_SECONDS = 5.0

T = TypeVar("T")


class _Made(NamedTuple, Generic[T]):
    thing: T
    since: datetime
    until: datetime | None
    stale_at: float


class Kept(Generic[T]):
    """`make` answers with the thing as of an instant, and the instant from which on it would be another one."""

    def __init__(self, make: Callable[[datetime], tuple[T, datetime | None]]) -> None:
        self._make = make
        self._made: _Made[T] | None = None

    def get(self, at: datetime) -> T:
        made = self._made
        if made and made.since <= at and (made.until is None or at < made.until) and _now() < made.stale_at:
            return made.thing
        stale_at = _now() + LONGEST_SECONDS
        thing, until = self._make(at)
        self._made = _Made(thing, at, until, stale_at)
        return thing

    def forget(self, **_signal: object) -> None:
        self._made = None

    def forget_when_changed(self, *kinds: type[models.Model]) -> None:
        """Rows of these kinds make it: it is forgotten when one is saved or deleted, and again when that is committed.

        Whoever asked in between would have kept what the transaction had not changed yet.
        """
        for kind in kinds:
            for signal in (post_save, post_delete):
                signal.connect(self._changed, sender=kind, weak=False)

    def _changed(self, **_signal: object) -> None:
        self.forget()
        transaction.on_commit(self.forget)


def _now() -> float:
    return time.monotonic()
