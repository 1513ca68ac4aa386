"""What a body names, as rows beside it: so that a picture or a file in use is found, and kept."""

from collections.abc import Iterable

from django.db import models

from articles.models.edition import Edition
from files.models import File
from photos.models import Photo


class InBodyQuerySet(models.QuerySet):
    def settle(self, edition: Edition, ids: Iterable[int]) -> None:
        """These are what the edition's body names now."""
        to = self.model.TO
        self.filter(edition=edition).exclude(**{f"{to}__in": ids}).delete()
        self.bulk_create(
            [self.model(edition=edition, **{f"{to}_id": one}) for one in ids], ignore_conflicts=True
        )


class InBody(models.Model):
    """A row of something that an edition's body names, wherever and however often. `TO` is the field of it."""

    TO: str

    objects = InBodyQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.edition_id}: {getattr(self, f'{self.TO}_id')}"


class BodyPhoto(InBody):
    TO = "photo"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="body_photos")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="in_bodies")

    class Meta(InBody.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "photo"], name="body_photo_once")]


class BodyFile(InBody):
    TO = "file"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="body_files")
    file = models.ForeignKey(File, models.PROTECT, related_name="in_bodies")

    class Meta(InBody.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "file"], name="body_file_once")]
