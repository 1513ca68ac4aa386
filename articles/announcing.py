"""What stands above every page at an instant: breaking news, notices, and whether the paper is in mourning.

For readers: what leads to an article leads there while that is live, and nothing is said that a walk must not show.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from articles.models import Announcement, Edition
from articles.models.announcement import Kind


@dataclass(frozen=True)
class Shown:
    """The newest first; `mourning` is that the site is grey."""

    breaking: list[Announcement]
    notices: list[Announcement]
    mourning: bool


def shown(at: datetime) -> Shown:
    """As of this instant. One query."""
    live = Edition.objects.live(at).filter(article=OuterRef("article"))
    found = Announcement.objects.shown(at).select_related("article").annotate(leads=Exists(live))
    rows = list(found)
    return Shown(
        breaking=[row for row in rows if row.kind == Kind.BREAKING],
        # Words to a day of mourning are read as a notice is.
        notices=[row for row in rows if row.kind != Kind.BREAKING and row.text],
        mourning=any(row.kind == Kind.MOURNING for row in rows),
    )
