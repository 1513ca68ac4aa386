"""What Word, Google Docs and LibreOffice put on the clipboard, read as a manuscript (`cms.manuscript`).

The markup is theirs: conditional comments, classes, styles at every run, lists that are paragraphs. What is read here
is what a person saw; it is cleaned like everything else by `cms.html`.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import nh3

from cms.legacy import Encoding, decode
from cms.manuscript import Block, Cell, Kind, Run, Style, tidy

MOST_CHARACTERS = 3_000_000
MOST_NESTED = 200
# A parser takes quadratic time over boxes in boxes; no page that somebody wrote has hundreds of them.
_DEEPEST = 1_000
_A_BOX = re.compile(
    r"<(/?)(?:div|center|blockquote|[ou]l|dl|table|section|article|main|header|footer|nav|aside|figure|pre|address"
    r"|details|summary|fieldset|form|menu|dir|hgroup|listing|search|dialog|button|marquee|object|applet)\b",
    re.IGNORECASE,
)
_STYLE_SHEETS, _SHEET_LENGTH = 3, 300_000
# A parser first: what comes out of it is well formed, without comments and without what is in scripts.
_WELL_FORMED = nh3.Cleaner(
    tags={
        *("p", "div", "span", "font", "center", "pre", "br", "hr", "blockquote", "a"),
        *("b", "strong", "i", "em", "u", "ins", "del", "s", "strike", "sub", "sup"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"),
        *("table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"),
    },
    attributes={
        "*": {"style", "class", "align"},
        "a": {"href"},
        "font": {"face", "size"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        "li": {"aria-level"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    clean_content_tags={
        *("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea"),
    },
)
_SELECTOR = re.compile(r"^(\w*)\.([-\w]+)$|^(\w+)$")
_BLOCKS = frozenset({"p", "div", "center", "pre", "li", "blockquote", "caption", "hr"}) | {
    f"h{level}" for level in range(1, 7)
}
_LISTS = frozenset({"ul", "ol"})
_VOID = frozenset({"br", "hr"})
_HEADING_CLASS = re.compile(r"^(?:Mso)?Heading([1-6])$", re.IGNORECASE)
_STYLES = {
    "msotitle": Style.TITLE,
    "title": Style.TITLE,
    "msosubtitle": Style.SUBTITLE,
    "subtitle": Style.SUBTITLE,
    "msocaption": Style.CAPTION,
    "caption": Style.CAPTION,
}
_NUMBERED = re.compile(r"^\s*[\w]{1,6}[.)]")
_LIST_LEVEL = re.compile(r"level(\d)")
_SIZES = {"1": 7.5, "2": 10, "3": 12, "4": 13.5, "5": 18, "6": 24, "7": 36}
_UNITS = {"pt": 1.0, "px": 0.75}
_SIZE = re.compile(r"^(\d{1,3}(?:\.\d{1,4})?)(pt|px)$")
_BULLET, _UNSEEN = "bullet", "unseen"


def is_too_much(markup: str) -> bool:
    """Whether it is longer, or boxed deeper, than anything that somebody wrote."""
    if len(markup) > MOST_CHARACTERS:
        return True
    deep = 0
    for box in _A_BOX.finditer(markup):
        deep = max(0, deep - 1) if box[1] else deep + 1
        if deep > _DEEPEST:
            return True
    return False


def read(markup: str) -> list[Block]:
    """The paragraphs of what was pasted, tidy; headings with the levels they had."""
    reader = _Reader(_sheets(markup))
    reader.feed(_WELL_FORMED.clean(markup.replace("\0", "")))
    reader.close()
    return tidy(reader.done())


def decode_words(markup: str, encoding: Encoding) -> str:
    """A piece of markup with its words in Unicode and its elements as they are; for `cms.html` to clean."""
    reader = _Words(encoding)
    reader.feed(_WELL_FORMED.clean(markup.replace("\0", "")))
    reader.close()
    return "".join(reader.made)


class _Words(HTMLParser):
    def __init__(self, encoding: Encoding) -> None:
        super().__init__(convert_charrefs=True)
        self._encoding = encoding
        self.made: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.made.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.made.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.made.append(html.escape(decode(data, self._encoding), quote=False))


# ── Styles ───────────────────────────────────────────────────────────────────
def _sheets(markup: str) -> dict[str, dict[str, str]]:
    """What the style sheets say of elements and classes: `p`, `.msonormal`, `p.msonormal`."""
    rules: dict[str, dict[str, str]] = {}
    end = 0
    low = markup.lower()
    for _ in range(_STYLE_SHEETS):
        start = low.find("<style", end)
        end = low.find("</style", start)
        if start < 0 or end < 0:
            break
        sheet = markup[start : min(end, start + _SHEET_LENGTH)]
        sheet = re.sub(r"/\*[^*]*\*/|<!--|-->|<[^<>]*>", "", sheet)
        for rule in sheet.split("}"):
            selectors, _brace, said = rule.rpartition("{")
            for selector in selectors.split(","):
                if _SELECTOR.match(selector := selector.strip().lower()):
                    rules.setdefault(selector, {}).update(declarations(said))
    return rules


def declarations(style: str) -> dict[str, str]:
    parts = (part.partition(":") for part in style.split(";"))
    return {name.strip().lower(): value.strip() for name, _colon, value in parts}


@dataclass(frozen=True)
class _Format:
    """How text looks where the reader stands: what runs inherit from what is around them."""

    run: Run
    align: str = ""
    skip: str = ""

    def within(self, tag: str, said: Mapping[str, str]) -> "_Format":
        run, value = self.run, said.get
        if tag in ("b", "strong", "th"):
            run = replace(run, bold=True)
        elif tag in ("i", "em"):
            run = replace(run, italic=True)
        elif tag in ("u", "ins"):
            run = replace(run, underline=run.underline or tag == "u")
        elif tag in ("sub", "sup"):
            run = replace(run, raised=tag)
        if weight := value("font-weight", "").lower():
            run = replace(
                run, bold=weight.startswith("bold") or (weight.isdecimal() and int(weight[:5]) >= 600)
            )
        if slant := value("font-style", "").lower():
            run = replace(run, italic=slant.startswith(("italic", "oblique")))
        if "underline" in value("text-decoration", "") + value("text-decoration-line", ""):
            run = replace(run, underline=True)
        if (raised := value("vertical-align", "").lower()) in ("sub", "super", "baseline"):
            run = replace(run, raised={"sub": "sub", "super": "sup"}.get(raised, ""))
        if font := value("font-family", ""):
            run = replace(run, font=font.split(",")[0].strip("\"' "))
        if size := _SIZE.match(value("font-size", "").lower()):
            run = replace(run, size=float(size[1]) * _UNITS[size[2]])
        align = value("text-align", "").lower()
        return replace(self, run=run, align=align or self.align, skip=_skipped(tag, said) or self.skip)


def _skipped(tag: str, said: Mapping[str, str]) -> str:
    """What nobody saw: deleted and hidden text, comments; and the bullets that Word writes as text."""
    if said.get("mso-list", "").lower() == "ignore":
        return _BULLET
    unseen = tag in ("del", "s", "strike") and "mso" in said.get("class", "").lower()
    unseen = unseen or tag == "del" or said.get("display") == "none" or said.get("mso-hide") == "all"
    unseen = unseen or said.get("mso-element", "").startswith("comment")
    return _UNSEEN if unseen or "msocommentreference" in said.get("class", "").lower().split() else ""


# ── Reading ──────────────────────────────────────────────────────────────────
@dataclass
class _Open:
    """An element that is open; `block` is the paragraph it begins, for those that begin one."""

    tag: str
    format: _Format
    block: Block | None = None


@dataclass
class _Room:
    """A place that paragraphs stand in: the text itself, or a table's cell, with the lists open in it."""

    blocks: list[Block] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    said: Mapping[str, str] = field(default_factory=dict)
    is_head: bool = False


