"""A text as a word processor holds it, paragraph by paragraph, whichever way it came: pasted, or read from a file.

Both ways end here, so that the same text gives the same body. What a paragraph looked like (size, alignment) is kept
as long as somebody may want to know what it is, and is left behind in `to_html`.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, zip_longest
from typing import NamedTuple

from cms.legacy import Encoding, decode, encoding_of_font, is_readable
from cms.text import fold, nfc

LONGEST_HEADING = 150
LONGEST_BOLD_HEADING = 90
DEEPEST_LIST = 4
_SPACES = re.compile(r"[ \t\r\xa0]*\n[ \t\r\xa0]*|[ \t\r\xa0]{2,}|[\t\r]")
_NO_HEADING_ENDS = (".", "!", "?", "…", ":", ";", ",")


class Kind(StrEnum):
    PARAGRAPH = "p"
    HEADING = "h"
    ITEM = "li"
    QUOTE = "blockquote"
    TABLE = "table"
    PICTURE = "figure"


class Style(StrEnum):
    """What the writer's own style says a paragraph is."""

    NONE = ""
    TITLE = "title"
    SUBTITLE = "subtitle"
    CAPTION = "caption"


@dataclass(frozen=True)
class Run:
    """Some text that looks the same throughout; a line break is a line feed."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    raised: str = ""
    href: str = ""
    font: str = ""
    size: float = 0
    # What stood there before it was decoded.
    typed: str = ""

    @property
    def look(self) -> tuple:
        return (self.bold, self.italic, self.underline, self.raised, self.href)

    @property
    def encoding(self) -> Encoding | None:
        """Of an old font whose text needs it; None where it reads as it is."""
        encoding = encoding_of_font(self.font) if self.font else None
        return None if encoding is None or is_readable(self.text, encoding) else encoding


@dataclass(frozen=True)
class Cell:
    blocks: tuple["Block", ...] = ()
    colspan: int = 1
    rowspan: int = 1
    head: bool = False


@dataclass(frozen=True)
class Block:
    """`level` of a heading (1 is the highest) or of a list's item; `picture` is a place in the file's pictures."""

    kind: Kind = Kind.PARAGRAPH
    runs: tuple[Run, ...] = ()
    level: int = 0
    ordered: bool = False
    rows: tuple[tuple[Cell, ...], ...] = ()
    picture: int = -1
    align: str = ""
    style: Style = Style.NONE

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def _whole(self, has: Callable[[Run], bool]) -> bool:
        said = [run for run in self.runs if run.text.strip()]
        return bool(said) and all(has(run) for run in said)

    @property
    def is_bold(self) -> bool:
        return self._whole(lambda run: run.bold)

    @property
    def is_italic(self) -> bool:
        return self._whole(lambda run: run.italic)

    @property
    def size(self) -> float:
        """Of most of its letters; 0 where nothing was said."""
        return max(((len(run.text), run.size) for run in self.runs), default=(0, 0))[1]


# ── Tidying ──────────────────────────────────────────────────────────────────
def tidy(blocks: Iterable[Block]) -> list[Block]:
    """Without empty paragraphs, runs of spaces and pieces of one look; an empty line inside parts a paragraph."""
    return [part for block in blocks for part in _tidied(block)]


def _tidied(block: Block) -> Iterator[Block]:
    if block.kind == Kind.PICTURE:
        yield block
    elif block.kind == Kind.TABLE:
        rows = tuple(
            tuple(replace(cell, blocks=tuple(tidy(_flat(cell.blocks)))) for cell in row)
            for row in block.rows
            if row
        )
        if len(rows) == 1 and len(rows[0]) == 1:
            # A frame around some paragraphs.
            yield from rows[0][0].blocks
        elif any(cell.blocks for row in rows for cell in row):
            yield replace(block, rows=rows)
    else:
        for runs in _parted(_joined(block.runs)):
            if fold("".join(run.text for run in runs)):
                yield replace(block, runs=runs)


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """Of a table in a cell its paragraphs."""
    for block in blocks:
        if block.kind == Kind.TABLE:
            yield from (one for row in block.rows for cell in row for one in _flat(cell.blocks))
        else:
            yield block


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one look and one font as one: a word processor cuts a word wherever it was typed upon."""
    joined = []
    for _look, same in groupby(_with_their_spaces(list(runs)), key=lambda run: replace(run, text="")):
        pieces = list(same)
        joined.append(replace(pieces[0], text="".join(run.text for run in pieces)))
    return joined


