"""Reading markup as nodes: what tests of safe HTML and of rendered pages walk over.

Two readings. `strays` is for stored rich text: everything but the allowed is named. `dangers` is for whole
pages: whatever could run, load or send something that the page did not mean to.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {
    "br",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
    "col",
    "area",
    "base",
    "embed",
    "track",
    "param",
}
RUNS = {
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "base",
    "svg",
    "math",
    "template",
    "noscript",
    "portal",
    "style",
}
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "srcset",
    "poster",
    "data",
    "background",
    "xlink:href",
    "ping",
}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


@dataclass
class Node:
    tag: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)
    """All text inside it, that of its children too."""

    @property
    def text(self) -> str:
        return "".join(self.words)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())


class Markup(HTMLParser):
    """Every element in document order, every comment and declaration, and every run of text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[Node] = []
        self.others: list[str] = []
        self.texts: list[str] = []
        self._open: list[Node] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.nodes.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        for node in self._open:
            node.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.others.append(f"declaration {decl}")

    def unknown_decl(self, data: str) -> None:
        self.others.append(f"declaration {data}")

    def handle_pi(self, data: str) -> None:
        self.others.append(f"instruction {data}")

    def all(self, tag: str, class_: str = "") -> list[Node]:
        return [n for n in self.nodes if n.tag == tag and (not class_ or class_ in n.classes)]

    def one(self, tag: str, class_: str = "") -> Node:
        (node,) = self.all(tag, class_)
        return node


def scheme_of(address: str) -> str:
    """The scheme a browser would see: it drops tabs, line ends and leading controls first."""
    seen = re.sub(r"[\t\n\r]", "", address).lstrip("".join(map(chr, range(0x21))))
    found = _SCHEME.match(seen)
    return found[1].lower() if found else ""


def strays(rich: str, *, tags: set[str], attributes: dict[str, set[str]], schemes: set[str]) -> list[str]:
    """What stands in this rich text and is not allowed there."""
    markup = Markup(rich)
    found = list(markup.others)
    for node in markup.nodes:
        if node.tag not in tags:
            found.append(f"<{node.tag}>")
        for name, value in node.attributes.items():
            if name not in attributes.get(node.tag, set()):
                found.append(f"<{node.tag} {name}>")
            elif name == "href" and scheme_of(value) not in schemes | {""}:
                found.append(f"<{node.tag} {name}={value}>")
    return found


def dangers(page: str) -> list[str]:
    """What in this page could act on its own: unknown scripts, handlers, frames, odd addresses."""
    markup = Markup(page)
    return [danger for node in markup.nodes for danger in _dangers_of(node)] + [
        other for other in markup.others if other.lower() != "declaration doctype html"
    ]


def _dangers_of(node: Node) -> list[str]:
    found = []
    if node.tag in RUNS:
        found.append(f"<{node.tag}>")
    if node.tag == "script" and node.attributes.get("type") != "application/ld+json":
        own = node.attributes.get("src", "").startswith("/static/") and not node.text
        found += [] if own else ["<script>"]
    if node.tag == "meta" and "http-equiv" in node.attributes:
        found.append("<meta http-equiv>")
    for name, value in node.attributes.items():
        if name.startswith("on") or name in ("style", "srcdoc"):
            found.append(f"<{node.tag} {name}>")
        if name in ADDRESSES and scheme_of(value) not in {"", "http", "https", "mailto", "tel"}:
            found.append(f"<{node.tag} {name}={value}>")
    return found


def shape(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """The page's elements with the names of their attributes: what words must never change."""
    return [(node.tag, tuple(node.attributes)) for node in Markup(page).nodes]
