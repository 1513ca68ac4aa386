"""What readers get at each public address: the page itself, its machine-readable sides, and what is gone or moved."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.utils import timezone

from articles import moves, writing
from articles.models import Article, Edition, Section
from tests.cms.markup import Markup
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_edition, make_photo, make_section
from tests.many import publish_many

pytestmark = pytest.mark.django_db

SEED = Path(site.BASE_DIR) / "demo/texts/giao-ban-khoa-giao.txt"


def at(*when: int) -> datetime:
    return timezone.make_aware(datetime(*when))


def path_of(edition: Edition) -> str:
    return edition.article.get_absolute_url()


def titles(page: str) -> list[str]:
    return [
        node.text
        for node in Markup(page).all("h2", "teaser__title") + Markup(page).all("h3", "teaser__title")
    ]


# ── The page that started it ─────────────────────────────────────────────────
def story(page: str) -> list[str]:
    """The words of an article's page from its title to the heading of the comments, element by element."""
    nodes = Markup(page).nodes
    begin = next(place for place, node in enumerate(nodes) if "story" in node.classes)
    end = next(place for place, node in enumerate(nodes) if node.attributes.get("id") == "y-kien-ban-doc")
    kept = [node for node in nodes[begin : end + 2] if node.tag in ("h1", "time", "figcaption", "p", "h2")]
    return [node.text for node in kept if "story__time" not in node.classes]


def test_the_seeds_page_is_the_seed_character_for_character(client):
    call_command("import_text", str(SEED), section=make_section(name="Khoa giáo").slug, publish=True)
    page = client.get(path_of(Edition.objects.get())).text
    assert story(page) == [line for line in SEED.read_text("utf-8").split("\n") if line]
    assert Markup(page).one("time").attributes["datetime"] == "2021-09-15T18:56:00+07:00"


def test_an_articles_page_has_the_parts_others_rely_on(client):
    edition = make_edition(state="live", date_line=at(2021, 9, 15, 18, 56), tags=("Khoa giáo",))
    markup = Markup(client.get(path_of(edition)).text)
    assert len([n for n in markup.all("article") if "comment" not in n.classes]) == 1
    assert markup.one("h1").text == edition.title
    assert markup.one("time").text == "18:56, 15/09/2021"
    assert markup.one("p", "lead").text == edition.lead
    assert markup.one("p", "byline").text == "N.V"
    assert markup.one("form", "comment-form").attributes["method"] == "post"
    assert [a.attributes["href"] for a in markup.all("a") if a.attributes.get("rel") == "tag"] == [
        "/chu-de/khoa-giao/"
    ]


def test_what_is_not_there_leaves_no_empty_shell(client):
    markup = Markup(client.get(path_of(make_edition(state="live", lead="", byline=""))).text)
    empty = [
        markup.all("p", "lead"),
        markup.all("p", "byline"),
        markup.all("figure"),
        markup.all("p", "tags"),
    ]
    assert empty == [[], [], [], []]


def test_a_picture_stands_with_its_caption_and_a_waiting_one_shows_its_caption_only(client):
    edition = make_edition()
    photo = make_photo()
    edition.photos.create(photo=photo, caption="Toàn cảnh Hội nghị.", credit="CTV", alt="Hội trường", order=1)
    edition.photos.create(caption="Ảnh còn chờ.", order=2)
    markup = Markup(client.get(path_of(bring_to("live", edition))).text)
    image = markup.one("img").attributes
    assert (image["src"], image["alt"], image["width"], image["height"]) == (
        photo.file.url,
        "Hội trường",
        "40",
        "24",
    )
    first, second = markup.all("figcaption")
    assert first.text.startswith("Toàn cảnh Hội nghị.")
    assert "CTV" in first.text
    assert second.text == "Ảnh còn chờ."


def test_an_articles_page_says_to_machines_what_it_says_to_readers(client):
    edition = make_edition(date_line=at(2021, 9, 15, 18, 56), title="“Chìa khóa” giảm nghèo")
    photo = make_photo()
    edition.photos.create(photo=photo)
    edition = bring_to("live", edition)
    page = client.get(path_of(edition)).text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    publisher = {"@type": "NewsMediaOrganization", "name": site.SITE_NAME, "url": "http://testserver/"}
    assert data == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": f"http://testserver{path_of(edition)}",
        "headline": "“Chìa khóa” giảm nghèo",
        "description": edition.lead,
        "datePublished": "2021-09-15T18:56:00+07:00",
        "dateModified": "2040-05-04T09:00:00+07:00",
        "articleSection": "Khoa giáo",
        "inLanguage": "vi",
        "publisher": publisher,
        "author": {"@type": "Person", "name": "N.V"},
        "commentCount": 0,
        "image": [f"http://testserver{photo.file.url}"],
    }
    links = [n.attributes["href"] for n in Markup(page).all("link") if n.attributes.get("rel") == "canonical"]
    assert links == [f"http://testserver{path_of(edition)}"]


