"""Documents told by what is in them: PDF, Office files old and new, OpenDocument. What would run is refused.

Readers get documents to keep, never to open inside a page of ours; so what is hidden deeper than we look can do
nothing here, and what we can see saves readers a file their own program would warn of.
"""

import mmap
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO

from django.utils.translation import gettext_noop

from files.reading import Found, NotThat, Refused, length, refuse_two_in_one, whole

RUNS = gettext_noop(
    "“%(name)s” holds macros or scripts that run when it is opened. "
    "Save it without them, or print it to PDF, and send that."
)
_MOST_ENTRIES = 20_000
_MOST_XML = 2_000_000
_MOST_UNPACKED = 64 * 1024 * 1024


# ── PDF ──────────────────────────────────────────────────────────────────────
def _name(word: str) -> bytes:
    """A PDF name, each letter plain or written as its number: `/J#61vaScript`."""
    letters = "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in word)
    return f"/{letters}(?![A-Za-z0-9])".encode()


_RUNS = re.compile(_name("JavaScript") + b"|" + _name("Launch"))
_PACKED = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)


def pdf(file: BinaryIO) -> Found:
    refuse_two_in_one(file, own=b"%pdf-")
    with whole(file) as view:
        if view[:5] != b"%PDF-" or view.find(b"%%EOF", max(0, len(view) - 2048)) < 0:
            raise NotThat
        if _RUNS.search(view):
            raise Refused(RUNS)
        left = _MOST_UNPACKED
        for packed in _PACKED.finditer(view):
            inside = _unpacked(view[packed.end() : packed.end() + 4_000_000], left)
            left -= len(inside)
            if _RUNS.search(inside) or left <= 0:
                raise Refused(RUNS)
    return Found()


def _unpacked(raw: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, max(1, most))
    except zlib.error:
        return b""


# ── Office since 2007, OpenDocument: archives ────────────────────────────────
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."


def office(part: str) -> Callable[[BinaryIO], Found]:
    """`part` is what its main part says it is: `wordprocessingml.document`."""
    main = f'ContentType="{_OFFICE}{part}.main+xml"'

    def check(file: BinaryIO) -> Found:
        with _archive(file) as archive:
            types = _read(archive, "[Content_Types].xml").replace("'", '"')
            if "macroEnabled" in types or any("vbaproject" in name.lower() for name in archive.namelist()):
                raise Refused(RUNS)
            if main not in types:
                raise NotThat
        return Found()

    return check


def open_document(part: str) -> Callable[[BinaryIO], Found]:
    """`part` is the end of its content type: `text`."""

    def check(file: BinaryIO) -> Found:
        with _archive(file) as archive:
            if _read(archive, "mimetype").strip() != _ODF + part:
                raise NotThat
            if any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist()):
                raise Refused(RUNS)
        return Found()

    return check


def _archive(file: BinaryIO) -> zipfile.ZipFile:
    """The archive, which begins at the file's first byte and ends at its last."""
    refuse_two_in_one(file, own=b"PK\x05\x06")
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError) as error:
        raise NotThat from error
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    file.seek(length(file) - 22)
    odd = (
        not 0 < len(entries) <= _MOST_ENTRIES,
        len(names) != len(entries),
        any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names),
        any(entry.flag_bits & 1 for entry in entries),
        min((entry.header_offset for entry in entries), default=-1) != 0,
        file.read(4) != b"PK\x05\x06",
    )
    if any(odd):
        archive.close()
        raise NotThat
    return archive


def _read(archive: zipfile.ZipFile, name: str) -> str:
    try:
        with archive.open(name) as part:
            raw = part.read(_MOST_XML + 1)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, OSError, EOFError, zlib.error) as error:
        raise NotThat from error
    if len(raw) > _MOST_XML:
        raise NotThat
    return raw.decode("utf-8", "replace")


# ── Office before 2007 ───────────────────────────────────────────────────────
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def old_office(*streams: str) -> Callable[[BinaryIO], Found]:
    """`streams` are the names of which one holds such a document: `WordDocument`."""

    def check(file: BinaryIO) -> Found:
        refuse_two_in_one(file)
        with whole(file) as view:
            if view[:8] != _OLE or not any(_holds(view, name) for name in streams):
                raise NotThat
            if _holds(view, "_VBA_PROJECT") or _holds(view, "Macros"):
                raise Refused(RUNS)
        return Found()

    return check


def _holds(view: mmap.mmap | bytes, name: str) -> bool:
    """Whether its directory names it: 64 bytes in UTF-16, then the name's length with its end."""
    raw = name.encode("utf-16-le") + b"\0\0"
    place = view.find(raw)
    while place >= 0:
        if place % 128 == 0 and int.from_bytes(view[place + 64 : place + 66], "little") == len(raw):
            return True
        place = view.find(raw, place + 1)
    return False
