"""The gate: every change of an edition's state or span goes through here.

A move, in one transaction: asks for permission, compares and swaps the versions that were seen,
writes the event, and re-plans the spans of the article where it changes them. Zero rows swapped
means that somebody else was faster: `Overtaken` says who, what and when, and nothing is written.
"""

from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from types import EllipsisType

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import formats, timezone
from django.utils.translation import gettext as _

import record.models as record
from accounts.models import User
from articles import checking, notices, planning, spans
from articles.findings.checklist import holding
from articles.models import Article, Correction, Edition, ReviewStep
from articles.permissions import is_shut_out, may_make
from articles.possible import lacking, possible_moves
from articles.triggers import PAST_STANDS
from articles.workflow import MOVES, NO_END, Hold, Move, Phase, State
from cms.http import iso


class Refused(Exception):
    """A move that was not made. `str()` is the reason, for the person who tried."""


class NotPermitted(Refused):
    """The move is possible, but not hers."""


class NotPossible(Refused):
    """The edition is not where this move starts."""


class Incomplete(Refused):
    """The move needs a reason or a time that was not given, or was wrong; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Held(Refused):
    """The text has errors that hold this move (`articles.findings`); the reason names each and its place."""


class Overtaken(Refused):
    """Somebody else was faster."""


@dataclass(frozen=True, kw_only=True)
class _Act:
    """One attempt at a move, as it goes through the gate."""

    move: Move
    edition: Edition
    by: User | None
    at: datetime
    note: str = ""
    ordered_by: str = ""
    live_from: datetime | None = None
    expires_at: datetime | None = None
    # The errors it is approved in spite of, for the record.
    unmended: str = ""


# ── Moves ────────────────────────────────────────────────────────────────────
def make(
    name: str,
    edition: Edition,
    *,
    by: User | None,
    seen: str,
    at: datetime,
    note: str = "",
    ordered_by: str = "",
    live_from: datetime | None = None,
    expires_at: datetime | EllipsisType | None = ...,
) -> Edition:
    """Makes a move, tells whoever should know of it, and returns the edition as it then stands.

    `seen` is the edition's `stamp` as the person saw it; `live_from` (now if not given) and `expires_at` (the
    edition's own if not given) are for moves that take these times, `ordered_by` for a withdrawal.
    Raises a `Refused`.
    """
    given = {"by": by, "at": at, "note": note, "ordered_by": ordered_by}
    try:
        return _make(name, edition, seen=seen, live_from=live_from, expires_at=expires_at, **given)
    except IntegrityError as error:
        if PAST_STANDS not in str(error):
            raise
        # The database's clock passed an edge of a span just before ours did.
        raise NotPossible(_("A span has begun or ended this moment. Look at it again.")) from error


@transaction.atomic
def _make(name: str, edition: Edition, *, seen: str, live_from, expires_at, **given) -> Edition:
    whole = Edition.objects.select_related("article", "section", "step", "correction", "embargo")
    current = whole.get(pk=edition.pk)
    act = _Act(
        move=MOVES[name],
        edition=current,
        live_from=live_from or given["at"],
        expires_at=current.expires_at if expires_at is ... else expires_at,
        **given,
    )
    _check(act, seen)
    act = replace(act, unmended=_unmended(act))
    if act.move.spans:
        _swap_article(act)
    _EFFECTS.get(name, _change_state)(act)
    done = Edition.objects.select_related("article", "section", "step", "embargo").get(pk=edition.pk)
    notices.follow(act.move, done, before=current.state, by=act.by, at=act.at, note=act.note)
    return done


def _check(act: _Act, seen: str) -> None:
    if not act.edition.was_seen(seen, with_spans=act.move.spans):
        raise overtaken(act.edition, to=act.by, at=act.at)
    if act.move not in possible_moves(act.edition, at=act.at):
        state = act.edition.state_label(act.at)
        raise NotPossible(
            _("“%(move)s” is not possible now: %(state)s.") % {"move": act.move.label, "state": state}
        )
    shut_out = act.by is not None and is_shut_out(act.by, act.edition, at=act.at)
    if shut_out or not may_make(act.by, act.move, act.edition):
        raise NotPermitted(_("“%(move)s” is not yours to do here.") % {"move": act.move.label})
    if lack := lacking(
        act.move,
        note=act.note,
        ordered_by=act.ordered_by,
        live_from=act.live_from,
        expires_at=act.expires_at,
        at=act.at,
    ):
        raise Incomplete(*lack)
    embargo = getattr(act.edition, "embargo", None)
    if act.move.takes_time and embargo and act.live_from < embargo.until:
        until = formats.date_format(timezone.localtime(embargo.until), "H:i, d/m/Y")
        raise Incomplete(
            "live_from",
            _("Under embargo until %(until)s: choose that time or a later one.") % {"until": until},
        )


def _unmended(act: _Act) -> str:
    """Refuses what errors hold. What passes in spite of some (urgently, or by the system) is recorded with them."""
    approves = act.move.to == State.APPROVED
    if not act.move.held_by or (act.by is None and not approves):
        return ""
    found = checking.findings(act.edition, at=act.at)
    held = holding(found, act.move.held_by)
    if held and act.by is not None:
        raise Held(
            _("“%(move)s” waits until this is mended:") % {"move": act.move.label}
            + f"\n{checking.in_words(held)}"
        )
    errors = checking.in_words(holding(found, Hold.ERRORS)) if approves else ""
    return errors and _("Approved with errors:") + f"\n{errors}"


def _change_state(act: _Act) -> None:
    """Moves that touch no span: submit, take back, return, pass on."""
    step = None
    if act.move.to == State.IN_REVIEW:
        step = _locked(act.edition.step.next() if act.edition.step else _first_step(act.edition))
    _swap(act, act.edition, state=act.move.to, step=step, state_since=act.at)
    _record(act, act.edition, after=step.waiting_label if step else "")


def _first_step(edition: Edition) -> ReviewStep:
    chain = ReviewStep.objects.chain_of(edition.section)
    if not chain:
        raise NotPossible(_("The site has no review steps. Ask an administrator to set them."))
    return chain[0]


def _locked(step: ReviewStep | None) -> ReviewStep:
    found = (
        step and ReviewStep.objects.select_for_update(no_key=True, of=("self",)).filter(pk=step.pk).first()
    )
    if not found:
        raise NotPossible(_("The steps have changed this moment. Look at it again."))
    return found


def _start_over(act: _Act) -> None:
    step = _locked(act.edition.step.chain()[0])
    _swap(act, act.edition, step=step, state_since=act.at)
    _record(act, act.edition, after=step.waiting_label)


def _publish(act: _Act) -> None:
    edition = act.edition
    approved = planning.approved(edition.article)
    new = copy(edition)
    new.live_from, new.expires_at, new.approved_at = act.live_from, act.expires_at, act.at
    ends = spans.plan(planning.spans_of([*approved, new]))
    planning.settle(edition.article, approved, at=act.at, coming=new)
    planning.apply(approved, ends)
    # Before the swap: what belongs to an approved edition is never changed.
    Correction.objects.begin(edition, live_from=act.live_from)
    content_hash = edition.fingerprint()
    _swap(
        act,
        edition,
        state=State.APPROVED,
        step=None,
        state_since=act.at,
        approved_at=act.at,
        live_from=act.live_from,
        expires_at=act.expires_at,
        dated=edition.article.dated,
        content_hash=content_hash,
        live_until=ends[edition.pk].live_until,
        ended_by=ends[edition.pk].ended_by,
    )
    _record(act, edition, after=_moment(act.live_from), content_hash=content_hash)


def _reschedule(act: _Act) -> None:
    """It leaves the plan and comes back at its new place; a draft meanwhile, so what belongs to it may move along."""
    old, new = act.edition, copy(act.edition)
    new.live_from, new.expires_at = act.live_from, act.expires_at
    if (new.live_from, new.expires_at) == (old.live_from, old.expires_at):
        raise NotPossible(_("It stands at that time already: nothing was changed."))
    _swap(act, old, state=State.DRAFT, ended_by="", **planning.OFF_THE_PLAN)
    Correction.objects.begin(old, live_from=new.live_from)
    approved = planning.approved(old.article)
    # Its place among those from the same instant stays that of its approval.
    ends = spans.plan(planning.spans_of([*approved, new]))
    planning.settle(old.article, approved, at=act.at, coming=new)
    planning.apply(approved, ends)
    kept = {name: getattr(old, name) for name in ("state", "approved_at", "content_hash")}
    times = {"live_from": new.live_from, "expires_at": new.expires_at, "dated": old.article.dated}
    end = ends[old.pk]
    Edition.objects.filter(pk=old.pk).update(
        **kept, **times, live_until=end.live_until, ended_by=end.ended_by
    )
    _record(act, old, before=_period(old), after=_period(new))


def _set_expiry(act: _Act) -> None:
    edition, before = act.edition, act.edition.expires_at
    if act.expires_at == before:
        raise NotPossible(_("It expires at that time already: nothing was changed."))
    edition.expires_at = act.expires_at
    others = [one for one in planning.approved(edition.article) if one.pk != edition.pk]
    end = spans.plan(planning.spans_of([*others, edition]))[edition.pk]
    _swap(act, edition, expires_at=act.expires_at, live_until=end.live_until, ended_by=end.ended_by)
    _record(act, edition, before=_moment(before), after=_moment(act.expires_at))


def _reshelve(act: _Act) -> None:
    """The right was asked for where it goes; it is needed where it stands, too."""
    if not may_make(act.by, act.move, act.edition.opened_from):
        raise NotPermitted(_("“%(move)s” is not yours to do here.") % {"move": act.move.label})
    _publish(act)


def _recall(act: _Act) -> None:
    _back_to_draft(act, act.edition)


def _withdraw(act: _Act) -> None:
    for scheduled in act.edition.article.editions.scheduled(act.at).select_related("article", "section"):
        _back_to_draft(act, scheduled)
        notices.recalled(scheduled, by=act.by, at=act.at, note=act.note)
    _swap(act, act.edition, withdrawn_at=act.at, live_until=act.at, ended_by=Phase.WITHDRAWN)
    _record(act, act.edition, after=Phase.WITHDRAWN)


_EFFECTS = {
    "start_over": _start_over,
    "approve": _publish,
    "publish_again": _publish,
    "publish_urgently": _publish,
    "reschedule": _reschedule,
    "reshelve": _reshelve,
    "recall": _recall,
    "set_expiry": _set_expiry,
    "withdraw": _withdraw,
}


# ── Steps of the gate ────────────────────────────────────────────────────────
def _swap(act: _Act, edition: Edition, **changes) -> None:
    """Compare and swap: the row must be as it was read in this transaction."""
    same = Edition.objects.filter(pk=edition.pk, state=edition.state, version=edition.version)
    # Whoever took it took it at its step.
    changes |= {"taken_by": None, "taken_at": None, "due_at": None}
    if not same.update(version=edition.version + 1, **changes):
        raise overtaken(edition, to=act.by, at=act.at)


def _swap_article(act: _Act) -> None:
    """Two people who approve two different drafts of one article meet here: the edition alone would not tell them."""
    article = act.edition.article
    if not Article.objects.filter(pk=article.pk, version=article.version).update(version=article.version + 1):
        raise overtaken(act.edition, to=act.by, at=act.at)


def _back_to_draft(act: _Act, edition: Edition) -> None:
    """A never-live edition leaves the plan; its predecessor gets back the end it would have had."""
    off = {"ended_by": "", "content_hash": "", **planning.OFF_THE_PLAN}
    _swap(act, edition, state=State.DRAFT, state_since=act.at, **off)
    Correction.objects.filter(edition=edition).update(shown_from=None, shown_until=None)
    # It was stopped: whoever was shown it beforehand is shown it no longer.
    edition.preview_links.revoke(at=act.at)
    approved = planning.approved(edition.article)
    planning.apply(approved, spans.plan(planning.spans_of(approved)))
    planning.settle(edition.article, approved, at=act.at)
    _record(act, edition, kind="edition.recall", after=State.DRAFT)


def _moment(at: datetime | None) -> str:
    """A time as the record keeps it."""
    return iso(at) if at else NO_END


def _period(edition: Edition) -> str:
    """From when, and until when if it expires."""
    return "/".join(_moment(edge) for edge in (edition.live_from, edition.expires_at) if edge)


def _record(
    act: _Act,
    edition: Edition,
    *,
    before: str = "",
    after: str = "",
    kind: str = "",
    content_hash: str = "",
) -> None:
    record.write(
        kind=kind or act.move.kind,
        thing=edition,
        by=act.by,
        at=act.at,
        before=before or edition.state,
        after=after or act.move.to,
        note="\n".join(filter(None, [act.note.strip(), act.unmended])),
        ordered_by=act.ordered_by.strip(),
        content_hash=content_hash or edition.fingerprint(),
    )


def overtaken(edition: Edition, *, to: User | None, at: datetime) -> Overtaken:
    """Who was faster, what she did and when: the last event on any edition of the article, as it is told `to` her.

    Of an event that an embargo keeps from her she learns nothing but that there was one.
    """
    siblings = Edition.objects.filter(article_id=edition.article_id).only("pk")
    events = record.Event.objects.about(*siblings)
    told = events if to is None else events.told_to(to, at=at)
    last = events.annotate(is_told=Exists(told.order_by().filter(pk=OuterRef("pk")))).first()
    if last is None or not last.is_told:
        return Overtaken(_("This has changed since you opened it. Look at it again."))
    words = {
        "who": last.actor_label,
        "what": last.what,
        "when": formats.date_format(timezone.localtime(last.at), "H:i:s, d/m/Y"),
    }
    if to and last.actor_id == to.pk:
        return Overtaken(_("You did “%(what)s” elsewhere at %(when)s. Look at it again.") % words)
    return Overtaken(_("Somebody was faster: %(who)s, “%(what)s”, %(when)s. Look at it again.") % words)
