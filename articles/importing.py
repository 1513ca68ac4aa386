"""Bringing a plain text into the newsroom: the same again changes nothing, a changed one opens the next edition."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles import checking, moves, writing
from articles.findings.checklist import Group
from articles.models import Article, Edition, Section
from articles.permissions import can_open_next, may_write_in
from articles.plain_text import PlainArticle
from cms import html
from cms.text import fold


class ImportRefused(Exception):
    """The text can't be brought in by this person; says why."""


@dataclass(frozen=True)
class Imported:
    edition: Edition
    outcome: str
    """"new", "next edition" or "unchanged"."""
    found: tuple[Group, ...] = ()
    """What the desk would be told of before approval; nothing of it held the import."""


@transaction.atomic
def bring_in(
    plain: PlainArticle, *, section: Section, by: User | None, at: datetime, publish: bool
) -> Imported:
    """Makes an article of it, or the next edition of the one with the same title and date line."""
    if by is not None and not may_write_in(by, section):
        raise ImportRefused(_("%(who)s may not write in “%(section)s”.") % {"who": by, "section": section})
    key = _key(plain)
    article = Article.objects.filter(import_key=key).first()
    if article:
        return _again(article, plain, by=by, at=at)
    edition = writing.begin(Edition(section=section, **_words(plain)), by=by, at=at, import_key=key)
    _hang_captions(edition, plain)
    if publish:
        edition = _publish(edition, by=by, at=at)
    return Imported(edition, "new", tuple(checking.findings(edition, at=at)))


def _again(article: Article, plain: PlainArticle, *, by: User | None, at: datetime) -> Imported:
    editions = article.editions.select_related("section").order_by("number")
    imported = editions.exclude(source_hash="").last()
    if imported and imported.source_hash == source_hash(plain):
        return Imported(imported, "unchanged")
    latest = editions.last()
    if by is not None and not can_open_next(by, latest):
        raise ImportRefused(_("%(who)s may not change “%(title)s”.") % {"who": by, "title": latest.title})
    draft = writing.open_next(latest, by=by, at=at)
    for field, value in _words(plain).items():
        setattr(draft, field, value)
    writing.revise(draft, by=by, at=at)
    # Pictures already hung stay with their captions; what the text no longer says goes.
    draft.photos.exclude(caption__in=plain.captions).delete()
    _hang_captions(draft, plain)
    return Imported(draft, "next edition", tuple(checking.findings(draft, at=at)))


def _words(plain: PlainArticle) -> dict:
    return {
        "title": plain.title,
        "lead": plain.lead,
        "body": html.paragraphs(list(plain.body)),
        "byline": plain.byline,
        "date_line": plain.dated,
        "source_hash": source_hash(plain),
    }


def source_hash(plain: PlainArticle) -> str:
    """SHA-256 of what was read: how a file is known again."""
    return hashlib.sha256(repr(plain).encode()).hexdigest()


def _hang_captions(edition: Edition, plain: PlainArticle) -> None:
    hung = set(edition.photos.values_list("caption", flat=True))
    for order, caption in enumerate(plain.captions):
        if caption not in hung:
            edition.photos.create(caption=caption, order=order)


def _publish(edition: Edition, *, by: User | None, at: datetime) -> Edition:
    note = _("imported")
    try:
        return moves.make("publish_urgently", edition, by=by, seen=edition.stamp, at=at, note=note)
    except moves.Held as refusal:
        raise ImportRefused(str(refusal)) from refusal
    except moves.NotPermitted as refusal:
        raise ImportRefused(
            _("%(who)s may not publish this: nobody publishes their own text. Without --by the system does.")
            % {"who": by}
        ) from refusal


def _key(plain: PlainArticle) -> str:
    return hashlib.sha256(f"{fold(plain.title)}\n{plain.dated.isoformat()}".encode()).hexdigest()
