"""The way in for mail. Call it inside the transaction of the act: the row belongs to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cms.text import nfc, one_line
from mail.models import Mail
from mail.tasks import send_mail

SUBJECT_LENGTH = Mail._meta.get_field("subject").max_length


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail to one address. The same `key` a second time is the same mail, and is not sent again."""

    to: str
    subject: str
    text: str
    key: str


def post(*, to: str, subject: str, text: str, key: str, at: datetime) -> None:
    """Puts one mail into the outbox; none when there is no address."""
    post_many([Letter(to=to, subject=subject, text=text, key=key)], at=at)


def post_many(letters: Iterable[Letter], *, at: datetime) -> None:
    """Two queries for any number of mails (on SQLite two for each hundred): the rows, and one task for all of them."""
    mails = [_mail(letter, at) for letter in letters if letter.to.strip()]
    if mails:
        Mail.objects.bulk_create(mails, ignore_conflicts=True)
        send_mail.enqueue()


def forget(*, keys_begin: str) -> None:
    """Deletes these mails, sent or not: of somebody whose data are erased. What is not sent yet is not sent."""
    Mail.objects.filter(key__startswith=keys_begin).delete()


def _mail(letter: Letter, at: datetime) -> Mail:
    """A line break in a header would begin another header."""
    return Mail(
        key=letter.key,
        to=one_line(letter.to),
        subject=one_line(letter.subject)[:SUBJECT_LENGTH],
        text=nfc(letter.text),
        created_at=at,
        due_at=at,
    )
