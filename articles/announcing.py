"""What stands above every page at an instant: breaking news, notices, and whether the paper is in mourning.

A line may be there before its article, and leads there from the moment it is live; once that was withdrawn or has
expired, the line is gone with it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Min, OuterRef

from articles.models import Announcement, Edition
from articles.models.announcement import AnnouncementQuerySet, Kind


@dataclass(frozen=True)
class Shown:
    """The newest first; `mourning` is that the site is grey."""

    breaking: list[Announcement]
    notices: list[Announcement]
    mourning: bool


def shown(at: datetime) -> Shown:
    """As of this instant. One query."""
    rows = list(_in_their_time(at).select_related("article").exclude(leads=False, was_live=True))
    return Shown(
        breaking=[row for row in rows if row.kind == Kind.BREAKING],
        # Words to a day of mourning are read as a notice is.
        notices=[row for row in rows if row.kind != Kind.BREAKING and row.text],
        mourning=any(row.kind == Kind.MOURNING for row in rows),
    )


def silenced(at: datetime) -> set[int]:
    """Ids of those that nobody sees though their time runs: they went with their articles. One query."""
    return set(_in_their_time(at).filter(leads=False, was_live=True).values_list("pk", flat=True))


def _in_their_time(at: datetime) -> AnnouncementQuerySet:
    editions = Edition.objects.filter(article=OuterRef("article"))
    live, was_live = Exists(editions.live(at)), Exists(editions.ever_live(at))
    return Announcement.objects.shown(at).annotate(leads=live, was_live=was_live)


def next_change(at: datetime) -> datetime | None:
    """From when on `shown` answers otherwise, if nobody does anything; it may name an instant that changes nothing."""
    ahead = Announcement.objects.not_over(at)
    articles = ahead.exclude(article=None).values("article")
    edges = [
        *ahead.filter(shown_from__gt=at).aggregate(first=Min("shown_from")).values(),
        *ahead.aggregate(first=Min("shown_until")).values(),
        *Edition.objects.scheduled(at).filter(article__in=articles).aggregate(Min("live_from")).values(),
        *Edition.objects.live(at).filter(article__in=articles).aggregate(Min("live_until")).values(),
    ]
    return min((edge for edge in edges if edge), default=None)
