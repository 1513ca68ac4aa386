"""A text as the checks read it: its fields, its body by paragraphs, its links and pictures. Pure.

Made of an edition's words or of words that are typed: whoever has a title and a body can ask.
"""

import html
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

# Clean text has no other angle brackets than those of its tags.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:\s[^>"]*(?:"[^"]*"[^>"]*)*)?>')
_HREF = re.compile(r'\shref="([^"]*)"')
_BLOCKS = frozenset({"p", "h2", "h3", "li", "blockquote", "td", "th", "figcaption"})
_AROUND = frozenset({"ul", "ol", "table", "thead", "tbody", "tr", "hr", "figure", "div", "aside"})
# Of these an empty one is a slip; an empty cell of a table may be meant.
_MEANT_TO_HOLD = frozenset({"p", "h2", "h3", "li"})


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph, heading, item or cell of the body. `tag` is empty for words that stand in none."""

    number: int
    text: str
    tag: str

    @property
    def is_empty(self) -> bool:
        return self.tag in _MEANT_TO_HOLD and not self.text.strip()


@dataclass(frozen=True, kw_only=True)
class Link:
    paragraph: int
    start: int
    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """`number` counts from 1 above the body, and from 1 again in it. `gone`: it was there once;
    `taken_off` says when and by whose order, where that is known.
    """

    number: int
    has_file: bool
    caption: str = ""
    credit: str = ""
    alt: str = ""
    in_body: bool = False
    gone: bool = False
    taken_off: str = ""
    is_licensed: bool = True


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A stretch of text that is written by hand, and where it stands."""

    field: str
    number: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """`dead` are the addresses among its links that lead nowhere: whoever can ask the database says which."""

    title: str
    lead: str
    paragraphs: tuple[Paragraph, ...] = ()
    links: tuple[Link, ...] = ()
    pictures: tuple[Picture, ...] = ()
    dead: frozenset[str] = frozenset()
    section_is_open: bool = True

    @classmethod
    def read(cls, *, title: str, lead: str, body: str, **more: Any) -> "Draft":
        """`body` is rich text as `cms.html.clean` leaves it."""
        reader = _Body()
        reader.read(body)
        paragraphs, links = tuple(reader.paragraphs), tuple(reader.links)
        return cls(title=title, lead=lead, paragraphs=paragraphs, links=links, **more)

    def with_dead(self, dead: frozenset[str]) -> "Draft":
        return replace(self, dead=dead)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Whatever a reader reads, with something in it, from the top."""
        everything = [
            Passage(field="title", number=0, text=self.title),
            Passage(field="lead", number=0, text=self.lead),
            *(Passage(field="body", number=p.number, text=p.text) for p in self.paragraphs),
            # Those in the body are among its paragraphs.
            *(
                Passage(field="caption", number=p.number, text=p.caption)
                for p in self.pictures
                if not p.in_body
            ),
        ]
        return tuple(passage for passage in everything if passage.text.strip())


class _Body:
    """Clean rich text, cut where a block begins or ends."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.links: list[Link] = []
        self._said: list[str] = []
        self._length = 0
        self._open = ""
        self._href = ""
        # Where the link begins: in characters, and in pieces of what was said.
        self._link_from = self._link_piece = 0

    def read(self, rich: str) -> None:
        read_to = 0
        for tag in _TAG.finditer(rich):
            self._say(rich[read_to : tag.start()])
            read_to = tag.end()
            self._meet(tag)
        self._say(rich[read_to:])
        self._break("", ends=False)

    def _meet(self, tag: re.Match[str]) -> None:
        closes, name = tag[1] == "/", tag[2]
        if name in _BLOCKS:
            self._break("" if closes else name, ends=closes and name == self._open)
        elif name in _AROUND:
            self._break("", ends=False)
        elif name == "br":
            self._say("\n")
        elif name == "a":
            self._end_link()
            href = None if closes else _HREF.search(tag[0])
            self._href = html.unescape(href[1]) if href else ""

    def _say(self, text: str) -> None:
        if text:
            text = html.unescape(text) if "&" in text else text
            self._said.append(text)
            self._length += len(text)

    def _break(self, begins: str, *, ends: bool) -> None:
        """Closes the paragraph that was being read. Without words it is one only if its own end was met."""
        text = "".join(self._said)
        if ends or text.strip():
            self._end_link()
            self.paragraphs.append(Paragraph(number=len(self.paragraphs) + 1, text=text, tag=self._open))
        self._said, self._length, self._open = [], 0, begins
        self._link_from = self._link_piece = 0

    def _end_link(self) -> None:
        text = "".join(self._said[self._link_piece :]) if self._href else ""
        if text:
            number = len(self.paragraphs) + 1
            self.links.append(Link(paragraph=number, start=self._link_from, text=text, href=self._href))
        self._link_from, self._link_piece = self._length, len(self._said)
