"""What machines read is valid at any size of the paper, on further pages, and whatever words stand in it."""

import pytest

from articles import writing
from articles.models import Article, Section, Tag
from articles.views import sitemaps
from cms.text import one_line
from tests.articles.test_public_safety import BUNCHES, publish
from tests.cms.markup import Markup
from tests.factories import AT, DAY, HOUR, bring_to, make_edition, make_photo, make_section
from tests.many import publish_many
from tests.standards import head, rss, sitemap

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
FEEDS = ("/rss/tin-moi.rss", "/rss/khoa-giao.rss")
LISTS = ("/", "/khoa-giao/")


def faults(client) -> dict[str, list[str]]:
    """Of every feed, of every sitemap that the index names, and of the lists' heads."""
    get = client.get
    index = get("/sitemap.xml").content
    parts = [
        loc.text.removeprefix(SITE) for loc in sitemap.etree.fromstring(index).iter(f"{sitemap.SITEMAP}loc")
    ]
    maps = ["/sitemap.xml", "/sitemap-news.xml", *parts]
    return (
        {address: rss.faults(get(address).content, SITE + address) for address in FEEDS}
        | {a: sitemap.faults(get(a).content, site=SITE, at=AT + HOUR) for a in maps}
        | {address: head.faults(get(address).text, SITE + address) for address in LISTS}
    )


def nothing_wrong(client) -> bool:
    found = faults(client)
    assert found == {address: [] for address in found}
    return True


# ── Sizes ────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("count", [0, 1, 70])
def test_feeds_sitemaps_and_heads_are_valid_with_any_number_of_articles(client, monkeypatch, count):
    monkeypatch.setattr(sitemaps, "ARTICLES", 20)
    section = make_section(slug="khoa-giao", name="Khoa giáo")
    for edition in publish_many(count, at=AT, sections=[section]):
        assert edition.article.path
    assert nothing_wrong(client)


def test_an_old_paper_has_no_news_and_its_map_of_news_is_empty(client, clock):
    make_edition(state="live")
    clock.move_to(AT + 3 * DAY)
    assert sitemap.faults(client.get("/sitemap-news.xml").content, site=SITE, at=AT + 3 * DAY) == []
    assert "<url>" not in client.get("/sitemap-news.xml").text


def test_no_part_could_outgrow_what_search_engines_take():
    longest = Article._meta.get_field("path").max_length * len("ạ".encode())
    assert sitemaps.ARTICLES <= sitemap.MOST
    assert sitemaps.ARTICLES * (longest + 120) < sitemap.LARGEST
    assert sitemaps.NEWS <= sitemap.MOST_NEWS


def test_each_further_page_of_a_list_is_an_address_of_its_own(client):
    publish_many(45, at=AT, sections=[make_section(slug="khoa-giao", name="Khoa giáo")])
    address, seen = "/khoa-giao/", []
    while address:
        page = client.get(address).text
        assert head.faults(page, SITE + address) == []
        seen.append(head.data_of(page)[0]["mainEntity"]["itemListElement"][0]["url"])
        older = [a.attributes["href"] for a in Markup(page).all("a") if a.attributes.get("rel") == "next"]
        address = f"/khoa-giao/{older[0]}" if older else ""
    assert len(set(seen)) == 3


def test_what_is_added_to_an_address_is_no_address_of_its_own(client):
    make_edition(state="live", tags=("chè",))
    for address in ("/", "/khoa-giao/", "/chu-de/che/", "/tim-kiem/", "/rss/", "/cai-chinh/"):
        page = client.get(address, {"utm_source": "zalo", "fbclid": "x"}).text
        assert head.faults(page, SITE + address) == []


def test_only_what_was_searched_for_is_kept_out_of_search(client):
    robots = {q: client.get(f"/tim-kiem/{q}") for q in ("", "?q=", "?q=a")}
    assert {q: answer.get("X-Robots-Tag") for q, answer in robots.items()} == {
        "": None,
        "?q=": None,
        "?q=a": "noindex",
    }


# ── What an article says ─────────────────────────────────────────────────────
def test_a_link_to_an_article_is_shown_with_its_picture_and_its_facts(client):
    edition = make_edition(date_line=AT - DAY, tags=("chè", "nông thôn mới"))
    edition.photos.create(photo=make_photo(size=(60, 36)), alt="Hái chè")
    edition = bring_to("live", edition)
    said = head.said_of(client.get(edition.article.get_absolute_url()).text)
    assert {name: said[f"og:image:{name}"] for name in ("width", "height", "alt", "type")} == {
        "width": ["60"],
        "height": ["36"],
        "alt": ["Hái chè"],
        "type": ["image/jpeg"],
    }
    assert {name: said[f"article:{name}"] for name in ("published_time", "modified_time", "section")} == {
        "published_time": ["2040-05-03T09:00:00+07:00"],
        "modified_time": ["2040-05-04T09:00:00+07:00"],
        "section": ["Khoa giáo"],
    }
    assert sorted(said["article:tag"]) == ["chè", "nông thôn mới"]
    assert said["twitter:card"] == ["summary_large_image"]


def test_an_article_without_picture_and_lead_is_shown_with_the_papers_own(client, settings):
    edition = make_edition(state="live", lead="")
    said = head.said_of(client.get(edition.article.get_absolute_url()).text)
    assert (said["og:image"], said["og:image:alt"]) == (
        [f"{SITE}/static/img/share.png"],
        [settings.SITE_NAME],
    )
    assert said["description"] == [edition.title]


def test_an_edition_that_is_not_live_says_nothing_to_machines(client, cast):
    draft = make_edition(state="in_review", section=Section.objects.get(slug="khoa-giao"))
    client.force_login(cast.tongbientap)
    page = client.get(f"/admin/articles/edition/{draft.pk}/xem-truoc/", follow=True)
    assert page.status_code == 200
    assert head.data_of(page.text) == []
    assert "og:title" not in head.said_of(page.text)


def test_a_corrected_article_says_so_in_words_of_schema_org(client, clock):
    edition = make_edition(state="live")
    draft = writing.open_next(edition, by=None, at=AT)
    draft.title = "Lần hai"
    draft.save()
    words = {"wrong": "10 cháu", "right": "12 cháu", "apology": "Xin lỗi.", "days": 90}
    writing.correct(draft, words, at=AT)
    edition = bring_to("live", draft, at=AT + HOUR)
    clock.move_to(AT + HOUR)
    address = edition.article.get_absolute_url()
    page = client.get(address).text
    assert head.data_of(page)[0]["correction"]["@type"] == "CorrectionComment"
    assert head.faults(page, SITE + address) == []


# ── Hostile words ────────────────────────────────────────────────────────────
def test_whatever_is_typed_everything_stays_valid(client):
    photo = make_photo(alt=BUNCHES[0][:300])
    for words in BUNCHES:
        edition = publish(words, photo)
        Section.objects.update(name=one_line(words)[:80])
        address = edition.article.get_absolute_url()
        page = client.get(address).text
        assert head.faults(page, SITE + address) == []
        assert head.said_of(page)["article:tag"] == [edition.tags.get().name]
        tagged = Tag.objects.get(slug=f"the-{edition.pk}").get_absolute_url()
        assert head.faults(client.get(tagged).text, SITE + tagged) == []
    assert nothing_wrong(client)
