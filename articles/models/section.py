"""Sections (chuyên mục): two levels, in the paper's order; campaign sections come and go."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# First path segments that are the site's own; no section may be called so.
RESERVED_SLUGS = frozenset(
    [
        "admin",
        "rss",
        "tim-kiem",
        "y-kien",
        "chu-de",
        "su-kien",
        "tac-gia",
        "cai-chinh",
        "static",
        "media",
        "tin-moi",
        "healthz",
        "readyz",
        "sitemap",
        "xem-truoc",
        "gui-tin",
        "thong-tin",
        "giao-dien",
    ]
)


def not_reserved(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("“%(slug)s” is an address of the site itself. Choose another."), params={"slug": slug}
        )


class Display(models.TextChoices):
    """How a section's page shows what is in it."""

    LIST = "list", _("Headlines with their leads")
    PHOTOS = "photos", _("Large pictures")


class SectionQuerySet(models.QuerySet):
    def open(self, on: date) -> "SectionQuerySet":
        """Sections of this day, in the paper's order, parents before what is under them. See `Section.is_open`."""
        begun = models.Q(open_from=None) | models.Q(open_from__lte=on)
        not_over = models.Q(open_until=None) | models.Q(open_until__gte=on)
        return self.filter(begun & not_over)


class Section(models.Model):
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=60, unique=True, validators=[not_reserved])
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    display = models.CharField(_("shown as"), max_length=10, choices=Display.choices, default=Display.LIST)
    open_from = models.DateField(_("open from"), null=True, blank=True)
    open_until = models.DateField(_("open until"), null=True, blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(display__in=Display.values), name="section_display_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)), name="section_slug_not_reserved"
            ),
            models.CheckConstraint(
                condition=models.Q(open_from=None)
                | models.Q(open_until=None)
                | models.Q(open_until__gte=models.F("open_from")),
                name="section_until_after_from",
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                name="section_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, **kwargs) -> None:
        super().save(**kwargs)
        top = self.parent_id or self.pk
        self.editions.exclude(top_section=top).update(top_section=top)

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])

    def is_open(self, on: date) -> bool:
        """The Python truth beside `SectionQuerySet.open`."""
        begun = self.open_from is None or self.open_from <= on
        return begun and (self.open_until is None or self.open_until >= on)

    def clean(self) -> None:
        if self.open_from and self.open_until and self.open_until < self.open_from:
            raise ValidationError({"open_until": _("It would close before it opens. Choose a later day.")})
        if self.parent_id and (self.parent.parent_id or (self.pk and self.children.exists())):
            raise ValidationError(
                {"parent": _("Sections have two levels: choose one that is under no other.")}
            )
