"""The feeds of the paper and of its sections, read as a feed reader reads them: as XML with namespaces."""

import html
from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.models import Article, Section
from cms.text import one_line
from photos.making import make
from photos.models import Photo
from tests.cms.markup import Markup, dangers
from tests.cms.payloads import EVERY
from tests.factories import AT, DAY, HOUR, bring_to, make_edition, make_photo, make_section
from tests.many import publish_many

pytestmark = pytest.mark.django_db

NEWEST, KHOA_GIAO = "/rss/tin-moi.rss", "/rss/khoa-giao.rss"
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
BUNCHES = [one_line(" ".join(EVERY[start : start + 4])) for start in range(0, len(EVERY), 4)]


def channel_of(client, address: str = NEWEST) -> ElementTree.Element:
    channel = ElementTree.fromstring(client.get(address).content).find("channel")
    assert channel is not None
    return channel


def items_of(client, address: str = NEWEST) -> list[ElementTree.Element]:
    return channel_of(client, address).findall("item")


def titles(client, address: str = NEWEST) -> list[str]:
    return [item.findtext("title") for item in items_of(client, address)]


# ── What a feed says of itself ───────────────────────────────────────────────
def test_a_feed_says_whose_it_is_and_how_long_it_holds(client, settings):
    make_edition(state="live", date_line=timezone.make_aware(datetime(2040, 5, 1)))
    response = client.get(KHOA_GIAO)
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(response.content).find("channel")
    said = {name: channel.findtext(name) for name in ("title", "link", "description", "language", "ttl")}
    assert said == {
        "title": f"Khoa giáo - {settings.SITE_NAME}",
        "link": "http://testserver/khoa-giao/",
        "description": "Khoa giáo",
        "language": "vi",
        "ttl": "15",
    }
    # When it changed, not what the newest is dated.
    assert channel.findtext("lastBuildDate") == "Fri, 04 May 2040 02:00:00 +0000"
    own = channel.find("atom:link", NAMES).attrib
    assert own == {"rel": "self", "href": f"http://testserver{KHOA_GIAO}"}


def test_an_empty_feed_is_a_feed(client):
    make_section(slug="khoa-giao")
    assert (items_of(client), items_of(client, KHOA_GIAO)) == ([], [])


def test_a_section_that_is_none_has_no_feed(client):
    assert [client.get(f"/rss/{slug}.rss").status_code for slug in ("khong-co", "rss", "x y", "../x")] == [
        404
    ] * 4


# ── What it holds ────────────────────────────────────────────────────────────
def test_a_feed_holds_the_newest_thirty(client):
    editions = publish_many(33, at=AT, sections=[make_section(slug="khoa-giao")])
    expected = [edition.title for edition in editions[:30]]
    assert (titles(client), titles(client, KHOA_GIAO)) == (expected, expected)


def test_an_item_says_what_the_article_says(client):
    edition = make_edition(
        state="live", byline="Lò Thị Mẫu", date_line=timezone.make_aware(datetime(2021, 9, 15, 18, 56))
    )
    (item,) = items_of(client)
    texts = ("title", "link", "description", "pubDate", "category", "guid")
    assert {name: item.findtext(name) for name in texts} == {
        "title": edition.title,
        "link": f"http://testserver{edition.article.get_absolute_url()}",
        "description": edition.lead,
        "pubDate": "Wed, 15 Sep 2021 11:56:00 +0000",
        "category": "Khoa giáo",
        "guid": f"testserver/{edition.article_id}",
    }
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert item.findtext("dc:creator", namespaces=NAMES) == "Lò Thị Mẫu"
    assert (item.find("enclosure"), item.find("media:content", NAMES)) == (None, None)


def test_an_item_stays_the_same_one_when_its_path_changes(client):
    edition = make_edition(state="live")
    before = items_of(client)[0]
    Article.objects.update(path=f"xa-hoi/204005/khac-{edition.article_id}.html")
    after = items_of(client)[0]
    assert before.findtext("guid") == after.findtext("guid")
    assert before.findtext("link") != after.findtext("link")


def test_a_section_holds_what_is_under_it_and_nothing_beside(client):
    above = make_section(slug="kinh-te")
    below = make_section(slug="ocop", parent=above)
    for title, section in (("Trên", above), ("Dưới", below), ("Bên", make_section(slug="xa-hoi"))):
        make_edition(state="live", title=title, section=section)
    assert titles(client, "/rss/kinh-te.rss") == ["Dưới", "Trên"]
    assert titles(client, "/rss/ocop.rss") == ["Dưới"]


@pytest.mark.parametrize(
    "state", ["draft", "in_review", "last_step", "returned", "scheduled", "expired", "withdrawn"]
)
def test_what_is_not_live_is_in_no_feed(client, state):
    make_edition(state="live", title="Đăng", at=AT - DAY)
    make_edition(state=state, title="Kín", at=AT - HOUR if state in ("expired", "withdrawn") else AT)
    assert (titles(client), titles(client, KHOA_GIAO)) == (["Đăng"], ["Đăng"])


# ── Pictures ─────────────────────────────────────────────────────────────────
def illustrated(photo: Photo) -> None:
    edition = make_edition()
    edition.photos.create(photo=photo)
    bring_to("live", edition)


