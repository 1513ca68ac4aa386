"""Who is told of what: rows of the same transaction as the act, at the desk and, as each prefers, by mail."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles.models import Edition, Notice
from articles.permissions import who_may_pass
from articles.workflow import Move, State
from mail import outbox


class Subject(StrEnum):
    WAITING = "waiting"
    HANDED = "handed"
    RETURNED = "returned"
    APPROVED = "approved"
    RESCHEDULED = "rescheduled"
    EXPIRY = "expiry"
    RECALLED = "recalled"
    WITHDRAWN = "withdrawn"
    TAKEN_OVER = "taken_over"
    EMBARGO = "embargo"


# Somebody waits for her to do something: over as soon as the piece moves on, whoever moved it.
CALLS = frozenset({Subject.WAITING, Subject.HANDED})
LABELS = {
    Subject.WAITING: gettext_lazy("Waiting for you"),
    Subject.HANDED: gettext_lazy("Handed to you"),
    Subject.RETURNED: gettext_lazy("Returned to you"),
    Subject.APPROVED: gettext_lazy("Approved"),
    Subject.RESCHEDULED: gettext_lazy("Its time of publication has changed"),
    Subject.EXPIRY: gettext_lazy("Its expiry has changed"),
    Subject.RECALLED: gettext_lazy("Recalled before publication"),
    Subject.WITHDRAWN: gettext_lazy("Withdrawn"),
    Subject.TAKEN_OVER: gettext_lazy("Somebody took over the writing"),
    Subject.EMBARGO: gettext_lazy("Under embargo: you are one of those who know"),
}
# Which of a person's preferences lets it come by mail too; the others stay at the desk.
_BY_MAIL = {
    Subject.WAITING: "mail_waiting",
    Subject.HANDED: "mail_waiting",
    Subject.RETURNED: "mail_returned",
    Subject.APPROVED: "mail_approved",
    Subject.RESCHEDULED: "mail_approved",
    Subject.EXPIRY: "mail_withdrawn",
    Subject.RECALLED: "mail_withdrawn",
    Subject.WITHDRAWN: "mail_withdrawn",
}
_AFTER = {
    "send_back": Subject.RETURNED,
    "approve": Subject.APPROVED,
    "publish_again": Subject.APPROVED,
    "publish_urgently": Subject.APPROVED,
    "reschedule": Subject.RESCHEDULED,
    "set_expiry": Subject.EXPIRY,
    "recall": Subject.RECALLED,
    "withdraw": Subject.WITHDRAWN,
}


def follow(
    move: Move, edition: Edition, *, before: State, by: User | None, at: datetime, note: str = ""
) -> None:
    """What follows from a move that was made: the calls it answers are over, and whoever should know is told."""
    if before == State.IN_REVIEW:
        Notice.objects.filter(edition=edition, subject__in=CALLS).read(at=at)
    if edition.state == State.IN_REVIEW:
        call(edition, kind=move.kind, by=by, at=at, note=note)
    elif move.name in _AFTER:
        tell(writers(edition), _AFTER[move.name], edition, kind=move.kind, by=by, at=at, note=note)


def call(edition: Edition, *, kind: str, by: User | None, at: datetime, note: str = "") -> None:
    """Tells everybody who may pass the step it is at that it waits."""
    tell(who_may_pass(edition, at=at), Subject.WAITING, edition, kind=kind, by=by, at=at, note=note)


def recalled(edition: Edition, *, by: User | None, at: datetime, note: str) -> None:
    """A scheduled edition that a withdrawal brings back to its writer."""
    tell(writers(edition), Subject.RECALLED, edition, kind="edition.recall", by=by, at=at, note=note)


def writers(edition: Edition) -> list[User]:
    """Who began this edition, and who began the article."""
    ids = {edition.created_by_id, edition.article.created_by_id} - {None}
    return list(User.objects.filter(pk__in=ids, is_active=True))


def tell(
    people: Iterable[User],
    subject: Subject,
    edition: Edition,
    *,
    kind: str,
    by: User | None,
    at: datetime,
    note: str = "",
) -> None:
    """A notice each, but to whoever did it herself. A constant number of queries, however many they are."""
    told = [person for person in people if person != by]
    if not told:
        return
    who = str(by) if by else _("the system")
    said = {"edition": edition, "subject": subject, "kind": kind, "by": who, "note": note.strip(), "at": at}
    notices = Notice.objects.bulk_create(Notice(person=person, **said) for person in told)
    outbox.post_many([_mail(notice) for notice in notices if _wants_mail(notice)], at=at)


def _wants_mail(notice: Notice) -> bool:
    preference = _BY_MAIL.get(Subject(notice.subject))
    return bool(preference and notice.person.email and getattr(notice.person, preference))


def _mail(notice: Notice) -> outbox.Letter:
    edition, title = notice.edition, notice.edition.title
    embargo = getattr(edition, "embargo", None)
    if embargo and embargo.is_on(notice.at):
        # A mail is read by machines on its way, and its subject by whoever looks at the outbox.
        title = _("an article under embargo")
    address = settings.SITE_URL + reverse("admin:articles_edition_change", args=[edition.pk])
    said = [
        f"{LABELS[Subject(notice.subject)]}: {title}",
        f"{notice.by}, {edition.section}",
        notice.note,
        address,
        _("Which mails you get is your choice: %(address)s")
        % {"address": settings.SITE_URL + reverse("admin:account")},
    ]
    return outbox.Letter(
        to=notice.person.email,
        subject=f"[{settings.SITE_NAME}] {LABELS[Subject(notice.subject)]}: {title}",
        text="\n\n".join(line for line in said if line),
        key=f"notice-{notice.pk}",
    )
