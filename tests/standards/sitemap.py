"""Sitemaps read against their schemas, and against the limits that no schema states.

`sitemap.xsd` is sitemaps.org's own, as the npm package `sitemap` 9.0.1 carries it (CC BY-SA); the index and the
news follow the pages named in their files.
"""

from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from lxml import etree

HERE = Path(__file__).parent
LARGEST, MOST, MOST_NEWS = 50 * 1024 * 1024, 50_000, 1_000
SITEMAP, NEWS = (
    "{http://www.sitemaps.org/schemas/sitemap/0.9}",
    "{http://www.google.com/schemas/sitemap-news/0.9}",
)
_BOTH = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <xsd:import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="siteindex.xsd"/>
  <xsd:import namespace="http://www.google.com/schemas/sitemap-news/0.9" schemaLocation="news.xsd"/>
</xsd:schema>"""


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(_BOTH, base_url=f"{HERE}/"))


def faults(xml: bytes, *, site: str, at: datetime) -> list[str]:
    """What is wrong with a sitemap or an index that `site` serves at this instant.

    One without an address is let be, though the schema wants one: Google says to leave a map of news empty when there
    are none (same page as the schema of news).
    """
    root = etree.fromstring(xml)
    said = [] if len(xml) < LARGEST else [f"{len(xml)} bytes"]
    schema = _schema()
    if len(root) and not schema.validate(root):
        said += [f"line {error.line}: {error.message}" for error in schema.error_log]
    if len(root) > MOST:
        said.append(f"{len(root)} addresses")
    places = [loc.text for loc in root.iter(f"{SITEMAP}loc")]
    said += [f"{place} is elsewhere" for place in places if not place.startswith(f"{site}/")]
    said += [f"{place} stands twice" for place, times in Counter(places).items() if times > 1]
    changed = [datetime.fromisoformat(node.text) for node in root.iter(f"{SITEMAP}lastmod")]
    said += [f"{when} is still to come" for when in changed if when > at]
    return said + _of_news(root, at)


def _of_news(root: etree._Element, at: datetime) -> list[str]:
    dates = [datetime.fromisoformat(node.text) for node in root.iter(f"{NEWS}publication_date")]
    said = [f"{when} is no news" for when in dates if not at - timedelta(days=2) < when <= at]
    if len(dates) > MOST_NEWS:
        said.append(f"{len(dates)} news")
    return said + [f"language {n.text}" for n in root.iter(f"{NEWS}language") if n.text != "vi"]
