"""Walks the whole chain and says what does not hold: the words of every event, every link, every place.

Read in batches, so that the memory it takes is the same for a thousand events and for a million.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from record.chain import BEGINNING, link_hash
from record.models import Event, Link

BATCH = 2000


@dataclass(frozen=True)
class Head:
    """A place in the chain and the hash there: noted elsewhere, it vouches for everything up to it."""

    position: int = 0
    hash: str = BEGINNING

    @classmethod
    def now(cls) -> "Head":
        last = Link.objects.order_by("-pk").first()
        return cls(last.pk, last.hash) if last else cls()

    @classmethod
    def read(cls, text: str) -> "Head":
        """Reads what `str` gives. Raises ValueError."""
        parts = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", text.strip().lower())
        if not parts:
            raise ValueError(text)
        return cls(int(parts[1]), parts[2])

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"


class Walk:
    """One walk from the first link to the last: `findings` as it goes, and afterwards `count` and `head`."""

    def __init__(self) -> None:
        self.count, self.head = 0, Head()

    def findings(self) -> Iterator[str]:
        while batch := list(Link.objects.filter(pk__gt=self.head.position).order_by("pk")[:BATCH]):
            events = Event.objects.in_bulk([link.event_id for link in batch])
            for link in batch:
                yield from self._step(link, events.get(link.event_id))
        yield from _not_linked()

    def _step(self, link: Link, event: Event | None) -> Iterator[str]:
        expected, self.count = self.head, self.count + 1
        self.head = Head(link.pk, link.hash)
        if link.pk != expected.position + 1:
            yield _told(
                link.event_id, _("its link is number %d, after number %d"), link.pk, expected.position
            )
        if link.previous != expected.hash:
            yield _told(link.event_id, _("its link, number %d, does not follow the one before it"), link.pk)
        if event is None:
            yield _told(link.event_id, _("it is gone, and its link, number %d, is there"), link.pk)
            return
        if event.digest != event.reckon():
            yield _told(event.pk, _("its words are not those that were recorded"))
        if link.hash != link_hash(link.previous, event.digest):
            yield _told(event.pk, _("its link, number %d, was made for other words"), link.pk)


def not_standing(noted: Head) -> str:
    """What is wrong with a head that was noted earlier; empty when it still stands in the chain."""
    if noted == Head():
        return ""
    link = Link.objects.filter(pk=noted.position).first()
    if link is None:
        return _("Number %d was noted, and is not in the record.") % noted.position
    if link.hash != noted.hash:
        return _told(link.event_id, _("its link, number %d, is not the one that was noted"), link.pk)
    return ""


def _not_linked() -> Iterator[str]:
    for number in Event.objects.filter(link=None).order_by("pk").values_list("pk", flat=True).iterator():
        yield _told(number, _("it has no link"))


def _told(event_id: int, what: str, *numbers: int) -> str:
    return _("Event %(id)d: %(what)s.") % {"id": event_id, "what": what % numbers}
