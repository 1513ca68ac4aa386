"""What leads on from an article: its authors, its running story, related articles; and their own pages."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _

from articles import writing
from articles.credits import Credit
from articles.models import Article, Author, Contributor, Edition, Related, Story
from articles.views.structured import absolute
from tests.articles.test_public_lists import older, titles
from tests.cms.markup import Markup, dangers, shape
from tests.cms.payloads import EVERY
from tests.factories import (
    AT,
    DAY,
    HOUR,
    MINUTE,
    bring_to,
    make_author,
    make_edition,
    make_photo,
    make_section,
    make_story,
)

pytestmark = pytest.mark.django_db


def publish(title: str, *, at=AT, state: str = "live", contributors=(), related=(), **given) -> Edition:
    """An article with these rows: authors' names and articles."""
    edition = make_edition(title=title, at=at, **given)
    made_by = [Credit(make_author(name=name).pk, "text") for name in contributors]
    Contributor.objects.settle(edition, made_by)
    Related.objects.settle(edition, [one.article_id for one in related])
    return bring_to(state, edition, at=at)


def page_of(client, edition: Edition) -> str:
    response = client.get(edition.article.get_absolute_url())
    assert response.status_code == 200
    return response.text


def inside(page: str, css: str) -> list[str]:
    """The links in the element of this class, as they are called."""
    found = re.search(rf'<(\w+) class="{css}".*?</\1>', page, re.DOTALL)
    return [node.text for node in Markup(found[0]).all("a")] if found else []


# ── On an article's page ─────────────────────────────────────────────────────
def test_related_are_first_the_chosen_then_the_story_then_what_shares_a_tag(client):
    story = make_story()
    of_story = [publish(f"Dòng {n}", at=AT - n * HOUR, story=story) for n in range(1, 7)]
    tagged = [publish(f"Thẻ {n}", at=AT - n * DAY, tags=("chè",)) for n in range(1, 4)]
    publish("Xa lạ", tags=("giáo dục",))
    edition = publish("Bài này", story=story, tags=("chè",), related=[tagged[2], of_story[5]])
    page = page_of(client, edition)
    assert inside(page, "story-box") == [*(f"Dòng {n}" for n in range(1, 5)), _("All that happened so far")]
    assert inside(page, "related") == ["Thẻ 3", "Dòng 6", "Dòng 5", "Thẻ 1", "Thẻ 2"]


def test_at_most_six_are_related_and_the_article_never_to_itself(client):
    chosen = [publish(f"Chọn {n}", tags=("chè",)) for n in range(6)]
    for number in range(4):
        publish(f"Thêm {number}", tags=("chè",))
    edition = publish("Bài này", tags=("chè",), related=chosen)
    assert inside(page_of(client, edition), "related") == [f"Chọn {n}" for n in range(6)]
    assert len(inside(page_of(client, chosen[0]), "related")) == 6
    assert "Chọn 0" not in inside(page_of(client, chosen[0]), "related")


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled", "expired", "withdrawn"])
def test_what_is_not_live_is_told_of_by_no_article_that_names_it(client, clock, state):
    story = make_story()
    hidden = publish("Tít kín", at=AT - DAY, state=state, story=story, tags=("chè",), contributors=["Kín"])
    if state == "scheduled":
        Edition.objects.filter(pk=hidden.pk).update(live_from=AT + HOUR)
    edition = publish("Bài này", story=story, tags=("chè",), related=[hidden])
    for address in (edition.article.get_absolute_url(), story.get_absolute_url(), "/sitemap-tac-gia-1.xml"):
        page = client.get(address).text
        assert "Tít kín" not in page
        assert "/tac-gia/kin/" not in page
    assert client.get("/tac-gia/kin/").status_code == 404


def test_a_replaced_title_is_nowhere_and_the_new_one_where_the_article_is_named(client, clock):
    first = publish("Tít cũ", at=AT - DAY, tags=("chè",))
    edition = publish("Bài này", at=AT - HOUR, related=[first])
    draft = writing.open_next(first, by=None, at=AT)
    draft.title = "Tít mới"
    draft.save()
    bring_to("live", draft)
    assert inside(page_of(client, edition), "related") == ["Tít mới"]


def test_authors_stand_under_the_byline_which_stays_as_it_is_printed(client):
    edition = publish("Bài này", byline="Bài, ảnh: PV", contributors=["Lò Thị Mẫu", "Tòng Văn Chấm"])
    page = page_of(client, edition)
    assert Markup(page).one("p", "byline").text == "Bài, ảnh: PV"
    assert inside(page, "authors") == ["Lò Thị Mẫu", "Tòng Văn Chấm"]
    data = json.loads(re.search(r'ld\+json">(.*?)</script', page, re.DOTALL)[1])
    assert [(one["@type"], one["name"], one["url"]) for one in data["author"]] == [
        ("Person", "Lò Thị Mẫu", absolute("/tac-gia/lo-thi-mau/")),
        ("Person", "Tòng Văn Chấm", absolute("/tac-gia/tong-van-cham/")),
    ]


