"""What a walk through the site at an instant must not show: editions under embargo, as if they had never been planned.

The public pages ask `EditionQuerySet.live` and know nothing of who walks. So the walk says it here, for as long as one
page is made in this thread, and no page can forget to ask. Readers never come here: outside a walk nothing is withheld.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """`editions` are not shown; `spans` say from when until when those beside them are live without them, by id."""

    editions: frozenset[int] = frozenset()
    spans: Mapping[int, tuple[datetime, datetime | None]] = field(default_factory=dict)

    def live(self, at: datetime) -> list[int]:
        """Of those beside what is withheld, the ones that are live at this instant."""
        return [pk for pk, (start, end) in self.spans.items() if start <= at and (end is None or end > at)]

    def ever_live(self, at: datetime) -> list[int]:
        return [pk for pk, (start, end) in self.spans.items() if start <= at and end != start]


NOTHING = Withheld()
_withheld: ContextVar[Withheld] = ContextVar("withheld", default=NOTHING)


def withheld_now() -> Withheld:
    return _withheld.get()


@contextmanager
def withholding(withheld: Withheld) -> Iterator[None]:
    """Meanwhile, in this thread, the door to the public shows nothing of it."""
    token = _withheld.set(withheld)
    try:
        yield
    finally:
        _withheld.reset(token)
