"""What a body names, as rows beside it: so that a picture in use is found, and kept."""

from collections.abc import Iterable

from django.db import models

from articles.models.edition import Edition
from photos.models import Photo


class BodyPhotoQuerySet(models.QuerySet):
    def settle(self, edition: Edition, photos: Iterable[int]) -> None:
        """These are the pictures of the edition's body now."""
        self.filter(edition=edition).exclude(photo__in=photos).delete()
        new = [BodyPhoto(edition=edition, photo_id=photo) for photo in photos]
        self.bulk_create(new, ignore_conflicts=True)


class BodyPhoto(models.Model):
    """A picture that an edition's body shows, wherever and however often."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="body_photos")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="in_bodies")

    objects = BodyPhotoQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["edition", "photo"], name="body_photo_once")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.photo_id}"