def test_who_did_two_things_is_named_once(client):
    edition = make_edition(title="Bài này")
    author = make_author()
    Contributor.objects.settle(edition, [Credit(author.pk, "text"), Credit(author.pk, "photo")])
    edition = bring_to("live", edition)
    assert inside(page_of(client, edition), "authors") == ["Lò Thị Mẫu"]


@pytest.mark.parametrize("many", [2, 30])
def test_an_article_asks_as_often_whatever_stands_around_it(client, furnished, many):
    story = make_story()
    others = [publish(f"Tin {n}", story=story, tags=("chè",)) for n in range(many)]
    names = [f"Người {n}" for n in range(min(many, 20))]
    edition = publish("Bài này", story=story, tags=("chè",), contributors=names, related=others[:6])
    furnished()
    with CaptureQueriesContext(connection) as asked:
        page_of(client, edition)
    assert len(asked) == 6


# ── A running story ──────────────────────────────────────────────────────────
def test_a_story_is_a_timeline_newest_first_under_its_days(client):
    story = make_story(lead="Các hoạt động trong hè.", photo=make_photo())
    for number, ago in enumerate([0, 1, 26, 27]):
        publish(f"Tin {number}", at=AT - ago * HOUR, story=story)
    page = client.get(story.get_absolute_url()).text
    markup = Markup(page)
    assert markup.one("h1").text == story.name
    assert "Các hoạt động trong hè." in page
    days = [
        node.attributes["datetime"] for node in markup.all("time") if len(node.attributes["datetime"]) == 10
    ]
    assert days == ["2040-05-04", "2040-05-03"]
    headlines = [node.text for node in markup.all("h3", "teaser__title")]
    assert headlines == ["Tin 0", "Tin 1", "Tin 2", "Tin 3"]


def test_a_story_of_years_is_divided_into_months(client):
    story = make_story()
    for ago in (0, 10, 200):
        publish(f"Tin {ago}", at=AT - ago * DAY, story=story)
    page = client.get(story.get_absolute_url()).text
    months = [node.attributes["datetime"] for node in Markup(page).all("time")]
    assert [one for one in months if len(one) == 7] == ["2040-05", "2040-04", "2039-10"]


def test_every_article_of_a_story_stands_on_exactly_one_page(client):
    story = make_story()
    for number in range(23):
        publish(f"Tin {number}", at=AT - number * MINUTE, story=story)
    first = client.get(story.get_absolute_url()).text
    second = client.get(story.get_absolute_url() + older(first)).text
    shown = [node.text for page in (first, second) for node in Markup(page).all("h3", "teaser__title")]
    assert shown == [f"Tin {number}" for number in range(23)]


def test_a_closed_story_says_so_and_stays(client):
    story = make_story()
    publish("Tin", story=story)
    assert 'class="story-head__closed"' not in client.get(story.get_absolute_url()).text
    Story.objects.update(is_closed=True)
    response = client.get(story.get_absolute_url())
    assert (response.status_code, 'class="story-head__closed"' in response.text) == (200, True)


def test_a_picture_that_was_taken_off_is_on_no_page_of_a_story_or_an_author(client):
    photo = make_photo()
    make_story(photo=photo)
    make_author(photo=photo)
    publish("Tin", story=make_story(), contributors=["Lò Thị Mẫu"])
    addresses = ("/su-kien/khuyen-hoc-mua-he/", "/tac-gia/lo-thi-mau/")
    assert ["<img" in client.get(address).text for address in addresses] == [True, True]
    type(photo).objects.filter(pk=photo.pk).update(
        removed_at=AT, removal_ordered_by="Tổng Biên tập", removal_reason="Lộ danh tính."
    )
    assert ["<img" in client.get(address).text for address in addresses] == [False, False]


# ── An author ────────────────────────────────────────────────────────────────
def test_an_author_has_the_articles_with_what_was_done_for_each(client):
    author = make_author(office="Phóng viên", about="Viết về vùng cao.", photo=make_photo())
    for number, works in enumerate([["text"], ["photo", "video"]]):
        edition = make_edition(title=f"Tin {number}", at=AT - number * HOUR)
        Contributor.objects.settle(edition, [Credit(author.pk, work) for work in works])
        bring_to("live", edition, at=AT - number * HOUR)
    publish("Của người khác", contributors=["Tòng Văn Chấm"])
    page = client.get(author.get_absolute_url()).text
    assert titles(page) == ["Tin 0", "Tin 1"]
    works = [row.text.partition(":")[2].split() for row in Markup(page).all("p", "by-author__works")]
    assert [len(words) for words in works] == [1, 2]
    data = json.loads(re.search(r'ld\+json">(.*?)</script', page, re.DOTALL)[1])
    about = data["mainEntity"]
    assert (data["@type"], about["@type"], about["name"]) == ("ProfilePage", "Person", "Lò Thị Mẫu")
    assert (about["jobTitle"], about["description"]) == ("Phóng viên", "Viết về vùng cao.")
    assert about["url"].endswith("/tac-gia/lo-thi-mau/")


