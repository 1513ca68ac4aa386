"""Two drafts of one text side by side, field by field, with the words marked that are on one side only. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms import html

_LABELS: dict[str, str | Promise] = {
    "title": _("Title"),
    "lead": _("Lead"),
    "body": _("Body"),
    "section": _("Section"),
    "byline": _("Byline"),
    "keywords": _("Tags"),
    "date_line": _("Date line"),
    "expires_at": _("Expires"),
    "correction_wrong": _("What was wrong"),
    "correction_right": _("What is right"),
    "correction_apology": _("Apology"),
    "correction_days": _("Shown for (days)"),
    "note": _("Reason or note"),
    "ordered_by": _("On whose order"),
    "live_from": _("Publish at"),
}
_OF_PICTURES: dict[str, str | Promise] = {
    "caption": _("Caption"),
    "credit": _("Credit"),
    "alt": _("Alternative text"),
}
_PICTURE = re.compile(r"photos-(\d+)-(caption|credit|alt)")
# So many steps of the comparison take some tenths of a second.
MOST_EDITS, MOST_WORK = 800, 20_000_000


@dataclass(frozen=True)
class Run:
    """Some words, and whether they are on this side only."""

    text: str
    only_here: bool


@dataclass(frozen=True)
class Row:
    label: str | Promise
    left: list[Run]
    right: list[Run]
    differs: bool


def rows(left: Mapping[str, str], right: Mapping[str, str]) -> list[Row]:
    """A row for each field that has words on either side, in the form's order."""
    made = []
    for name in [*_LABELS, *_pictures(left, right)]:
        here, there = _text(name, left), _text(name, right)
        if here or there:
            runs = _runs(here, there)
            made.append(Row(_label(name), *runs, differs=here != there))
    return made


def _pictures(*sides: Mapping[str, str]) -> list[str]:
    found = {name: _PICTURE.fullmatch(name) for side in sides for name in side}
    order = list(_OF_PICTURES)
    places = [(int(match[1]), order.index(match[2]), name) for name, match in found.items() if match]
    return [name for _place, _word, name in sorted(places)]


def _label(name: str) -> str | Promise:
    match = _PICTURE.fullmatch(name)
    return format_lazy("{} {}", _OF_PICTURES[match[2]], int(match[1]) + 1) if match else _LABELS[name]


def _text(name: str, side: Mapping[str, str]) -> str:
    text = side.get(name, "")
    return html.to_text(text) if name == "body" else text.replace("\r\n", "\n").strip()


def _runs(left: str, right: str) -> tuple[list[Run], list[Run]]:
    """Line by line, and word by word where lines differ."""
    sides: tuple[list[Run], list[Run]] = ([], [])
    ours, theirs = left.splitlines(keepends=True), right.splitlines(keepends=True)
    for same, lines, others in _pieces(ours, theirs):
        if same:
            _add(sides, lines, others, only_here=False)
            continue
        for equal, words, other_words in _pieces(_words("".join(lines)), _words("".join(others))):
            _add(sides, words, other_words, only_here=not equal)
    return sides


def _add(sides: tuple[list[Run], list[Run]], left: list[str], right: list[str], *, only_here: bool) -> None:
    for runs, words in zip(sides, (left, right), strict=True):
        if words:
            runs.append(Run("".join(words), only_here))


def _words(text: str) -> list[str]:
    """Each word with the space behind it: joined again they are the text."""
    return re.findall(r"\S+\s*|\s+", text)


def _pieces(ours: list[str], theirs: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Both sequences cut where they agree and where they differ: (whether they agree, ours, theirs)."""
    a = b = 0
    for x, y, length in [*_agreements(ours, theirs), (len(ours), len(theirs), 0)]:
        if x > a or y > b:
            yield False, ours[a:x], theirs[b:y]
        if length:
            yield True, ours[x : x + length], theirs[y : y + length]
        a, b = x + length, y + length


def _agreements(ours: list[str], theirs: list[str]) -> list[tuple[int, int, int]]:
    """Where both agree, as (place in ours, place in theirs, length); between equal ends, by Myers' algorithm.

    Beyond `MOST_WORK` the middle is taken for wholly different, so that no text takes long.
    """
    start = _common(ours, theirs)
    end = _common(ours[start:][::-1], theirs[start:][::-1])
    a, b = len(ours) - end, len(theirs) - end
    middle = [(x + start, y + start, n) for x, y, n in _myers(ours[start:a], theirs[start:b])]
    found = [(0, 0, start), *middle, (a, b, end)]
    return [block for block in found if block[2]]


def _common(ours: list[str], theirs: list[str]) -> int:
    pairs = zip(ours, theirs, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(ours), len(theirs)))


def _myers(ours: list[str], theirs: list[str]) -> list[tuple[int, int, int]]:
    """The shortest edit script's agreements; none when it would be longer than the work allows."""
    n, m = len(ours), len(theirs)
    furthest, trace = {1: 0}, []
    for edits in range(min(n + m, MOST_EDITS, MOST_WORK // (n + m + 1)) + 1):
        trace.append(dict(furthest))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
            x = furthest[k + 1] if down else furthest[k - 1] + 1
            while x < n and x - k < m and ours[x] == theirs[x - k]:
                x += 1
            furthest[k] = x
            if x >= n and x - k >= m:
                return _way_back(trace, n, m)
    return []


def _way_back(trace: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int, int]]:
    """From the end along the furthest points to the beginning: the diagonals are where both agree."""
    blocks = []
    for edits in range(len(trace) - 1, -1, -1):
        furthest, k = trace[edits], x - y
        down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
        before = k + 1 if down else k - 1
        from_x = furthest[before] if edits else 0
        from_y = from_x - before if edits else 0
        first = from_x if down or not edits else from_x + 1
        if x > first:
            blocks.append((first, first - k, x - first))
        x, y = from_x, from_y
    return blocks[::-1]
