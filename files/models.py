"""Attachments, sound and films as the paper keeps them: byte for byte as sent, under a random name."""

from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cms.text import asked_words, one_line, words
from files.intake import Told, stored, tell
from files.kinds import AUDIO, DOCUMENT, FORMATS, VIDEO
from record.models import write

_KB, _MB = 1024, 1024 * 1024


class FileQuerySet(models.QuerySet):
    def take_in(self, file: BinaryIO, *, name: str, by: User | None, at: datetime) -> tuple["File", bool]:
        """Stores an uploaded file; the very same bytes again are the one that is there (and False).

        Raises ValidationError, in words for the staff, when it is not one we take.
        """
        told = tell(file, name)
        same = self.filter(sha256=told.sha256, extension=told.extension)
        if there := same.first():
            return there, False
        try:
            return self._store(file, told, name=name, by=by, at=at), True
        except IntegrityError:
            # Somebody brought the same one in meanwhile.
            if there := same.first():
                return there, False
            raise

    def _store(self, file: BinaryIO, told: Told, *, name: str, by: User | None, at: datetime) -> "File":
        kept = File(
            kind=told.kind,
            extension=told.extension,
            title=_title_of(name),
            bytes=told.bytes,
            sha256=told.sha256,
            width=told.found.width,
            height=told.found.height,
            original_name=one_line(_as_named(name))[-150:],
            added_by=by,
            added_at=at,
        )
        # Half a gigabyte is written before the database is locked for the row.
        with stored(file, told.extension, at) as place, transaction.atomic():
            kept.file.name = place
            kept.save()
            write(kind="file.add", thing=kept, by=by, at=at)
        return kept

    def matching(self, question: str) -> "FileQuerySet":
        """Those whose title or name holds all of these words, with or without diacritics; `thon*` is a beginning."""
        found = self
        for word, is_beginning in asked_words(question):
            found = found.filter(search_text__contains=f" {word}" if is_beginning else f" {word} ")
        return found

    def newest_first(self) -> "FileQuerySet":
        return self.order_by("-added_at", "-pk")


def _as_named(name: str) -> str:
    """Browsers write a quotation mark as %22 when they send a file's name; whoever named it did not."""
    return name.replace("%22", '"')


def _title_of(name: str) -> str:
    name = _as_named(name)
    bare = PurePath(one_line(name).replace("\\", "/")).stem.replace("_", " ")
    return " ".join(bare.split())[:200] or one_line(name)[:200]


class File(models.Model):
    """One file. Its title is the desk's name for it, and the reader's where its place in a text says none."""

    KINDS = [(DOCUMENT, _("Document")), (AUDIO, _("Audio")), (VIDEO, _("Video"))]

    file = models.FileField(max_length=120, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, editable=False)
    title = models.CharField(_("title"), max_length=200)
    extension = models.CharField(max_length=8, editable=False)
    bytes = models.PositiveBigIntegerField(editable=False)
    # Of a film's picture, as it is shown.
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    original_name = models.CharField(max_length=150, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    added_at = models.DateTimeField(editable=False)
    search_text = models.TextField(editable=False)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        default_permissions = ()
        permissions = [
            ("add_file", _("may bring in attachments, sound and films")),
            ("change_file", _("may name and delete others' files")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sha256", "extension"], name="file_bytes_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[DOCUMENT, AUDIO, VIDEO]), name="file_kind_is_known"
            ),
        ]
        indexes = [models.Index(fields=["-added_at", "-id"], name="file_newest")]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs) -> None:
        self.search_text = f" {words(f'{self.title} {self.original_name}')} "
        super().save(**kwargs)

    @property
    def url(self) -> str:
        return self.file.url

    @property
    def content_type(self) -> str:
        return FORMATS[self.extension].content_type

    @property
    def size(self) -> str:
        """`340 KB`, `1,2 MB`."""
        if self.bytes < _MB:
            return f"{max(1, round(self.bytes / _KB))} KB"
        return f"{number_format(self.bytes / _MB, decimal_pos=1)} MB"

    @property
    def said(self) -> str:
        """Type and size as readers are told: `PDF, 1,2 MB`."""
        return f"{self.extension.upper()}, {self.size}"

    @property
    def download_name(self) -> str:
        return f"{self.title}.{self.extension}"

    @transaction.atomic
    def call(self, title: str, *, by: User, at: datetime) -> None:
        """Gives it another title. The same title again changes nothing and is not recorded."""
        if title == self.title:
            return
        before, self.title = self.title, title
        self.save()
        write(kind="file.change", thing=self, by=by, at=at, note=f"{before} → {title}")

    def discard(self, *, by: User, at: datetime) -> None:
        """Deletes it, row and bytes. Raises ProtectedError where something still names it."""
        with transaction.atomic():
            write(kind="file.delete", thing=self, by=by, at=at)
            name, storage = self.file.name, self.file.storage
            self.delete()
            transaction.on_commit(lambda: storage.delete(name))
