"""Two drafts of one text side by side, field by field and picture by picture, with what differs marked. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.weaving import Piece, Step, Work, in_order, names, pieces, weave
from cms import html, shape

_LABELS: dict[str, str | Promise] = {
    "title": _("Title"),
    "lead": _("Lead"),
    "body": _("Body"),
    "section": _("Section"),
    "byline": _("Byline"),
    "contributors": _("Contributors"),
    "story": _("Running story"),
    "related": _("Related articles"),
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
# `name` is what whoever asks calls the picture with the id `photo`.
_PICTURE = re.compile(r"photos-(\d+)-(caption|credit|alt|photo|name)")
# A paragraph that left its place is named there by its first words.
_FIRST_WORDS = 60


@dataclass(frozen=True)
class Run:
    """Some words of one side, whether they are on this side only, and of which moved paragraph they are."""

    text: str
    only_here: bool
    moved: int = 0


class Kind(StrEnum):
    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"
    LEFT = "left"  # a moved paragraph stood here


@dataclass(frozen=True)
class Bit:
    """Some words of both sides in one column. `begins`: the first of a moved paragraph where it stands now."""

    text: str
    kind: Kind
    moved: int = 0
    begins: bool = False


@dataclass(frozen=True)
class Row:
    """`left` and `right` are side by side what `together` is in one column."""

    label: str | Promise
    left: list[Run]
    right: list[Run]
    together: list[Bit]
    differs: bool
    # The words are the same, and something about them that they do not say is not: type, links.
    only_in_form: bool = False
    # A line end is the end of a paragraph, not one that was typed.
    has_paragraphs: bool = False
    # Of a picture: its id on the side where it stands, and its places if it was moved.
    picture_left: str = ""
    picture_right: str = ""
    places: tuple[int, int] | None = None


def rows(left: Mapping[str, str], right: Mapping[str, str]) -> list[Row]:
    """A row for each field that has words on either side, in the form's order, and then picture by picture."""
    made = []
    for name, label in _LABELS.items():
        here, there = _text(name, left), _text(name, right)
        if here or there:
            row = _row(label, _by_name(here, there) if name == "keywords" else weave(here, there))
            in_form = name == "body" and not row.differs and left.get(name, "") != right.get(name, "")
            made.append(replace(row, only_in_form=in_form, has_paragraphs=name == "body"))
    return made + list(_rows_of_pictures(left, right))


def _text(name: str, side: Mapping[str, str]) -> str:
    text = side.get(name, "")
    return html.to_text(_spelled_out(text)) if name == "body" else text.replace("\r\n", "\n").strip()


def _spelled_out(body: str) -> str:
    """What a body names, in words, each a paragraph: another picture at the same place is another text."""
    return "".join(part if isinstance(part, str) else _object(part) for part in shape.parts(body))


def _object(thing: shape.Object) -> str:
    if isinstance(thing, shape.Gallery):
        return "".join(map(_object, thing.pictures))
    if isinstance(thing, shape.Picture):
        name, beside = gettext("Picture no. %d") % thing.photo, [thing.credit, thing.alt]
    elif isinstance(thing, shape.Embedded):
        name, beside = thing.address, []
    else:
        name, beside = gettext("File no. %d") % thing.file, []
    said = [escape(name), thing.caption, *map(escape, beside)]
    return f"<p>[{' · '.join(words for words in said if words)}]</p>"


def _by_name(left: str, right: str) -> list[Step]:
    return [Step(list(pieces(names(left), names(right), Work())))]


def _row(label: str | Promise, steps: list[Step]) -> Row:
    ours: list[Run] = []
    theirs: list[Run] = []
    together: list[Bit] = []
    for step in steps:
        for piece in step.pieces:
            if not step.moved or step.leaves:
                _run(ours, piece.left, only_here=not piece.agree, moved=step.moved)
            if not step.leaves:
                _run(theirs, piece.right, only_here=not piece.agree, moved=step.moved)
        together += _in_one_column(step)
    differs = any(run.only_here or run.moved for run in ours + theirs)
    return Row(label, ours, theirs, _joined(together), differs)


def _run(runs: list[Run], said: list[str], *, only_here: bool, moved: int) -> None:
    """Words that are marked alike are one run."""
    if not (text := "".join(said)):
        return
    if runs and (runs[-1].only_here, runs[-1].moved) == (only_here, moved):
        text = runs.pop().text + text
    runs.append(Run(text, only_here, moved))


