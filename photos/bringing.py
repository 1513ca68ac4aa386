"""One file on its way into the library, and what is answered of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from photos.cards import card
from photos.models import Photo

TAKEN, KNOWN, REFUSED = "taken", "known", "refused"
MOST_NEAR = 4
CODES = {TAKEN: 201, KNOWN: 200, REFUSED: 422}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of a file. `photo` is what was taken, or what has been there already."""

    status: str
    name: str
    message: str
    photo: Photo | None = None
    near: list[Photo] = field(default_factory=list)

    @property
    def code(self) -> int:
        return CODES[self.status]

    def as_json(self, *, at: datetime) -> dict:
        return {
            "status": self.status,
            "name": self.name,
            "message": self.message,
            "photo": card(self.photo, at=at) if self.photo else None,
            "near": [card(photo, at=at) for photo in self.near],
        }


def bring(upload: UploadedFile, *, by: User, at: datetime) -> Answer:
    """Takes one file in, or says why not in words that name it."""
    name = upload.name or _("A file without a name")
    try:
        photo = Photo.objects.take_in(upload, name=name, by=by, at=at)
    except ValidationError as refusal:
        return Answer(status=REFUSED, name=name, message=" ".join(refusal.messages))
    except OSError:
        said = _("“%(name)s” could not be stored: the server's disk may be full. Tell the administrator.")
        return Answer(status=REFUSED, name=name, message=said % {"name": name})
    if photo.was_there:
        said = _("This very picture is in the library already, since %(day)s.")
        since = said % {"day": date_format(timezone.localtime(photo.added_at), "d/m/Y")}
        return Answer(status=KNOWN, name=name, message=since, photo=photo)
    near = Photo.objects.near(photo)[:MOST_NEAR]
    return Answer(status=TAKEN, name=name, message=" ".join(_told(photo, near)), photo=photo, near=near)


def _told(photo: Photo, near: list[Photo]) -> Iterator[str]:
    yield _("Taken into the library.")
    yield from photo.notes
    if any(other.is_removed for other in near):
        yield _(
            "It looks like a picture that was taken off every page. "
            "Ask whoever ordered that before it is used."
        )
    elif near:
        yield _("It looks like a picture that is there already. Compare them:")
