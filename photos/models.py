"""Pictures as the paper keeps them: our own encoding under a random name, with words, size and renditions."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import record.models as record
from accounts.models import User
from cms.text import one_line, words
from photos import uses
from photos.intake import Encoded, source_of, take_in
from photos.likeness import NEAR, SHIFTS, nearest
from photos.refusals import Incomplete, NotPermitted, NotPossible, Overtaken
from photos.tasks import make_renditions

UPLOAD_TO = "photos"
ADD, CHANGE, REMOVE = "photos.add_photo", "photos.change_photo", "photos.remove_photo"
# What whoever may describe it changes, in the order of the form.
WORDS = ("caption", "credit", "alt", "place", "licence")
DATES = ("taken_on", "licence_until")


class PhotoQuerySet(models.QuerySet):
    def take_in(self, file: BinaryIO, *, name: str, by: models.Model | None, at: datetime) -> "Photo":
        """Stores an uploaded picture; or answers the one that is there already, which then says `was_there`.

        Raises ValidationError, in words for the staff, when it is not one we take.
        """
        source = source_of(file, name)
        known = self._known(source, name)
        return known or self._store(take_in(file, name), source=source, original_name=name, by=by, at=at)

    def _known(self, source: str, name: str) -> "Photo | None":
        photo = Photo.objects.filter(source_sha256=source).select_related("removed_by").first()
        if photo and photo.is_removed:
            said = gettext(
                "“%(name)s” was taken off every page on %(when)s, on the order of %(ordered_by)s. "
                "Ask %(who)s before it is used again."
            )
            raise ValidationError(said % {"name": name, **photo.removal_in_words()})
        if photo:
            photo.was_there = True
        return photo

    def _store(
        self, encoded: Encoded, *, source: str, original_name: str, by: models.Model | None, at: datetime
    ) -> "Photo":
        photo = Photo(**_row_of(encoded, at), source_sha256=source, added_by=by, added_at=at)
        photo.original_name = one_line(original_name)[-150:]
        photo.notes = encoded.notes
        stem = f"{at:%Y%m}/{secrets.token_hex(16)}"
        try:
            photo.file.save(f"{stem}.{encoded.extension}", ContentFile(encoded.large), save=False)
            photo.small.save(f"{stem}_s.{encoded.extension}", ContentFile(encoded.small), save=False)
            with transaction.atomic():
                photo.save()
                make_renditions.enqueue(photo.pk)
        except Exception as error:
            # A full disk or a refused row must not leave half a picture behind.
            for end in ("", "_s"):
                photo.file.storage.delete(f"{UPLOAD_TO}/{stem}{end}.{encoded.extension}")
            known = self._known(source, original_name) if isinstance(error, IntegrityError) else None
            if known is None:
                raise
            return known
        return photo

    def shown(self) -> "PhotoQuerySet":
        """All but those that were taken off. See `Photo.is_removed`."""
        return self.filter(removed_at=None)

    def matching(self, question: str) -> "PhotoQuerySet":
        """Pictures whose words hold every word that is asked, with or without diacritics. See `cms.word_index`."""
        return self.filter(search_text__holds=question) if question.strip() else self

    def near(self, photo: "Photo", *, within: int = NEAR) -> list["Photo"]:
        """Pictures that look like this one, most alike first; those that were taken off are among them."""
        if photo.likeness is None:
            return []
        found = nearest(Photo.objects.exclude(pk=photo.pk), photo.likeness, within=within)
        there = self.in_bulk(found)
        return [there[pk] for pk in found if pk in there]


def _row_of(encoded: Encoded, at: datetime) -> dict[str, Any]:
    read = encoded.suggested
    return {
        "width": encoded.width,
        "height": encoded.height,
        "small_width": encoded.small_width,
        "small_height": encoded.small_height,
        "sha256": hashlib.sha256(encoded.large).hexdigest(),
        "likeness": encoded.likeness,
        "caption": read.caption,
        "credit": read.credit,
        "place": read.place,
        # A camera whose clock was never set says anything.
        "taken_on": read.taken_on if read.taken_on and read.taken_on <= timezone.localdate(at) else None,
    }


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
    likeness_a, likeness_b, likeness_c, likeness_d = (
        models.GeneratedField(
            expression=F("likeness").bitrightshift(shift).bitand(0xFFFF),
            output_field=models.BigIntegerField(null=True),
            db_persist=True,
            db_index=True,
        )
        for shift in SHIFTS
    )
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

    # Of one just taken in: whether it was here before, and what was made of it that nobody would expect.
    was_there = False
    notes: tuple[str, ...] = ()

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
        # The desk's list is a walk along one of these, from the newest on.
        indexes = [
            models.Index(fields=["-added_at", "-id", "removed_at", "added_by"], name="photo_newest"),
            models.Index(fields=["added_by", "-added_at", "-id", "removed_at"], name="photo_of_bringer"),
            models.Index(fields=["alt", "-added_at", "-id", "removed_at", "added_by"], name="photo_by_alt"),
            models.Index(fields=["licence_until"], name="photo_licensed_until"),
            models.Index(
                fields=["-added_at", "-id", "added_by"],
                condition=Q(removed_at__isnull=False),
                name="photo_removed",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_sha256"], condition=~Q(source_sha256=""), name="photo_bytes_once"
            ),
            models.CheckConstraint(
                condition=Q(focal_x__lte=100, focal_y__lte=100), name="photo_focal_point_inside"
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    # ── Writing ──────────────────────────────────────────────────────────────
    def save(self, **kwargs) -> None:
        self._tidy()
        super().save(**kwargs)

    def _tidy(self) -> None:
        """Words as they are stored, whichever way they came in."""
        for name in WORDS:
            text = one_line(getattr(self, name))
            setattr(self, name, text[: self._meta.get_field(name).max_length])
        self.search_text = words(" ".join([*(getattr(self, name) for name in WORDS), self.original_name]))

    def describe(self, said: dict[str, Any], *, seen: int, by: User | None, at: datetime) -> None:
        """Takes on these words and dates (`WORDS`, `DATES`), if nobody changed the picture since `seen`.

        Raises a `Refused`.
        """
        self._check_hers(by)
        for name in (*WORDS, *DATES):
            setattr(self, name, said.get(name, getattr(self, name)))
        self._tidy()
        written = {name: getattr(self, name) for name in (*WORDS, *DATES, "search_text")}
        with transaction.atomic():
            self.swap(seen, **written)
            record.write(kind="photo.describe", thing=self, by=by, at=at, content_hash=self.sha256)

    def set_focal(self, x: int, y: int, *, seen: int, by: User | None, at: datetime) -> None:
        """What must stay in view, in hundredths. New crops are made in the background. Raises a `Refused`."""
        self._check_hers(by)
        if not (0 <= x <= 100 and 0 <= y <= 100):
            raise Incomplete("focal_x", gettext("Click on the place in the picture that must stay in view."))
        before = f"{self.focal_x} × {self.focal_y}"
        with transaction.atomic():
            self.swap(seen, focal_x=x, focal_y=y)
            make_renditions.enqueue(self.pk)
            after = f"{x} × {y}"
            record.write(kind="photo.focal", thing=self, by=by, at=at, before=before, after=after)

    def delete_unused(self, *, seen: int, by: User | None, at: datetime) -> None:
        """Takes a picture out of the library that nothing holds on to; its files go with it. Raises a `Refused`."""
        self._check_hers(by)
        if self.is_removed:
            raise NotPossible(gettext("It was taken off every page: it stays for the record."))
        with transaction.atomic():
            self.swap(seen)
            self._check_unused()
            record.write(kind="photo.delete", thing=self, by=by, at=at, content_hash=self.sha256)
            files = Photo(file=self.file.name, small=self.small.name, renditions=self.renditions)
            super().delete()
            transaction.on_commit(partial(Photo.discard_files, [files]), robust=True)

    def _check_unused(self) -> None:
        """Rows that name it would refuse as well (PROTECT), but in no words; older versions name it without a key."""
        if uses.held([self.pk]):
            said = gettext(
                "“%(name)s” is used, or was: an article holds it, somebody's words that are not saved yet, "
                "or an earlier save. Take it out of the articles first. "
                "If no reader may see it any more, ask for it to be taken off every page."
            )
            raise NotPossible(said % {"name": self})

    def swap(self, seen: int, **changes) -> None:
        """Changes the row and this copy of it, if it stands in the library as it was `seen`. Raises Overtaken."""
        same = Photo.objects.filter(pk=self.pk, version=seen, removed_at=None)
        if not same.update(**changes, version=F("version") + 1):
            raise self.overtaken()
        for name, value in changes.items():
            setattr(self, name, value)
        self.version = seen + 1

    def overtaken(self) -> Overtaken:
        """Who was faster, what she did and when."""
        last = record.Event.objects.about(self).first()
        if last is None:
            return Overtaken(gettext("This picture has changed since you opened it. Look at it again."))
        when = f"{timezone.localtime(last.at):%H:%M:%S, %d/%m/%Y}"
        said = gettext("%(who)s was faster, at %(when)s: %(what)s. Look at the picture again.")
        return Overtaken(said % {"who": last.actor_label, "when": when, "what": last.what})

    # ── Reading ──────────────────────────────────────────────────────────────
    @property
    def is_removed(self) -> bool:
        """The Python truth beside `PhotoQuerySet.shown`."""
        return self.removed_at is not None

    def removal_in_words(self) -> dict[str, str]:
        """When it was taken off, on whose order, and by whom; for sentences."""
        return {
            "when": f"{timezone.localtime(self.removed_at):%H:%M, %d/%m/%Y}",
            "ordered_by": self.removal_ordered_by,
            "who": str(self.removed_by) if self.removed_by else gettext("the system"),
        }

    def may_be_described_by(self, user: User) -> bool:
        """Her own, while she may bring pictures in; anybody's with the right to."""
        own = self.added_by_id == user.pk and user.has_perm(ADD)
        return own or user.has_perm(CHANGE)

    def _check_hers(self, by: User | None) -> None:
        if by is not None and not self.may_be_described_by(by):
            raise NotPermitted(
                gettext("Only whoever brought this picture in, or edits the library, may do this.")
            )

    @staticmethod
    def discard_files(photos: "Iterable[Photo]") -> None:
        """Removes the files of pictures whose rows are gone, or were rolled back."""
        for photo in photos:
            for file in (photo.file, photo.small):
                file.storage.delete(file.name)
            for one in photo.renditions:
                photo.file.storage.delete(one["name"])
