"""The calendar: what begins and ends stands on its day, for whoever may know; and a piece gets another time there."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import moves, writing
from articles.models import Edition
from articles.views.instant import address_at
from record.models import Event
from tests.desk.pages import Page, change
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_edition, make_section

pytestmark = pytest.mark.django_db

PAGE = "/admin/lich/"
# The tests' today is Friday, 4 May 2040; its week begins on Monday, 30 April.
MONDAY = timezone.make_aware(datetime(2040, 4, 30))


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section").get(pk=edition.pk)


def make(name: str, edition: Edition, *, at: datetime = AT, **given) -> Edition:
    return moves.make(name, edition, by=None, seen=fresh(edition).stamp, at=at, **given)


def looked_at(client: Client, **asked) -> Page:
    response = client.get(PAGE, asked)
    assert response.status_code == 200
    return Page(response)


def told(page: Page) -> list[list[str]]:
    """Of each day its entries: time, state, title, section."""
    days = page.all("section", css="day")
    return [[" ".join(e.text.split()) for e in page.all("li", css="entry") if e.within(day)] for day in days]


def on(page: Page, place: int, title: str) -> list[str]:
    return [entry for entry in told(page)[place] if title in entry]


def move_to(client: Client, edition: Edition, **given):
    sent = {"seen": fresh(edition).stamp, "kieu": "tuan", "ngay": "2040-05-04", **given}
    return client.post(f"{PAGE}{edition.pk}/doi-gio/", sent)


def rows(edition: Edition) -> tuple:
    return list(Edition.objects.filter(article=edition.article_id).values()), Event.objects.count()


@pytest.fixture
def secretary(as_) -> Client:
    return as_("thukytoasoan")


@pytest.fixture
def scheduled(cast, khoa_giao) -> Edition:
    """For ten o'clock today."""
    return make_edition(title="Hẹn", state="scheduled", by=cast.phongvien, section=khoa_giao)


# ── What stands where ────────────────────────────────────────────────────────
def test_the_week_begins_on_monday_and_says_that_a_day_is_empty(secretary):
    page = looked_at(secretary)
    assert page.texts("h2", inside="day") == [
        "Thứ Hai, 30/04",
        "Thứ Ba, 01/05",
        "Thứ Tư, 02/05",
        "Thứ Năm, 03/05",
        "Thứ Sáu, 04/05 " + _("Today"),
        "Thứ Bảy, 05/05",
        "Chủ Nhật, 06/05",
    ]
    assert page.texts("p", css="quiet") == [_("Nothing begins or ends on this day.")] * 7


def test_every_phase_stands_on_its_day_in_words(secretary, cast, khoa_giao, scheduled):
    own = {"by": cast.phongvien, "section": khoa_giao}
    make_edition(title="Sống", state="live", at=AT - HOUR, **own)
    make_edition(title="Hết", state="expired", at=AT - DAY, **own)
    make_edition(title="Gỡ", state="withdrawn", at=AT - 2 * DAY, **own)
    old = make_edition(title="Cũ", state="live", at=AT - 3 * DAY, **own)
    newer = bring_to("last_step", writing.open_next(fresh(old), by=None, at=AT - DAY), at=AT - DAY)
    make("approve", newer, at=AT - DAY)
    page = looked_at(secretary)
    words = {
        (1, "Cũ"): ["09:00 Bản cũ Cũ Khoa giáo"],
        (2, "Gỡ"): ["09:00 Đã gỡ Gỡ Khoa giáo", "09:01 Đã gỡ · " + _("Off the site: withdrawn")],
        (3, "Hết"): ["09:00 Hết hạn Hết Khoa giáo", "09:01 Hết hạn · " + _("Off the site: expires")],
        (3, "Cũ"): ["09:00 Đã xuất bản Cũ Khoa giáo"],
        (4, "Sống"): ["08:00 Đã xuất bản Sống Khoa giáo"],
        (4, "Hẹn"): ["10:00 Hẹn giờ đăng Hẹn Khoa giáo · " + _("Change the time")],
    }
    for (place, title), begun in words.items():
        found = on(page, place, title)
        assert [entry[: len(start)] for entry, start in zip(found, begun, strict=True)] == begun
    # What was replaced has no end of its own: its successor's start is it.
    assert sum(map(len, told(page))) == 8


