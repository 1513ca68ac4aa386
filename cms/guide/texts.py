"""The guide's texts, made into pages: its files are written to be read on paper and in the repository too."""

import itertools
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from cms import html
from cms.text import slug

FOLDER = Path(settings.BASE_DIR) / "docs" / "huong-dan"
# Who reads what; served as the guide's first page.
FIRST = "README"
# As a newsroom is built: the writer first, the administrator last.
NAMES = (
    FIRST,
    "phong-vien",
    "bien-tap-vien",
    "thu-ky-toa-soan",
    "tong-bien-tap",
    "kiem-duyet-vien",
    "quan-tri",
)
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Heading:
    anchor: str
    text: str
    level: int


@dataclass(frozen=True)
class Chapter:
    """One file: its title, and the headings below that."""

    name: str
    title: str
    headings: tuple[Heading, ...]

    def heading(self, anchor: str) -> Heading:
        """Raises LookupError where there is no such heading."""
        for heading in self.headings:
            if heading.anchor == anchor:
                return heading
        raise LookupError(f"docs/huong-dan/{self.name}.md has no heading #{anchor}")


@cache
def chapter(name: str) -> Chapter:
    """Read once in a process: the files come with the code, and change only with it."""
    tokens = _tokens(name)
    title, *below = [
        Heading(slug(_bare(inside)), _bare(inside), int(opening.tag[1]))
        for opening, inside in itertools.pairwise(tokens)
        if opening.type == "heading_open"
    ]
    return Chapter(name, title.text, tuple(below))


@cache
def words(name: str) -> SafeString:
    """All below the title, ready to be shown. Apart from the headings: every page of the desk asks for those."""
    tokens = _tokens(name)
    for opening, inside in itertools.pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", slug(_bare(inside)))
        for child in opening.children or []:
            _point(child, name)
    # The page says the title itself.
    return html.document(_MARKDOWN.renderer.render(tokens[3:], _MARKDOWN.options, {}))


def _tokens(name: str) -> list[Token]:
    return _MARKDOWN.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))


def _bare(heading: Token) -> str:
    return "".join(child.content for child in heading.children or [])


def chapters() -> list[Chapter]:
    return [chapter(name) for name in NAMES]


def address(name: str, anchor: str = "") -> str:
    """Below the guide's first page."""
    page = "" if name == FIRST else f"{name}/"
    return f"{page}#{anchor}" if anchor else page


def _point(token: Token, name: str) -> None:
    """Links between the files lead to the pages, pictures to where they are served."""
    if token.type == "image":
        file = Path(str(token.attrs["src"]))
        # Its size keeps its room, so that a link to a heading below it leads there.
        with Image.open(FOLDER / file) as picture:
            token.attrs |= {"width": picture.width, "height": picture.height, "loading": "lazy"}
        token.attrSet("src", static(f"huong-dan/{file.name}"))
    elif token.type == "link_open":
        file, _, anchor = str(token.attrs["href"]).partition("#")
        if not file or file.endswith(".md"):
            up = "" if name == FIRST else "../"
            where = address(file.removesuffix(".md") or name, slug(unquote(anchor)) if anchor else "")
            token.attrSet("href", up + where or "./")
