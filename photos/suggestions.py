"""What a picture's file says about it, read before all of that is dropped: offered to the staff as words, no more.

Caption, credit, place and day; from XMP, IPTC and EXIF, in that order. Where the camera stood (GPS) is never read. All
of it may be junk, in any encoding, or hostile: it is cut to a line of plain text, and what can't be read is not there.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.parsers import expat

from PIL import Image, IptcImagePlugin

from cms.text import nfc, one_line

CAPTION_LENGTH, CREDIT_LENGTH, PLACE_LENGTH = 500, 150, 150
MOST_XMP = 256 * 1024
_EXIF = {"caption": 0x010E, "credit": 0x013B, "date": 0x9003}
_EXIF_IFD = 0x8769
_DC, _PHOTOSHOP = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/photoshop/1.0/"
_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_XMP = {
    f"{_DC} description": "caption",
    f"{_DC} creator": "credit",
    f"{_PHOTOSHOP} Credit": "agency",
    f"{_CORE} Location": "spot",
    f"{_PHOTOSHOP} City": "city",
    f"{_PHOTOSHOP} State": "state",
    f"{_PHOTOSHOP} DateCreated": "date",
}
_IPTC = {
    (2, 120): "caption",
    (2, 80): "credit",
    (2, 110): "agency",
    (2, 92): "spot",
    (2, 90): "city",
    (2, 95): "state",
    (2, 55): "date",
}
# What cameras, telephones and programs write when nobody wrote anything.
# Words of ASCII alone: a caption that begins with a maker's name goes on in Vietnamese.
_JUNK = re.compile(
    r"""\W* (?:
        (?:olympus|konica|minolta|sony|nikon|canon|samsung|kodak|fuji|pentax|casio|panasonic|ricoh|huawei|oppo)[ -~]* |
        (?:vivo|xiaomi|redmi|apple|kenox|dji|dcim|untitled|screenshot|picasa|adobe|photoshop|copyright)[ -~]* |
        (?:(?:created|edited)\ (?:with|by)|exif[ _]jpeg|lead\ technologies|file\ written\ by|all\ rights)[ -~]* |
        (?:img|dsc\w?|p|pict|mvimg|vid|pxl|image|picture|photo)[ _-]?\d* | (?:img|dsc|pict|mvimg|pxl|image)[_-][!-~]+ |
        (?:digital\ |my\ ?)?camera | photographer | default | jpe?g | no\ ?name | (?:un)?known | anonymous | none |
        null | n/?a | test | your\ name[ -~]* | owner | users? | admin | administrator | author | applemark | [\d\W]+ |
        (?:cof|dav|sdr|hdr|rhdr|edf|mde|ptr|nor|oznor\w*|cuva|vidhdr|bty|bsh|dig)(?:_\w+)?
    ) \W*""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
LONGEST_JUNK = 80
_LOST_LETTER = re.compile(r"\w\?+\w|\ufffd")
# In the Vietnamese code page tones stand behind their vowels; in Latin-1 the same bytes are letters of their own.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = frozenset("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY")


@dataclass(frozen=True)
class Suggested:
    caption: str = ""
    credit: str = ""
    place: str = ""
    taken_on: date | None = None


def read(picture: Image.Image) -> Suggested:
    """Of a picture that was decoded and not turned yet; never raises."""
    said: dict[str, str] = {}
    for source in (_xmp, _iptc, _exif):
        for key, text in _quietly(source, picture).items():
            clean = one_line(text)
            if clean and (key == "date" or not _is_junk(clean)):
                said.setdefault(key, clean)
    agency = said.get("agency", "")
    credit = said.get("credit", "") or agency
    if agency and agency not in credit:
        credit = f"{credit} ({agency})"
    parts = dict.fromkeys(said[key] for key in ("spot", "city", "state") if key in said)
    return Suggested(
        caption=said.get("caption", "")[:CAPTION_LENGTH].strip(),
        credit=credit[:CREDIT_LENGTH].strip(),
        place=", ".join(parts)[:PLACE_LENGTH].strip(),
        taken_on=_day(said.get("date", "")),
    )


