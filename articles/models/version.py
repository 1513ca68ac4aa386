"""What stood in an edition before it was saved over: nobody's saved words are gone because somebody saved later."""

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition
from cms.fields import as_typed

TEXT_FIELDS = ("title", "lead", "body", "byline")
TIME_FIELDS = ("date_line", "expires_at")
PHOTO_WORDS = ("caption", "credit", "alt", "order")


def fields_of(edition: Edition) -> dict[str, str]:
    """An edition's words as the writing form holds them: field names to text; pictures as `photos-0-caption`."""
    fields = {name: getattr(edition, name) for name in TEXT_FIELDS}
    times = {name: getattr(edition, name) for name in TIME_FIELDS}
    fields |= {name: as_typed(at) if at else "" for name, at in times.items()}
    fields["section"] = str(edition.section_id)
    fields["story"] = str(edition.story_id or "")
    fields["keywords"] = ", ".join(tag.name for tag in edition.tags.all())
    fields["contributors"] = edition.contributors.as_lines()
    fields["related"] = edition.related.as_text()
    if correction := getattr(edition, "correction", None):
        fields |= {f"correction_{word}": getattr(correction, word) for word in ("wrong", "right", "apology")}
        fields |= {"with_correction": "on", "correction_days": str(correction.days)}
    for place, picture in enumerate(edition.photos.all()):
        fields |= {f"photos-{place}-{word}": str(getattr(picture, word)) for word in PHOTO_WORDS}
        fields[f"photos-{place}-photo"] = str(picture.photo_id or "")
    return fields


def _how_many(versions: models.QuerySet) -> Coalesce:
    """As a subquery: of one edition."""
    counted = versions.order_by().values("edition").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted), 0)


def saves() -> models.expressions.Combinable:
    """Of an edition: how often it was saved, which is the place of what stands in it now."""
    return _how_many(Version.objects.filter(edition=OuterRef("pk"))) + 1


class VersionQuerySet(models.QuerySet):
    def placed(self) -> "VersionQuerySet":
        """With their `place` among the saves of their edition, 1, 2, 3…: moves count up `number` too."""
        earlier = Version.objects.filter(edition=OuterRef("edition"), number__lt=OuterRef("number"))
        return self.annotate(place=_how_many(earlier) + 1)

    def keep(self, standing: Edition) -> "Version":
        """Keeps an edition's words as they were just read from the database, before they are saved over."""
        return self.get_or_create(
            edition=standing,
            number=standing.version,
            defaults={
                "fields": fields_of(standing),
                "saved_by_id": standing.updated_by_id,
                "saved_at": standing.updated_at,
            },
        )[0]


def fields_seen(edition: Edition, number: int) -> dict[str, str]:
    """The words that stood in an edition at this version: kept when somebody saved over them, else there still."""
    over = edition.versions.filter(number__gte=number).order_by("number").first()
    return over.fields if over else fields_of(edition)


class Version(models.Model):
    """`number` is the edition's version while these words stood."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    fields = models.JSONField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(_("saved"))

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("older version")
        verbose_name_plural = _("older versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.edition_id}.{self.number}"
