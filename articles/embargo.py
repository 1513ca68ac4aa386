"""Setting and lifting an embargo: beside the gate, for neither changes state or words; in the record, and told.

Both swap the article's version, as every change of spans does: whoever approves meanwhile a time that the embargo
forbids is told that somebody was faster, and looks again.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

import record.models as record
from accounts.models import Grant, User
from articles import notices, planning, spans
from articles.models import Article, Edition, Embargo, Withheld
from articles.moves import Incomplete, NotPermitted, NotPossible, overtaken
from articles.permissions import SEES, WRITE, is_shut_out, may_share
from articles.possible import is_unseen
from articles.workflow import State
from cms.http import iso


# ── Who ──────────────────────────────────────────────────────────────────────
def may_set(user: User, edition: Edition, *, at: datetime) -> bool:
    """Whose text it is, who edits there, who holds its step; once it is on, those of them whom it names."""
    return may_share(user, edition) and not is_shut_out(user, edition, at=at)


def candidates(edition: Edition) -> QuerySet[User]:
    """Active people who work on texts of this section: whom one may name."""
    codenames = [permission.partition(".")[2] for permission in (WRITE, *SEES)]
    section = edition.section
    reaching = Q(section=None) | Q(section__in=[section.pk, section.parent_id or section.pk])
    grants = Grant.objects.filter(
        reaching,
        person=OuterRef("pk"),
        role__permissions__content_type__app_label="articles",
        role__permissions__codename__in=codenames,
    )
    named = Embargo.objects.filter(edition=edition, people=OuterRef("pk"))
    people = User.objects.filter(Exists(grants) | Exists(named), is_active=True)
    return people.order_by("display_name", "pk")


# ── Acts ─────────────────────────────────────────────────────────────────────
@transaction.atomic
def set_embargo(
    edition: Edition, *, until: datetime, people: Iterable[User], by: User, seen: str, at: datetime
) -> Embargo:
    """Keeps it for these people, for whoever wrote it and for `by`, until this hour. Raises a `Refused`."""
    _check(edition, by=by, at=at)
    if until <= at:
        raise Incomplete("until", _("That time is past. Choose a later one."))
    if edition.live_from and edition.live_from < until:
        raise Incomplete(
            "until", _("It is to be published before that time. Change the time of publication first.")
        )
    _swap_article(edition, seen, by=by, at=at)
    before = Embargo.objects.filter(edition=edition).first()
    knew = set(before.people.all()) if before else set()
    kept, _made = Embargo.objects.update_or_create(
        edition=edition, defaults={"until": until, "set_by": by, "set_at": at}
    )
    group = {*people, *notices.writers(edition), by}
    kept.people.set(group)
    names = ", ".join(sorted(str(person) for person in group))
    record.write(kind="edition.embargo", thing=edition, by=by, at=at, after=iso(until), note=names)
    told = group - knew
    notices.tell(told, notices.Subject.EMBARGO, edition, kind="edition.embargo", by=by, at=at)
    return kept


@transaction.atomic
def lift(edition: Edition, *, by: User | None, seen: str, at: datetime) -> None:
    """Ends it before its hour; `by=None` is the system, at an administrator's command. Raises a `Refused`."""
    _check(edition, by=by, at=at)
    kept = Embargo.objects.on(at).filter(edition=edition).first()
    if kept is None:
        raise NotPossible(_("There is no embargo on it any more."))
    _swap_article(edition, seen, by=by, at=at)
    before = iso(kept.until)
    kept.delete()
    record.write(kind="edition.embargo_lifted", thing=edition, by=by, at=at, before=before)


def _check(edition: Edition, *, by: User | None, at: datetime) -> None:
    if by is not None and not may_set(by, edition, at=at):
        raise NotPermitted(_("An embargo is set by whoever writes, edits or passes this article."))
    if not is_unseen(edition, at=at):
        raise NotPossible(_("This edition has been published: there is nothing to keep any more."))


def _swap_article(edition: Edition, seen: str, *, by: User | None, at: datetime) -> None:
    """`seen` is the edition's stamp as the person saw it: the article's half of it counts here."""
    version = edition.article.version
    same = Article.objects.filter(pk=edition.article_id, version=version)
    if seen.partition(".")[2] != f"{version}" or not same.update(version=version + 1):
        raise overtaken(edition, to=by, at=at)


# ── What follows for others ──────────────────────────────────────────────────
def withheld_from(user: User, *, at: datetime) -> Withheld:
    """What the site at an instant must not show this person now, and how the rest stands without it."""
    shut = Embargo.objects.shut_to(user, at=at).filter(edition__state=State.APPROVED)
    kept = dict(shut.values_list("edition", "edition__article"))
    if not kept:
        return Withheld()
    beside: dict[int, list[Edition]] = {}
    others = Edition.objects.filter(article__in=kept.values(), state=State.APPROVED).exclude(pk__in=kept)
    for edition in others.only(*_SPAN):
        beside.setdefault(edition.article_id, []).append(edition)
    without = {}
    for editions in beside.values():
        ends = spans.plan(planning.spans_of(editions))
        without |= {one.pk: (one.live_from, ends[one.pk].live_until) for one in editions}
    return Withheld(editions=frozenset(kept), spans=without)


_SPAN = ("article", "approved_at", "live_from", "expires_at", "withdrawn_at")


def end_as_told(edition: Edition, user: User, *, at: datetime) -> datetime | None:
    """Until when it is live as far as she may know: not the hour of a successor that is kept from her."""
    if edition.live_until is None or edition.live_until <= at:
        return edition.live_until
    return withheld_from(user, at=at).spans.get(edition.pk, (None, edition.live_until))[1]


def events_kept_from(user: User, at: datetime) -> Q:
    """Events that name what is kept from her: the record shows them once the embargo is over."""
    shut = Embargo.objects.shut_to(user, at=at).filter(edition=OuterRef("thing_id"))
    return Q(Exists(shut), thing=Edition._meta.label_lower)
