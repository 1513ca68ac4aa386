"""Text of the years before Unicode: TCVN3 (ABC, the fonts .Vn…) and VNI (the fonts VNI-…), made readable.

Such text is bytes that look like Vietnamese in its own fonts alone; it reaches us as what those bytes are in
Windows-1252 (`Héi nghÞ`, `Hoäi nghò`) or Windows-1258. Nothing here guesses: which encoding it is, its font
says or a person does.
"""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum

from cms.text import nfc


class Encoding(StrEnum):
    TCVN3 = "tcvn3"
    # The fonts .Vn…H: small letters that are drawn as capitals.
    TCVN3_CAPITALS = "tcvn3-hoa"
    VNI = "vni"


# Each of these letters with the five tones, as they stand in the tables below: none, sắc, huyền, hỏi, ngã, nặng.
_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_TCVN3 = {
    "a": "a¸µ¶·¹",
    "ă": "¨¾»¼½Æ",
    "â": "©ÊÇÈÉË",
    "e": "eÐÌÎÏÑ",
    "ê": "ªÕÒÓÔÖ",
    "i": "iÝ×ØÜÞ",
    "o": "oãßáâä",
    "ô": "«èåæçé",
    "ơ": "¬íêëìî",
    "u": "uóïñòô",
    "ư": "\xadøõö÷ù",
    "y": "yýúûüþ",
    "đ": "®",
}
_TCVN3_CAPITALS = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}
# A letter, and the mark behind it. Capitals have capital marks, though some typed the small one.
_VNI = {
    "a": ("a", "aù", "aø", "aû", "aõ", "aï"),
    "ă": ("aê", "aé", "aè", "aú", "aü", "aë"),
    "â": ("aâ", "aá", "aà", "aå", "aã", "aä"),
    "e": ("e", "eù", "eø", "eû", "eõ", "eï"),
    "ê": ("eâ", "eá", "eà", "eå", "eã", "eä"),
    "i": ("i", "í", "ì", "æ", "ó", "ò"),
    "o": ("o", "où", "oø", "oû", "oõ", "oï"),
    "ô": ("oâ", "oá", "oà", "oå", "oã", "oä"),
    "ơ": ("ô", "ôù", "ôø", "ôû", "ôõ", "ôï"),
    "u": ("u", "uù", "uø", "uû", "uõ", "uï"),
    "ư": ("ö", "öù", "öø", "öû", "öõ", "öï"),
    "y": ("y", "yù", "yø", "yû", "yõ", "î"),
    "đ": ("ñ",),
}
# What Windows-1258 makes of bytes that Windows-1252 reads otherwise.
_SEEN_IN_1258 = str.maketrans(
    {
        "Ă": "Ã",
        "\u0300": "Ì",
        "Đ": "Ð",
        "\u0309": "Ò",
        "Ơ": "Õ",
        "Ư": "Ý",
        "\u0303": "Þ",
        "ă": "ã",
        "\u0301": "ì",
        "đ": "ð",
        "\u0323": "ò",
        "ơ": "õ",
        "ư": "ý",
        "₫": "þ",
    }
)
# Letters that no single byte ever stood for: where one is, the text is Unicode.
_UNICODE = re.compile("[\u1ea0-\u1ef9]")
_WORD = re.compile(r"(\s+)")


def _table_of_tcvn3() -> dict[str, str]:
    table = {mark: capital for capital, mark in _TCVN3_CAPITALS.items()}
    for letter, marks in _TCVN3.items():
        for tone, mark in zip(_TONES, marks, strict=False):
            table[mark] = unicodedata.normalize("NFC", letter + tone)
    return {mark: letter for mark, letter in table.items() if mark != letter or not letter.isascii()}


def _table_of_vni() -> dict[str, str]:
    table = {}
    for letter, forms in _VNI.items():
        for tone, form in zip(_TONES, forms, strict=False):
            made = unicodedata.normalize("NFC", letter + tone)
            table[form] = made
            for capital in (form.upper(), form[0].upper() + form[1:]):
                table[capital] = made.upper()
    return {form: letter for form, letter in table.items() if not form.isascii()}


_FROM_TCVN3 = str.maketrans(_table_of_tcvn3())
_FROM_VNI = _table_of_vni()
_VNI_FORMS = re.compile("|".join(map(re.escape, sorted(_FROM_VNI, key=len, reverse=True))))


def encoding_of_font(name: str) -> Encoding | None:
    """What a font of this name makes readable: `.VnTime`, `.VnTimeH`, `VNI-Times`; None for any other."""
    name = name.strip(" \t\r\n\"'")
    if name.lower().startswith("vni-"):
        return Encoding.VNI
    if not name.lower().startswith(".vn"):
        return None
    return Encoding.TCVN3_CAPITALS if name[-1] in ("h" if name.islower() else "H") else Encoding.TCVN3


def decode(text: str, encoding: Encoding) -> str:
    """The text in Unicode, NFC. Words that hold Unicode's own letters already stay as they are; never raises.

    Give the text as it came: normalised to NFC, what Windows-1258 made of it can't be told apart any more.
    """
    if encoding == Encoding.VNI:
        return _each_word(text, _from_vni)
    if encoding == Encoding.TCVN3_CAPITALS:
        return _each_word(text, lambda word: word.translate(_FROM_TCVN3).upper())
    return _each_word(text, lambda word: word.translate(_FROM_TCVN3))


def _from_vni(word: str) -> str:
    return _VNI_FORMS.sub(lambda found: _FROM_VNI[found[0]], word)


def _each_word(text: str, read: Callable[[str], str]) -> str:
    mixed = _UNICODE.search(text)
    if not mixed:
        text = text.translate(_SEEN_IN_1258)
    parts = _WORD.split(text)
    return nfc("".join(part if _UNICODE.search(part) else read(part) for part in parts))


def is_readable(text: str, encoding: Encoding) -> bool:
    """Whether text in such a font needs no decoding: it is plain ASCII, or holds Unicode's own letters."""
    return bool(_UNICODE.search(text)) or decode(text, encoding) == nfc(text)