# ── Moved, gone, never there ─────────────────────────────────────────────────
def other_paths(edition: Edition) -> list[str]:
    number = edition.article_id
    return [
        f"/khoa-giao/204005/khac-{number}.html",
        f"/xa-hoi/204005/trao-qua-cho-hoc-sinh-{number}.html",
        f"/khoa-giao/199901/trao-qua-cho-hoc-sinh-{number}.html",
        f"/khoa-giao/204005/-{number}.html",
        f"/khoa-giao/204005/trao-qua-7-{number}.html",
    ]


def test_any_path_with_its_id_leads_to_an_article_for_an_hour(client):
    edition = make_edition(state="live")
    for other in other_paths(edition):
        response = client.get(other)
        assert (response.status_code, response["Location"]) == (301, path_of(edition))
        assert response["Cache-Control"] == "public, max-age=3600"


def test_the_articles_own_path_leads_nowhere_else(client):
    edition = make_edition(state="live")
    assert client.get(path_of(edition)).status_code == 200
    assert client.get(path_of(edition) + "?utm_source=x").status_code == 200


@pytest.mark.parametrize("state", ["withdrawn", "expired"])
def test_what_was_once_live_is_gone_at_every_path_of_its_id(client, state):
    edition = make_edition(state=state, at=AT - DAY)
    for path in [path_of(edition), *other_paths(edition)]:
        response = client.get(path)
        assert (response.status_code, response["X-Robots-Tag"]) == (410, "noindex")
        assert edition.title not in response.text


@pytest.mark.parametrize("state", ["draft", "in_review", "last_step", "returned", "scheduled"])
def test_what_was_never_live_is_not_there(client, state):
    edition = make_edition(state=state)
    paths = [path_of(edition)] if edition.article.path else []
    for path in paths + other_paths(edition):
        response = client.get(path)
        assert response.status_code == 404
        assert edition.title not in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/khong-co/",
        "/chu-de/khong-co/",
        "/khoa-giao/204005/bai-999999.html",
        "/khoa-giao/204005/bai-" + "9" * 18 + ".html",
        "/khoa-giao/204005/bai-" + "9" * 30 + ".html",
        "/khoa-giao/204005/bai-0.html",
        "/khoa-giao/204005/bai.html",
        "/khoa-giao/204005/bai-1.htm",
        "/khoa-giao/204005/a/b-1.html",
        "/su-kien/khong-co/",
    ],
)
def test_an_address_of_nothing_is_not_there(client, address):
    make_section()
    assert client.get(address).status_code == 404


def test_a_tag_that_no_live_article_bears_is_not_there(client):
    make_edition(tags=("Khoa giáo",))
    assert client.get("/chu-de/khoa-giao/").status_code == 404


def test_a_section_without_articles_is_there_all_the_same(client):
    assert client.get(make_section().get_absolute_url()).status_code == 200


# ── In time ──────────────────────────────────────────────────────────────────
def test_a_scheduled_article_appears_when_its_time_comes_and_nothing_else_happens(client, clock):
    edition = make_edition(state="scheduled", live_from=AT + HOUR)
    clock.move_to(AT + HOUR - MINUTE)
    assert (client.get(path_of(edition)).status_code, titles(client.get("/").text)) == (404, [])
    clock.move_to(AT + HOUR)
    assert (client.get(path_of(edition)).status_code, titles(client.get("/").text)) == (200, [edition.title])


def test_an_expired_article_goes_when_its_time_is_over_and_nothing_else_happens(client, clock):
    edition = make_edition(state="expired")
    assert (client.get(path_of(edition)).status_code, titles(client.get("/").text)) == (200, [edition.title])
    clock.move_to(AT + MINUTE)
    assert (client.get(path_of(edition)).status_code, titles(client.get("/").text)) == (410, [])


def test_a_replacement_takes_over_under_the_same_address(client, clock):
    edition = make_edition(state="live", title="Tít cũ")
    draft = writing.open_next(edition, by=None, at=AT)
    draft.title = "Tít mới"
    draft.save()
    bring_to("scheduled", draft, live_from=AT + HOUR)
    assert Markup(client.get(path_of(edition)).text).one("h1").text == "Tít cũ"
    clock.move_to(AT + HOUR)
    assert Markup(client.get(path_of(edition)).text).one("h1").text == "Tít mới"
    assert titles(client.get("/").text) == ["Tít mới"]