def test_a_contribution_to_an_older_edition_alone_leads_to_nobody(client):
    first = publish("Tin", at=AT - HOUR, contributors=["Lò Thị Mẫu"])
    draft = writing.open_next(first, by=None, at=AT)
    Contributor.objects.settle(draft, [])
    bring_to("live", draft)
    assert client.get("/tac-gia/lo-thi-mau/").status_code == 404


@pytest.mark.parametrize("address", ["/su-kien/khong-co/", "/tac-gia/khong-co/"])
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_story_and_an_author_without_a_live_article_are_not_found(client):
    make_story()
    make_author()
    for address in ("/su-kien/khuyen-hoc-mua-he/", "/tac-gia/lo-thi-mau/"):
        assert client.get(address).status_code == 404
        assert client.get(address, {"truoc": "vô nghĩa"}).status_code == 404


@pytest.mark.parametrize("many", [3, 18])
def test_their_pages_ask_as_often_at_any_size(client, furnished, django_assert_num_queries, many):
    story = make_story()
    for number in range(many):
        publish(f"Tin {number}", story=story, contributors=["Lò Thị Mẫu", "Tòng Văn Chấm"])
    furnished()
    with django_assert_num_queries(3):
        client.get(story.get_absolute_url())
    with django_assert_num_queries(4):
        client.get("/tac-gia/lo-thi-mau/")


# ── Photo pages, feeds, sitemaps ─────────────────────────────────────────────
def test_a_section_of_pictures_shows_them_large(client):
    section = make_section(slug="anh", name="Ảnh", display="photos")
    edition = make_edition(title="Chợ phiên", section=section)
    edition.photos.create(photo=make_photo())
    bring_to("live", edition)
    markup = Markup(client.get("/anh/").text)
    assert [node.text for node in markup.all("h2", "photo-card__title")] == ["Chợ phiên"]
    assert len(markup.all("img")) == 1


def test_a_feed_names_the_contributors_and_the_story(client):
    publish("Tin", story=make_story(), contributors=["Lò Thị Mẫu", "Tòng Văn Chấm"], byline="PV")
    feed = client.get("/rss/tin-moi.rss").text
    assert re.findall(r"<dc:creator>(.*?)<", feed) == ["Lò Thị Mẫu", "Tòng Văn Chấm"]
    assert re.findall(r"<category>(.*?)<", feed) == ["Khoa giáo", "Khuyến học mùa hè"]


def test_sitemaps_name_what_readers_find_and_nothing_else(client):
    publish("Tin", story=make_story(), contributors=["Lò Thị Mẫu"], tags=("chè",))
    make_story(name="Chưa có bài")
    make_author(name="Chưa Viết")
    publish("Nháp", state="draft", tags=("kín",), story=make_story(name="Kín"), contributors=["Kín"])
    index = client.get("/sitemap.xml").text
    parts = re.findall(r"/(sitemap-(?:chu-de|su-kien|tac-gia)-\d+\.xml)<", index)
    named = {
        part: re.findall(r"<loc>https?://[^/]+(/.*?)</loc>", client.get(f"/{part}").text) for part in parts
    }
    assert sorted(named.values()) == [
        ["/chu-de/che/"],
        ["/su-kien/khuyen-hoc-mua-he/"],
        ["/tac-gia/lo-thi-mau/"],
    ]
    assert client.get("/sitemap-chu-de-999999.xml").status_code == 404


def test_an_empty_paper_has_no_such_part(client):
    assert "sitemap-chu-de" not in client.get("/sitemap.xml").text
    assert client.get("/sitemap-su-kien-1.xml").status_code == 404


# ── Whatever is typed is words ───────────────────────────────────────────────
def named(words: str) -> list[str]:
    """Pages of a story and of an author that are called so, and of an article of both."""
    story = Story.objects.create(name=words[:120], slug=f"truyen-{Story.objects.count()}", lead=words)
    author = Author.objects.create(
        name=words[:98] + str(Author.objects.count()),
        slug=f"ai-{Author.objects.count()}",
        office=words[:120],
        about=words,
    )
    related = make_edition(state="live", title=words[:250] or "Tin")
    edition = make_edition(title="Tin", story=story)
    edition.contributors.create(author=author)
    edition.related.create(article=related.article)
    edition = bring_to("live", edition)
    return [story.get_absolute_url(), author.get_absolute_url(), edition.article.get_absolute_url()]


def test_no_name_of_a_story_or_an_author_changes_the_shape_of_any_page(client):
    plain = [shape(client.get(address).text) for address in named("Lời thường")]
    for payload in EVERY[::3]:
        addresses = named(payload.replace("\n", " "))
        pages = [client.get(address).text for address in addresses]
        assert [shape(page) for page in pages] == plain, payload
        assert [dangers(page) for page in pages] == [[], [], []]
        for page in pages:
            for raw in re.findall(r"<script type=\"application/ld\+json\">(.*?)</script", page, re.DOTALL):
                json.loads(raw)
    assert Article.objects.exists()
    feed = ElementTree.fromstring(client.get("/rss/tin-moi.rss").content)
    assert len(feed.findall("channel/item/{http://purl.org/dc/elements/1.1/}creator")) > 5
