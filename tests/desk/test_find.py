"""The desk's list: each filter alone and together, pages there and back, its scope, and what it says."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import moves, taking
from articles.models import Article, Edition
from articles.permissions import can_see, is_own_text, own_text, visible_to
from articles.views import find
from cms.text import asked_words, words
from tests.desk.pages import LIST, Page
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_edition, make_section
from tests.many import publish_many

pytestmark = pytest.mark.django_db


def look(client, **asked: str) -> Page:
    names = {"state": "trang-thai", "section": "chuyen-muc", "writer": "nguoi", "since": "tu", "until": "den"}
    response = client.get(LIST, {names.get(name, name): value for name, value in asked.items()})
    assert response.status_code == 200
    return Page(response)


def listed(client, **asked: str) -> list[str]:
    return look(client, **asked).texts("th", css="field-title")


@pytest.fixture
def newsroom(cast, khoa_giao):
    """Pieces of two writers in two sections and a sub-section, changed on four days."""
    below = make_section(slug="tuyen-sinh", name="Tuyển sinh", parent=khoa_giao)
    rows = [
        ("Họp giao ban", "draft", cast.phongvien, khoa_giao, "Hội nghị trực tuyến.", 0),
        ("Tuyển sinh lớp 10", "in_review", cast.phongvien, below, "Đăng ký trước 30/5.", 1),
        ("Trả lại", "returned", cast.congtacvien, khoa_giao, "Hội nghị khuyến học.", 2),
        ("Hẹn giờ", "scheduled", cast.congtacvien, below, "Kỳ thi.", 3),
        ("Đã đăng", "live", cast.phongvien, khoa_giao, "Hội nghị tổng kết.", 3),
        ("Đã rút", "withdrawn", cast.congtacvien, khoa_giao, "Kỳ thi.", 3),
    ]
    for title, state, by, section, lead, days in rows:
        at = AT - days * DAY
        live_from = AT + DAY if state == "scheduled" else None
        words = {"title": title, "by": by, "section": section, "lead": lead, "at": at, "live_from": live_from}
        edition = make_edition(state=state, **words)
        Edition.objects.filter(pk=edition.pk).update(updated_at=at)
    make_edition(title="Chuyện nơi khác", section=make_section(slug="xa-hoi"), lead="Hội nghị xã.")
    return cast


# ── Each filter ──────────────────────────────────────────────────────────────
ON_THE_WAY = ["Họp giao ban", "Tuyển sinh lớp 10", "Trả lại", "Hẹn giờ"]
EVERYTHING = [*ON_THE_WAY[:3], "Đã rút", "Đã đăng", "Hẹn giờ"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ON_THE_WAY),
        ({"state": ""}, ON_THE_WAY),
        ({"state": "all"}, EVERYTHING),
        ({"state": "draft"}, ["Họp giao ban"]),
        ({"state": "in_review"}, ["Tuyển sinh lớp 10"]),
        ({"state": "returned"}, ["Trả lại"]),
        ({"state": "scheduled"}, ["Hẹn giờ"]),
        ({"state": "live"}, ["Đã đăng"]),
        ({"state": "ended"}, ["Đã rút"]),
        ({"state": "all", "q": "hội nghị"}, ["Họp giao ban", "Trả lại", "Đã đăng"]),
        ({"state": "all", "q": "HOI NGHI"}, ["Họp giao ban", "Trả lại", "Đã đăng"]),
        ({"state": "all", "q": "khuyen*"}, ["Trả lại"]),
        ({"state": "all", "q": "khuyen ho"}, []),
        ({"q": "hội nghị"}, ["Họp giao ban", "Trả lại"]),
        ({"state": "all", "section": "tuyen-sinh"}, ["Tuyển sinh lớp 10", "Hẹn giờ"]),
        ({"state": "all", "section": "khoa-giao"}, EVERYTHING),
        ({"state": "all", "section": "xa-hoi"}, []),
        ({"state": "all", "writer": "congtacvien"}, ["Trả lại", "Đã rút", "Hẹn giờ"]),
        ({"state": "all", "since": "02/05/2040"}, ON_THE_WAY[:3]),
        ({"state": "all", "since": "2040-05-04"}, ["Họp giao ban"]),
        ({"state": "all", "until": "1.5.2040"}, ["Đã rút", "Đã đăng", "Hẹn giờ"]),
        ({"state": "all", "since": "3/5/2040", "until": "3/5/2040"}, ["Tuyển sinh lớp 10"]),
        (
            {
                "state": "all",
                "q": "hoi nghi",
                "writer": "phongvien",
                "section": "khoa-giao",
                "since": "4-5-2040",
            },
            ["Họp giao ban"],
        ),
        ({"state": "live", "q": "ky thi"}, []),
    ],
)
def test_each_filter_alone_and_together(as_, newsroom, asked, expected):
    if "writer" in asked:
        asked = {**asked, "writer": str(getattr(newsroom, asked["writer"]).pk)}
    assert sorted(listed(as_("bientapvien"), **asked)) == sorted(expected)


def test_the_last_changed_stands_first(as_, newsroom):
    assert listed(as_("bientapvien"))[:3] == ON_THE_WAY[:3]


def test_a_day_ends_at_midnight_where_the_paper_is(as_, newsroom):
    edition = Edition.objects.get(title="Họp giao ban")
    midnight = timezone.make_aware(datetime(2040, 5, 4))
    found = {}
    for name, at in {"before": midnight - timedelta(microseconds=1), "at": midnight}.items():
        Edition.objects.filter(pk=edition.pk).update(updated_at=at)
        found[name] = [
            "Họp giao ban" in listed(as_("bientapvien"), since=day, until=day)
            for day in ("3/5/2040", "4/5/2040")
        ]
    assert found == {"before": [True, False], "at": [False, True]}


def test_who_wrote_it_began_the_article_or_writes_its_next_edition(as_, newsroom):
    live = Edition.objects.get(title="Đã đăng")
    as_("bientapvien").post(f"/admin/articles/edition/{live.pk}/an-ban-moi/")
    draft = Edition.objects.get(article=live.article, number=2)
    assert draft.created_by == newsroom.bientapvien
    found = {
        who: "Đã đăng" in listed(as_("bientapvien"), state="draft", writer=str(getattr(newsroom, who).pk))
        for who in ("bientapvien", "phongvien", "congtacvien")
    }
    assert found == {"bientapvien": True, "phongvien": True, "congtacvien": False}


# ── What cannot be read ──────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("asked", "field", "kept"),
    [
        ({"q": "***"}, "id_q", "***"),
        ({"q": "!?"}, "id_q", "!?"),
        ({"trang-thai": "sai"}, "id_trang-thai", None),
        ({"chuyen-muc": "khong-co"}, "id_chuyen-muc", None),
        ({"nguoi": "99999"}, "id_nguoi", None),
        ({"nguoi": "x"}, "id_nguoi", None),
        ({"tu": "hôm qua"}, "id_tu", "hôm qua"),
        ({"tu": "31/02/2040"}, "id_tu", "31/02/2040"),
        ({"den": "01/01/0001"}, "id_den", "01/01/0001"),
        ({"den": "31/12/9999"}, "id_den", "31/12/9999"),
        ({"tu": "04/05/2040", "den": "03/05/2040"}, "id_den", "03/05/2040"),
    ],
)
def test_what_cannot_be_read_is_said_beside_it_and_finds_nothing(as_, newsroom, asked, field, kept):
    page = look(as_("bientapvien"), **{"q": "họp", **asked})
    assert (len(page.errors_near(field)), page.titles(), len(page.errors())) == (1, set(), 1)
    sent = page.form("find")
    if kept is not None:
        assert sent[field.removeprefix("id_")] == kept
    assert sent["q"] == asked.get("q", "họp")


@pytest.mark.parametrize("asked", [{"truoc": "x"}, {"sau": "1"}, {"sau": "\x00"}, {"truoc": "9" * 30}])
def test_a_place_that_is_none_is_the_beginning_and_says_so(as_, newsroom, asked):
    page = look(as_("bientapvien"), **asked)
    assert page.titles() == set(ON_THE_WAY)
    assert len(page.all("p", css="returned")) == 1


def test_the_list_says_what_to_do_where_there_is_nothing(as_, cast, khoa_giao):
    client = as_("bientapvien")
    [nothing] = look(client).all("p", css="find__none")
    make_edition(title="Đã đăng", state="live", section=khoa_giao)
    [unfound] = look(client, q="đăng").all("p", css="find__none")
    assert nothing.text != unfound.text
    ways = [link.attrs["href"] for link in look(client, q="đăng").all("a", inside="find__none")]
    assert ways == [f"?{urlencode({'q': 'đăng', 'trang-thai': 'all'})}"]
    assert Page(client.get(f"{LIST}{ways[0]}")).titles() == {"Đã đăng"}


def test_a_list_is_looked_at_and_never_posted_to(as_, newsroom):
    assert as_("bientapvien").post(LIST, {"q": "họp"}).status_code == 405


# ── What a row shows ─────────────────────────────────────────────────────────
def test_a_row_says_where_it_is_with_whom_and_since_when(as_, newsroom, clock):
    edition = Edition.objects.get(title="Tuyển sinh lớp 10")
    taking.take(edition, by=newsroom.bientapvien, seen=None, at=AT)
    page = look(as_("thukytoasoan"), state="in_review")
    [state] = page.texts("td", css="field-state_now")
    assert state == f"Chờ biên tập {newsroom.bientapvien}"
    assert page.texts("td", css="field-section") == ["Tuyển sinh"]
    assert page.texts("td", css="field-created_by") == [str(newsroom.phongvien)]
    [box] = page.all("input", name="chon")
    assert (box.attrs["value"], box.attrs["form"]) == (str(edition.pk), "many")
    assert "Tuyển sinh lớp 10" in box.attrs["aria-label"]


# ── Pages ────────────────────────────────────────────────────────────────────
@pytest.fixture
def pages_of_five(monkeypatch) -> None:
    monkeypatch.setattr(find, "PAGE", 5)


def way(page: Page, name: str) -> str:
    found = [link.attrs["href"] for link in page.all("a", rel=name)]
    return found[0] if found else ""


def walk(client, query: str, direction: str, between=lambda: None) -> list[list[str]]:
    pages = []
    for _page in range(30):
        page = Page(client.get(LIST + query))
        pages.append(page.texts("th", css="field-title"))
        query = way(page, direction)
        between()
        if not query:
            return pages
    raise AssertionError("the pages go round in a circle")


@pytest.mark.usefixtures("pages_of_five")
@pytest.mark.parametrize("many", [1, 4, 5, 6, 10, 23])
def test_there_and_back_each_row_stands_once(as_, khoa_giao, many):
    """Of three moments only: rows of the same time are told apart."""
    editions = [make_edition(title=f"Bài {n:02}", section=khoa_giao) for n in range(many)]
    for n, edition in enumerate(editions):
        Edition.objects.filter(pk=edition.pk).update(updated_at=AT - (n % 3) * DAY)
    client = as_("bientapvien")
    there = walk(client, "", "next")
    rows = list(Edition.objects.order_by("-updated_at", "-pk").values_list("title", flat=True))
    assert there == [rows[n : n + 5] for n in range(0, many, 5)]
    back = walk(client, "?cuoi=1", "prev")
    # Cut from the end; what is left over at the beginning is shown as the first page, full.
    assert back == [rows[max(end - 5, 0) : max(end, 5)] for end in range(many, 0, -5)]


@pytest.mark.usefixtures("pages_of_five")
def test_rows_that_change_meanwhile_push_no_other_row_off_its_page(as_, khoa_giao):
    for n in range(23):
        edition = make_edition(title=f"Bài {n:02}", section=khoa_giao)
        Edition.objects.filter(pk=edition.pk).update(updated_at=AT - n * MINUTE)
    still = {f"Bài {n:02}" for n in range(23) if n % 4}
    changed = iter([f"Bài {n:02}" for n in range(0, 23, 4)])
    times = iter(range(1, 99))

    def change_one_and_begin_one() -> None:
        now = AT + next(times) * MINUTE
        if title := next(changed, ""):
            Edition.objects.filter(title=title).update(updated_at=now)
        make_edition(title="Mới", section=khoa_giao, at=now)

    seen = [
        title for page in walk(as_("bientapvien"), "", "next", change_one_and_begin_one) for title in page
    ]
    assert sorted(title for title in seen if title in still) == sorted(still)


@pytest.mark.usefixtures("pages_of_five")
def test_every_page_keeps_what_was_asked(as_, khoa_giao):
    for n in range(12):
        make_edition(title=f"Bài {n}", section=khoa_giao, state="draft" if n % 2 else "in_review")
    asked = {"q": ["bài"], "trang-thai": ["draft"], "chuyen-muc": ["khoa-giao"], "tu": ["01/05/2040"]}
    query = urlencode({name: values[0] for name, values in asked.items()})
    page = Page(as_("bientapvien").get(f"{LIST}?{query}&utm=1"))
    ways = [parse_qs(e.attrs["href"].removeprefix("?")) for e in page.all("a", inside="find__ways")]
    assert [{name: way[name] for name in asked} for way in ways] == [asked, asked]
    assert [set(way) - set(asked) for way in ways] == [{"truoc"}, {"cuoi"}]


@pytest.mark.usefixtures("pages_of_five")
def test_a_page_that_is_gone_is_the_first_one(as_, khoa_giao):
    editions = [make_edition(title=f"Bài {n}", section=khoa_giao) for n in range(7)]
    client = as_("bientapvien")
    older = way(look(client), "next")
    Edition.objects.filter(pk__in=[e.pk for e in editions[:2]]).delete()
    assert len(Page(client.get(LIST + older)).titles()) == 5


# ── Whose it is ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "query", ["", "?trang-thai=all", "?trang-thai=all&q=h*+c*", "?trang-thai=all&cuoi=1"]
)
def test_what_is_not_hers_is_neither_shown_nor_makes_a_page(as_, newsroom, monkeypatch, query):
    """A page that would be full with others' texts says nothing of them."""
    monkeypatch.setattr(find, "PAGE", 3)
    elsewhere = make_section(slug="xa-hoi")
    for n in range(7):
        make_edition(title=f"Họp nơi khác {n}", section=elsewhere, at=AT + HOUR)
    page = Page(as_("congtacvien").get(LIST + query))
    assert page.titles() == ({"Trả lại", "Hẹn giờ", "Đã rút"} if "all" in query else {"Trả lại", "Hẹn giờ"})
    assert page.all("a", inside="find__ways") == []


