"""What search engines are told: the index, its parts, the news of two days, and where robots may not go."""

from xml.etree import ElementTree

import pytest

from articles import moves, writing
from articles.views import sitemaps
from cms.text import one_line
from tests.cms.payloads import EVERY
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_edition, make_page, make_pages, make_section
from tests.many import publish_many

pytestmark = pytest.mark.django_db

INDEX, PLACES, NEWS = "/sitemap.xml", "/sitemap-muc.xml", "/sitemap-news.xml"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
SITE = "http://testserver"


def entries(client, address: str) -> list[tuple[str, str | None]]:
    """Addresses and when they last changed, in the file's order."""
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    root = ElementTree.fromstring(response.content)
    return [(e.findtext("s:loc", None, NAMES), e.findtext("s:lastmod", None, NAMES)) for e in root]


def news(client) -> list[ElementTree.Element]:
    return ElementTree.fromstring(client.get(NEWS).content).findall("s:url", NAMES)


def path_of(edition) -> str:
    return f"{SITE}{edition.article.get_absolute_url()}"


def part_of(edition) -> str:
    """Where its article stands: ids go on from test to test on PostgreSQL."""
    return f"/sitemap-bai-{(edition.article_id - 1) // sitemaps.ARTICLES + 1}.xml"


# ── The index and its parts ──────────────────────────────────────────────────
def test_the_index_of_an_empty_paper_names_its_places(client):
    assert entries(client, INDEX) == [(f"{SITE}{PLACES}", None)]
    assert client.get("/sitemap-bai-1.xml").status_code == 404


def test_places_are_the_front_page_the_papers_own_and_open_sections(client):
    make_pages()
    make_page(slug="trong", body="")
    make_section(slug="bau-cu", open_until=AT.date() - DAY)
    make_section(slug="khoa-giao")
    assert [address for address, _changed in entries(client, PLACES)] == [
        f"{SITE}/",
        f"{SITE}/cai-chinh/",
        f"{SITE}/rss/",
        f"{SITE}/khoa-giao/",
        *(f"{SITE}/thong-tin/{slug}/" for slug in ("gioi-thieu", "lien-he", "bao-mat", "dieu-khoan")),
    ]


def test_a_part_names_live_articles_alone_and_when_they_were_changed(client):
    live = make_edition(state="live")
    for state in ("draft", "last_step", "scheduled"):
        make_edition(state=state)
    for state in ("withdrawn", "expired"):
        make_edition(state=state, at=AT - DAY)
    assert entries(client, part_of(live)) == [(path_of(live), "2040-05-04T09:00:00+07:00")]


@pytest.fixture
def of_three(monkeypatch):
    """Parts of three articles each, beginning with the next id."""
    monkeypatch.setattr(sitemaps, "ARTICLES", 3)


def test_every_live_article_stands_in_exactly_one_part_that_the_index_names(client, of_three):
    editions = publish_many(10, at=AT, sections=[make_section()])
    parts = [address.removeprefix(SITE) for address, _changed in entries(client, INDEX)[1:]]
    lists = [entries(client, part) for part in parts]
    assert sorted(address for part in lists for address, _changed in part) == sorted(map(path_of, editions))
    assert max(map(len, lists)) == 3
    assert parts == [f"/sitemap-bai-{number}.xml" for number in range(1, len(parts) + 1)]
    assert client.get(f"/sitemap-bai-{len(parts) + 1}.xml").status_code == 404


def test_the_index_says_of_each_part_when_it_last_changed_if_that_was_lately(client, of_three):
    publish_many(9, at=AT, sections=[make_section()])
    for address, changed in entries(client, INDEX)[1:]:
        inside = [at for _address, at in entries(client, address.removeprefix(SITE))]
        assert changed == max(inside, default=None)


