"""A Word document as a manuscript (`cms.manuscript`): paragraphs as they look, tables, notes, and where pictures stand.

mammoth reads the file's XML; here its paragraphs get the looks that only styles tell, which mammoth leaves out. What
was deleted with changes tracked is not there, what was inserted is; comments are counted and left out.
"""

import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from mammoth import docx

from articles.word.archive import Refused, opened
from cms.manuscript import Block, Cell, Kind, Run, Style, tidy

MOST_PICTURES = 100
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_STYLES = {"title": Style.TITLE, "subtitle": Style.SUBTITLE, "caption": Style.CAPTION}
_QUOTES = ("quote", "intense quote", "block text")
_ALIGN = {"center": "center", "right": "right", "end": "right"}
_SIGNATURES = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG", "png"),
    (b"GIF8", "gif"),
    (b"RIFF", "webp"),
    (b"BM", "bmp"),
)
_KINDS = {"image/x-emf": "emf", "image/x-wmf": "wmf", "image/svg+xml": "svg", "image/tiff": "tif"}
_DEEPEST_STYLE = 20


@dataclass(frozen=True)
class FilePicture:
    """A picture of the file, unread; `number` counts from one, as people do."""

    number: int
    extension: str
    alt: str
    open: Callable[[], Any]


@dataclass
class WordText:
    blocks: list[Block] = field(default_factory=list)
    pictures: list[FilePicture] = field(default_factory=list)
    comments: int = 0
    embedded: int = 0


def read(file: BinaryIO, name: str) -> WordText:
    """What stands in the file. Raises Refused, in words for the staff."""
    archive = opened(file, name)
    try:
        looks = _Looks(archive)
        file.seek(0)
        reader = _Reader(looks)
        document = docx.read(file).value
        text = reader.read(document)
    except Refused:
        raise
    except Exception as error:  # whoever made the file may have left out or broken anything
        raise Refused(
            _("The file can't be read. Open it in Word, save it again as .docx and send that.")
        ) from error
    text.embedded = sum(entry.startswith("word/embeddings/") for entry in archive.namelist())
    return text


# ── What styles say ──────────────────────────────────────────────────────────
@dataclass(frozen=True)
class _Look:
    font: str = ""
    size: float = 0
    bold: bool | None = None
    italic: bool | None = None
    align: str = ""
    outline: int = 0

    def over(self, below: "_Look") -> "_Look":
        """This, and where it says nothing what is below."""
        return _Look(
            font=self.font or below.font,
            size=self.size or below.size,
            bold=below.bold if self.bold is None else self.bold,
            italic=below.italic if self.italic is None else self.italic,
            align=self.align or below.align,
            outline=self.outline or below.outline,
        )


