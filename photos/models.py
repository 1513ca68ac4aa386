"""Pictures as the paper keeps them: our own encoding under a random name, with size and small rendition."""

import hashlib
import secrets
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _

from photos.intake import Encoded, take_in

UPLOAD_TO = "photos"


class PhotoQuerySet(models.QuerySet):
    def take_in(self, file: BinaryIO, *, name: str, by: models.Model | None, at: datetime) -> "Photo":
        """Stores an uploaded picture. Raises ValidationError, in words for the staff, when it is not one we take."""
        return self._store(take_in(file, name), original_name=name, by=by, at=at)

    def _store(
        self, encoded: Encoded, *, original_name: str, by: models.Model | None, at: datetime
    ) -> "Photo":
        photo = Photo(
            width=encoded.width,
            height=encoded.height,
            small_width=encoded.small_width,
            small_height=encoded.small_height,
            sha256=hashlib.sha256(encoded.large).hexdigest(),
            original_name=original_name[-150:],
            added_by=by,
            added_at=at,
        )
        stem = f"{at:%Y%m}/{secrets.token_hex(16)}"
        names = f"{stem}.{encoded.extension}", f"{stem}_s.{encoded.extension}"
        try:
            photo.file.save(names[0], ContentFile(encoded.large), save=False)
            photo.small.save(names[1], ContentFile(encoded.small), save=False)
            photo.save()
        except Exception:
            # A full disk or a refused row must not leave half a picture behind.
            for name in names:
                photo.file.storage.delete(f"{UPLOAD_TO}/{name}")
            raise
        return photo


class Photo(models.Model):
    """A picture of the library. Its words are what is offered where it is used; each use carries its own."""

    file = models.FileField(max_length=120, upload_to=UPLOAD_TO)
    small = models.FileField(max_length=120, upload_to=UPLOAD_TO)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    small_width = models.PositiveIntegerField()
    small_height = models.PositiveIntegerField()
    # Further ones, made in the background: see `photos.renditions`.
    renditions = models.JSONField(default=list, editable=False)
    # What must stay in view when it is cropped: hundredths of width and height.
    focal_x = models.PositiveSmallIntegerField(_("focal point, across"), default=50)
    focal_y = models.PositiveSmallIntegerField(_("focal point, down"), default=50)

    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=150, blank=True)
    alt = models.CharField(_("alternative text"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=150, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    licence_until = models.DateField(_("licensed until"), null=True, blank=True)
    search_text = models.TextField(editable=False, blank=True)

    sha256 = models.CharField(max_length=64)
    # Of the file as it was sent: the same one again is recognised.
    source_sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    # What it looks like, in 64 bits: near copies differ in few. See `photos.likeness`.
    likeness = models.BigIntegerField(null=True, editable=False)
    original_name = models.CharField(max_length=150)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    # Taken off every page at once, on somebody's order; the row stays for the record. See `photos.removal`.
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    removal_ordered_by = models.CharField(_("on whose order"), max_length=150, blank=True, editable=False)
    removal_reason = models.TextField(_("reason"), blank=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        default_permissions = ()
        permissions = [
            ("add_photo", _("may bring pictures into the library")),
            ("change_photo", _("may describe and delete others' pictures")),
            ("remove_photo", _("may take a picture off every page")),
        ]

    def __str__(self) -> str:
        return self.original_name

    @staticmethod
    def discard_files(photos: "list[Photo]") -> None:
        """Removes the files of pictures whose rows were rolled back."""
        for photo in photos:
            for file in (photo.file, photo.small):
                file.storage.delete(file.name)
