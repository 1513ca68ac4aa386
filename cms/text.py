"""Vietnamese text: one normal form, one fold, one slug.

NFC is what is stored. The fold is what search, duplicate checks and slugs compare:
marks dropped, đ made d (it does not decompose, and Ð, U+00D0, is typed for Đ), case folded.
"""

import re
import unicodedata

from django.utils.text import slugify

_BARRED_D = str.maketrans({"đ": "d", "Đ": "d", "Ð": "d", "ð": "d"})
# Zero-width characters, the soft hyphen and the byte-order mark: invisible, and different to a computer.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# C0 and C1 controls but tab, line feed and carriage return: no text has them, and XML refuses them; so it
# does what is no character at all. Marks that
# turn the direction round: Vietnamese needs none, and a name could hide behind them.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
SLUG_LENGTH = 100
LONGEST_WORD = 100
LONGEST_QUESTION, MOST_WORDS = 200, 8
# PostgreSQL keeps the words of a row in a megabyte at most, and a letter takes up to four bytes.
MOST_SEARCHED = 250_000
_WORDS = re.compile(r"[^\W_]+")
_ASKED = re.compile(r"([^\W_]+)(\*?)")
# Normalising takes quadratic time over a long run of combining marks; no letter of any language bears thirty.
_MARKS = "".join(map(re.escape, filter(unicodedata.combining, map(chr, range(0x300, 0x1F000)))))
_TOO_MANY_MARKS = re.compile(f"([{_MARKS}]{{30}})[{_MARKS}]+")


def nfc(text: str) -> str:
    """The text as we store it: NFC, without control characters; no-break spaces and typography stay."""
    return unicodedata.normalize("NFC", _TOO_MANY_MARKS.sub(r"\1", _CONTROL.sub("", text)))


def fold(text: str) -> str:
    """`Đường  về\\u200b bản` → `duong ve ban`: for comparing, never for showing."""
    text = _TOO_MANY_MARKS.sub(r"\1", _INVISIBLE.sub("", text.replace("\0", "")))
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return " ".join(bare.translate(_BARRED_D).casefold().split())


def words(text: str) -> str:
    """The folded words of a text as search keeps them: runs of letters and digits, each once, with single spaces.

    Of a word the first hundred characters count, of a text the first words up to what an index can hold.
    """
    found = " ".join(dict.fromkeys(word[:LONGEST_WORD] for word in _WORDS.findall(fold(text))))
    if len(found) <= MOST_SEARCHED:
        return found
    return found[: MOST_SEARCHED + 1].rpartition(" ")[0]


def asked_words(text: str) -> list[tuple[str, bool]]:
    """The words somebody looks for, each once; with whether any word that begins so will do: `nong* thon`."""
    asked = _ASKED.findall(fold(text[:LONGEST_QUESTION]))
    return list(dict.fromkeys((word[:LONGEST_WORD], star == "*") for word, star in asked))[:MOST_WORDS]


def slug(text: str) -> str:
    """A path segment of at most `SLUG_LENGTH` characters, cut between words; never empty."""
    whole = slugify(fold(text).replace("_", " ")) or "bai"
    if len(whole) <= SLUG_LENGTH:
        return whole
    cut = whole[: SLUG_LENGTH + 1]
    return cut[: cut.rfind("-")] if "-" in cut else whole[:SLUG_LENGTH]


def one_line(text: str) -> str:
    """The text on one line, its inner spaces as typed; for titles and names."""
    return re.sub(r"[\r\n\t\v\f\u2028\u2029]+", " ", nfc(text)).strip(" ")
