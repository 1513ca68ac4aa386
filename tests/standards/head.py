"""What a page's head has to say: to search engines (Google's advice), and as OpenGraph (https://ogp.me)."""

import json
import re
from collections.abc import Iterator
from datetime import datetime

from tests.cms.markup import Markup
from tests.standards import schema_org
from tests.standards.schema_org import is_address

ONCE = (
    *("og:type", "og:site_name", "og:locale", "og:title", "og:description", "og:url", "og:image"),
    *("og:image:type", "og:image:width", "og:image:height", "og:image:alt", "twitter:card"),
)
OF_ARTICLE = ("article:published_time", "article:modified_time", "article:section")
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def said_of(page: str) -> dict[str, list[str]]:
    """Name → contents of its `meta`s, and under `canonical` and `title` of those."""
    markup = Markup(page)
    said: dict[str, list[str]] = {}
    for node in markup.all("meta"):
        name = node.attributes.get("property") or node.attributes.get("name")
        if name:
            said.setdefault(name, []).append(node.attributes.get("content", ""))
    links = [n.attributes["href"] for n in markup.all("link") if n.attributes.get("rel") == "canonical"]
    return said | {"canonical": links, "title": [node.text for node in markup.all("title")]}


def data_of(page: str) -> list[dict]:
    """Its JSON-LD."""
    return [json.loads(raw) for raw in _DATA.findall(page)]


def faults(page: str, address: str) -> list[str]:
    """What is wrong with the head of the page whose one address is `address`."""
    said = list(_of_meta(said_of(page), address))
    for data in data_of(page):
        said += schema_org.faults(data)
    return said


def _of_meta(said: dict[str, list[str]], address: str) -> Iterator[str]:
    for name in ("title", "description", *ONCE):
        found = said.get(name, [])
        if len(found) != 1 or not found[0].strip():
            yield f"{name}: {found}"
    for name in ("canonical", "og:url"):
        if said.get(name) != [address]:
            yield f"{name}: {said.get(name)}"
    if any("noindex" in one for one in said.get("robots", [])):
        yield "kept out of search"
    if said.get("og:locale") != ["vi_VN"]:
        yield "another language"
    if not all(is_address(one) for one in said.get("og:image", [])):
        yield "a picture without address"
    sizes = [*said.get("og:image:width", []), *said.get("og:image:height", [])]
    if not all(size.isdigit() and int(size) for size in sizes):
        yield "a picture without size"
    if said.get("og:type") == ["article"]:
        yield from _of_article(said)


def _of_article(said: dict[str, list[str]]) -> Iterator[str]:
    for name in OF_ARTICLE:
        if len(said.get(name, [])) != 1:
            yield f"{name}: {said.get(name)}"
    for name in OF_ARTICLE[:2]:
        for text in said.get(name, []):
            if datetime.fromisoformat(text).tzinfo is None:
                yield f"{name}: {text} without offset"
