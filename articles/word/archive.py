"""A .docx is a zip of XML that anybody may have made: it is looked through before anything in it is unpacked.

Whatever could hurt is refused here, in words that say what to do: an archive that grows without end, entities and
outside references, names that lead elsewhere, macros, passwords, and files that are something else.
"""

import re
import struct
import xml.etree.ElementTree as ET
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

MOST_ENTRIES = 2_000
MOST_DIRECTORY = 600_000
LONGEST_XML = 3_000_000
MOST_XML = 12_000_000
MOST_UNPACKED = 300_000_000
# Text of one letter repeated packs a thousandfold; no text that somebody wrote packs a hundredfold.
MOST_RATIO, RATIO_COUNTS_FROM = 150, 1_000_000
_END = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ARCHIVES = (".zip", ".docx", ".docm", ".jar", ".7z", ".rar", ".gz", ".tar", ".xz", ".bz2")
_MAIN_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARED = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([-\w]{1,40})["']""")
_MARKUP = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)")
# Parts that are read as XML because a relationship says so, whatever they are called.
_READ_AS_XML = ("officeDocument", "comments", "endnotes", "footnotes", "numbering", "styles")


class Refused(Exception):
    """The file can't be read; says why and what to do."""


def opened(file: BinaryIO, name: str) -> zipfile.ZipFile:
    """The archive, when it is a Word document that can be read without harm. Raises Refused."""
    _check_name(name)
    size = file.seek(0, 2)
    if size > settings.WORD_MAX_BYTES:
        limit = settings.WORD_MAX_BYTES // 1024 // 1024
        raise Refused(
            _("The file is larger than %(limit)d MB. Make its pictures smaller, or send them apart.")
            % {"limit": limit}
        )
    _check_beginning_and_end(file, size)
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
        _check_entries(archive, size)
        _check_parts(archive)
    except Refused:
        raise
    except Exception as error:  # a damaged archive raises nearly anything
        raise _damaged() from error
    return archive


def _damaged() -> Refused:
    return Refused(_("The file is damaged. Open it in Word, save it again as .docx and send that."))


def _check_name(name: str) -> None:
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if suffix == ".docx":
        return
    if suffix in (".doc", ".dot", ".rtf", ".odt", ".wps"):
        said = _(
            "Files of the kind %(kind)s can't be read. Open it, choose “Save as”, kind .docx, and send that."
        )
        raise Refused(said % {"kind": suffix})
    if suffix in (".docm", ".dotm", ".dotx"):
        raise Refused(
            _(
                "A file with macros or a template is not taken. Save it as .docx, without macros, and send that."
            )
        )
    raise Refused(_("Only Word files (.docx) become articles here."))


def _check_beginning_and_end(file: BinaryIO, size: int) -> None:
    """Before the list of what is in it is read: that it is an archive, whole, and that the list is short."""
    file.seek(0)
    head = file.read(65_536)
    if head.startswith(_OLE):
        if _ENCRYPTED in head:
            raise Refused(
                _("The file is protected by a password. Take the password off in Word and send it again.")
            )
        raise Refused(
            _("This is a file of an old Word with another name. Open it, save it as .docx and send that.")
        )
    file.seek(max(0, size - 22))
    tail = file.read(22)
    if not head.startswith(b"PK\x03\x04") or len(tail) < 22 or not tail.startswith(_END):
        raise _damaged()
    entries, directory = struct.unpack("<HL", tail[10:16])
    if entries > MOST_ENTRIES or directory > MOST_DIRECTORY:
        raise _too_much()


def _too_much() -> Refused:
    return Refused(
        _(
            "The file unpacks into far more than a text with pictures. Copy the text into a new file and send that."
        )
    )


def _check_entries(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _too_much()
    for entry in entries:
        _check_entry(entry)
    if len(set(names)) != len(names) or sum(entry.compress_size for entry in entries) > size:
        raise _damaged()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(_("The file holds macros. Save it as .docx, without macros, and send that."))


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name, low = entry.filename, entry.filename.lower()
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or re.search(r"[\\:\x00]", name):
        raise Refused(
            _("The file holds names that lead out of it: it was not made by Word and is not taken.")
        )
    if entry.flag_bits & 0x1:
        raise Refused(
            _("The file is protected by a password. Take the password off in Word and send it again.")
        )
    # Tables and charts that a document embeds are archives too; they are never opened.
    if low.endswith(_ARCHIVES) and not low.startswith("word/embeddings/"):
        raise Refused(_("The file holds another archive: it was not made by Word and is not taken."))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _damaged()
    grown = entry.file_size > RATIO_COUNTS_FROM and entry.file_size > entry.compress_size * MOST_RATIO
    if grown or (_is_xml(low) and entry.file_size > LONGEST_XML):
        raise _too_much()


def _is_xml(low: str) -> bool:
    return low.endswith((".xml", ".rels"))


def _check_parts(archive: zipfile.ZipFile) -> None:
    """That each part which is read as XML is plain UTF-8 without declarations of its own."""
    parts = [entry for entry in archive.infolist() if _is_xml(entry.filename.lower())]
    if sum(entry.file_size for entry in parts) > MOST_XML:
        raise _too_much()
    for entry in parts:
        raw = archive.read(entry).removeprefix(b"\xef\xbb\xbf").lstrip()
        declared = _DECLARED.match(raw)
        if not raw.startswith(b"<") or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
            raise _damaged()
        if _MARKUP.search(raw):
            raise Refused(
                _(
                    "The file holds instructions that no text needs (a DTD): it was not made by Word and is not taken."
                )
            )
        if entry.filename.endswith(".rels"):
            _check_targets(raw)
    if "[Content_Types].xml" not in archive.namelist():
        raise _damaged()
    _check_kind(archive.read("[Content_Types].xml"))


def _check_targets(raw: bytes) -> None:
    for relationship in ET.fromstring(raw):  # noqa: S314 - looked through just above: no DTD, so no entities
        kind = relationship.get("Type", "").rpartition("/")[2]
        if kind in _READ_AS_XML and not relationship.get("Target", "").endswith(".xml"):
            raise _damaged()


def _check_kind(types: bytes) -> None:
    said = types.decode()
    if "macroEnabled" in said:
        raise Refused(_("The file holds macros. Save it as .docx, without macros, and send that."))
    if _MAIN_PART not in said:
        raise Refused(_("This is a file of Excel, PowerPoint or another program, not a text of Word."))