@pytest.mark.parametrize(
    ("ahead", "place"),
    [
        (timedelta(), 0),
        (timedelta(days=1) - MINUTE, 0),
        (timedelta(days=1), 1),
        (7 * DAY - MINUTE, 6),
        (7 * DAY, None),
    ],
)
def test_a_day_is_from_midnight_to_midnight_where_the_paper_is(secretary, khoa_giao, ahead, place):
    next_week = MONDAY + 7 * DAY
    make_edition(title="Biên", state="scheduled", section=khoa_giao, live_from=next_week + ahead)
    page = looked_at(secretary, ngay="2040-05-09")
    assert [n for n in range(7) if on(page, n, "Biên")] == ([] if place is None else [place])


def test_a_day_stands_by_its_hours_with_the_line_of_now(secretary, scheduled):
    page = looked_at(secretary, kieu="ngay")
    assert [e.text.strip() for e in page.all("span", css="hour__name")] == [f"{n:02}:00" for n in range(24)]
    hours = {n: " ".join(e.text.split()) for n, e in enumerate(page.all("li", css="hour"))}
    assert "Hẹn" in hours[10]
    assert hours[9] == "09:00 " + _("Now") + " 09:00"


def test_now_stands_between_what_was_and_what_is_to_come(secretary, cast, khoa_giao, scheduled):
    make_edition(title="Sống", state="live", at=AT - HOUR, section=khoa_giao)
    page = looked_at(secretary)
    [entries] = [
        e for e in page.all("ol", css="entries") if any(n.within(e) for n in page.all("li", css="now"))
    ]
    order = [e.attrs["class"].split()[0] for e in page.elements if e.tag == "li" and e.inside is entries]
    assert order == ["entry", "now", "entry"]
    assert looked_at(secretary, ngay="2040-05-09").all("li", css="now") == []


def test_of_one_section_with_what_is_under_it(secretary, scheduled, khoa_giao):
    under = make_section(slug="y-te", name="Y tế", parent=khoa_giao)
    make_edition(title="Dưới", state="scheduled", section=under)
    assert [len(told(looked_at(secretary, muc=slug))[4]) for slug in ("", "khoa-giao", "y-te")] == [2, 2, 1]


def test_nobody_sees_what_she_may_not_know_of(as_, scheduled):
    make_edition(title="Nơi khác", state="scheduled", section=make_section(slug="xa-hoi"))
    titles = {
        who: told(looked_at(as_(who)))[4] for who in ("phongvien", "congtacvien", "bientapvien", "outsider")
    }
    assert {who: ["Nơi khác" in e for e in entries] for who, entries in titles.items()} == {
        "phongvien": [False],
        "congtacvien": [],
        "bientapvien": [False],
        "outsider": [True],
    }


def test_each_entry_leads_to_the_piece_and_to_the_site_at_that_moment(secretary, scheduled):
    page = looked_at(secretary)
    links = [e.attrs["href"] for e in page.all("a", inside="entry")]
    assert links[:2] == [
        address_at(scheduled.live_from, scheduled.article.path),
        change(scheduled),
    ]
    assert [secretary.get(link).status_code for link in links] == [200] * 3


def test_earlier_later_today_and_the_other_view_keep_what_is_looked_at(secretary, khoa_giao):
    page = looked_at(secretary, ngay="09/05/2040", kieu="ngay", muc="khoa-giao")
    ways = [e.attrs["href"] for e in page.all("a", inside="ways")]
    assert ways == [
        f"{PAGE}?ngay={day}&kieu={kind}&muc=khoa-giao"
        for day, kind in [
            *(("2040-05-08", "ngay"), ("2040-05-04", "ngay"), ("2040-05-10", "ngay")),
            *(("2040-05-09", "ngay"), ("2040-05-09", "tuan")),
        ]
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {"ngay": "mai"},
        {"ngay": "30/02/2040"},
        {"ngay": "0001-01-01"},
        {"ngay": "9999-12-31"},
        {"muc": "khong-co"},
    ],
)
def test_what_cannot_be_read_is_said_and_today_is_shown(secretary, scheduled, asked):
    response = secretary.get(PAGE, asked)
    assert response.status_code == 422
    assert len(on(Page(response), 4, "Hẹn")) == 1