def test_own_text_in_sql_is_own_text_in_python(cast, khoa_giao):
    mine = make_edition(by=cast.phongvien, section=khoa_giao, state="live")
    make_edition(by=cast.congtacvien, section=khoa_giao)
    make_edition(section=khoa_giao)
    theirs = make_edition(by=None, section=khoa_giao)
    Article.objects.filter(pk=theirs.article_id).update(created_by=cast.phongvien)
    everything = Edition.objects.select_related("article", "section")
    for person in cast:
        assert set(everything.filter(own_text(person))) == {e for e in everything if is_own_text(person, e)}
        assert set(visible_to(person, everything, at=AT)) == {
            e for e in everything if can_see(person, e, at=AT)
        }
    assert mine in everything.filter(own_text(cast.phongvien))


# ── Words ────────────────────────────────────────────────────────────────────
letters = st.sampled_from("aăâbđeêoôơuưy 0189_-.,'\"*&|!():<>\\%\u0301\u200b Ð€漢")
texts = st.text(letters, max_size=40)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts)
def test_an_article_is_found_by_its_whole_words_and_the_beginnings_of_them(db, text, question):
    """The SQL truth beside the plain one, for whatever is typed."""
    Edition.objects.all().delete()
    made = make_edition(title="x", lead=text, body="", byline="")
    there = set(words(f"x {text}").split())
    asked = asked_words(question)
    fits = all(any(w == a or (star and w.startswith(a)) for w in there) for a, star in asked)
    expected = [made] if (asked and fits) or not question.strip() else []
    assert list(Edition.objects.matching(question)) == expected


