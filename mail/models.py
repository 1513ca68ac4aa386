"""A mail is a row, written in the transaction of the act that causes it: an act that is rolled back sends nothing,
and what was committed is sent although the process dies in the next moment.

One column, `due_at`, says when a mail may be taken: at once, after a pause when sending it failed, and again after
`LEASE` when whoever took it never came back. Taking is a compare-and-swap on it, so one worker of many has the mail.
"""

import logging
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.text import one_line

# Longer than any server may take over one mail (`EMAIL_TIMEOUT`).
LEASE = timedelta(minutes=10)
# With pauses of 1, 2, 4 … 64 minutes: the last attempt is some two hours after the first.
ATTEMPTS = 8

log = logging.getLogger(__name__)


class MailQuerySet(models.QuerySet):
    def due(self, at: datetime) -> "MailQuerySet":
        """What may be taken now, oldest first."""
        return self.filter(sent_at=None, attempts__lt=ATTEMPTS, due_at__lte=at).order_by("pk")

    def put_by_since(self, at: datetime) -> "MailQuerySet":
        """Sent before this instant; or as old, and given up."""
        return self.filter(Q(sent_at__lt=at) | Q(sent_at=None, attempts__gte=ATTEMPTS, created_at__lt=at))


class Mail(models.Model):
    key = models.CharField(max_length=150, unique=True, editable=False)
    to = models.CharField(_("recipient"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200)
    # Empty once it is sent: it may hold a link that opens an account.
    text = models.TextField(_("text"), blank=True)
    created_at = models.DateTimeField(_("created"))
    due_at = models.DateTimeField(_("next attempt"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at=None), name="mail_unsent")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    def take(self, *, at: datetime) -> bool:
        """Whether this mail is ours to send now; nobody else's for the time of `LEASE`.

        The attempt is counted here and not when it fails, so that a mail which kills its worker is given up too.
        """
        mine = Mail.objects.due(at).filter(pk=self.pk, attempts=self.attempts)
        if not mine.update(due_at=at + LEASE, attempts=self.attempts + 1):
            return False
        self.attempts += 1
        return True

    def mark_sent(self, *, at: datetime) -> None:
        Mail.objects.filter(pk=self.pk).update(sent_at=at, text="", last_error="")

    def put_off(self, error: Exception, *, at: datetime) -> None:
        """It could not be sent: later again, or never. The log names no address."""
        Mail.objects.filter(pk=self.pk, sent_at=None).update(
            due_at=at + timedelta(minutes=2 ** (self.attempts - 1)), last_error=in_words(error)
        )
        given_up = self.attempts >= ATTEMPTS
        log.log(
            logging.ERROR if given_up else logging.WARNING,
            "Mail %s was not sent (attempt %s of %s, %s)",
            *(self.pk, self.attempts, ATTEMPTS, type(error).__name__),
        )


def in_words(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}")[:300]
