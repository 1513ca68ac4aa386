"""Which files the paper takes: the one table of extensions, of what each is, and of who can tell.

An extension that isn't here is taken by nobody and served by nobody.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from files import documents, film, sound
from files.reading import Found

DOCUMENT, AUDIO, VIDEO = "document", "audio", "video"


@dataclass(frozen=True)
class Format:
    kind: str
    content_type: str
    check: Callable[[BinaryIO], Found]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."


def _office(part: str) -> Format:
    return Format(DOCUMENT, _OFFICE + part, documents.office(part))


def _odf(part: str) -> Format:
    return Format(DOCUMENT, _ODF + part, documents.open_document(part))


FORMATS = {
    "pdf": Format(DOCUMENT, "application/pdf", documents.pdf),
    "docx": _office("wordprocessingml.document"),
    "xlsx": _office("spreadsheetml.sheet"),
    "pptx": _office("presentationml.presentation"),
    "doc": Format(DOCUMENT, "application/msword", documents.old_office("WordDocument")),
    "xls": Format(DOCUMENT, "application/vnd.ms-excel", documents.old_office("Workbook", "Book")),
    "ppt": Format(DOCUMENT, "application/vnd.ms-powerpoint", documents.old_office("PowerPoint Document")),
    "odt": _odf("text"),
    "ods": _odf("spreadsheet"),
    "odp": _odf("presentation"),
    "mp3": Format(AUDIO, "audio/mpeg", sound.mp3),
    "m4a": Format(AUDIO, "audio/mp4", film.m4a),
    "ogg": Format(AUDIO, "audio/ogg", sound.ogg),
    "opus": Format(AUDIO, "audio/ogg", sound.ogg),
    "wav": Format(AUDIO, "audio/wav", sound.wav),
    "mp4": Format(VIDEO, "video/mp4", film.mp4),
    "webm": Format(VIDEO, "video/webm", film.webm),
}
# As they stand in addresses and on the disk: `files/205005/0f….pdf`.
STORED_NAME = rf"files/\d{{6}}/[0-9a-f]{{32}}\.(?:{'|'.join(FORMATS)})"


def extension_of(name: str) -> str:
    """The last extension of a file's name, small; empty where there is none."""
    found = re.fullmatch(r".*\.([A-Za-z0-9]{1,8})", name.strip(), re.DOTALL)
    return found[1].lower() if found else ""
