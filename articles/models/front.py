"""The front page as editors lay it out: a layout is in force from its instant until the next one's.

Nothing runs when a layout comes into force, and what stood yesterday stands in the rows: the front page at an instant
is the last layout begun by then that nobody recalled. What was laid out is never changed (`articles/triggers.py`):
changing the page is laying out the next one, and what is still ahead may be recalled.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.section import Section
from cms.fields import as_typed


class Slot(models.TextChoices):
    """Places of the front page, and the first place of a section's own page."""

    LEAD = "lead", _("Lead story")
    SECOND = "second", _("Beside the lead")
    FOCUS = "focus", _("In focus")
    BLOCK = "block", _("Section block")
    SECTION = "section", _("Lead of a section's page")


# How many each takes.
ROOM = {Slot.LEAD: 1, Slot.SECOND: 4, Slot.FOCUS: 4, Slot.BLOCK: 4, Slot.SECTION: 1}
# In these, the section is named too.
OF_SECTIONS = (Slot.BLOCK, Slot.SECTION)


class LayoutQuerySet(models.QuerySet):
    def standing(self) -> "LayoutQuerySet":
        return self.filter(recalled_at=None)

    def in_force(self, at: datetime) -> "LayoutQuerySet":
        """The one layout that stands at this instant, or none. See `Layout.is_ahead`."""
        return self.filter(pk__in=Layout.objects.begun(at).values("pk")[:1])

    def begun(self, at: datetime) -> "LayoutQuerySet":
        """Those that were in force once or are, the newest first."""
        return self.standing().filter(live_from__lte=at).order_by("-live_from", "-pk")

    def ahead(self, at: datetime) -> "LayoutQuerySet":
        return self.standing().filter(live_from__gt=at).order_by("live_from")


class Layout(models.Model):
    """`number` is one more than that of the layout its editor saw as the newest: of two who saw the same, the database
    refuses one. `places` is how many placements were laid with it, and no further one is taken.
    """

    number = models.PositiveIntegerField(unique=True)
    places = models.PositiveSmallIntegerField()
    live_from = models.DateTimeField(_("from"))
    laid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    laid_at = models.DateTimeField(_("laid out"))
    recalled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recalled_at = models.DateTimeField(null=True)

    objects = LayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")
        ordering = ["-live_from"]
        permissions = [("arrange_front", _("may lay out the front page"))]
        constraints = [
            models.UniqueConstraint(
                fields=["live_from"], condition=Q(recalled_at=None), name="layout_one_at_an_instant"
            ),
            models.CheckConstraint(condition=Q(live_from__gte=F("laid_at")), name="layout_not_in_the_past"),
            models.CheckConstraint(
                condition=Q(recalled_at=None) | Q(recalled_at__lt=F("live_from")),
                name="layout_recalled_before_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Front page from %(when)s") % {"when": as_typed(self.live_from)}

    def is_ahead(self, at: datetime) -> bool:
        return self.recalled_at is None and self.live_from > at


class Placement(models.Model):
    """An article's place. Whichever edition of it is live then is shown; where none is, the place fills itself."""

    layout = models.ForeignKey(Layout, models.CASCADE, related_name="placements")
    slot = models.CharField(_("place"), max_length=10, choices=Slot.choices)
    section = models.ForeignKey(Section, models.PROTECT, null=True, related_name="+")
    article = models.ForeignKey(Article, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(slot__in=Slot.values), name="placement_slot_known"),
            models.CheckConstraint(
                condition=Q(slot__in=OF_SECTIONS, section__isnull=False)
                | (~Q(slot__in=OF_SECTIONS) & Q(section=None)),
                name="placement_section_where_one_is_meant",
            ),
            # No article stands twice on the front page; it may lead its section's page as well.
            models.UniqueConstraint(
                fields=["layout", "article"],
                condition=~Q(slot=Slot.SECTION),
                name="placement_article_once",
            ),
            models.UniqueConstraint(
                fields=["layout", "section"],
                condition=Q(slot=Slot.SECTION),
                name="placement_one_lead_of_a_section",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slot_display()}: {self.article}"
