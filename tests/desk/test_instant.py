"""The site at an instant: who walks it, how one moves in it, and that nothing of it reaches readers."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from articles.models import Article
from articles.views.instant import address_at
from comments.models import Comment
from tests.articles.test_sitemaps import part_of
from tests.cms.markup import Markup
from tests.desk.pages import Page, change
from tests.factories import (
    AT,
    DAY,
    HOUR,
    MINUTE,
    bring_to,
    make_comment,
    make_edition,
    make_photo,
    make_section,
)

pytestmark = pytest.mark.django_db

NOON = "/admin/luc/20400504T1200/"
FRONT, FEED, SEARCH = NOON, f"{NOON}rss/tin-moi.rss", f"{NOON}tim-kiem/?q=hoc+sinh"


def moment(*when: int) -> datetime:
    return timezone.make_aware(datetime(*when))


def path_of(edition) -> str:
    return Article.objects.get(pk=edition.article_id).path


def links(response) -> list[str]:
    """Where the page leads, but for what stands in its banner."""
    page = Page(response)
    out = [e.attrs["href"] for e in page.all("a") if e not in page.all("a", inside="walk")]
    sent = [e.attrs["action"] for e in page.all("form") if e not in page.all("form", inside="walk")]
    return [way for way in out + sent if not way.startswith(("#", "tel:", "mailto:", "?"))]


@pytest.fixture
def editor(as_) -> Client:
    return as_("bientapvien")


@pytest.fixture
def scheduled(cast, khoa_giao):
    return make_edition(
        state="scheduled", by=cast.phongvien, section=khoa_giao, live_from=AT + 2 * HOUR, tags=("y tế",)
    )


# ── Walking ──────────────────────────────────────────────────────────────────
def test_what_is_scheduled_is_seen_where_it_will_stand_and_nowhere_before(editor, scheduled):
    path, seen = path_of(scheduled), {}
    words = (scheduled.title, f"{path}</loc>")
    lists = (
        "",
        "khoa-giao/",
        "tim-kiem/?q=hoc+sinh",
        "rss/tin-moi.rss",
        "rss/khoa-giao.rss",
        "sitemap-news.xml",
    )
    pages = (*lists, part_of(scheduled).lstrip("/"), "chu-de/y-te/", path)
    for hours in (1, 2):
        answers = [editor.get(address_at(AT + hours * HOUR, page)) for page in pages]
        seen[hours] = [(a.status_code, any(w in a.text for w in words)) for a in answers]
    assert seen[1] == [(200, False)] * 6 + [(404, False)] * 3
    assert seen[2] == [(200, True)] * 9


def test_what_was_withdrawn_is_seen_where_it_stood_and_gone_after(editor, khoa_giao):
    path = path_of(make_edition(state="withdrawn", section=khoa_giao, at=AT - DAY))
    codes = {
        at: editor.get(address_at(at, path)).status_code for at in (AT - DAY - MINUTE, AT - DAY, AT - HOUR)
    }
    assert list(codes.values()) == [404, 200, 410]


def test_every_link_keeps_the_moment(editor, scheduled):
    make_comment(edition=scheduled, state="shown")
    Article.objects.update(comments_shown=1)
    for page in ("", "khoa-giao/", "tim-kiem/?q=hoc+sinh", "cai-chinh/", "khong-co/", path_of(scheduled)):
        found = links(editor.get(NOON + page))
        assert len(found) > 3
        outside = ("https://zalo.me/share?url=", "https://www.facebook.com/sharer/sharer.php?u=")
        assert [way for way in found if not way.startswith((NOON, *outside))] == []
        assert [way for way in found if way.startswith(outside) and "admin" in way] == []
    feed = editor.get(FEED).text
    ways = re.findall(r"<link>http://testserver(/[^<]*)", feed)
    assert ways == [NOON, f"{NOON}{path_of(scheduled)}"]


def test_another_path_with_its_id_leads_to_the_article_at_the_same_moment(editor, scheduled):
    answer = editor.get(f"{NOON}khac/204005/khac-{scheduled.article_id}.html")
    assert (answer.status_code, answer["Location"]) == (301, NOON + path_of(scheduled))
    assert answer["Cache-Control"] == "private, no-store"


def test_a_moment_between_two_seconds_is_the_next_one(scheduled):
    assert address_at(AT + MINUTE / 120) == "/admin/luc/20400504T090001/"
    assert address_at(AT) == "/admin/luc/20400504T0900/"


@pytest.mark.parametrize("when", ["19000101T0000", "21001231T235959", "19450314T2330", "20400504T0900"])
@pytest.mark.parametrize(
    "page", ["", "khoa-giao/", "tim-kiem/?q=hoc", "rss/tin-moi.rss", "sitemap.xml", "cai-chinh/"]
)
def test_far_off_moments_break_nothing(editor, scheduled, when, page):
    assert editor.get(f"/admin/luc/{when}/{page}").status_code == 200


@pytest.mark.parametrize(
    "when",
    [
        *(
            "18991231T2359",
            "21010101T0000",
            "00010101T0000",
            "20401301T0900",
            "20400230T0900",
            "20400504T2400",
        ),
        # One moment has one address.
        *(
            "20400504T090000",
            "20400504T0960",
            "20400504T090060",
            "20400504",
            "2040-05-04",
            "99999999T9999",
            "x",
        ),
    ],
)
def test_a_moment_that_is_none_is_not_found(editor, when):
    assert editor.get(f"/admin/luc/{when}/").status_code == 404


# ── The banner ───────────────────────────────────────────────────────────────
def test_the_banner_says_which_moment_and_that_it_is_to_come(editor, scheduled):
    said = " ".join(Markup(editor.get(FRONT).text).one("aside", "walk").text.split())
    assert "12:00, Thứ Sáu, 04/05/2040" in said
    assert "sau 2 giờ, 59 phút nữa, nếu từ nay đến đó không có gì thay đổi" in said
    assert "tên chuyên mục và ý kiến bạn đọc là của bây giờ" in said


def test_the_banner_says_how_long_ago_it_was(editor):
    said = Markup(editor.get(address_at(AT - 2 * DAY)).text).one("aside", "walk").text
    assert "cách đây 2\xa0ngày" in said


def test_the_banner_leads_to_moments_nearby_on_the_same_page_and_back_to_the_desk(editor, scheduled):
    page = Page(editor.get(f"{NOON}tim-kiem/?q=hoc+sinh"))
    led = [e.attrs["href"] for e in page.all("a", inside="walk")]
    near = ("20400503T1200", "20400504T1100", "20400504T0900", "20400504T1300", "20400505T1200")
    # Now is a little after nine: the next full second.
    led[2] = re.sub(r"T0900\d\d", "T0900", led[2])
    ways = [f"/admin/luc/{when}/tim-kiem/?q=hoc+sinh" for when in near]
    assert led == [*ways, FEED, "/admin/"]


def test_at_the_ends_of_time_the_banner_leads_no_further(editor):
    first, last = (Page(editor.get(f"/admin/luc/{when}/")) for when in ("19000101T0000", "21001231T2359"))
    assert len(first.all("a", inside="walk")) == len(last.all("a", inside="walk")) == 5
    for page in (first, last):
        assert {editor.get(e.attrs["href"]).status_code for e in page.all("a", inside="walk")} == {200}


def test_a_feed_says_so_in_a_comment(editor, scheduled):
    for page in ("rss/tin-moi.rss", "sitemap.xml"):
        answer = editor.get(NOON + page)
        assert answer.text.splitlines()[1].startswith("<!-- ")
        assert "12:00:00, 04/05/2040" in answer.text.splitlines()[1]


# ── Choosing a moment ────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("", ""),
        ("khoa-giao/", "khoa-giao/"),
        ("tim-kiem/?q=hoc+sinh&truoc=1.000000-1", "tim-kiem/?q=hoc+sinh&truoc=1.000000-1"),
        ("khoa-giao/204005/trao-qua-7.html", "khoa-giao/204005/trao-qua-7.html"),
        ("../../logout/", ""),
        ("/evil.example/", ""),
        ("//evil.example/", ""),
        ("https://evil.example/", ""),
        ("\\evil.example", ""),
    ],
)
def test_a_moment_that_was_typed_leads_to_the_same_page_then(editor, page, kept):
    answer = editor.get("/admin/luc/", {"luc": "18:56, 15/09/2021", "trang": page})
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/luc/20210915T1856/{kept}")


@pytest.mark.parametrize(
    "typed", ["", "hôm qua", "25:00, 04/05/2040", "9:00, 04/05/1040", "9:00, 04/05/9999"]
)
def test_a_moment_that_cannot_be_read_comes_back_as_it_was_typed(editor, typed):
    answer = editor.get("/admin/luc/", {"luc": typed, "trang": "khoa-giao/"})
    page = Page(answer)
    assert answer.status_code == 422
    assert len(page.errors_near("id_luc")) == 1
    assert page.form("moment_form") == {"luc": typed, "trang": "khoa-giao/"}


def test_the_way_there_stands_in_the_desks_bar_for_whoever_may_go(as_, cast):
    shown = {
        who: reverse("admin:instant") in as_(who).get("/admin/").text for who in ("congtacvien", "kiemduyet")
    }
    assert shown == {"congtacvien": True, "kiemduyet": False}


def test_a_scheduled_editions_page_leads_to_it_as_it_will_appear(editor, cast, scheduled):
    way = address_at(scheduled.live_from, path_of(scheduled))
    assert way in [e.attrs["href"] for e in Page(editor.get(change(scheduled))).all("a")]
    assert scheduled.title in editor.get(way).text
    live = make_edition(state="live", by=cast.phongvien, section=scheduled.section)
    assert "/admin/luc/2" not in editor.get(change(live)).text


# ── Nothing of it goes out ───────────────────────────────────────────────────
@pytest.mark.parametrize("address", [FRONT, SEARCH, FEED, f"{NOON}khong-co/", f"{NOON}khoa-giao/"])
def test_nothing_of_it_is_kept_or_indexed_or_answered_as_unchanged(editor, scheduled, address):
    answer = editor.get(address)
    rules = {
        name: answer.headers.get(name) for name in ("Cache-Control", "X-Robots-Tag", "ETag", "Last-Modified")
    }
    kept_by_nobody = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    assert rules == {**kept_by_nobody, "ETag": None, "Last-Modified": None}
    again = editor.get(
        address, headers={"if-none-match": "*", "if-modified-since": "Fri, 04 May 2040 02:00:00 GMT"}
    )
    assert again.status_code == answer.status_code


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_looked_at(editor, scheduled, method):
    answers = [getattr(editor, method)(way).status_code for way in ("/admin/luc/", FRONT, FEED)]
    assert answers == [405] * 3


def test_nobody_sends_a_comment_from_there(editor, scheduled):
    make_comment(edition=scheduled, state="shown")
    answer = editor.get(NOON + path_of(scheduled))
    assert Page(answer).all("form", css="comment-form") == []
    assert "y-kien/" not in "".join(links(answer))
    assert "Từ trang đang xem không gửi được gì." in answer.text
    assert editor.get(f"{NOON}y-kien/{scheduled.article_id}/da-gui/").status_code == 404
    assert Comment.objects.count() == 1


def test_readers_never_come_there_and_see_nothing_of_it(client, cast, scheduled):
    led = [client.get(way) for way in ("/admin/luc/", FRONT, FEED, NOON + path_of(scheduled))]
    assert [answer.status_code for answer in led] == [302] * 4
    assert [scheduled.title in answer.text for answer in led] == [False] * 4


def test_who_only_moderates_comments_is_refused(as_, scheduled):
    for way in ("/admin/luc/", FRONT, NOON + path_of(scheduled), f"{NOON}khong-co/"):
        answer = as_("kiemduyet").get(way)
        assert (answer.status_code, scheduled.title in answer.text) == (403, False)


def test_the_pages_of_readers_are_the_same_to_the_byte_after_a_walk(
    client, editor, cast, khoa_giao, scheduled
):
    live = make_edition(state="live", by=cast.phongvien, section=khoa_giao, tags=("y tế",))
    pages = (
        "/",
        "/khoa-giao/",
        "/tim-kiem/?q=hoc",
        "/rss/tin-moi.rss",
        "/sitemap.xml",
        f"/{path_of(live)}",
        "/khong-co/",
    )
    before = [client.get(page).content for page in pages]
    for page in pages:
        editor.get(NOON + page.removeprefix("/"))
    assert get_script_prefix() == "/"
    assert [client.get(page).content for page in pages] == before
    told = b"".join(before)
    assert [
        word for word in (b"/admin/", b"walk", b"luc") if word in told.replace(b"Disallow: /admin/", b"")
    ] == []


def test_a_fault_on_the_way_leaves_no_other_address_changed(editor, monkeypatch):
    monkeypatch.setattr("articles.views.public.front_at", lambda at: 1 / 0)
    assert editor.get(FRONT).status_code == 500
    assert (get_script_prefix(), reverse("front")) == ("/", "/")


# ── At what cost ─────────────────────────────────────────────────────────────
@pytest.mark.parametrize("many", [3, 30])
def test_it_costs_the_same_however_much_there_is(editor, khoa_giao, django_assert_num_queries, many):
    for number in range(many):
        below = make_section(slug=f"muc-{number}", parent=khoa_giao)
        edition = make_edition(section=below, tags=("y tế",))
        edition.photos.create(photo=make_photo())
        edition = bring_to("scheduled", edition)
        make_comment(edition=edition, state="shown")
    # The public page's, three for what stands around it, three to know who asks, and one for what is kept from her.
    costs = {"": 14, "khoa-giao/": 11, "tim-kiem/?q=hoc+sinh": 9, "rss/tin-moi.rss": 7, path_of(edition): 13}
    editor.get(FRONT)
    for page, cost in costs.items():
        with django_assert_num_queries(cost, info=page):
            assert editor.get(NOON + page).status_code == 200