def test_an_article_published_again_is_back_at_its_address(client, clock):
    edition = make_edition(state="withdrawn", at=AT - DAY)
    draft = writing.open_next(edition, by=None, at=AT - HOUR)
    for name, note in (("submit", ""), ("pass_on", ""), ("publish_again", "Đã đối chiếu.")):
        draft = moves.make(name, draft, by=None, seen=draft.stamp, at=AT - HOUR, note=note)
    assert client.get(path_of(edition)).status_code == 200


# ── Front page and sections ──────────────────────────────────────────────────
def test_the_front_page_shows_the_newest_first_then_a_block_for_each_section(client):
    economy, society = make_section(slug="kinh-te", order=1), make_section(slug="xa-hoi", order=2)
    below = make_section(slug="ocop", parent=economy)
    for number, section in enumerate([society, economy, below, *[society] * 5]):
        make_edition(
            state="live", section=section, title=f"Bài {number}", date_line=AT - DAY + number * MINUTE
        )
    page = client.get("/").text
    assert titles(page) == ["Bài 7", "Bài 6", "Bài 5", "Bài 4", "Bài 3", "Bài 2", "Bài 1", "Bài 0"]
    assert [n.text.strip() for n in Markup(page).all("h2", "block__name")] == ["kinh-te", "xa-hoi"]


def test_a_front_page_without_news_is_a_page(client):
    assert (client.get("/").status_code, titles(client.get("/").text)) == (200, [])


def test_a_section_shows_what_is_under_it_and_nothing_beside_it(client):
    above, beside = make_section(slug="kinh-te"), make_section(slug="xa-hoi")
    below, next_to_it = (
        make_section(slug="ocop", parent=above),
        make_section(slug="nong-nghiep", parent=above),
    )
    for section in (above, beside, below, next_to_it):
        make_edition(state="live", section=section, title=f"Bài {section.slug}")
    shown = {
        section.slug: sorted(titles(client.get(section.get_absolute_url()).text))
        for section in Section.objects.all()
    }
    assert shown == {
        "kinh-te": ["Bài kinh-te", "Bài nong-nghiep", "Bài ocop"],
        "xa-hoi": ["Bài xa-hoi"],
        "ocop": ["Bài ocop"],
        "nong-nghiep": ["Bài nong-nghiep"],
    }


def test_a_section_comes_and_goes_in_the_bar(client, clock):
    make_section(slug="bau-cu", open_from=AT.date() + DAY, open_until=AT.date() + 2 * DAY)
    seen = []
    for days in range(4):
        clock.move_to(AT + days * DAY)
        seen.append("/bau-cu/" in client.get("/").text)
    assert seen == [False, True, True, False]


# ── At what cost ─────────────────────────────────────────────────────────────
@pytest.mark.parametrize("many", [3, 60])
def test_pages_cost_the_same_however_much_there_is(client, django_assert_num_queries, many):
    above = make_section(slug="kinh-te")
    sections = [make_section(slug="xa-hoi"), make_section(slug="ocop", parent=above)]
    for _number in range(many // 3):
        edition = make_edition(section=above, tags=("Khoa giáo", "giảm nghèo"))
        edition.photos.create(photo=make_photo())
        edition.photos.create(caption="Ảnh còn chờ.")
        bring_to("live", edition)
    publish_many(many - many // 3, at=AT, sections=sections)
    article = path_of(Edition.objects.filter(tags__slug="khoa-giao").first())
    costs = {
        article: 6,
        "/": 9,
        "/kinh-te/": 6,
        "/xa-hoi/": 6,
        "/ocop/": 6,
        "/chu-de/khoa-giao/": 5,
        "/tim-kiem/?q=hoc+sinh": 4,
        "/tim-kiem/": 2,
        "/rss/": 3,
        "/rss/tin-moi.rss": 2,
        "/rss/kinh-te.rss": 3,
        "/sitemap.xml": 2,
        "/sitemap-muc.xml": 1,
        "/sitemap-bai-1.xml": 2,
        "/sitemap-news.xml": 1,
        "/robots.txt": 0,
    }
    for address, cost in costs.items():
        with django_assert_num_queries(cost, info=address):
            assert client.get(address).status_code == 200
    assert Article.objects.count() == many
