"""RSS 2.0 as https://www.rssboard.org/rss-specification has it, with atom:link, dc:creator and Media RSS."""

import re
from collections import Counter
from collections.abc import Iterator
from email.utils import format_datetime, parsedate_to_datetime
from xml.etree import ElementTree

from tests.standards.schema_org import is_address

ATOM, DC, MEDIA = (
    "{http://www.w3.org/2005/Atom}",
    "{http://purl.org/dc/elements/1.1/}",
    "{http://search.yahoo.com/mrss/}",
)
OF_CHANNEL = {
    *("title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate"),
    *("lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image", "textInput", "skipHours"),
    *("skipDays", "item", f"{ATOM}link"),
}
OF_ITEM = {
    *("title", "link", "description", "author", "category", "comments", "enclosure", "guid", "pubDate"),
    *("source", f"{ATOM}link", f"{DC}creator", f"{MEDIA}content"),
}
# Dublin Core knows no number: several made it, each has an element.
MANY = {"item", "category", "enclosure", f"{DC}creator", f"{MEDIA}content", f"{ATOM}link"}
OF_MEDIA = {"url", "type", "medium", "width", "height", "fileSize"}
LANGUAGE, MIME = re.compile("[a-z]{2}(-[a-z]{2})?"), re.compile(r"[a-z]+/[-+.\w]+")


def faults(xml: bytes, address: str) -> list[str]:
    """What is wrong with the feed that is served at `address`."""
    try:
        rss = ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    if (rss.tag, rss.get("version"), [child.tag for child in rss]) != ("rss", "2.0", ["channel"]):
        return ["not one channel in <rss version='2.0'>"]
    channel = rss[0]
    said = list(_of_channel(channel, address))
    for number, item in enumerate(channel.findall("item")):
        said += [f"item {number}: {fault}" for fault in _of_item(item)]
    guids = Counter(item.findtext("guid") for item in channel.findall("item"))
    return said + [f"{guid} is two items" for guid, times in guids.items() if times > 1]


def _of_channel(channel: ElementTree.Element, address: str) -> Iterator[str]:
    yield from _elements(channel, OF_CHANNEL)
    for name in ("title", "link", "description"):
        if not (channel.findtext(name) or "").strip():
            yield f"no {name}"
    if not is_address(channel.findtext("link") or ""):
        yield "the link is no address"
    if not LANGUAGE.fullmatch(channel.findtext("language") or ""):
        yield "no language"
    if not (channel.findtext("ttl") or "1").isdigit():
        yield "ttl is no number"
    yield from _dates(channel, "lastBuildDate", "pubDate")
    own = [link.get("href") for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if own != [address]:
        yield f"it says that it is at {own}"


def _of_item(item: ElementTree.Element) -> Iterator[str]:
    yield from _elements(item, OF_ITEM)
    if not (item.findtext("title") or item.findtext("description")):
        yield "neither title nor description"
    if not is_address(item.findtext("link") or ""):
        yield "the link is no address"
    guid = item.find("guid")
    if guid is None or not (guid.text or "").strip():
        yield "no guid"
    elif guid.get("isPermaLink", "true") == "true" and not is_address(guid.text):
        yield "its guid is no permanent link"
    if "author" in [child.tag for child in item] and "@" not in item.findtext("author", ""):
        yield "an author without e-mail"
    yield from _dates(item, "pubDate")
    yield from _enclosures(item)


def _elements(parent: ElementTree.Element, known: set[str]) -> Iterator[str]:
    for name, times in Counter(child.tag for child in parent).items():
        if name not in known:
            yield f"no such element: {name}"
        elif times > 1 and name not in MANY:
            yield f"{times} × {name}"


def _dates(parent: ElementTree.Element, *names: str) -> Iterator[str]:
    """RFC 822 with four digits of the year; the day of the week is that day's."""
    for name in names:
        text = parent.findtext(name)
        if text is None:
            continue
        try:
            if format_datetime(parsedate_to_datetime(text)) != text.replace("GMT", "+0000"):
                yield f"{name}: {text} is another day"
        except ValueError:
            yield f"{name}: {text} is no date"


def _enclosures(item: ElementTree.Element) -> Iterator[str]:
    found = item.findall("enclosure")
    if len(found) > 1:
        yield "more than one enclosure"
    for one in found:
        if set(one.attrib) != {"url", "length", "type"} or not one.get("length", "").isdigit():
            yield "an enclosure needs url, length and type"
    for one in [*found, *item.findall(f"{MEDIA}content")]:
        if not is_address(one.get("url", "")) or not MIME.fullmatch(one.get("type", "")):
            yield "a file without address or type"
    for one in item.findall(f"{MEDIA}content"):
        numbers = [one.get(name, "1") for name in ("width", "height", "fileSize")]
        if not set(one.attrib) <= OF_MEDIA or not all(number.isdigit() and int(number) for number in numbers):
            yield "media:content that is none"