def _with_their_spaces(runs: list[Run]) -> list[Run]:
    """A space between two pieces of one look has that look too, whatever was switched off for it."""
    for place in range(1, len(runs) - 1):
        before, space, after = runs[place - 1 : place + 2]
        if not space.text.strip() and before.look == after.look:
            runs[place] = replace(before, text=space.text)
    return runs


def _parted(runs: list[Run]) -> Iterator[tuple[Run, ...]]:
    """The paragraph, or the paragraphs that empty lines make of it, each without space at its ends."""
    parts: list[list[Run]] = [[]]
    for run in _single_spaced(runs):
        first, *others = re.split(r"\n{2,}", run.text)
        parts[-1].append(replace(run, text=first))
        parts += [[replace(run, text=other)] for other in others]
    for part in parts:
        if trimmed := _trimmed(part):
            yield tuple(trimmed)


def _single_spaced(runs: list[Run]) -> Iterator[Run]:
    """Spaces once, even where a run ends and the next begins with one; none around a line break."""
    before = "\n"
    for run in runs:
        text = _SPACES.sub(lambda found: "\n" if "\n" in found[0] else " ", run.text)
        if before in "\n ":
            text = text.lstrip(" ")
        if text.startswith("\n") and before == " ":
            text = text.lstrip("\n ")
        if text:
            before = text[-1]
            yield replace(run, text=text)


def _trimmed(runs: list[Run]) -> list[Run]:
    runs = [run for run in runs if run.text]
    while runs and not (head := runs[0].text.lstrip(" \n\xa0")):
        runs.pop(0)
    while runs and not (tail := runs[-1].text.rstrip(" \n\xa0")):
        runs.pop()
    if runs:
        runs[0] = replace(runs[0], text=head)
        tail = runs[-1].text.rstrip(" \n\xa0")
        runs[-1] = replace(runs[-1], text=tail)
    return runs


# ── Headings ─────────────────────────────────────────────────────────────────
def with_headings(blocks: list[Block]) -> list[Block]:
    """Paragraphs that only look like a heading become one; the highest that is left in a body is an h2."""
    base = base_size(blocks)
    found = [
        replace(block, kind=Kind.HEADING, level=2) if _looks_like_heading(block, after, base) else block
        for block, after in zip_longest(blocks, blocks[1:])
    ]
    found = [
        replace(block, kind=Kind.HEADING, level=1) if block.style == Style.TITLE else block for block in found
    ]
    has_first = any(block.kind == Kind.HEADING and block.level == 1 for block in found)
    return [
        replace(block, level=min(3, max(2, block.level + has_first))) if block.kind == Kind.HEADING else block
        for block in found
    ]


def base_size(blocks: Iterable[Block]) -> float:
    """The size of most of the text."""
    letters: dict[float, int] = {}
    for block in blocks:
        for run in block.runs:
            letters[run.size] = letters.get(run.size, 0) + len(run.text)
    return max(letters, key=lambda size: letters[size], default=0)


def _looks_like_heading(block: Block, after: Block | None, base: float) -> bool:
    text = block.text
    if block.kind != Kind.PARAGRAPH or block.style or block.align == "right" or after is None or "\n" in text:
        return False
    if text.endswith(_NO_HEADING_ENDS) or after.kind == Kind.HEADING:
        return False
    if base and block.size >= base * 1.15 and len(text) <= LONGEST_HEADING:
        return True
    follows = after.kind in (Kind.PARAGRAPH, Kind.ITEM, Kind.TABLE)
    return block.is_bold and len(text) <= LONGEST_BOLD_HEADING and follows and not after.is_bold


# ── Old encodings ────────────────────────────────────────────────────────────
class Found(NamedTuple):
    """What most of the old text is written in, and the name of its font."""

    encoding: Encoding
    font: str


def runs_of(blocks: Iterable[Block]) -> Iterator[Run]:
    for block in blocks:
        yield from block.runs
        for row in block.rows:
            for cell in row:
                yield from runs_of(cell.blocks)


def old_text(blocks: Iterable[Block]) -> Found | None:
    """Whether some of it was typed in fonts of an old encoding, and which."""
    letters: dict[Found, int] = {}
    for run in runs_of(blocks):
        if encoding := run.encoding:
            found = Found(encoding, run.font.strip("\"' "))
            letters[found] = letters.get(found, 0) + len(run.text)
    return max(letters, key=lambda found: letters[found], default=None)