def test_a_day_that_cannot_be_read_is_told_how_it_is_written(secretary):
    page = Page(secretary.get(PAGE, {"ngay": "30/02/2040"}))
    assert page.errors() == [_("Write the day like this: 15/09/2021.")]


def test_what_is_neither_a_day_nor_a_week_is_a_week(secretary):
    assert len(looked_at(secretary, kieu="năm").all("section", css="day")) == 7


def test_the_way_to_the_form_of_what_is_live_by_now_says_so(secretary, khoa_giao, cast):
    live = make_edition(state="live", by=cast.phongvien, section=khoa_giao)
    page = looked_at(secretary, doi=live.pk)
    said = {"title": live.title, "state": live.state_label(AT + MINUTE)}
    assert page.messages() == [_("“%(title)s” is given no other time now: %(state)s.") % said]
    assert page.all("form", css="reschedule") == []


@pytest.mark.parametrize("day", ["1901-01-01", "2099-12-31", "1945-03-14"])
@pytest.mark.parametrize("kind", ["ngay", "tuan"])
def test_far_off_days_break_nothing(secretary, day, kind):
    assert secretary.get(PAGE, {"ngay": day, "kieu": kind}).status_code == 200


# ── Another time ─────────────────────────────────────────────────────────────
def test_the_form_of_a_piece_stands_open_where_it_is_asked_for(secretary, scheduled):
    form = looked_at(secretary, doi=scheduled.pk).form("doi-gio")
    assert (form["seen"], form["when"], form["live_from"], form["expires_at"]) == (
        fresh(scheduled).stamp,
        "later",
        "10:00, 04/05/2040",
        "",
    )
    assert looked_at(secretary, doi=scheduled.pk, gio="07:30, 06/05/2040").form("doi-gio")["live_from"] == (
        "07:30, 06/05/2040"
    )
    assert fresh(scheduled).live_from == AT + HOUR


@pytest.mark.parametrize("asked", ["", "x", "0", "9" * 30])
def test_no_form_for_a_number_that_is_none(secretary, scheduled, asked):
    response = secretary.get(PAGE, {"doi": asked})
    assert (response.status_code, b'id="doi-gio"' in response.content) in [(200, False), (404, False)]


def test_no_form_for_who_may_not(as_, scheduled):
    assert as_("outsider").get(PAGE, {"doi": scheduled.pk}).status_code == 404
    for who in ("phongvien", "bientapvien"):
        page = looked_at(as_(who), doi=scheduled.pk)
        assert page.all("form", id="doi-gio") == []
        assert [e.attrs for e in page.all("li", css="entry") if "draggable" in e.attrs] == []


def test_the_piece_is_moved_and_shown_where_it_stands_now(secretary, cast, scheduled):
    sent = looked_at(secretary, doi=scheduled.pk).form("doi-gio")
    sent |= {"live_from": "07:30, 09/05/2040", "expires_at": "07:30, 20/05/2040"}
    response = secretary.post(f"{PAGE}{scheduled.pk}/doi-gio/", sent)
    where = f"{PAGE}?ngay=2040-05-09&kieu=tuan&bai={scheduled.pk}#bai-{scheduled.pk}"
    assert (response.status_code, response["Location"]) == (302, where)
    moved = fresh(scheduled)
    assert timezone.localtime(moved.live_from).isoformat() == "2040-05-09T07:30:00+07:00"
    assert timezone.localtime(moved.live_until).isoformat() == "2040-05-20T07:30:00+07:00"
    event = Event.objects.about(moved).first()
    assert (event.kind, event.actor_id) == ("edition.reschedule", cast.thukytoasoan.pk)
    page = Page(secretary.get(where))
    assert page.messages() == ["Hẹn: Hẹn giờ đăng, 07:30, 09/05/2040"]
    [marked] = page.all("li", css="entry--moved")
    assert marked.attrs["id"] == f"bai-{scheduled.pk}"


