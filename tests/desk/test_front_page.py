"""Laying out the front page at the desk: the form keeps every place until it is saved, with or without a script."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from articles import arranging, moves
from articles.embargo import set_embargo
from articles.front import Place, front_at
from articles.models import Edition, Layout
from articles.views.instant import address_at
from record.models import Event
from tests.desk.pages import Page
from tests.factories import AT, DAY, HOUR, MINUTE, make_edition, make_layout, make_section, make_user

pytestmark = pytest.mark.django_db

DESK, FORM, PREVIEW = "/admin/trang-nhat/", "/admin/trang-nhat/trinh-bay/", "/admin/trang-nhat/xem-thu/"
TOMORROW = "06:00, 05/05/2040"
SIX = AT.replace(hour=6) + DAY
SECOND = timedelta(seconds=1)


@pytest.fixture
def secretary(as_) -> Client:
    return as_("thukytoasoan")


@pytest.fixture
def live(khoa_giao) -> list[Edition]:
    """Seven live articles, the oldest first."""
    return [
        make_edition(state="live", title=f"Tin {n}", section=khoa_giao, at=AT - DAY + n * MINUTE)
        for n in range(7)
    ]


def place(edition: Edition, slot: str = "lead", section: int | None = None) -> Place:
    return Place(slot, edition.article_id, section)


def sent(*places: str, act: str = "luu", **given) -> dict:
    return {"when": "now", "seen": arranging.newest_number(), "cho": list(places), "lam": act, **given}


def said(edition: Edition, key: str = "lead:") -> str:
    return f"{key}:{edition.article_id}"


def placed(page: Page) -> list[str]:
    return [field.attrs["value"] for field in page.all("input", name="cho")]


def acted(client: Client, *places: str, act: str, **given) -> list[str]:
    response = client.post(FORM, sent(*places, act=act, **given))
    assert response.status_code == 200
    return placed(Page(response))


def rows() -> tuple[int, int]:
    return Layout.objects.count(), Event.objects.count()


# ── Until it is saved ────────────────────────────────────────────────────────
def test_it_begins_with_what_stands_now(secretary, live):
    make_layout(place(live[0]), place(live[1], "focus"))
    assert placed(Page(secretary.get(FORM))) == [said(live[0]), said(live[1], "focus:")]
    assert placed(Page(secretary.get(f"{FORM}?trong"))) == []


def test_an_article_is_put_shifted_and_taken_out_and_nothing_is_written(secretary, live):
    one, two, three, *_others = live
    before = rows()
    number = one.article_id
    there = acted(secretary, act=f"dat:{number}", **{f"vao-{number}": "second:"})
    assert there == [said(one, "second:")]
    there = acted(secretary, *there, said(two, "second:"), act=f"dat:{three.article_id}|second:|1")
    assert there == [said(edition, "second:") for edition in (one, three, two)]
    there = acted(secretary, *there, act=f"len:{said(two, 'second:')}")
    assert there == [said(edition, "second:") for edition in (one, two, three)]
    there = acted(secretary, *there, act=f"xuong:{said(one, 'second:')}")
    assert there == [said(edition, "second:") for edition in (two, one, three)]
    move = {f"sang-{said(one, 'second:')}": "lead:"}
    there = acted(secretary, *there, act=f"sang:{said(one, 'second:')}", **move)
    assert there == [said(one), said(two, "second:"), said(three, "second:")]
    assert acted(secretary, *there, act=f"bo:{said(one)}") == there[1:]
    assert rows() == before


def test_what_has_no_room_left_is_told(secretary, live):
    one, other = live[:2]
    response = secretary.post(FORM, sent(said(one), act=f"dat:{other.article_id}|lead:|0"))
    page = Page(response)
    assert placed(page) == [said(other)]
    words = _("There was no room left: “%(title)s” was taken out.") % {"title": one.title}
    assert words in page.texts("p", inside="table__said")


@pytest.mark.parametrize(
    "act",
    [
        *(
            "dat:",
            "dat:x",
            "dat:999999999|lead:",
            "dat:1|khac:",
            "dat:1|block:|",
            "bo:x",
            "len:lead::x",
            "sang:",
        ),
        *("khong-co", "", "luu-gi-do", "dat:1|lead:|-4"),
    ],
)
def test_what_is_no_act_changes_nothing(secretary, live, act):
    before = rows()
    assert acted(secretary, said(live[0]), act=act) == [said(live[0])]
    assert rows() == before


def test_places_that_are_none_are_left_out(secretary, live):
    given = ["x", "lead::", "block::1", "lead:7:1", "second::99999999999999999999", said(live[0])]
    assert acted(secretary, *given, act="tim") == [said(live[0])]


def test_what_stands_at_the_chosen_time_is_taken_over(secretary, live):
    make_layout(place(live[0]))
    make_layout(place(live[1]), live_from=SIX)
    time = {"when": "later", "live_from": TOMORROW}
    assert acted(secretary, said(live[2]), act="lay", **time) == [said(live[1])]
    assert acted(secretary, said(live[2]), act="lay") == [said(live[0])]
    assert acted(secretary, said(live[2]), act="trong") == []


def test_articles_are_found_by_words_and_by_section(secretary, live, khoa_giao):
    there = make_section(slug="xa-hoi")
    make_edition(state="live", title="Mùa chè ở bản", section=there)
    make_edition(state="draft", title="Mùa chè chưa xong", section=khoa_giao)

    def found(**asked) -> list[str]:
        return Page(secretary.post(FORM, sent(act="tim", **asked))).texts("p", css="pick__title")

    assert (found(q="mua che"), found(muc=there.pk)) == (["Mùa chè ở bản"], ["Mùa chè ở bản"])
    assert len(found()) == 8
    response = secretary.post(FORM, sent(said(live[0]), act="tim", q="!!!"))
    assert (response.status_code, placed(Page(response))) == (422, [said(live[0])])


def test_scheduled_articles_bear_their_time(secretary, khoa_giao):
    make_edition(state="scheduled", title="Hẹn", section=khoa_giao, live_from=SIX)
    words = _("On the site from %(when)s.") % {"when": TOMORROW}
    [pick] = Page(secretary.get(FORM)).all("li", css="pick")
    assert words in pick.text


def test_a_place_says_why_it_fills_itself(secretary, live, khoa_giao):
    gone, coming = live[0], make_edition(state="scheduled", section=khoa_giao, live_from=SIX)
    make_layout(place(gone), place(coming, "focus"))
    current = Edition.objects.select_related("article", "section").get(pk=gone.pk)
    given = {"seen": current.stamp, "note": "Sai.", "ordered_by": "Ban Biên tập"}
    moves.make("withdraw", current, by=None, at=AT, **given)
    notes = Page(secretary.get(FORM)).texts("p", css="placed__note")
    ahead = _("On the site from %(when)s; until then the place fills itself.") % {"when": TOMORROW}
    assert notes == [_("%(state)s: the place fills itself.") % {"state": "Đã gỡ"}, ahead]


# ── Saving ───────────────────────────────────────────────────────────────────
def test_it_is_laid_out_from_now_on(secretary, live):
    response = secretary.post(FORM, sent(said(live[0]), said(live[3], "focus:")))
    assert (response.status_code, response["Location"]) == (302, DESK)
    layout = Layout.objects.get()
    assert (layout.laid_by.username, layout.live_from == layout.laid_at) == ("thukytoasoan", True)
    assert front_at(layout.live_from).lead == live[0]


def test_tomorrow_s_page_is_seen_tonight_and_comes_at_its_second(secretary, client, live, clock):
    old, newest = live[0], live[-1]
    secretary.post(FORM, sent(said(old), when="later", live_from=TOMORROW))

    def first(page: str) -> str:
        return re.search(r"Tin \d", page)[0]

    seen = [first(secretary.get(address_at(at)).text) for at in (SIX - SECOND, SIX)]
    assert seen == [newest.title, old.title]
    found = []
    for at in (SIX - SECOND, SIX, SIX + SECOND):
        clock.move_to(at)
        found.append(first(client.get("/").text))
    assert found == [newest.title, old.title, old.title]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"when": "later", "live_from": ""}, "live_from"),
        ({"when": "later", "live_from": "sáng mai"}, "live_from"),
        ({"when": "later", "live_from": "08:59, 04/05/2040"}, "live_from"),
        ({"when": "now", "live_from": TOMORROW}, "live_from"),
        ({"when": ""}, "when"),
        ({"seen": ""}, "seen"),
        ({"seen": "x"}, "seen"),
    ],
)
def test_what_is_wrong_is_said_and_every_place_is_kept(secretary, live, given, field):
    before = rows()
    response = secretary.post(FORM, sent(said(live[0]), said(live[1], "focus:"), **given))
    page = Page(response)
    assert (response.status_code, placed(page)) == (422, [said(live[0]), said(live[1], "focus:")])
    assert (len(page.errors()), rows()) == (1, before)


def test_the_slower_keeps_her_page_and_may_lay_it_over_the_other(secretary, as_, live):
    opened = sent(said(live[0]))
    as_("tongbientap").post(FORM, sent(said(live[1])))
    before = rows()
    response = secretary.post(FORM, opened)
    page = Page(response)
    assert (response.status_code, placed(page), rows()) == (409, [said(live[0])], before)
    assert "Tongbientap" in page.errors()[0]
    again = page.form("trinh-bay") | {"cho": placed(page), "lam": "luu"}
    assert secretary.post(FORM, again).status_code == 302
    assert front_at(Layout.objects.latest("number").live_from).lead == live[0]


def test_sent_twice_it_is_laid_out_once(secretary, live):
    form = sent(said(live[0]))
    codes = [secretary.post(FORM, form).status_code for _time in range(2)]
    assert (codes, Layout.objects.count()) == ([302, 409], 1)


def test_one_that_is_ahead_is_changed_by_laying_it_out_anew(secretary, live):
    ahead = make_layout(place(live[0]), live_from=SIX)
    page = Page(secretary.get(f"{FORM}?doi={ahead.pk}"))
    form = page.form("trinh-bay")
    assert (form["live_from"], form["when"], placed(page)) == (TOMORROW, "later", [said(live[0])])
    secretary.post(FORM, form | {"cho": [said(live[1])], "lam": "luu"})
    assert [front_at(SIX).lead, Layout.objects.standing().count()] == [live[1], 1]


def test_one_that_is_not_ahead_is_not_opened_for_change(secretary, live):
    layout = make_layout(place(live[0]))
    assert [secretary.get(f"{FORM}?doi={pk}").status_code for pk in (layout.pk, "x", 999)] == [404] * 3


# ── Seeing it first ──────────────────────────────────────────────────────────
def test_the_preview_shows_the_form_s_page_and_writes_nothing(secretary, live):
    before = rows()
    response = secretary.post(PREVIEW, sent(said(live[0]), said(live[2], "second:")))
    titles = re.findall(r"Tin \d", response.text)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert list(dict.fromkeys(titles))[:2] == ["Tin 0", "Tin 2"]
    assert _("Not saved yet.") in response.text
    assert rows() == before


def test_the_preview_is_of_the_chosen_time(secretary, live, khoa_giao):
    coming = make_edition(state="scheduled", title="Sáng mai", section=khoa_giao, live_from=SIX)
    found = [
        "Sáng mai" in secretary.post(PREVIEW, sent(said(coming), when=when, live_from=time)).text
        for when, time in (("now", ""), ("later", TOMORROW))
    ]
    assert found == [False, True]


def test_after_saving_the_site_at_that_moment_is_what_the_preview_showed(secretary, live):
    form = sent(said(live[0]), said(live[2], "focus:"), when="later", live_from=TOMORROW)
    before = re.findall(r"Tin \d", secretary.post(PREVIEW, form).text)
    secretary.post(FORM, form)
    assert re.findall(r"Tin \d", secretary.get(address_at(SIX)).text) == before


# ── What she must not know ───────────────────────────────────────────────────
def test_nothing_here_tells_of_what_an_embargo_keeps(as_, live, khoa_giao):
    mai = make_user(username="mai", role="tongbientap", section=khoa_giao)
    edition = make_edition(state="scheduled", title="Tin mật", section=khoa_giao, live_from=SIX)
    set_embargo(edition, until=SIX, people=[mai], by=mai, seen=edition.stamp, at=AT)
    ahead = make_layout(place(edition), by=mai, live_from=SIX)
    form = sent(said(edition), when="later", live_from=TOMORROW)
    for who, knows in (("thukytoasoan", False), (mai, True)):
        client = Client()
        client.force_login(mai) if knows else None
        client = client if knows else as_(who)
        pages = [
            client.get(f"{FORM}?doi={ahead.pk}").text,
            client.post(PREVIEW, form).text,
            client.post(FORM, form | {"lam": f"dat:{edition.article_id}|focus:"}).text,
            client.get(address_at(SIX)).text,
        ]
        assert ["Tin mật" in page for page in pages] == [knows] * 4


# ── The pages there are ──────────────────────────────────────────────────────
def test_what_stands_and_what_is_ahead_are_told_with_their_people(secretary, cast, live):
    make_layout(place(live[0]), by=cast.tongbientap, at=AT - HOUR)
    make_layout(place(live[1]), by=cast.thukytoasoan, live_from=SIX)
    page = Page(secretary.get(DESK))
    told = [" ".join(one.text.split()) for one in page.all("li", css="front-one")]
    assert ["Tongbientap" in told[0], "Thukytoasoan" in told[1], "06:00, Thứ Bảy" in told[1]] == [True] * 3


def test_earlier_pages_are_walked_and_used_as_a_start(secretary, live):
    for minute in range(35):
        make_layout(place(live[minute % 7]), at=AT - HOUR + minute * MINUTE)
    make_layout(place(live[0]), live_from=SIX)
    first = Page(secretary.get(f"{DESK}da-qua/"))
    [older] = [a.attrs["href"] for a in first.all("a", rel="next")]
    second = Page(secretary.get(f"{DESK}da-qua/{older}"))
    assert [len(page.all("li", css="front-one")) for page in (first, second)] == [30, 5]
    oldest = Layout.objects.earliest("live_from")
    assert placed(Page(secretary.get(f"{FORM}?tu={oldest.pk}"))) == [said(live[0])]


def test_recalling_asks_first_and_is_told_when_it_is_too_late(secretary, live, clock):
    ahead = make_layout(place(live[0]), live_from=AT + HOUR)
    address = f"{DESK}{ahead.pk}/thu-hoi/"
    assert Page(secretary.get(address)).all("form", id="recall")
    clock.move_to(AT + HOUR)
    before = rows()
    assert secretary.post(address).status_code == 409
    assert (Page(secretary.get(address)).all("form", id="recall"), rows()) == ([], before)


def test_recalling_takes_it_away(secretary, live):
    ahead = make_layout(place(live[0]), live_from=AT + HOUR)
    assert secretary.post(f"{DESK}{ahead.pk}/thu-hoi/").status_code == 302
    assert list(Layout.objects.ahead(AT)) == []
    assert secretary.post(f"{DESK}999999/thu-hoi/").status_code == 404


# ── At what cost ─────────────────────────────────────────────────────────────
@pytest.mark.parametrize("many", [2, 7])
def test_the_form_asks_as_often_for_many_as_for_few(secretary, live, django_assert_num_queries, many):
    make_layout(*(place(edition, "second" if n < 4 else "focus") for n, edition in enumerate(live[:many])))
    with django_assert_num_queries(QUERIES):
        assert len(placed(Page(secretary.get(FORM)))) == many


QUERIES = 18