def test_of_changes_long_ago_the_index_says_nothing(client, clock):
    part = f"{SITE}{part_of(make_edition(state='live'))}"
    clock.move_to(AT + 29 * DAY)
    assert entries(client, INDEX)[-1] == (part, "2040-05-04T09:00:00+07:00")
    clock.move_to(AT + 31 * DAY)
    assert entries(client, INDEX)[-1] == (part, None)


@pytest.mark.parametrize("page", ["0", "01", "9" * 15, "9" * 18, "9" * 19, "x", "-1", "1.5"])
def test_a_part_that_is_none_is_not_there(client, page):
    make_edition(state="live")
    assert client.get(f"/sitemap-bai-{page}.xml").status_code == 404


# ── News ─────────────────────────────────────────────────────────────────────
def test_news_are_those_of_the_last_two_days_newest_first(client, clock, settings):
    old = make_edition(state="live", title="Cũ", date_line=AT - 2 * DAY)
    first = make_edition(state="live", title="Trước", date_line=AT - 2 * DAY + MINUTE)
    make_edition(state="scheduled", title="Hẹn giờ")
    make_edition(state="withdrawn", title="Gỡ", at=AT - HOUR)
    second = make_edition(state="live", title="Sau", date_line=AT - HOUR)
    found = news(client)
    assert [e.findtext("s:loc", None, NAMES) for e in found] == [path_of(second), path_of(first)]
    publication = found[0].find("n:news/n:publication", NAMES)
    assert [child.text for child in publication] == [settings.SITE_NAME, "vi"]
    said = [found[0].findtext(f"n:news/n:{name}", None, NAMES) for name in ("publication_date", "title")]
    assert said == ["2040-05-04T08:00:00+07:00", "Sau"]
    assert path_of(old) in [address for address, _changed in entries(client, part_of(old))]


def test_news_are_a_thousand_at_most(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "NEWS", 4)
    editions = publish_many(6, at=AT, sections=[make_section()])
    assert [e.findtext("s:loc", None, NAMES) for e in news(client)] == [path_of(e) for e in editions[:4]]


def test_titles_are_words_and_break_nothing(client):
    words = [one_line(payload)[:250] for payload in EVERY[::3]]
    said = [make_edition(state="live", title=title, date_line=AT).title for title in words if title]
    found = news(client)
    assert [e.findtext("n:news/n:title", None, NAMES) for e in found] == said[::-1]
    plain = ["loc", "news", "publication", "name", "language", "publication_date", "title"]
    assert {tuple(d.tag.partition("}")[2] for d in e.iter()) for e in found} == {("url", *plain)}


def test_what_is_withdrawn_leaves_every_part_at_once(client, clock):
    edition = make_edition(state="live")
    addresses = (part_of(edition), NEWS, "/rss/tin-moi.rss", "/rss/khoa-giao.rss")
    assert [edition.article.path in client.get(address).text for address in addresses] == [True] * 4
    given = {"note": "Sai.", "ordered_by": "Ban Biên tập", "at": AT + MINUTE}
    moves.make("withdraw", edition, by=None, seen=edition.stamp, **given)
    clock.move_to(AT + MINUTE)
    assert [edition.article.path in client.get(address).text for address in addresses] == [False] * 4


def test_what_was_opened_anew_is_there_once_with_its_new_instant(client, clock):
    edition = make_edition(state="live")
    draft = writing.open_next(edition, by=None, at=AT + HOUR)
    draft.title = "Lần hai"
    draft.save()
    bring_to("live", draft, at=AT + HOUR)
    clock.move_to(AT + HOUR)
    assert entries(client, part_of(edition)) == [(path_of(edition), "2040-05-04T10:00:00+07:00")]


# ── Robots ───────────────────────────────────────────────────────────────────
def test_robots_are_kept_out_of_the_desk_the_search_previews_and_forms_and_led_to_the_maps(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /tim-kiem/?",
        "Disallow: /xem-truoc/",
        "Disallow: /y-kien/",
        "Disallow: /gui-tin/da-gui/",
        "Sitemap: http://testserver/sitemap.xml",
        "Sitemap: http://testserver/sitemap-news.xml",
    ]
