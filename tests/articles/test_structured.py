"""Structured data as schema.org and Google ask for it, on the pages that carry it."""

import json
import re
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from articles import writing
from tests.factories import AT, DAY, HOUR, bring_to, make_edition, make_photo, make_section

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def said_on(client, address: str, **headers) -> list[dict]:
    page = client.get(address, headers=headers).text
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(raw) for raw in found]


def is_absolute(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def path_of(edition) -> str:
    return edition.article.get_absolute_url()


@pytest.fixture
def edition(db):
    above = make_section(slug="kinh-te", name="Kinh tế")
    edition = make_edition(section=make_section(slug="ocop", name="OCOP", parent=above), date_line=AT - DAY)
    edition.photos.create(photo=make_photo())
    edition.photos.create(photo=make_photo())
    return bring_to("live", edition)


def test_an_article_has_what_is_asked_of_a_news_article(client, edition):
    data = said_on(client, path_of(edition))[0]
    assert (data["@context"], data["@type"]) == ("https://schema.org", "NewsArticle")
    assert 0 < len(data["headline"]) <= 250
    assert data["author"] == {"@type": "Person", "name": "N.V"}
    assert (data["publisher"]["@type"], data["publisher"]["url"]) == ("NewsMediaOrganization", f"{SITE}/")
    assert len(data["image"]) == 2
    addresses = [data["mainEntityOfPage"], data["publisher"]["url"], *data["image"]]
    assert [address for address in addresses if not is_absolute(address)] == []
    instants = [datetime.fromisoformat(data[name]) for name in ("datePublished", "dateModified")]
    assert instants == [AT - DAY, AT]
    assert {at.utcoffset() for at in instants} == {AT.utcoffset()}


def test_an_article_that_was_changed_says_when(client, edition, clock):
    draft = writing.open_next(edition, by=None, at=AT + HOUR)
    draft.title = "Lần hai"
    draft.save()
    bring_to("live", draft, at=AT + HOUR)
    clock.move_to(AT + 2 * HOUR)
    data = said_on(client, path_of(edition))[0]
    assert datetime.fromisoformat(data["datePublished"]) == AT - DAY
    assert datetime.fromisoformat(data["dateModified"]) == AT + HOUR


def test_an_article_without_a_byline_is_the_papers(client, settings):
    data = said_on(client, path_of(make_edition(state="live", byline="")))[0]
    assert (data["author"]["@type"], data["author"]["name"]) == ("NewsMediaOrganization", settings.SITE_NAME)


def way(client, address: str) -> list[tuple[int, str, str]]:
    data = said_on(client, address)[-1]
    assert (data["@context"], data["@type"]) == ("https://schema.org", "BreadcrumbList")
    assert {item["@type"] for item in data["itemListElement"]} == {"ListItem"}
    return [(item["position"], item["name"], item["item"]) for item in data["itemListElement"]]


def test_the_way_to_an_article_leads_through_its_sections(client, edition, settings):
    down = [
        (1, settings.SITE_NAME, f"{SITE}/"),
        (2, "Kinh tế", f"{SITE}/kinh-te/"),
        (3, "OCOP", f"{SITE}/ocop/"),
        (4, edition.title, f"{SITE}{path_of(edition)}"),
    ]
    ways = {1: "/", 2: "/kinh-te/", 3: "/ocop/", 4: path_of(edition)}
    assert {depth: way(client, ways[depth]) for depth in (2, 3, 4)} == {n: down[:n] for n in (2, 3, 4)}


def test_no_header_changes_what_is_said(client, edition, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for address in (path_of(edition), "/ocop/"):
        said = said_on(client, address, host="evil.example", **{"x-forwarded-host": "evil.example"})
        assert said == said_on(client, address)
