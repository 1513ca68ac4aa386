"""What stands around every public page: the sections, what is breaking, the notices, the pages about the paper.

It is the same for every reader, so the process keeps it (`cms.kept`) and a page asks nothing for it. What staff do is
an event in the record, whatever it was: any of them makes it forgotten.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import HttpRequest
from django.utils import timezone

from articles import announcing
from articles.models import Announcement, Section
from cms.kept import Kept
from pages.models import Page
from record.models import Event


@dataclass(frozen=True)
class Furniture:
    """`sections` are the top ones, each with `below`, the open ones under it; `pages` are those at the foot."""

    sections: list[Section]
    breaking: list[Announcement]
    notices: list[Announcement]
    mourning: bool
    pages: list[Page]


def furniture_of(request: HttpRequest) -> Furniture:
    """Of this request's instant. On a walk through the site it is made for the one who walks, and kept for nobody."""
    return furnish(request.at) if getattr(request, "walk", None) else _kept.get(request.at)


def furnish(at: datetime) -> Furniture:
    """Three queries."""
    sections = list(Section.objects.open(timezone.localdate(at)))
    for section in sections:
        section.below = [other for other in sections if other.parent_id == section.pk]
    tops = [section for section in sections if section.parent_id is None]
    announced = announcing.shown(at)
    return Furniture(
        tops, announced.breaking, announced.notices, announced.mourning, list(Page.objects.in_footer())
    )


def _until_it_changes(at: datetime) -> tuple[Furniture, datetime]:
    edges = [_midnight_after(at), announcing.next_change(at)]
    return furnish(at), min(edge for edge in edges if edge)


def _midnight_after(at: datetime) -> datetime:
    """Sections open and close with the day."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


_kept = Kept(_until_it_changes)
forget = _kept.forget


def keep() -> None:
    """Once, when the rooms are ready."""
    _kept.forget_when_changed(Event, Section, Announcement, Page)