class _Reader(HTMLParser):
    """Walks well-formed markup without recursion, however deep it goes."""

    def __init__(self, sheets: dict[str, dict[str, str]]) -> None:
        super().__init__(convert_charrefs=True)
        self._sheets = sheets
        self._open: list[_Open] = [_Open("", _Format(Run("")))]
        self._runs: list[Run] = []
        self._bullet = ""
        self._item_begun = False
        self._rooms: list[_Room] = [_Room()]

    def done(self) -> list[Block]:
        self._flush()
        while len(self._rooms) > 1:
            self._close_room()
        return self._rooms[0].blocks

    # ── Elements ─────────────────────────────────────────────────────────────
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = self._said(tag, {name: value or "" for name, value in attrs})
        if tag == "br":
            self._add("\n")
        elif tag in _BLOCKS | _LISTS or tag in ("td", "th", "tr", "table"):
            self._flush()
        if tag in _VOID or len(self._open) > MOST_NESTED:
            return
        format_ = self._open[-1].format.within(tag, said)
        if tag == "a" and not (href := said.get("href", "")).startswith("#"):
            format_ = replace(format_, run=replace(format_.run, href=href))
        self._open.append(_Open(tag, format_, self._begun(tag, said, format_)))
        if tag in _LISTS:
            self._rooms[-1].lists.append(tag)
        elif tag == "table":
            self._rooms[-1].rows = []
        elif tag == "tr":
            self._rooms[-1].rows.append([])
        elif tag in ("td", "th"):
            head = tag == "th" or any(one.tag == "thead" for one in self._open)
            self._rooms.append(_Room(said=said, is_head=head))

    def handle_endtag(self, tag: str) -> None:
        if tag not in (one.tag for one in reversed(self._open)):
            return
        if tag in _BLOCKS | _LISTS or tag in ("td", "th", "tr", "table"):
            self._flush()
        while self._open.pop().tag != tag:
            pass
        room = self._rooms[-1]
        if tag in _LISTS and room.lists:
            room.lists.pop()
        elif tag in ("td", "th") and len(self._rooms) > 1:
            self._close_room()
        elif tag == "table":
            rows, room.rows = room.rows, []
            self._put(Block(Kind.TABLE, rows=tuple(tuple(row) for row in rows if row)))

    def handle_data(self, data: str) -> None:
        skip = self._open[-1].format.skip
        if skip == _BULLET:
            self._bullet += data
        elif not skip:
            self._add(re.sub(r"[ \t\r\n]+", " ", data))

    # ── What is made of them ─────────────────────────────────────────────────
    def _said(self, tag: str, given: dict[str, str]) -> dict[str, str]:
        """The element's attributes, and over them what its classes and its style say."""
        said = dict(given)
        names = given.get("class", "").lower().split()[:10]
        for selector in (tag, *(f".{name}" for name in names), *(f"{tag}.{name}" for name in names)):
            said |= self._sheets.get(selector, {})
        if face := given.get("face"):
            said["font-family"] = face
        if tag == "font" and given.get("size") in _SIZES:
            said["font-size"] = f"{_SIZES[given['size']]}pt"
        if align := "center" if tag == "center" else given.get("align"):
            said["text-align"] = align
        return said | declarations(given.get("style", ""))

    def _begun(self, tag: str, said: Mapping[str, str], format_: _Format) -> Block | None:
        """The paragraph that this element begins, as far as its name, class and style tell."""
        if tag not in _BLOCKS:
            return None
        names = [name for name in said.get("class", "").split() if name]
        style = next((_STYLES[name.lower()] for name in names if name.lower() in _STYLES), Style.NONE)
        block = Block(align=format_.align, style=style)
        heading = next((found[1] for name in names if (found := _HEADING_CLASS.match(name))), "")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal():
            heading = tag[1]
        outline = said.get("mso-outline-level", "")
        heading = heading or (outline if outline.isdecimal() else "")
        if heading and style not in (Style.SUBTITLE, Style.CAPTION):
            return replace(block, kind=Kind.HEADING, level=int(heading[0]) or 1)
        if found := _LIST_LEVEL.search(said.get("mso-list", "")):
            return replace(block, kind=Kind.ITEM, level=int(found[1]))
        if tag == "li":
            self._item_begun = False
            return self._item(said, block)
        around = self._open[-1].block
        if around and around.kind in (Kind.ITEM, Kind.QUOTE, Kind.HEADING):
            return replace(around, align=format_.align)
        return replace(block, kind=Kind.QUOTE) if tag == "blockquote" else block

    def _item(self, said: Mapping[str, str], block: Block) -> Block:
        lists = self._rooms[-1].lists or ["ul"]
        level = said.get("aria-level", "")
        depth = int(level) if level.isdecimal() and len(level) < 3 else len(lists)
        return replace(block, kind=Kind.ITEM, level=max(depth, len(lists)), ordered=lists[-1] == "ol")

    def _add(self, text: str) -> None:
        if not self._open[-1].format.skip:
            self._runs.append(replace(self._open[-1].format.run, text=text))

    def _flush(self) -> None:
        """What was read since the last paragraph ended is one."""
        runs, self._runs = tuple(self._runs), []
        bullet, self._bullet = self._bullet, ""
        if not any(run.text.strip() for run in runs):
            return
        shape = next((one.block for one in reversed(self._open) if one.block), None) or Block()
        in_list = any(one.tag == "li" for one in self._open)
        if shape.kind == Kind.ITEM and not in_list:
            self._put(replace(shape, runs=runs, ordered=bool(_NUMBERED.match(bullet))))
        elif shape.kind == Kind.ITEM and self._item_begun and self._rooms[-1].blocks:
            last = self._rooms[-1].blocks.pop()
            self._put(replace(last, runs=(*last.runs, Run("\n"), *runs)))
        else:
            self._item_begun = in_list
            self._put(replace(shape, runs=runs))

    def _put(self, block: Block) -> None:
        self._rooms[-1].blocks.append(block)

    def _close_room(self) -> None:
        self._flush()
        room, around = self._rooms.pop(), self._rooms[-1]
        if not around.rows:
            around.rows.append([])
        spans = {name: _span(room.said.get(name, "")) for name in ("colspan", "rowspan")}
        around.rows[-1].append(Cell(tuple(room.blocks), head=room.is_head, **spans))


def _span(said: str) -> int:
    return int(said) if re.fullmatch(r"[1-9]\d?", said) else 1
