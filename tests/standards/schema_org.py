"""JSON-LD read against schema.org's own vocabulary, and against what search engines ask of the types they know.

`schema_org.json` is release 30.0 of the vocabulary (https://schema.org/docs/developers.html, CC BY-SA 3.0), reduced to
what a newspaper's pages are made of: creative works, lists, people, organizations, actions; of each type what it is
below, of each property the types that have it and the kinds of its values. Nothing in it is deprecated.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

VOCABULARY = json.loads(Path(__file__).with_name("schema_org.json").read_text())
TYPES, PROPERTIES = VOCABULARY["types"], VOCABULARY["properties"]
CONTEXT = "https://schema.org"
# https://developers.google.com/search/docs/appearance/structured-data, each type's required and recommended
# properties, less those that only some pages have.
ASKED = {
    "NewsArticle": ("headline", "datePublished", "dateModified", "author", "mainEntityOfPage", "publisher"),
    "BreadcrumbList": ("itemListElement",),
    "ListItem": ("position",),
    "Person": ("name",),
    "Organization": ("name",),
    "NewsMediaOrganization": ("name", "url", "logo"),
    "ProfilePage": ("mainEntity",),
    "CollectionPage": ("name", "url"),
    "ImageGallery": ("name", "url"),
    "WebSite": ("name", "url"),
    "SearchAction": ("target", "query-input"),
    "EntryPoint": ("urlTemplate",),
    "VideoObject": ("name", "thumbnailUrl", "uploadDate"),
    "CorrectionComment": ("text", "datePublished"),
}


def faults(data: dict) -> list[str]:
    """What is wrong with one script's data, each with the way to it."""
    said = [] if data.get("@context") == CONTEXT else ["no @context of schema.org"]
    return said + list(_of_thing(data, data.get("@type", "?")))


def _of_thing(thing: dict, way: str) -> Iterator[str]:
    type_ = thing.get("@type")
    if type_ not in TYPES:
        yield f"{way}: no type {type_}"
        return
    above = ancestors(type_)
    for name in ASKED.get(type_, ()):
        if not thing.get(name):
            yield f"{way}: without {name}"
    if type_ in ("BreadcrumbList", "ItemList"):
        yield from _of_list(thing, way)
    for name, value in thing.items():
        if not name.startswith("@"):
            yield from _of_property(name, value, above, f"{way}.{name}")


def _of_list(thing: dict, way: str) -> Iterator[str]:
    items = thing.get("itemListElement", [])
    if [item.get("position") for item in items] != list(range(1, len(items) + 1)):
        yield f"{way}: not numbered from one"
    for item in items:
        if thing["@type"] == "BreadcrumbList" and not (item.get("name") and item.get("item")):
            yield f"{way}: a step without name or address"
        if not (item.get("item") or item.get("url")):
            yield f"{way}: an item without address"


def _of_property(name: str, value: object, above: set[str], way: str) -> Iterator[str]:
    # Of an action's property it may be said what has to be put in: https://schema.org/docs/actions.html
    known = PROPERTIES.get(name.removesuffix("-input").removesuffix("-output"))
    if known is None or not above & set(known[0]):
        yield f"{way}: no property of such a thing"
        return
    kinds = ["Text"] if name.endswith(("-input", "-output")) else known[1]
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield from _of_thing(one, way)
            if not ancestors(one.get("@type", "")) & set(kinds):
                yield f"{way}: a {one.get('@type')}, where it should be {' or '.join(kinds)}"
        elif not any(_is_a(kind, one) for kind in kinds):
            yield f"{way}: {one!r} is no {' or '.join(kinds)}"


def ancestors(type_: str) -> set[str]:
    """It and all that it is below."""
    return {type_}.union(*(ancestors(above) for above in TYPES.get(type_, ())))


def _is_a(kind: str, value: object) -> bool:
    if isinstance(value, bool):
        return kind == "Boolean"
    if isinstance(value, int | float):
        return kind in ("Number", "Integer", "Float")[: 3 if isinstance(value, int) else 1]
    if not isinstance(value, str) or not value.strip():
        return False
    reads = {"URL": is_address, "Thing": is_address, "Date": _is_day, "DateTime": _is_instant}
    # A thing may be named by its address alone.
    return reads[kind](value) if kind in reads else kind in ("Text", "CssSelectorType", "XPathType")


def is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not set(' <>"') & set(text)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_instant(text: str) -> bool:
    """With its offset: without one nobody knows when it is."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