def decoded(blocks: Iterable[Block]) -> list[Block]:
    """The same in NFC, every run of an old font in Unicode by that font."""
    return _each_run(blocks, _decoded)


def _decoded(run: Run) -> Run:
    if not run.encoding:
        return replace(run, text=nfc(run.text))
    return replace(run, text=decode(run.text, run.encoding), typed=run.text, font="")


def as_typed(blocks: Iterable[Block]) -> list[Block]:
    """What `decoded` read, as it stood there before."""
    return _each_run(blocks, lambda run: replace(run, text=run.typed or run.text, typed=""))


def _each_run(blocks: Iterable[Block], changed: Callable[[Run], Run]) -> list[Block]:
    return [
        replace(
            block,
            runs=tuple(map(changed, block.runs)),
            rows=tuple(
                tuple(replace(cell, blocks=tuple(_each_run(cell.blocks, changed))) for cell in row)
                for row in block.rows
            ),
        )
        for block in blocks
    ]


# ── HTML ─────────────────────────────────────────────────────────────────────
def to_html(blocks: Iterable[Block], picture: Callable[[Block], str] = lambda block: "") -> str:
    """As the gate to safe HTML (`cms.html`) takes it; `picture` writes the figure of a picture."""
    made = []
    for is_item, group in groupby(blocks, key=lambda block: block.kind == Kind.ITEM):
        if is_item:
            made.append(_list(list(group)))
        else:
            made += [picture(block) if block.kind == Kind.PICTURE else _block(block) for block in group]
    return "".join(made)


def _block(block: Block) -> str:
    if block.kind == Kind.TABLE:
        return _table(block)
    if block.kind == Kind.HEADING:
        # A heading stands out by itself; only a word within it may be set apart.
        italic = not block.is_italic
        plain = [
            replace(run, bold=False, underline=False, italic=run.italic and italic) for run in block.runs
        ]
        return f"<h{block.level}>{inline(plain)}</h{block.level}>"
    paragraph = f"<p>{inline(block.runs)}</p>"
    return f"<blockquote>{paragraph}</blockquote>" if block.kind == Kind.QUOTE else paragraph


def _list(items: list[Block]) -> str:
    """Nested as their levels say; a level that is skipped counts as one."""
    made: list[str] = []
    stack: list[tuple[int, str]] = []
    for item in items:
        level, tag = item.level, "ol" if item.ordered else "ul"
        while stack and (level < stack[-1][0] or (level == stack[-1][0] and tag != stack[-1][1])):
            made.append(f"</li></{stack.pop()[1]}>")
        if (stack and level == stack[-1][0]) or len(stack) == DEEPEST_LIST:
            made.append("</li>")
        else:
            made.append(f"<{tag}>")
            stack.append((level, tag))
        made.append(f"<li>{inline(item.runs)}")
    made += [f"</li></{tag}>" for _level, tag in reversed(stack)]
    return "".join(made)


def _table(block: Block) -> str:
    head = [row for row in block.rows if row and all(cell.head for cell in row)]
    body = [row for row in block.rows if row not in head]
    parts = [("thead", head), ("tbody", body)]
    made = [f"<{tag}>{''.join(map(_row, rows))}</{tag}>" for tag, rows in parts if rows]
    return f"<table>{''.join(made)}</table>"


def _row(row: tuple[Cell, ...]) -> str:
    return f"<tr>{''.join(map(_cell, row))}</tr>"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.head else "td"
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    paragraphs = [
        [replace(run, bold=run.bold and not cell.head) for run in block.runs] for block in cell.blocks
    ]
    return f"<{tag}{spans}>{'<br>'.join(map(inline, paragraphs))}</{tag}>"


def inline(runs: Iterable[Run]) -> str:
    """Links outermost, then bold, italic and the rest: one look has one form."""
    made = []
    for href, linked in groupby(runs, key=lambda run: run.href):
        text = "".join(_looks(look, same) for look, same in groupby(linked, key=lambda run: run.look))
        made.append(f'<a href="{html.escape(href)}">{text}</a>' if href else text)
    return "".join(made)


def _looks(look: tuple, runs: Iterable[Run]) -> str:
    bold, italic, underline, raised, href = look
    text = html.escape("".join(run.text for run in runs), quote=False).replace("\n", "<br>")
    if not text.strip() or text == "<br>":
        return text
    # A link is underlined by itself.
    for tag in (
        raised,
        "u" if underline and not href else "",
        "em" if italic else "",
        "strong" if bold else "",
    ):
        text = f"<{tag}>{text}</{tag}>" if tag else text
    return text
