"""What stands above every page for a time: breaking news, notices to readers, days of mourning."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.withheld import withheld_now


class Kind(models.TextChoices):
    BREAKING = "breaking", _("Breaking news")
    NOTICE = "notice", _("Notice to readers")
    MOURNING = "mourning", _("Days of mourning (the site in grey)")


class AnnouncementQuerySet(models.QuerySet):
    def shown(self, at: datetime) -> "AnnouncementQuerySet":
        """What readers are shown at this instant, the newest first. See `Announcement.is_shown`."""
        shown = self.not_over(at).filter(shown_from__lte=at).order_by("-shown_from", "-pk")
        if kept := withheld_now().editions:
            # Its words may be the title of what the walk must not show.
            return shown.exclude(article__editions__in=kept)
        return shown

    def not_over(self, at: datetime) -> "AnnouncementQuerySet":
        return self.filter(Q(shown_until=None) | Q(shown_until__gt=at))

    def ahead(self, at: datetime) -> "AnnouncementQuerySet":
        """What is to be shown: not what was called off before it began."""
        to_come = Q(shown_until=None) | Q(shown_until__gt=F("shown_from"))
        return self.filter(to_come, shown_from__gt=at).order_by("shown_from", "pk")

    def over(self, at: datetime) -> "AnnouncementQuerySet":
        return self.filter(shown_until__lte=at).order_by("-shown_from", "-pk")


class Announcement(models.Model):
    """A line for a span of time: with an article, it leads there while that is live.

    What readers were told stands: other words are another row from then on (`articles.noticeboard`).
    """

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.CharField(_("words"), max_length=200, blank=True)
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("article")
    )
    shown_from = models.DateTimeField(_("shown from"))
    shown_until = models.DateTimeField(_("shown until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    made_at = models.DateTimeField(editable=False)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-shown_from", "-pk"]
        permissions = [("announce", _("may put breaking news and notices above every page"))]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="announcement_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=Kind.MOURNING) | ~Q(text=""), name="announcement_says_something"
            ),
            models.CheckConstraint(
                condition=Q(shown_until=None) | Q(shown_until__gte=F("shown_from")),
                name="announcement_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index("shown_until", "shown_from", name="announcement_period")]

    def __str__(self) -> str:
        return self.text or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        """Where it leads readers, as `articles.announcing` found it: to its article while that is live, or nowhere."""
        return self.article.get_absolute_url() if getattr(self, "leads", False) else ""

    def is_shown(self, at: datetime) -> bool:
        """The Python truth beside `AnnouncementQuerySet.shown`."""
        return self.shown_from <= at and (self.shown_until is None or self.shown_until > at)
