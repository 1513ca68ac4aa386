"""Sends what is due. It may run in any number of processes at once, and twice.

Every mail is sent at least once: a worker killed between the server's answer and our note of it leaves a mail that
is sent again after `LEASE`. Both copies bear one Message-ID, by which the reader's server knows them for the same.
"""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from mail.models import Mail, in_words

BATCH = 100

log = logging.getLogger(__name__)


def send_due(*, clock: Callable[[], datetime]) -> bool:
    """Sends up to `BATCH` mails, oldest first, over one connection; whether there may be more.

    The clock is asked for each mail, for a run may take minutes. When the server can't be reached at all, nobody's
    attempt is counted: every mail waits until it can.
    """
    waiting = list(Mail.objects.due(clock())[:BATCH])
    server = get_connection()
    for mail in waiting:
        if not _reached(server, clock()):
            return False
        if mail.take(at=clock()):
            _send(mail, server, clock)
    server.close()
    return len(waiting) == BATCH


def _reached(server: BaseEmailBackend, at: datetime) -> bool:
    """Opens the connection, unless it is open."""
    try:
        server.open()
    except OSError as error:
        log.error("The mail server can't be reached (%s)", type(error).__name__)
        Mail.objects.due(at).update(last_error=in_words(error))
        return False
    return True


def _send(mail: Mail, server: BaseEmailBackend, clock: Callable[[], datetime]) -> None:
    try:
        message(mail, server).send()
    except Exception as error:  # whatever is wrong with this mail, the next one is not to wait for it
        server.close()
        mail.put_off(error, at=clock())
    else:
        mail.mark_sent(at=clock())


def message(mail: Mail, server: BaseEmailBackend | None = None) -> EmailMessage:
    headers = {"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"}
    return EmailMessage(mail.subject, mail.text, to=[mail.to], headers=headers, connection=server)


def message_id(mail: Mail) -> str:
    """Of the row alone: its number begins anew in another database, so its key and its time are in it too."""
    whole = f"{mail.pk} {mail.key} {mail.created_at.timestamp()}"
    return f"<{hashlib.sha256(whole.encode()).hexdigest()[:40]}@{urlsplit(settings.SITE_URL).hostname}>"
