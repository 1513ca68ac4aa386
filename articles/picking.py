"""Articles that a text may link to, or a front page hold: what readers are shown now, and what she knows to be on its
way to them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from articles.models import Article, Author, Edition, Section
from articles.models.edition import EditionQuerySet
from articles.permissions import visible_to
from cms.text import fold

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


def known(ids: Iterable[int], *, by: User, at: datetime) -> set[int]:
    """Of these articles, those that readers are shown, and those she may know of at the desk. One query."""
    named = Edition.objects.filter(article__in=ids)
    hers = visible_to(by, named, at=at).values("article")
    shown = Edition.objects.live(at).filter(article__in=ids).values("article")
    return set(Article.objects.filter(Q(pk__in=hers) | Q(pk__in=shown)).values_list("pk", flat=True))


def named(ids: Iterable[int], *, by: User, at: datetime) -> dict[int, Edition]:
    """By the articles' ids, an edition to call each by: what readers are shown, else the last she may know of."""
    asked = list(ids)
    whole = Edition.objects.filter(article__in=asked).select_related("article", "section")
    hers = visible_to(by, whole, at=at).order_by("number").defer("body", "search_text", "lead")
    shown = whole.live(at).defer("body", "search_text", "lead")
    found = {edition.article_id: edition for edition in (*hers, *shown)} if asked else {}
    return {pk: found[pk] for pk in asked if pk in found}


def authors(question: str) -> list[Author]:
    """Those whose pen name or office these words begin words of, by given names. One query."""
    everybody = Author.objects.only("name", "office")
    return [one for one in everybody if fits(question, f"{one.name} {one.office}")][:MOST]


def fits(question: str, name: str) -> bool:
    """Whether each word of the question, with or without diacritics, is the beginning of a word of the name."""
    parts = fold(name).split()
    return all(any(part.startswith(word) for part in parts) for word in fold(question).split())