def _in_one_column(step: Step) -> Iterator[Bit]:
    if step.leaves:
        whole = "".join(word for piece in step.pieces for word in piece.left).strip()
        short = whole if len(whole) <= _FIRST_WORDS else whole[:_FIRST_WORDS].rpartition(" ")[0] + " …"
        yield Bit(short or whole[:_FIRST_WORDS], Kind.LEFT, step.moved)
        return
    begins = bool(step.moved)
    for piece in step.pieces:
        told = [(piece.right, Kind.SAME)] if piece.agree else _both(piece)
        for said, kind in told:
            if text := "".join(said):
                yield Bit(text, kind, step.moved, begins)
                begins = False


def _both(piece: Piece) -> list[tuple[list[str], Kind]]:
    return [(piece.left, Kind.DELETED), (piece.right, Kind.INSERTED)]


def _joined(bits: list[Bit]) -> list[Bit]:
    made: list[Bit] = []
    for bit in bits:
        last = made[-1] if made else None
        if (
            last
            and bit.kind != Kind.LEFT
            and not bit.begins
            and (last.kind, last.moved) == (bit.kind, bit.moved)
        ):
            made[-1] = replace(last, text=last.text + bit.text)
        else:
            made.append(bit)
    return made


# ── Pictures ─────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class _Picture:
    """A row of pictures on one side. `photo` is None where the side does not say which picture it is."""

    row: int
    photo: str | None
    words: dict[str, str]


def _pictures(side: Mapping[str, str]) -> list[_Picture]:
    found: dict[int, dict[str, str]] = {}
    for name, text in side.items():
        if match := _PICTURE.fullmatch(name):
            found.setdefault(int(match[1]), {})[match[2]] = text
    return [_Picture(row, found[row].get("photo"), found[row]) for row in sorted(found)]


_Pairs = list[tuple[_Picture | None, _Picture | None]]


def _rows_of_pictures(left: Mapping[str, str], right: Mapping[str, str]) -> Iterator[Row]:
    pairs = _matched(_pictures(left), _pictures(right))
    both = [(one.row, other.row) for one, other in pairs if one and other]
    moved = set(both) - set(in_order(both))
    for one, other in pairs:
        rows_of_both = tuple(picture.row for picture in (one, other) if picture)
        number = rows_of_both[-1] + 1
        if all(picture is None or picture.photo is not None for picture in (one, other)):
            yield from _the_picture(number, one, other, moved=rows_of_both in moved)
        for word, label in _OF_PICTURES.items():
            ours, theirs = (_text(word, picture.words) if picture else "" for picture in (one, other))
            if ours or theirs:
                yield _row(format_lazy("{} {}", label, number), weave(ours, theirs))


def _the_picture(number: int, one: _Picture | None, other: _Picture | None, *, moved: bool) -> Iterator[Row]:
    """Which picture it is, by the name it is called by; nothing for a caption that waits for one on both sides."""
    here, there = (picture.photo or "" if picture else "" for picture in (one, other))
    if not here and not there:
        return
    ours, theirs = (
        picture.words.get("name", "") if picture and picture.photo else "" for picture in (one, other)
    )
    steps = [Step([Piece(here == there, [ours], [theirs])])]
    row = replace(
        _row(format_lazy("{} {}", _("Picture"), number), steps), picture_left=here, picture_right=there
    )
    if one and other and moved:
        row = replace(row, places=(one.row + 1, other.row + 1))
    yield replace(row, differs=here != there or moved)


def _matched(left: list[_Picture], right: list[_Picture]) -> _Pairs:
    """The same picture wherever it stands; where a side does not know its pictures, row by row. Right's order."""
    by_photo: dict[str, list[_Picture]] = {}
    for picture in left:
        by_photo.setdefault(picture.photo or "", []).append(picture)
    of_right: dict[int, _Picture] = {}
    for picture in right:
        if picture.photo and by_photo.get(picture.photo):
            of_right[picture.row] = by_photo[picture.photo].pop(0)
    taken = {picture.row for picture in of_right.values()}
    free = {picture.row: picture for picture in left if picture.row not in taken}
    for picture in right:
        same_row = free.get(picture.row)
        # Two pictures that are known are two pictures; a caption that waited may have got its own.
        if picture.row not in of_right and same_row and not (same_row.photo and picture.photo):
            of_right[picture.row] = free.pop(picture.row)
    pairs: _Pairs = [(of_right.get(picture.row), picture) for picture in right]
    gone: _Pairs = [(picture, None) for picture in free.values()]
    return sorted([*gone, *pairs], key=lambda pair: max(picture.row for picture in pair if picture))