class _Looks:
    """How paragraphs and runs look by their styles, each style over the one it is based on."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._styles: dict[str, tuple[str, _Look]] = {}
        self._default, self._base = "", _Look()
        if "word/styles.xml" not in archive.namelist():
            return
        raw = archive.read("word/styles.xml").decode().replace(_STRICT[1:-1], _W[1:-1])
        root = ET.fromstring(raw)  # noqa: S314 - `archive.opened` let no DTD through
        self._base = _look(root.find(f"{_W}docDefaults/{_W}rPrDefault"))
        for style in root.iter(f"{_W}style"):
            based = style.find(f"{_W}basedOn")
            below = based.get(f"{_W}val", "") if based is not None else ""
            self._styles[style.get(f"{_W}styleId", "")] = (below, _look(style))
            if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true", "on"):
                self._default = style.get(f"{_W}styleId", "")

    def of_paragraph(self, style: str | None) -> _Look:
        return self._of(style or self._default).over(self._base)

    def of_run(self, style: str | None) -> _Look:
        return self._of(style) if style else _Look()

    def _of(self, style: str) -> _Look:
        look = _Look()
        for _depth in range(_DEEPEST_STYLE):
            if style not in self._styles:
                break
            style, below = self._styles[style]
            look = look.over(below)
        return look


def _look(element: ET.Element | None) -> _Look:
    """What a style says of runs and of paragraphs."""
    if element is None:
        return _Look()

    def said(name: str, attribute: str = "val") -> str | None:
        found = element.find(f"./{_W}rPr/{_W}{name}")
        found = element.find(f"./{_W}pPr/{_W}{name}") if found is None else found
        return None if found is None else found.get(f"{_W}{attribute}", "1")

    size, outline = said("sz") or "", said("outlineLvl") or ""
    fonts = element.find(f"./{_W}rPr/{_W}rFonts")
    return _Look(
        font=(fonts.get(f"{_W}ascii") or fonts.get(f"{_W}hAnsi") or "") if fonts is not None else "",
        size=int(size) / 2 if size.isdecimal() else 0,
        bold=_switch(said("b")),
        italic=_switch(said("i")),
        align=_ALIGN.get(said("jc") or "", ""),
        outline=int(outline) + 1 if outline.isdecimal() and len(outline) == 1 and outline < "9" else 0,
    )


def _switch(said: str | None) -> bool | None:
    return None if said is None else said not in ("0", "false", "off")


# ── The document ─────────────────────────────────────────────────────────────
class _Reader:
    def __init__(self, looks: _Looks) -> None:
        self._looks = looks
        self._text = WordText()
        self._known: Any = None
        self._notes: list[Any] = []

    def read(self, document: Any) -> WordText:
        self._text.comments, self._known = len(document.comments), document.notes
        blocks = [block for child in document.children for block in self._blocks(child)]
        # Notes to notes are left out: one that names itself would have no end.
        notes, self._known = list(self._notes), None
        for number, note in enumerate(notes, start=1):
            said = [block for child in note.body for block in self._blocks(child)]
            mark = (Run(f"[{number}]", raised="sup"), Run(" "))
            blocks += [replace(said[0], runs=(*mark, *said[0].runs)), *said[1:]] if said else []
        self._text.blocks = tidy(blocks)
        return self._text

    def _blocks(self, element: Any) -> Iterator[Block]:
        kind = type(element).__name__
        if kind == "Paragraph":
            yield from self._paragraph(element)
        elif kind == "Table":
            yield from self._table(element)
        else:
            for child in getattr(element, "children", ()):
                yield from self._blocks(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        """The paragraph; in pieces where pictures part it."""
        look = self._looks.of_paragraph(paragraph.style_id)
        shape = self._shape(paragraph, look)
        runs: list[Run] = []
        for piece in self._pieces(paragraph, Run("", font=look.font, size=look.size), look):
            if isinstance(piece, Run):
                runs.append(piece)
                continue
            yield replace(shape, runs=tuple(runs))
            yield Block(Kind.PICTURE, picture=piece, align=shape.align)
            runs = []
        yield replace(shape, runs=tuple(runs))

    def _shape(self, paragraph: Any, look: _Look) -> Block:
        name = (paragraph.style_name or "").lower()
        align = _ALIGN.get(paragraph.alignment or "", "" if paragraph.alignment else look.align)
        block = Block(align=align, style=_STYLES.get(name, Style.NONE))
        level = int(name[-1]) if name[:-1] == "heading " and name[-1].isdecimal() else look.outline
        if level and block.style not in (Style.SUBTITLE, Style.CAPTION):
            return replace(block, kind=Kind.HEADING, level=level)
        if paragraph.numbering:
            depth = int(paragraph.numbering.level_index) + 1
            return replace(block, kind=Kind.ITEM, level=depth, ordered=paragraph.numbering.is_ordered)
        return replace(block, kind=Kind.QUOTE) if name in _QUOTES else block

    def _pieces(self, element: Any, run: Run, look: _Look) -> Iterator[Run | int]:
        """The runs of a paragraph, and between them the places of pictures."""
        for child in element.children:
            kind = type(child).__name__
            if kind == "Text":
                yield replace(run, text=child.value)
            elif kind == "Tab":
                yield replace(run, text=" ")
            elif kind == "Break":
                yield replace(run, text="\n" if child.break_type == "line" else "\n\n")
            elif kind == "Image":
                yield self._picture(child)
            elif kind == "NoteReference":
                yield from self._note(child)
            elif kind == "Hyperlink":
                yield from self._pieces(child, replace(run, href=_outside(child.href)), look)
            elif kind == "Run":
                yield from self._pieces(child, self._run(child, run, look), look)
            elif getattr(child, "children", None):
                yield from self._pieces(child, run, look)

    def _note(self, reference: Any) -> Iterator[Run]:
        try:
            self._notes.append(self._known.resolve(reference))
        except (AttributeError, KeyError):
            return
        yield Run(f"[{len(self._notes)}]", raised="sup")

    def _run(self, given: Any, around: Run, look: _Look) -> Run:
        of_style = self._looks.of_run(given.style_id).over(look)
        raised = {"superscript": "sup", "subscript": "sub"}.get(given.vertical_alignment, "")
        return replace(
            around,
            bold=given.is_bold or bool(of_style.bold),
            italic=given.is_italic or bool(of_style.italic),
            underline=bool(given.is_underline),
            raised=raised,
            font=given.font or of_style.font,
            size=given.font_size or of_style.size,
        )

    def _picture(self, image: Any) -> int:
        if len(self._text.pictures) >= MOST_PICTURES:
            raise Refused(
                _("The file holds more than %(most)d pictures. Send it in parts.") % {"most": MOST_PICTURES}
            )
        number = len(self._text.pictures) + 1
        extension = _KINDS.get(image.content_type or "", "") or _extension(image)
        self._text.pictures.append(FilePicture(number, extension, image.alt_text or "", image.open))
        return number - 1

    def _table(self, table: Any) -> Iterator[Block]:
        """The table; what is in it one after the other where it only lays out pictures."""
        rows = []
        for row in table.children:
            cells = [
                Cell(
                    tuple(block for child in cell.children for block in self._blocks(child)),
                    colspan=cell.colspan,
                    rowspan=cell.rowspan,
                    head=row.is_header,
                )
                for cell in row.children
            ]
            rows.append(tuple(cells))
        inside = [block for row in rows for cell in row for block in cell.blocks]
        if any(block.kind == Kind.PICTURE for block in inside):
            yield from inside
        else:
            yield Block(Kind.TABLE, rows=tuple(rows))


def _outside(href: str | None) -> str:
    """A link's address; one that leads to a place in the document leads nowhere in an article."""
    return "" if not href or href.startswith("#") else href


def _extension(image: Any) -> str:
    """By its first bytes: Word's own name for it may be wrong."""
    try:
        with image.open() as file:
            head = file.read(8)
    except Exception:  # not in the file: linked from elsewhere, or lost
        return ""
    return next((extension for signature, extension in _SIGNATURES if head.startswith(signature)), "bin")
