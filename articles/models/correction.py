""" "Thông tin cải chính, xin lỗi": what was wrong, what is right, and for how long the paper says so."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition
from articles.models.withheld import withheld_now


class CorrectionQuerySet(models.QuerySet):
    def shown(self, at: datetime) -> "CorrectionQuerySet":
        """What readers are shown: those in their period, which the gate gives to approved editions alone.

        See `Correction.is_shown`.
        """
        shown = self.filter(shown_from__lte=at, shown_until__gt=at)
        hidden = withheld_now().editions
        return shown.exclude(edition__in=hidden) if hidden else shown

    def begin(self, edition: Edition, *, live_from: datetime) -> None:
        """Its period begins with the edition that puts things right, if that edition has one."""
        for correction in self.filter(edition=edition):
            until = live_from + timedelta(days=correction.days)
            self.filter(pk=correction.pk).update(shown_from=live_from, shown_until=until)

    def with_their_work(self) -> "CorrectionQuerySet":
        """With what names the work: its title, section and date line as readers were shown them."""
        return self.select_related("corrected__section", "edition__article")


class Correction(models.Model):
    """It goes through review with the edition that puts things right, and its period begins when that goes live.

    `corrected` is the edition that was wrong: the work's title, section and date are read off it.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="correction")
    corrected = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    wrong = models.TextField(_("What was wrong"))
    right = models.TextField(_("What is right"))
    apology = models.TextField(_("Apology"), blank=True)
    days = models.PositiveSmallIntegerField(_("shown for (days)"))
    shown_from = models.DateTimeField(null=True, editable=False)
    shown_until = models.DateTimeField(null=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-shown_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_from=None, shown_until=None)
                | Q(shown_from__isnull=False, shown_until__gt=models.F("shown_from")),
                name="correction_has_a_period",
            ),
            models.CheckConstraint(condition=~Q(wrong="") & ~Q(right=""), name="correction_says_what"),
            models.CheckConstraint(condition=Q(days__gte=1), name="correction_lasts_a_day"),
        ]
        indexes = [models.Index("shown_until", "shown_from", name="correction_period")]

    def __str__(self) -> str:
        return str(self.corrected)

    def is_shown(self, at: datetime) -> bool:
        """The Python truth beside `CorrectionQuerySet.shown`."""
        return self.shown_from is not None and self.shown_from <= at < self.shown_until
