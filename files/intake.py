"""The one way in for files: told by what is in them, kept byte for byte under a name of our own.

The extension and what is found must agree. Unlike a picture a file can't be made anew from what we understood of it,
so what could be taken for two things is refused, and what is served says what it is (`files/views/served.py`).
It is read and written piece by piece, under a name that nobody asks for until it is whole.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from files.kinds import AUDIO, FORMATS, VIDEO, Format, extension_of
from files.reading import Found, NotThat, Refused, length

UPLOAD_TO = "files"
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Told:
    """What is known of a file before it is kept."""

    extension: str
    kind: str
    bytes: int
    sha256: str
    found: Found


def tell(file: BinaryIO, name: str) -> Told:
    """What it is. Raises ValidationError, in words for the staff, when it is not one we take."""
    extension = extension_of(name)
    format_ = FORMATS.get(extension)
    if format_ is None:
        raise ValidationError(_not_taken(extension) % {"name": name})
    size = length(file)
    if not size:
        raise ValidationError(_("“%(name)s” is empty. Send it once more.") % {"name": name})
    if size > most_bytes(format_.kind):
        limit = most_bytes(format_.kind) // 1024 // 1024
        said = _(
            "“%(name)s” is larger than %(limit)d MB. Make it smaller, or put it elsewhere and link to it."
        )
        raise ValidationError(said % {"name": name, "limit": limit})
    found = _checked(file, name, extension, format_)
    return Told(extension, format_.kind, size, _sha256(file), found)


def _not_taken(extension: str) -> str:
    if extension in ("jpg", "jpeg", "png", "webp", "gif", "avif", "heic"):
        return _("“%(name)s” is a picture. Bring pictures into the picture library.")
    if extension in ("docm", "xlsm", "pptm", "dotm"):
        return _("“%(name)s” may hold macros. Save it without them (.docx, .xlsx, .pptx) and send that.")
    if extension in ("mov", "avi", "mkv", "wmv", "3gp", "mpg", "mpeg", "flv"):
        return _("“%(name)s” is a film that many browsers don't play. Save it as MP4 (H.264) and send that.")
    return _(
        "“%(name)s” is not a file we take. Send a PDF, Word, Excel, PowerPoint or OpenDocument file, "
        "sound (MP3, M4A, OGG, WAV) or a film (MP4, WebM)."
    )


def _checked(file: BinaryIO, name: str, extension: str, format_: Format) -> Found:
    try:
        return format_.check(file)
    except Refused as refusal:
        raise ValidationError(_(refusal.reason) % {"name": name}) from refusal
    except NotThat as error:
        said = _(
            "“%(name)s” is damaged, or is no %(format)s file although its name says so. "
            "Open it, save it again and send that."
        )
        raise ValidationError(said % {"name": name, "format": extension.upper()}) from error


def most_bytes(kind: str) -> int:
    """How large a file of this kind may be."""
    megabytes = {AUDIO: settings.FILE_MAX_MB_AUDIO, VIDEO: settings.FILE_MAX_MB_VIDEO}
    return megabytes.get(kind, settings.FILE_MAX_MB_DOCUMENT) * 1024 * 1024


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(file):
        digest.update(piece)
    return digest.hexdigest()


@contextmanager
def stored(file: BinaryIO, extension: str, at: datetime) -> Iterator[str]:
    """Writes it under a new name, which is yielded. Whatever fails, there or in the block, leaves nothing behind."""
    name = f"{UPLOAD_TO}/{at:%Y%m}/{secrets.token_hex(16)}.{extension}"
    place = Path(settings.MEDIA_ROOT, name)
    part = place.with_name(f".{place.name}.part")
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("xb") as out:
            for piece in _pieces(file):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        part.replace(place)
        yield name
    except BaseException:
        # A full disk, a refused row, a process that is told to end.
        for left in (part, place):
            left.unlink(missing_ok=True)
        raise
