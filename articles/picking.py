"""Articles that a text may link to, or a front page hold: what readers are shown now, and what she knows to be on its
way to them.
"""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from articles.models import Edition, Section
from articles.models.edition import EditionQuerySet
from articles.permissions import visible_to

MOST = 15


@dataclass(frozen=True)
class Pick:
    edition: Edition
    is_scheduled: bool

    @property
    def when(self) -> datetime | None:
        """Its date line; of what is on its way, the time at which it is shown."""
        return self.edition.live_from if self.is_scheduled else self.edition.article.dated


def to_link(question: str, *, by: User, at: datetime) -> list[Pick]:
    """Newest first, those on their way before those that are shown. Two queries.

    What is live is everybody's; of what is scheduled she is told of what she may know of at the desk.
    """
    ahead = visible_to(by, Edition.objects.scheduled(at), at=at).order_by("-live_from", "-pk")
    coming = _first(ahead.exclude(article__path=""), question)
    shown = _first(Edition.objects.live(at).newest_first(), question)
    live = {edition.article_id for edition in shown}
    picks = [Pick(edition, True) for edition in coming if edition.article_id not in live]
    return picks + [Pick(edition, False) for edition in shown]


def to_place(question: str, *, section: Section | None, by: User, at: datetime) -> list[Pick]:
    """The same for the front page, of a section if one is asked for. Two queries."""
    scheduled, live = Edition.objects.scheduled(at), Edition.objects.live(at)
    if section is not None:
        scheduled, live = scheduled.under(section), live.under(section)
    coming = _first(visible_to(by, scheduled, at=at).order_by("live_from", "pk"), question)
    shown = _first(live.newest_first(), question)
    there = {edition.article_id for edition in shown}
    picks = [Pick(edition, True) for edition in coming if edition.article_id not in there]
    return picks + [Pick(edition, False) for edition in shown]


def _first(editions: EditionQuerySet, question: str) -> list[Edition]:
    found = editions.matching(question).select_related("article", "section")
    return list(found.defer("body", "search_text", "lead")[:MOST])