def test_a_picture_stands_with_its_type_and_size(client):
    photo = make_photo()
    illustrated(photo)
    (item,) = items_of(client)
    assert item.find("media:content", NAMES).attrib == {
        "url": f"http://testserver{photo.file.url}",
        "type": "image/jpeg",
        "medium": "image",
        "width": "40",
        "height": "24",
    }
    assert item.find("enclosure") is None


def test_a_picture_whose_length_is_known_is_enclosed(client):
    photo = make_photo(size=(1300, 780))
    make(photo.pk)
    illustrated(photo)
    made = [m for m in Photo.objects.get().renditions if (m["crop"], m["format"]) == ("", "jpeg")]
    address = f"http://testserver{photo.file.storage.url(made[0]['name'])}"
    (item,) = items_of(client)
    said = {"url": address, "type": "image/jpeg"}
    assert item.find("enclosure").attrib == {**said, "length": str(made[0]["bytes"])}
    content = item.find("media:content", NAMES).attrib
    assert content == {
        **said,
        "medium": "image",
        "width": "1200",
        "height": "720",
        "fileSize": str(made[0]["bytes"]),
    }


def test_pictures_that_are_kept_elsewhere_keep_their_address(client, settings):
    photo = make_photo()
    illustrated(photo)
    settings.MEDIA_URL = "https://anh.example/"
    url = items_of(client)[0].find("media:content", NAMES).attrib["url"]
    assert url == f"https://anh.example/{photo.file.name}"


# ── Words are words ──────────────────────────────────────────────────────────
def test_a_feed_says_words_as_words_and_a_reader_that_takes_them_for_html_is_safe(client):
    said = []
    for words in BUNCHES:
        edition = make_edition(state="live", title=words[:250], lead=words, byline=words[:150])
        said.insert(0, (edition.title, edition.lead, edition.byline))
    for name in BUNCHES[:5]:
        Section.objects.update(name=name[:80])
        for address in (NEWEST, KHOA_GIAO):
            items = items_of(client, address)
            shown = [item.findtext("description") for item in items]
            assert [found for text in shown if (found := dangers(text))] == []
            heard = [
                (
                    item.findtext("title"),
                    html.unescape(item.findtext("description")),
                    item.findtext("dc:creator", namespaces=NAMES),
                )
                for item in items
            ]
            assert heard == said[:30]
            assert {item.findtext("category") for item in items} == {name[:80]}
        assert dangers(channel_of(client, KHOA_GIAO).findtext("description")) == []


def test_lines_of_a_lead_stay_lines(client):
    make_edition(state="live", lead="Một & hai\nBa")
    assert items_of(client)[0].findtext("description") == "Một &amp; hai<br>Ba"


@pytest.mark.parametrize("odd", ["\x00", "\x0b", "\x1b", "\x85", "\ufffe", "\uffff"])
def test_no_character_breaks_a_feed(client, odd):
    make_edition(state="live", title=f"Tít{odd} lạ", lead=f"Sapo{odd}", byline=f"N{odd}.V")
    if odd != "\x00":
        Section.objects.update(name=f"Khoa{odd} giáo")
    for address in (NEWEST, KHOA_GIAO):
        assert titles(client, address) == ["Tít lạ"]


# ── The page that lists them, and the ways there ─────────────────────────────
def test_the_list_names_every_feed_in_the_papers_order(client):
    second = make_section(slug="xa-hoi", name="Xã hội", order=20)
    first = make_section(slug="kinh-te", name="Kinh tế", order=10)
    make_section(slug="y-te", name="Y tế", parent=second, order=1)
    make_section(slug="ocop", name="OCOP", parent=first, order=90)
    make_section(slug="bau-cu", name="Bầu cử", open_until=AT.date() - DAY)
    links = Markup(client.get("/rss/").text).all("a")
    found = [(a.attributes["href"], a.text) for a in links if a.attributes.get("type")]
    assert found[1:] == [
        ("/rss/kinh-te.rss", "Kinh tế"),
        ("/rss/ocop.rss", "Kinh tế › OCOP"),
        ("/rss/xa-hoi.rss", "Xã hội"),
        ("/rss/y-te.rss", "Xã hội › Y tế"),
    ]
    assert found[0][0] == NEWEST
    assert {client.get(href).status_code for href, _text in found} == {200}


def test_pages_lead_to_their_feeds(client):
    make_edition(state="live")

    def feeds(address: str) -> list[str]:
        links = Markup(client.get(address).text).all("link")
        return [n.attributes["href"] for n in links if n.attributes.get("type") == "application/rss+xml"]

    assert (feeds("/"), feeds("/khoa-giao/")) == ([NEWEST], [NEWEST, KHOA_GIAO])
    assert "/rss/" in [a.attributes["href"] for a in Markup(client.get("/").text).all("a")]


# ── Nothing of it is made of the request ─────────────────────────────────────
def test_no_header_of_a_request_changes_a_feed_or_a_sitemap(client, settings):
    make_edition(state="live")
    settings.ALLOWED_HOSTS = ["*"]
    maps = [f"/sitemap{part}.xml" for part in ("", "-muc", "-bai-1", "-news")]
    for address in (NEWEST, KHOA_GIAO, *maps, "/robots.txt"):
        headers = {"host": "evil.example", "x-forwarded-host": "evil.example", "x-original-url": "/evil"}
        assert client.get(address, headers=headers).content == client.get(address).content
        assert b"evil" not in client.get(address, {"evil": "evil"}).content
