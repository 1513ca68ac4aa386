"""When each approved edition of an article is live: the arithmetic of spans, pure.

An edition is live from `live_from` until the first of: its own expiry, its withdrawal, the start of
the next approved one. A span may be empty (two editions from the same instant): then it was never live.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from articles.workflow import Phase


@dataclass(frozen=True, kw_only=True)
class Span:
    """One approved edition's times. `order` decides between two that start together: the later approved wins."""

    edition: int
    live_from: datetime
    order: int
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class End:
    live_until: datetime | None
    ended_by: str


OPEN = End(None, "")


def plan(spans: Iterable[Span]) -> dict[int, End]:
    """Where each span ends, by edition id."""
    ordered = sorted(spans, key=lambda span: (span.live_from, span.order))
    return {span.edition: _end(span, follower) for span, follower in zip_longest(ordered, ordered[1:])}


def _end(span: Span, follower: Span | None) -> End:
    # In this order: when two causes fall on one instant, the weightier names the end.
    causes = [
        (span.withdrawn_at, Phase.WITHDRAWN),
        (span.expires_at, Phase.EXPIRED),
        (follower.live_from if follower else None, Phase.REPLACED),
    ]
    given = [(when, cause) for when, cause in causes if when is not None]
    if not given:
        return OPEN
    when, cause = min(given, key=lambda one: one[0])
    return End(when, cause.value)


def is_shorter(new: End, old: End) -> bool:
    if new.live_until is None:
        return False
    return old.live_until is None or new.live_until < old.live_until