def test_a_changed_text_is_found_by_its_new_words_alone(khoa_giao):
    edition = make_edition(title="Chè Nà Lướt", section=khoa_giao)
    edition.title = "Cà phê Mường Ảng"
    edition.save()
    found = {q: Edition.objects.matching(q).count() for q in ("chè", "cà phê", "muong ang")}
    assert found == {"chè": 0, "cà phê": 1, "muong ang": 1}
    edition.delete()
    assert Edition.objects.matching("cà phê").count() == 0


def test_a_piece_keeps_its_words_through_the_gate(khoa_giao):
    edition = make_edition(title="Chè Nà Lướt", section=khoa_giao)
    edition = bring_to("live", edition)
    moves.make("withdraw", edition, by=None, seen=edition.stamp, at=AT + HOUR, note="Sai.", ordered_by="TBT")
    assert Edition.objects.matching("nà lướt").count() == 1


@pytest.mark.parametrize(
    "question", ["đ" * 20_000, "a " * 10_000, "b* " * 9_000, "\u0301" * 20_000, "%" * 20_000]
)
def test_what_is_looked_for_is_bounded_whatever_is_typed(as_, newsroom, question):
    asked = asked_words(question)
    assert len(asked) <= 8
    assert sum(len(word) for word, _begins in asked) <= 200
    assert as_("bientapvien").get(LIST, {"q": question}).status_code == 200


def test_the_words_of_a_text_are_bounded_too():
    long = words(" ".join(f"từ{n}" for n in range(100_000)))
    assert len(long) <= 250_000
    assert long.split()[-1].startswith("tu")
    assert words("đ" * 20_000) == "d" * 100
    assert words("một hai_một, Một\u200b-ba") == "mot hai ba"


def test_a_text_of_many_words_is_saved_and_found(khoa_giao):
    body = " ".join(f"{n:05}" + "ắ" * 90 for n in range(5_000))
    make_edition(section=khoa_giao, body=f"<p>{body}</p>")
    assert Edition.objects.matching("00001*").count() == 1


@pytest.mark.parametrize("word", ["hội nghị", "khong-co-chu-nay"])
def test_public_search_is_sorted_by_the_date_line(client, khoa_giao, word):
    editions = publish_many(25, at=AT, sections=[khoa_giao])
    found = list(Edition.objects.live(AT).matching(word).newest_first())
    assert found == (editions if word == "hội nghị" else [])
