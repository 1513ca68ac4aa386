"""What somebody is told at the desk: a piece waits for her, was handed to her, came back, was approved or taken off."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition


class NoticeQuerySet(models.QuerySet):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def read(self, *, at: datetime) -> int:
        return self.unread().update(read_at=at)


class Notice(models.Model):
    """`kind` is the event's, and `note` what was said with it: the reason, or who ordered it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="notices")
    subject = models.CharField(max_length=12)
    kind = models.CharField(max_length=60)
    by = models.CharField(max_length=150)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["person", "-id"], condition=Q(read_at=None), name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.edition_id}"
