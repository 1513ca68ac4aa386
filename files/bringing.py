"""One file on its way into the library, and what is answered of it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from files.models import File

TAKEN, KNOWN, REFUSED = "taken", "known", "refused"
CODES = {TAKEN: 201, KNOWN: 200, REFUSED: 422}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of a file. `file` is what was taken, or what has been there already."""

    status: str
    name: str
    message: str
    file: File | None = None

    @property
    def code(self) -> int:
        return CODES[self.status]

    def as_json(self) -> dict:
        told = {"status": self.status, "name": self.name, "message": self.message}
        return {**told, "file": card(self.file) if self.file else None}


def bring(upload: UploadedFile, *, by: User, at: datetime) -> Answer:
    """Takes one file in, or says why not in words that name it."""
    name = upload.name or _("A file without a name")
    try:
        file, is_new = File.objects.take_in(upload, name=name, by=by, at=at)
    except ValidationError as refusal:
        return Answer(status=REFUSED, name=name, message=" ".join(refusal.messages))
    except OSError:
        said = _("“%(name)s” could not be stored: the server's disk may be full. Tell the administrator.")
        return Answer(status=REFUSED, name=name, message=said % {"name": name})
    if is_new:
        return Answer(status=TAKEN, name=name, message=_("The file is in the library now."), file=file)
    day = date_format(timezone.localtime(file.added_at), "d/m/Y")
    said = _("This very file is in the library already, since %(day)s, as “%(title)s”.")
    return Answer(status=KNOWN, name=name, message=said % {"day": day, "title": file.title}, file=file)


def card(file: File) -> dict:
    """A file as the desk's scripts are told of it: what the picker hands on to whoever asked for one."""
    return {
        "id": file.pk,
        "address": reverse("admin:file", args=[file.pk]),
        "url": file.url,
        "kind": file.kind,
        "title": file.title,
        "extension": file.extension,
        "said": file.said,
        "name": file.original_name,
    }
