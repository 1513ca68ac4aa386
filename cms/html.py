"""The one gate to safe HTML: what comes in is cleaned here, and only here is anything marked safe.

Rich text is cleaned on every way in (form, import, paste) and stored clean. `clean` is a fixed
point: cleaning what is clean changes nothing.
"""

import html
import json
import re
from collections.abc import Iterable

import nh3
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from cms.settling import settle
from cms.text import nfc

# Of what is allowed. Raised with every change of it; texts of an older policy are cleaned again where they are shown,
# and `manage.py clean_texts` says which of them that changes.
POLICY = 2
TAGS = {
    "p",
    "h2",
    "h3",
    "strong",
    "em",
    "b",
    "i",
    "u",
    "sub",
    "sup",
    "br",
    "hr",
    "ul",
    "ol",
    "li",
    "blockquote",
    "a",
}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
# Objects and boxes; `cms.settling` says where they may stand.
TAGS |= {"figure", "figcaption", "div", "aside"}
ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "figure": {"data-photo", "data-file", "data-embed", "data-credit", "data-alt"},
    "div": {"data-gallery"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|tr|td|th|figcaption|figure)>|<br>|<hr>")
_BLOCKS = "p|h2|h3|ul|ol|li|blockquote|table|figure|div|aside"
_BETWEEN_BLOCKS = re.compile(rf"(</(?:{_BLOCKS})>|<(?:aside|div)[^>]*>)[ \t\r\n]+(?=<)")
# Parsers take quadratic time for depth, and whoever walks a tree has an end.
MOST_DEEP = 100
_A_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ANY_TAG = re.compile(r"<[^<>]*>")
# They end where the next begins, or hold nothing.
_NEVER_DEEP = frozenset(
    {"p", "li", "td", "th", "tr", "br", "hr", "img", "input", "col", "meta", "link", "source", "wbr"}
)
_SHELL = re.compile(r"<a(?: title=\"[^\"]*\")?(?: rel=\"[^\"]*\")?>(.*?)</a>", re.DOTALL)
_EMPTY_LINK = re.compile(r"<a [^>]*>\s*</a>")
_ODD_IN_URL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href" and _ODD_IN_URL.search(value.strip()):
        return None
    if name in {"colspan", "rowspan"} and not re.fullmatch(r"[1-9]\d?", value):
        return None
    return value.strip() if name == "href" else value


# A `title` that nh3 would keep everywhere by default is named per tag; `generic` attributes stay empty.
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={**ATTRIBUTES, "*": set()},
    attribute_filter=_attribute,
    url_schemes=SCHEMES,
    link_rel="noopener",
    clean_content_tags={
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "math",
        "title",
        "textarea",
    },
)
_DOCUMENT = nh3.Cleaner(
    tags=TAGS | {"h4", "img", "code"},
    attributes={
        **{name: {"id"} for name in ("h2", "h3", "h4")},
        "a": {"href"},
        "img": {"src", "alt", "width", "height", "loading"},
        "*": set(),
    },
    url_schemes={"https"},
    link_rel="noopener",
)
_TEXT_ONLY = nh3.Cleaner(tags=set(), attributes={}, clean_content_tags={"script", "style"})


def clean(dirty: str) -> str:
    """The rich text as we keep it: NFC, allowed elements only, no link without an address or a text.

    Of what is nested deeper than anybody writes, the words are kept and the dress is not.
    """
    done = _pass(_undressed(dirty) if _is_too_deep(dirty) else dirty)
    while (again := _pass(done)) != done:
        done = again
    return done


def _is_too_deep(text: str) -> bool:
    depth = 0
    for tag in _A_TAG.finditer(text):
        if tag[2].lower() not in _NEVER_DEEP:
            depth = max(0, depth + (-1 if tag[1] else 1))
            if depth > MOST_DEEP:
                return True
    return False


def _undressed(text: str) -> str:
    lines = _ANY_TAG.sub("\n", text).split("\n")
    return "".join(f"<p>{line}</p>" for line in map(str.strip, lines) if line)


def _pass(text: str) -> str:
    text = settle(_CLEANER.clean(nfc(text)))
    # The parser re-opens what it finds unclosed, and an unwrapped link may leave an empty one behind.
    text = _EMPTY_LINK.sub("", _SHELL.sub(r"\1", text)).strip()
    # Line ends that an editor puts between blocks are nobody's words, and would count as a change.
    return _BETWEEN_BLOCKS.sub(r"\1", text)


def to_text(rich: str) -> str:
    """The words of rich text, a line per block; for search, counting and hashes."""
    lines = html.unescape(_TEXT_ONLY.clean(_BLOCK_END.sub("\n", rich))).split("\n")
    return "\n".join(line.strip(" \r\t") for line in lines if line.strip())


def paragraphs(lines: list[str]) -> str:
    """Plain paragraphs as rich text, every character as given."""
    return clean("".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines))


def up_to_date(rich: str, policy: int) -> str:
    """Rich text that came through `clean` under this policy, as the policy of today leaves it."""
    return rich if policy == POLICY else clean(rich)


def stored(rich: str, policy: int = POLICY) -> SafeString:
    """Rich text that came through `clean` on its way in, ready to be shown."""
    return mark_safe(up_to_date(rich, policy))  # noqa: S308 - the gate itself: only `clean` writes the columns given to it


def joined(pieces: Iterable[str]) -> SafeString:
    """Safe pieces in a row; what is not marked safe is escaped."""
    return mark_safe("".join(conditional_escape(piece) for piece in pieces))  # noqa: S308 - every piece is safe by now


def document(rich: str) -> SafeString:
    """A document of our own (the guide): with pictures, and with headings that can be linked to."""
    return mark_safe(_DOCUMENT.clean(rich))  # noqa: S308 - cleaned just here


def json_ld(data: dict) -> SafeString:
    """Structured data inside a script element: nothing in it can end the element or open another."""
    text = json.dumps(data, ensure_ascii=False)
    for risky, escaped in (
        ("<", "\\u003C"),
        (">", "\\u003E"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(risky, escaped)
    return mark_safe(text)  # noqa: S308 - escaped for its place just above