def _is_junk(text: str) -> bool:
    """What a camera writes by itself, or what is left of Vietnamese in a program that knew no Vietnamese."""
    if _LOST_LETTER.search(text):
        return True
    return len(text) <= LONGEST_JUNK and _JUNK.fullmatch(text) is not None


def _quietly(source: Callable[[Image.Image], dict[str, str]], picture: Image.Image) -> dict[str, str]:
    try:
        return source(picture)
    except Exception:  # readers of damaged bytes raise nearly anything, and no word is worth a picture
        return {}


# ── Where words stand ────────────────────────────────────────────────────────
def _exif(picture: Image.Image) -> dict[str, str]:
    exif = picture.getexif()
    inner = exif.get_ifd(_EXIF_IFD)
    found = {key: exif.get(tag, inner.get(tag)) for key, tag in _EXIF.items()}
    # Pillow reads these as Latin-1, which gives every byte back.
    return {key: decoded(_bytes(value)) for key, value in found.items() if isinstance(value, str | bytes)}


def _bytes(value: str | bytes) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()


def _iptc(picture: Image.Image) -> dict[str, str]:
    info: dict[tuple[int, int], Any] = IptcImagePlugin.getiptcinfo(picture) or {}  # type: ignore[arg-type]
    found = {}
    for tag, key in _IPTC.items():
        value = info.get(tag)
        parts = value if isinstance(value, list) else [value]
        words = ", ".join(decoded(part) for part in parts if isinstance(part, bytes))
        if words:
            found[key] = words
    return found


def _xmp(picture: Image.Image) -> dict[str, str]:
    raw = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    raw = raw.encode() if isinstance(raw, str) else raw
    return dict(_properties(raw)) if raw and len(raw) <= MOST_XMP else {}


def _properties(raw: bytes) -> Iterator[tuple[str, str]]:
    """Each property we know, where it stands first; as an element, with or without a list inside, or an attribute."""
    found: dict[str, str] = {}
    inside: list[str] = []
    taken: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        for attribute, text in attributes.items():
            if attribute in _XMP:
                found.setdefault(_XMP[attribute], text)
        if name in _XMP:
            inside.append(_XMP[name])
            taken.clear()
        elif inside and name.endswith(" li") and taken:
            # The first language, the first creator.
            taken.append("\0")

    def text(words: str) -> None:
        if inside and "\0" not in taken and (words.strip() or taken):
            taken.append(words)

    def end(name: str) -> None:
        if name in _XMP and inside:
            found.setdefault(inside.pop(), "".join(taken).replace("\0", "").strip())

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    # No entity is ever looked up or unfolded.
    parser.EntityDeclHandler = _refuse
    parser.Parse(raw.strip(b"\0 \r\n\t"), True)
    yield from found.items()


def _refuse(*args: object) -> None:
    raise ValueError("An entity in XMP")


# ── What they are ────────────────────────────────────────────────────────────
def decoded(raw: bytes) -> str:
    """UTF-8 where it is that; else the Vietnamese code page where that gives Vietnamese syllables; else Western."""
    raw = raw.partition(b"\0")[0]
    try:
        return nfc(raw.decode())
    except UnicodeDecodeError:
        pass
    vietnamese = raw.decode("cp1258", errors="replace")
    tones = [place for place, letter in enumerate(vietnamese) if letter in _TONES]
    if tones and all(place and vietnamese[place - 1] in _VOWELS for place in tones):
        return nfc(vietnamese)
    return nfc(raw.decode("cp1252", errors="replace"))


def _day(text: str) -> date | None:
    """`2026:05:04 09:00:00`, `2026-05-04T09:00`, `20260504`: the day, where the camera was."""
    digits = re.match(r"(\d{4})[:\-]?(\d\d)[:\-]?(\d\d)", text)
    if not digits:
        return None
    try:
        day = date(int(digits[1]), int(digits[2]), int(digits[3]))
    except ValueError:
        return None
    # Where its clock was never set a camera says its own first day.
    return day if day.year >= 1900 and (day.month, day.day) != (1, 1) else None
