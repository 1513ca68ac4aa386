"""Reads gettext catalogues with the standard library alone, so that a test can prove the
interface is wholly Vietnamese: that each committed .mo says what its .po says, that nothing in
them is empty or fuzzy, and that every string Django's own `vi` catalogues leave in English is
filled by ours. Django reports a missing translation nowhere; it just shows the English."""

import ast
import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

Key = tuple[str | None, str]  # (context, msgid)

FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(".*")$')
MO_MAGIC = 0x950412DE


class Entry(NamedTuple):
    context: str | None
    msgid: str
    plural: str | None
    strings: list[str]
    fuzzy: bool

    @property
    def key(self) -> Key:
        return self.context, self.msgid

    @property
    def call(self) -> tuple[str | None, str, bool]:
        """What the code asks for: gettext() does not find a plural entry, nor ngettext() a plain one."""
        return self.context, self.msgid, self.plural is not None

    @property
    def translated(self) -> bool:
        return not self.fuzzy and bool(self.strings) and all(self.strings)


def read_po(path: Path) -> dict[Key, list[str]]:
    """{(context, msgid): msgstrs}. A fuzzy entry reads as [], because gettext never shows it."""
    return {entry.key: [] if entry.fuzzy else entry.strings for entry in po_entries(path)}


def read_mo(path: Path) -> dict[Key, list[str]]:
    """The same shape from a compiled catalogue, which holds no empty and no fuzzy entry."""
    data = Path(path).read_bytes()
    order = "<" if struct.unpack_from("<I", data)[0] == MO_MAGIC else ">"
    magic, _revision, count, ids, strings = struct.unpack_from(order + "5I", data)
    if magic != MO_MAGIC:
        raise ValueError(f"{path} is not a .mo file")
    found: dict[Key, list[str]] = {}
    for number in range(count):
        raw_id, raw_strings = (_mo_text(data, order, table + 8 * number) for table in (ids, strings))
        context, _, msgid = raw_id.split("\0")[0].rpartition("\x04")
        if raw_id:
            found[context if "\x04" in raw_id else None, msgid] = raw_strings.split("\0")
    return found


def django_gaps(
    app_locale_dirs: Iterable[Path], domain: str = "django", over: Path | None = None
) -> set[Key]:
    """The strings those apps' `vi` catalogues leave untranslated: empty, fuzzy, absent, or there
    only as a plain entry where the `en` one is a plural. Given `over`, a locale directory laid on
    top of them, only what is still untranslated then. (contrib.messages keeps its in django/conf.)"""
    ours = {entry.call for entry in _entries_in(over, "vi", domain) if entry.translated} if over else set()
    gaps: set[Key] = set()
    for locale_dir in app_locale_dirs:
        theirs = _entries_in(locale_dir, "vi", domain)
        done = ours | {entry.call for entry in theirs if entry.translated}
        wanted = _entries_in(locale_dir, "en", domain) + theirs
        gaps |= {entry.key for entry in wanted if entry.call not in done}
    return gaps


def po_entries(path: Path) -> Iterator[Entry]:
    """Every live entry of a .po file but its header."""
    fields: dict[str, str] = {}
    current, flags = "", ""
    for line in [*Path(path).read_text("utf-8").split("\n"), "#"]:
        match = FIELD.match(line)
        if "msgstr" in current and line.startswith(("#", "msgctxt ", "msgid ")):
            if fields["msgid"]:
                yield _entry(fields, flags)
            fields, current, flags = {}, "", ""
        if line.startswith("#,"):
            flags += line
        elif line.startswith("#~"):  # obsolete: its flags are not the next entry's
            flags = ""
        elif match:
            current = match[1]
            fields[current] = ast.literal_eval(match[2])
        elif line.startswith('"'):
            fields[current] += ast.literal_eval(line)


def _entry(fields: dict[str, str], flags: str) -> Entry:
    strings = [text for name, text in fields.items() if name.startswith("msgstr")]
    fuzzy = "fuzzy" in re.split(r"[#,\s]+", flags)
    return Entry(fields.get("msgctxt"), fields["msgid"], fields.get("msgid_plural"), strings, fuzzy)


def _entries_in(locale_dir: Path, language: str, domain: str) -> list[Entry]:
    if not Path(locale_dir).is_dir():
        raise FileNotFoundError(locale_dir)
    path = Path(locale_dir) / language / "LC_MESSAGES" / f"{domain}.po"
    return list(po_entries(path)) if path.exists() else []


def _mo_text(data: bytes, order: str, at: int) -> str:
    length, start = struct.unpack_from(order + "2I", data, at)
    return data[start : start + length].decode("utf-8")
