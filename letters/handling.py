"""The gate for letters: every change of a letter's state goes through here, bound to the version that was seen.

An answer leaves by the outbox in the same transaction. The record names a letter by its reference and a reason by the
list: what a reader wrote, and what staff wrote of her, stands in rows that can be erased.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import formats, timezone
from django.utils.translation import gettext as _

import record.models as record
from accounts.models import User
from letters.models import REASON_LENGTH, Answer, Letter, Note, Sender, sender_of
from letters.steps import ACTS, HANDLE, OPEN, REASONS, Act, State
from mail import outbox


class Refused(Exception):
    """Something that was not done. `str()` is the reason, for whoever handles the letter."""


class NotPermitted(Refused):
    pass


class Incomplete(Refused):
    pass


class Overtaken(Refused):
    """Somebody else was faster."""


def may_handle(user: User) -> bool:
    return user.has_perm(HANDLE)


def permitted_acts(user: User, letter: Letter) -> list[Act]:
    """What this person may do with this letter now: the table, and whether there is anybody to answer."""
    if not may_handle(user) or letter.erased_at:
        return []
    possible = [act for act in ACTS.values() if letter.state in act.sources]
    if letter.taken_by_id == user.pk:
        possible = [act for act in possible if act.name != "take"]
    sender = sender_of(letter)
    return [act for act in possible if not act.needs_answer or (sender and sender.email)]


@transaction.atomic
def handle(
    name: str,
    letter: Letter,
    *,
    by: User,
    seen: int,
    at: datetime,
    reason: str = "",
    answer: str = "",
) -> Letter:
    """Does this with a letter as it was seen. Raises a `Refused`."""
    act = ACTS[name]
    # What an act does not ask for is not kept with it.
    reason, answer = reason.strip() if act.needs_reason else "", answer.strip() if act.needs_answer else ""
    current = _current(letter, seen=seen)
    if act not in permitted_acts(by, current):
        raise NotPermitted(_("“%(act)s” is not possible for this letter.") % {"act": act.label})
    if act.needs_reason and not reason:
        raise Incomplete(_("Choose or write the reason."))
    if act.needs_answer and not answer:
        raise Incomplete(_("Write the answer."))
    _swap(current, act, by=by, at=at, reason=reason)
    if act.needs_answer:
        _send(current, answer, by=by, at=at)
    told = reason if reason in map(str, REASONS) else ""
    record.write(kind=act.kind, thing=current, by=by, at=at, before=current.state, after=act.to, note=told)
    return Letter.objects.get(pk=letter.pk)


def _current(letter: Letter, *, seen: int) -> Letter:
    current = Letter.objects.select_related("handled_by", "taken_by", "sender").get(pk=letter.pk)
    if current.version != seen:
        raise _overtaken(current)
    return current


def _swap(letter: Letter, act: Act, *, by: User, at: datetime, reason: str) -> None:
    same = Letter.objects.filter(pk=letter.pk, state=letter.state, version=letter.version)
    changes: dict = {"state": act.to, "handled_by": by, "handled_at": at, "reason": reason[:REASON_LENGTH]}
    changes["taken_by"] = None if act.to == State.NEW else letter.taken_by if act.to != State.TAKEN else by
    if act.to not in OPEN:
        # The same words again are another letter from now on.
        changes["waiting_key"] = ""
    if not same.update(version=F("version") + 1, **changes):
        raise _overtaken(Letter.objects.select_related("handled_by").get(pk=letter.pk))


def _send(letter: Letter, answer: str, *, by: User, at: datetime) -> None:
    Answer.objects.create(letter=letter, by=by, at=at, text=answer)
    subject = _("[%(reference)s] The newsroom answers: %(subject)s")
    outbox.post(
        to=letter.sender.email,
        subject=subject % {"reference": letter.said_reference, "subject": letter.subject},
        text=_mail_text(letter, answer),
        key=f"{_mails_of(letter)}{letter.version}",
        at=at,
    )


def _mails_of(letter: Letter) -> str:
    return f"letter:{letter.pk}:"


def _mail_text(letter: Letter, answer: str) -> str:
    greeting = _("Dear %(name)s,") % {"name": letter.sender.name}
    on = _("On your letter %(reference)s of %(when)s.") % {
        "reference": letter.said_reference,
        "when": f"{timezone.localtime(letter.received_at):%d/%m/%Y}",
    }
    foot = [settings.SITE_NAME, settings.SITE_ADDRESS, settings.SITE_PHONE, settings.SITE_URL]
    return "\n\n".join([greeting, answer, on, "-- \n" + "\n".join(foot)]) + "\n"


def note(letter: Letter, text: str, *, by: User, at: datetime) -> None:
    """Leaves a note for colleagues. Raises NotPermitted."""
    if not may_handle(by) or letter.erased_at:
        raise NotPermitted(_("A note is not possible on this letter."))
    Note.objects.create(letter=letter, by=by, at=at, text=text)


@transaction.atomic
def erase(letter: Letter, *, by: User, seen: int, at: datetime) -> None:
    """Erases what a reader said and who she is, with every answer, note and mail; raises a `Refused`.

    The row stays with its reference, its times and its state; the record stays as it is and says that it was done.
    """
    current = _current(letter, seen=seen)
    if not may_handle(by) or current.erased_at:
        raise NotPermitted(_("This letter was erased already."))
    state = State.CLOSED if current.state in OPEN else current.state
    empty = dict.fromkeys(("subject", "body", "search_text", "waiting_key", "reason"), "")
    same = Letter.objects.filter(pk=letter.pk, version=seen)
    changes = {"handled_by": by, "handled_at": at, "erased_at": at}
    if not same.update(version=F("version") + 1, state=state, **empty, **changes):
        raise _overtaken(Letter.objects.select_related("handled_by").get(pk=letter.pk))
    for rows in (Sender, Note, Answer):
        rows.objects.filter(letter=letter).delete()
    outbox.forget(keys_begin=_mails_of(letter))
    record.write(kind="letter.erase", thing=current, by=by, at=at, before=current.state, after=state)


def _overtaken(letter: Letter) -> Overtaken:
    who = str(letter.handled_by) if letter.handled_by else _("the system")
    words = {"who": who, "state": letter.get_state_display(), "when": ""}
    if letter.handled_at:
        words["when"] = formats.date_format(timezone.localtime(letter.handled_at), "H:i:s, d/m/Y")
    return Overtaken(
        _("%(who)s was faster, at %(when)s: %(state)s. Nothing was done; your words are kept below.") % words
    )