def test_at_once_from_the_calendar(secretary, scheduled):
    assert move_to(secretary, scheduled, when="now", live_from="").status_code == 302
    assert fresh(scheduled).is_live(timezone.now())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"live_from": "08:00, 03/05/2040"}, "live_from"),
        ({"live_from": "mai"}, "live_from"),
        ({"when": "later", "live_from": ""}, "live_from"),
        ({"live_from": "18:30, 05/05/2040", "expires_at": "18:30, 05/05/2040"}, "expires_at"),
        ({"live_from": "18:30, 05/05/2040", "expires_at": "mai"}, "expires_at"),
    ],
)
def test_a_wrong_time_comes_back_as_it_was_typed_and_changes_nothing(secretary, scheduled, given, field):
    before = rows(scheduled)
    response = move_to(secretary, scheduled, **given)
    page = Page(response)
    assert (response.status_code, len(page.errors_near(f"id_{field}"))) == (422, 1)
    assert page.form("doi-gio") | given == page.form("doi-gio")
    assert (len(on(page, 4, "Hẹn")), rows(scheduled)) == (1, before)


def test_who_was_overtaken_is_told_by_whom_and_keeps_what_she_typed(secretary, cast, scheduled):
    stale = fresh(scheduled).stamp
    moves.make("reschedule", scheduled, by=cast.tongbientap, seen=stale, at=AT, live_from=AT + 3 * HOUR)
    before = rows(scheduled)
    response = move_to(secretary, scheduled, seen=stale, live_from="18:30, 05/05/2040")
    page = Page(response)
    assert response.status_code == 409
    [message] = page.errors_above()
    assert "Tongbientap" in message
    form = page.form("doi-gio")
    assert (form["live_from"], form["seen"]) == ("18:30, 05/05/2040", fresh(scheduled).stamp)
    assert rows(scheduled) == before
    assert secretary.post(f"{PAGE}{scheduled.pk}/doi-gio/", form).status_code == 302


@pytest.mark.parametrize("state", ["draft", "last_step", "live", "expired", "withdrawn"])
def test_only_what_is_scheduled_is_moved(secretary, khoa_giao, clock, state):
    edition = make_edition(state=state, section=khoa_giao)
    clock.move_to(AT + 5 * MINUTE)
    before = rows(edition)
    times = {"live_from": "18:30, 05/05/2040", "expires_at": ""}
    assert move_to(secretary, edition, **times).status_code == 409
    assert rows(edition) == before


def test_without_the_right_nothing_is_moved(as_, scheduled):
    before = rows(scheduled)
    answers = {
        who: move_to(as_(who), scheduled, live_from="18:30, 05/05/2040").status_code
        for who in ("phongvien", "congtacvien", "bientapvien", "kiemduyet", "quantri", "outsider")
    }
    assert answers == {
        "phongvien": 403,
        "congtacvien": 404,
        "bientapvien": 403,
        "kiemduyet": 404,
        "quantri": 404,
        "outsider": 404,
    }
    assert rows(scheduled) == before


def test_other_fields_change_nothing_else(secretary, scheduled):
    extra = {"title": "Khác", "state": "draft", "live_until": "x", "note": "Ghi chú", "ended_by": "expired"}
    assert move_to(secretary, scheduled, live_from="18:30, 05/05/2040", **extra).status_code == 302
    assert (fresh(scheduled).title, fresh(scheduled).state, fresh(scheduled).ended_by) == (
        "Hẹn",
        "approved",
        "",
    )


# ── How much it asks ─────────────────────────────────────────────────────────
CALENDAR, WITH_A_FORM = 7, 8


@pytest.mark.parametrize("pieces", [3, 30])
@pytest.mark.parametrize("kind", ["ngay", "tuan"])
def test_many_pieces_ask_no_more(as_, cast, khoa_giao, django_assert_num_queries, pieces, kind):
    for number in range(pieces):
        section = make_section(slug=f"muc-{number}", parent=khoa_giao)
        edition = make_edition(title=f"Tin {number}", state="scheduled", by=cast.phongvien, section=section)
        make_edition(title=f"Hết {number}", state="expired", section=section, at=AT - HOUR)
    client = as_("thukytoasoan")
    with django_assert_num_queries(CALENDAR):
        assert sum(map(len, told(looked_at(client, kieu=kind)))) == 3 * pieces
    with django_assert_num_queries(WITH_A_FORM):
        looked_at(client, kieu=kind, doi=edition.pk)
