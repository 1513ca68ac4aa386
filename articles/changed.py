"""What somebody changed of the words she saw, field by field: her part can be put upon what stands now."""

import re
from collections.abc import Callable, Mapping

from articles.picture_forms import is_of_a_picture, typed_rows
from cms import html
from cms.text import nfc, one_line, slug

_OF_A_PICTURE = ("caption", "credit", "alt")


def changed(fields: Mapping[str, str], seen: Mapping[str, str]) -> dict[str, str]:
    """Of a form's fields, those that say something else than what she saw; pictures all together or not at all."""
    mine = {
        name: text
        for name, text in fields.items()
        if not is_of_a_picture(name) and _plain(name, text) != _plain(name, seen.get(name, ""))
    }
    if seen.get("with_correction") and "with_correction" not in fields:
        mine["with_correction"] = ""
    if _pictures(fields) != _pictures(seen):
        mine |= {name: text for name, text in fields.items() if is_of_a_picture(name)}
    return mine


def _slugs(text: str) -> set[str]:
    return {slug(word) for word in text.split(",") if word.strip()}


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in nfc(text).splitlines() if line.strip()]


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text, re.ASCII)


def _text(text: str) -> str:
    return nfc(text).replace("\r\n", "\n").strip()


_READ: dict[str, Callable[[str], object]] = {
    "title": one_line,
    "byline": one_line,
    "body": html.clean,
    "keywords": _slugs,
    "contributors": _lines,
    "related": _numbers,
    # Proposed by the form where there is no correction.
    "correction_days": lambda _text: None,
}


def _plain(name: str, text: str) -> object:
    """As it would be saved: what the browser does to line ends and spaces is no change."""
    return _READ.get(name, _text)(text)


def _pictures(fields: Mapping[str, str]) -> list[tuple]:
    """Rows by their words; a picture taken out, or one that is new, is a change too."""
    return [
        (*(one_line(row.get(word, "")) for word in _OF_A_PICTURE), row.get("kept", ""), row.get("DELETE", ""))
        for row in typed_rows(fields)
        if any(row.get(word) for word in (*_OF_A_PICTURE, "kept", "DELETE", "photo", "id"))
    ]
