"""A working copy: one person's opening of the writing form, who sits before it, and what she typed that is not saved.

It is kept beside the edition and never part of it: typing floods no history, and nobody's typing is
anybody else's text until it is saved.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition

# The form says every few seconds that it is open; after this long without a word it is taken for closed.
PRESENT_FOR = timedelta(seconds=45)
# What was saved or put away can still be brought back by hand from the database for so long.
KEPT_FOR = timedelta(days=30)
# Longer, and it is not a text that somebody typed.
LONGEST = 2_000_000


class Why(models.TextChoices):
    """Why these words are not in the edition."""

    TYPED = "typed", _("typed, not saved yet")
    INVALID = "invalid", _("saved with a mistake in it")
    OVERTAKEN = "overtaken", _("somebody else saved first")


class WorkingCopyQuerySet(models.QuerySet):
    def open(self) -> "WorkingCopyQuerySet":
        """Not saved into the edition, and not given up."""
        return self.filter(closed_at=None)

    def unsaved(self) -> "WorkingCopyQuerySet":
        """With words that stand nowhere else."""
        return self.open().exclude(typed_at=None)

    def present(self, at: datetime) -> "WorkingCopyQuerySet":
        """Somebody sits before it now."""
        return self.open().filter(here_at__gt=at - PRESENT_FOR)

    def forgettable(self, at: datetime) -> "WorkingCopyQuerySet":
        """Saved or put away a month ago; or opened a day ago, and nothing was typed."""
        over = Q(closed_at__lt=at - KEPT_FOR)
        return self.filter(over | Q(typed_at=None, opened_at__lt=at - timedelta(days=1)))

    def close(self, key, *, by, at: datetime) -> None:
        """The words are in the edition, or are not wanted. What arrives later for this opening is ignored."""
        over = {"closed_at": at, "here_at": None}
        if not self.filter(key=key, person=by).update(**over):
            # Nothing was heard of this opening yet: what was on its way when it was saved must find it closed.
            self.bulk_create([self.model(key=key, person=by, opened_at=at, **over)], ignore_conflicts=True)

    def leave(self, key, *, by) -> None:
        """She closed the page: she is here no more, and what she typed stays."""
        self.filter(key=key, person=by).update(here_at=None)

    def take_over(self, edition: Edition, *, by, at: datetime) -> list["WorkingCopy"]:
        """Everybody else who is writing in this edition is told to stop; what they typed stays theirs."""
        others = list(self.present(at).filter(edition=edition).exclude(person=by).select_related("person"))
        others = [copy for copy in others if copy.taken_over_by_id is None]
        self.filter(pk__in=[copy.pk for copy in others]).update(taken_over_by=by, taken_over_at=at)
        return others


class WorkingCopy(models.Model):
    """`fields` is what stood in the form, by the names of its fields; `seen` the edition's stamp it was typed upon."""

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="working_copies")
    edition = models.ForeignKey(Edition, models.CASCADE, null=True, related_name="working_copies")
    seen = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(default=dict)
    why = models.CharField(max_length=10, choices=Why.choices, default=Why.TYPED)
    opened_at = models.DateTimeField()
    here_at = models.DateTimeField(null=True)
    typed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    taken_over_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    taken_over_at = models.DateTimeField(null=True)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved words")
        verbose_name_plural = _("unsaved words")
        ordering = ["-opened_at"]
        indexes = [
            models.Index("edition", "here_at", condition=Q(closed_at=None), name="copy_who_is_here"),
            models.Index(
                "person", "typed_at", condition=Q(closed_at=None, typed_at__isnull=False), name="copy_unsaved"
            ),
            models.Index("closed_at", condition=Q(closed_at__isnull=False), name="copy_closed"),
        ]

    def __str__(self) -> str:
        return self.fields.get("title") or str(self.edition or "")

    @property
    def title(self) -> str:
        """For lists: what stands in the title's field, or the edition's."""
        return str(self).strip()
