"""The gate of announcements: putting one up, changing it, ending it; each in the record.

What readers were told stands as it was. One that is shown already gets other words by ending it and putting up the next
in the same instant; only its end is moved on the row. A second change of what was seen is told and changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import record.models as record
from accounts.models import User
from articles import arranging
from articles.models import Announcement, Article, Embargo
from articles.models.announcement import AnnouncementQuerySet, Kind
from articles.moves import Incomplete, NotPermitted, NotPossible, Overtaken
from cms.fields import as_typed
from cms.http import iso

ANNOUNCE = "articles.announce"
EVENT_NAMES = {
    "announcement.put_up": gettext_lazy("Announcement put up"),
    "announcement.change": gettext_lazy("Announcement changed"),
    "announcement.end": gettext_lazy("Announcement ended"),
}


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What an announcement says, and when."""

    kind: str
    text: str
    article: Article | None
    shown_from: datetime | None
    shown_until: datetime | None

    def says_as(self, other: Announcement) -> bool:
        article = self.article and self.article.pk
        return (self.kind, self.text, article) == (other.kind, other.text, other.article_id)


def known_to(user: User, announcements: AnnouncementQuerySet, *, at: datetime) -> AnnouncementQuerySet:
    """Without those that name an article of which an embargo keeps an edition from her."""
    shut = Embargo.objects.shut_to(user, at=at).values("edition")
    return announcements.exclude(article__editions__in=shut)


@transaction.atomic
def put_up(wording: Wording, *, by: User | None, at: datetime) -> Announcement:
    """From its time on, or from now. Raises a `Refused`."""
    _check(wording, by=by, at=at)
    begins = wording.shown_from or at
    if begins < at:
        raise Incomplete(
            "shown_from", _("That time is past. Choose a later one, or leave the box empty: from now on.")
        )
    return _write(wording, begins, by=by, at=at)


def change(
    announcement: Announcement, wording: Wording, *, by: User | None, at: datetime, seen: int
) -> Announcement:
    """Of one that is ahead everything, of one that is shown its end, and its words from now on. Raises a `Refused`."""
    _check(wording, by=by, at=at)
    try:
        with transaction.atomic():
            current = _swapped(announcement, seen=seen, at=at)
            if current.shown_from > at:
                return _change_ahead(current, wording, by=by, at=at)
            return _change_shown(current, wording, by=by, at=at)
    except IntegrityError as error:
        raise _begun_or_over() from error


def end(announcement: Announcement, *, by: User | None, at: datetime, seen: int) -> None:
    """Takes it down now; one that is ahead never comes. Raises a `Refused`."""
    _require(by)
    try:
        with transaction.atomic():
            current = _swapped(announcement, seen=seen, at=at)
            _end(current, by=by, at=at)
            record.write(kind="announcement.end", thing=current, by=by, at=at, before=_span(current))
    except IntegrityError as error:
        raise _begun_or_over() from error


# ── What is done ─────────────────────────────────────────────────────────────
def _change_ahead(current: Announcement, wording: Wording, *, by: User | None, at: datetime) -> Announcement:
    begins = wording.shown_from or at
    if begins < at:
        raise Incomplete(
            "shown_from", _("That time is past. Choose a later one, or leave the box empty: from now on.")
        )
    before = _span(current)
    said = {"kind": wording.kind, "text": wording.text, "article": wording.article}
    _set(current, **said, shown_from=begins, shown_until=wording.shown_until)
    record.write(
        kind="announcement.change",
        thing=current,
        by=by,
        at=at,
        before=before,
        after=_span(current),
        note=current.text,
    )
    return current


def _change_shown(current: Announcement, wording: Wording, *, by: User | None, at: datetime) -> Announcement:
    before = _span(current)
    if wording.says_as(current):
        _set(current, shown_until=wording.shown_until)
        record.write(
            kind="announcement.change", thing=current, by=by, at=at, before=before, after=_span(current)
        )
        return current
    _end(current, by=by, at=at)
    record.write(kind="announcement.end", thing=current, by=by, at=at, before=before)
    return _write(wording, at, by=by, at=at)


def _end(current: Announcement, *, by: User | None, at: datetime) -> None:
    _set(current, shown_until=max(at, current.shown_from))


def _write(wording: Wording, begins: datetime, *, by: User | None, at: datetime) -> Announcement:
    made = Announcement.objects.create(
        kind=wording.kind,
        text=wording.text,
        article=wording.article,
        shown_from=begins,
        shown_until=wording.shown_until,
        made_by=by,
        made_at=at,
    )
    record.write(kind="announcement.put_up", thing=made, by=by, at=at, after=_span(made), note=made.text)
    return made


def _set(current: Announcement, **fields) -> None:
    Announcement.objects.filter(pk=current.pk).update(**fields)
    for name, value in fields.items():
        setattr(current, name, value)


def _span(announcement: Announcement) -> str:
    edges = (announcement.shown_from, announcement.shown_until)
    return "/".join(iso(edge) for edge in edges if edge)


# ── Refusals ─────────────────────────────────────────────────────────────────
def _require(by: User | None) -> None:
    if by is not None and not by.has_perm(ANNOUNCE):
        raise NotPermitted(_("Announcing is not yours to do."))


def _check(wording: Wording, *, by: User | None, at: datetime) -> None:
    _require(by)
    if not wording.text and wording.kind != Kind.MOURNING:
        raise Incomplete("text", _("Write what readers are told."))
    if wording.shown_until and wording.shown_until <= max(wording.shown_from or at, at):
        raise Incomplete(
            "shown_until", _("It would end before it is seen. Choose a later time, or leave the box empty.")
        )
    if wording.article and wording.article.pk not in arranging.known([wording.article.pk], by=by, at=at):
        raise Incomplete(
            "article", _("This article is neither on the site nor on its way there. Choose another.")
        )


def _swapped(announcement: Announcement, *, seen: int, at: datetime) -> Announcement:
    """The row as it stands, for whoever saw it so; what is over stays as it was."""
    there = Announcement.objects.filter(pk=announcement.pk)
    if not there.filter(version=seen).update(version=F("version") + 1):
        raise _overtaken(announcement, at=at)
    current = there.get()
    if current.shown_until is not None and current.shown_until <= at:
        raise _begun_or_over()
    return current


def _begun_or_over() -> NotPossible:
    return NotPossible(_("It is over: what readers were told stands as it was. Put up a new one."))


def _overtaken(announcement: Announcement, *, at: datetime) -> Overtaken:
    last = record.Event.objects.about(announcement).first()
    words = {"who": last.actor_label, "what": last.what, "when": as_typed(last.at)}
    return Overtaken(_("Somebody was faster: %(who)s, “%(what)s”, %(when)s. Look at it again.") % words)
