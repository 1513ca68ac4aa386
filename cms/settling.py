"""Putting clean markup into shape: objects at the top level or in a gallery, boxes around words, nothing empty.

The second half of the gate: `cms.html` has cleaned what comes here, and cleans it again until nothing changes. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby
from typing import TypeGuard

from cms.embeds import canonical
from cms.shape import GALLERIES, figure

_LONGEST = {"data-credit": 150, "data-alt": 300}
_VOID = frozenset({"br", "hr"})
_IN_CAPTIONS = frozenset({"strong", "em", "b", "i", "u", "sub", "sup", "a", "br"})
_FRAMES = frozenset({"div", "aside", "figcaption"})
_HOLDS_PARAGRAPHS = frozenset({"li", "td", "th", "blockquote", "aside", "div"})
_A_BLOCK = re.compile(r"<(?:p|h2|h3|ul|ol|table|blockquote|hr)\b")
_LINE_ENDS = re.compile(r"^(?:<br>|\s)+|(?:<br>|\s)+$")
_NEEDS_SHAPE = re.compile(r"<(?:figure|figcaption|div|aside)\b")
_NUMBER = re.compile(r"[1-9]\d{0,17}", re.ASCII)


@dataclass
class _Element:
    tag: str
    start: str
    said: dict[str, str]
    children: "list[_Element | str]" = field(default_factory=list)


_Node = _Element | str


class _Tree(HTMLParser):
    """The tree of clean markup, every piece of text and every tag as it was written."""

    def __init__(self, rich: str) -> None:
        super().__init__(convert_charrefs=False)
        self.root = _Element("", "", {})
        self._open = [self.root]
        self.feed(rich)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, self.get_starttag_text() or "", {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def handle_entityref(self, name: str) -> None:
        self._open[-1].children.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._open[-1].children.append(f"&#{name};")


def settle(rich: str) -> str:
    """Objects at the top level or in a gallery, boxes around words only, and no frame left empty.

    `rich` is well-formed, as a cleaner leaves it. What stood in an object and is no part of it comes after it.
    """
    if not _NEEDS_SHAPE.search(rich):
        return rich
    return "".join(_at_top(node) for node in _Tree(rich).root.children)


def _at_top(node: _Node) -> str:
    if isinstance(node, str):
        return node
    if _is_figure(node):
        return _as_figure(node)
    if node.tag in ("div", "figcaption"):
        return _as_gallery(node) if _is_object(node) else _as_blocks(node.children)
    after: list[_Element] = []
    if node.tag == "aside":
        inside = "".join(_within(child, after, around="aside") for child in node.children)
        whole = f"<aside>{inside}</aside>" if inside.strip() else ""
    else:
        whole = _within(node, after, around="")
    return whole + "".join(map(_at_top, after))


def _as_blocks(nodes: Iterable[_Node]) -> str:
    """Words that lost their frame are paragraphs of their own, or they would run into their neighbours."""
    made = ""
    for is_words, group in groupby(nodes, key=_is_inline):
        if not is_words:
            made += "".join(map(_at_top, group))
        elif (inside := "".join(_at_top(node) for node in group)).strip():
            made += f"<p>{inside.strip()}</p>"
    return made


def _within(node: _Node, after: list[_Element], *, around: str) -> str:
    """Inside a block: objects go behind it, frames fall away around their words."""
    if isinstance(node, str):
        return node
    if _is_object(node):
        after.append(node)
        return " "
    inside = "".join(_within(child, after, around=node.tag) for child in node.children)
    if node.tag in _FRAMES:
        return f"<p>{inside}</p>" if around in _HOLDS_PARAGRAPHS and _is_line(inside) else f" {inside} "
    return node.start if node.tag in _VOID else f"{node.start}{inside}</{node.tag}>"


def _as_figure(node: _Element) -> str:
    said, caption, others = _read(node)
    whole = figure(said, caption) if said else f"<p>{caption}</p>" if caption else ""
    return whole + _as_blocks(others)


def _as_gallery(node: _Element) -> str:
    shown, others = [], []
    for child in node.children:
        said, caption, beside = _read(child) if _is_figure(child) else ({}, "", [])
        if said.keys() & {"data-photo", "data-embed", "data-file"} == {"data-photo"}:
            shown.append(figure(said, caption))
            others += [*beside, _gap()]
        elif not _is_blank(child):
            others.append(child)
    kind = node.said["data-gallery"]
    kind = kind if kind in GALLERIES else GALLERIES[0]
    whole = f'<div data-gallery="{kind}">{"".join(shown)}</div>' if shown else ""
    return whole + _as_blocks(others)


def _read(node: _Element) -> tuple[dict[str, str], str, list[_Node]]:
    """What a figure names, its caption, and whatever else somebody put into it."""
    caption, others = "", []
    for child in node.children:
        if _is_element(child, "figcaption") and not caption:
            caption = _inline(child)
            others += [_gap(), *_objects_in(child)]
        elif not _is_blank(child):
            others.append(child)
    return _named(node.said), caption, others


def _gap() -> _Element:
    """Where something was taken out: the words on both sides of it stay apart."""
    return _Element("div", "", {})


def _objects_in(node: _Element) -> list[_Node]:
    """Objects that somebody put into a caption."""
    found: list[_Node] = []
    for child in node.children:
        if not isinstance(child, str):
            found += [child] if _is_object(child) else _objects_in(child)
    return found


def _is_element(node: _Node, tag: str) -> TypeGuard[_Element]:
    return not isinstance(node, str) and node.tag == tag


def _is_figure(node: _Node) -> TypeGuard[_Element]:
    return _is_element(node, "figure")


def _is_object(node: _Element) -> bool:
    return node.tag == "figure" or "data-gallery" in node.said


def _is_inline(node: _Node) -> bool:
    return isinstance(node, str) or node.tag in _IN_CAPTIONS


def _is_line(inside: str) -> bool:
    return bool(inside.strip()) and not _A_BLOCK.search(inside)


def _is_blank(node: _Node) -> bool:
    return isinstance(node, str) and not node.strip()


def _inline(node: _Element) -> str:
    """The words of a caption: a line each where there were blocks."""
    lines = [""]
    for child in node.children:
        if isinstance(child, str):
            lines[-1] += child
        elif child.tag == "br":
            lines[-1] += child.start
        elif child.tag in _IN_CAPTIONS:
            lines[-1] += f"{child.start}{_inline(child)}</{child.tag}>"
        else:
            lines += ["" if _is_object(child) else _inline(child), ""]
    said = "<br>".join(line.strip() for line in lines if line.strip()) if len(lines) > 1 else lines[0]
    return said if node.tag in _IN_CAPTIONS else _LINE_ENDS.sub("", said).strip()


def _named(said: dict[str, str]) -> dict[str, str]:
    """Of a figure's attributes those that name an object, as they are kept; none where it names nothing."""
    photo, file = (
        said.get(name, "") if _NUMBER.fullmatch(said.get(name, "")) else ""
        for name in ("data-photo", "data-file")
    )
    address = canonical(said.get("data-embed", "")) if said.get("data-embed") else None
    beside = {"data-photo": photo} if photo else {}
    if address:
        return {**beside, "data-embed": address}
    if file:
        return {**beside, "data-file": file}
    return {**beside, **_words(said)} if photo else {}


def _words(said: dict[str, str]) -> dict[str, str]:
    kept = {name: " ".join(said.get(name, "").split())[:most].strip() for name, most in _LONGEST.items()}
    return {name: words for name, words in kept.items() if words}
