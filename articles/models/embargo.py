"""An embargo (cấm vận): until its hour an edition exists for a named group only, whatever rights others hold.

It ends by itself at that hour, so that nobody has to be there to end it and no text is locked away for ever.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.models.edition import Edition


class EmbargoQuerySet(models.QuerySet):
    def on(self, at: datetime) -> "EmbargoQuerySet":
        """Those whose hour is still to come. See `Embargo.is_on`."""
        return self.filter(until__gt=at)

    def shut_to(self, user: User, *, at: datetime) -> "EmbargoQuerySet":
        """Those that keep their edition from her. See `Embargo.is_shut_to`."""
        return self.on(at).exclude(people=user.pk)

    def carry(self, source: Edition, draft: Edition, *, by: User | None, at: datetime) -> None:
        """What was written from a text that is kept is kept as long, for the same people."""
        kept = self.on(at).filter(edition=source).first()
        if kept:
            people = [*kept.people.all(), *([by] if by else [])]
            self.create(edition=draft, until=kept.until, set_by=by, set_at=at).people.set(people)


class Embargo(models.Model):
    """`people` are the named group; whoever wrote the text and whoever set the embargo belong to it always."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="embargo")
    until = models.DateTimeField(_("Under embargo until"))
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("Who knows"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    objects = EmbargoQuerySet.as_manager()

    class Meta:
        verbose_name = _("embargo")
        verbose_name_plural = _("embargoes")
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("set_at")), name="embargo_ends_after_it_was_set"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} #{self.edition_id}"

    def is_on(self, at: datetime) -> bool:
        """The Python truth beside `EmbargoQuerySet.on`."""
        return self.until > at

    def is_shut_to(self, user: User, *, at: datetime) -> bool:
        """The Python truth beside `EmbargoQuerySet.shut_to`."""
        return self.is_on(at) and not self.people.filter(pk=user.pk).exists()
