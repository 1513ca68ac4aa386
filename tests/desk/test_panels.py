"""The desk's first page: what waits for this person and for nobody else, what came back to her, what she is writing."""

import uuid
from itertools import chain

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from accounts.roles import ROLES
from articles import moves, taking, unsaved, writing
from articles.models import Edition, WorkingCopy
from articles.models.copy import Why
from tests.desk.pages import Page, change
from tests.factories import (
    AT,
    DAY,
    HOUR,
    MINUTE,
    bring_to,
    make_comment,
    make_edition,
    make_grant,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db

FIRST_PAGE_QUERIES = 19
WAITING, RETURNED, UNSAVED, MINE, SCHEDULED, COMMENTS = (
    "desk/articles/panel_waiting.html",
    "desk/articles/panel_returned.html",
    "desk/articles/panel_unsaved.html",
    "desk/articles/panel_mine.html",
    "desk/articles/panel_scheduled.html",
    "desk/comments/panel.html",
)
one_and_three = pytest.mark.parametrize("pieces", [1, 3])


def panel(client, template: str) -> dict | None:
    """What this person's first page gives to the panel, or None where she has none."""
    response = client.get(reverse("admin:index"))
    assert response.status_code == 200
    return next((p for p in response.context["panels"] if p["template"] == template), None)


def box(client, template: str) -> Page:
    """The page, cut down to this panel."""
    response = client.get(reverse("admin:index"))
    place = [p["template"] for p in response.context["panels"]].index(template)
    page = Page(response)
    section = page.all("section", css="panel")[place]
    page.elements = [e for e in page.elements if e.within(section)]
    return page


def titles(client, template: str, rows: str = "pieces") -> list[str]:
    shown = panel(client, template)
    assert shown["count"] >= len(shown["pieces"])
    return [piece.title for piece, _said in shown[rows]]


def waiting(client) -> list[str]:
    return titles(client, WAITING)


def mine(client) -> list[str]:
    return titles(client, MINE)


@pytest.fixture
def pieces(cast, khoa_giao):
    """One piece at each place, two sections."""
    for state in ("draft", "in_review", "last_step", "returned", "scheduled", "live"):
        make_edition(title=f"PV {state}", state=state, by=cast.phongvien, section=khoa_giao)
        make_edition(title=f"Xã hội {state}", state=state, section=make_section(slug="xa-hoi"))
    below = make_section(slug="tuyen-sinh", parent=khoa_giao)
    make_edition(title="Tuyển sinh in_review", state="in_review", section=below)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("bientapvien", ["PV in_review", "Tuyển sinh in_review"]),
        ("thukytoasoan", ["PV in_review", "Tuyển sinh in_review"]),
        ("tongbientap", ["PV in_review", "PV last_step", "Tuyển sinh in_review"]),
        ("outsider", ["Xã hội in_review", "Xã hội last_step"]),
    ],
)
def test_what_waits_for_her_is_at_her_steps_in_her_sections(as_, pieces, who, expected):
    shown = panel(as_(who), WAITING)
    assert sorted(piece.title for piece, _late in shown["pieces"]) == expected
    assert shown["count"] == len(expected)


def test_a_grant_for_all_sections_reaches_all(client, cast, pieces):
    editor = make_user(username="khap-noi", role="bientapvien")
    client.force_login(editor)
    assert sorted(waiting(client)) == ["PV in_review", "Tuyển sinh in_review", "Xã hội in_review"]


@pytest.mark.parametrize("who", ["phongvien", "congtacvien", "kiemduyet", "quantri"])
def test_for_who_passes_no_step_nothing_waits(as_, pieces, who):
    client = as_(who)
    assert panel(client, WAITING) is None
    assert "Xã hội" not in " ".join(Page(client.get(reverse("admin:index"))).texts("a", inside="pieces"))


def test_her_own_text_does_not_wait_for_her(as_, cast, khoa_giao):
    make_edition(title="Của tôi", state="in_review", by=cast.bientapvien, section=khoa_giao)
    make_edition(title="Của hệ thống", state="in_review", section=khoa_giao)
    assert waiting(as_("bientapvien")) == ["Của hệ thống"]
    assert sorted(waiting(as_("thukytoasoan"))) == ["Của hệ thống", "Của tôi"]


def test_the_next_edition_of_her_own_article_does_not_wait_for_her(as_, cast, khoa_giao):
    live = make_edition(state="live", by=cast.bientapvien, section=khoa_giao)
    bring_to("in_review", writing.open_next(live, by=cast.thukytoasoan, at=AT + MINUTE), at=AT + MINUTE)
    assert waiting(as_("bientapvien")) == []


def test_what_waits_longest_stands_first(as_, cast, khoa_giao):
    for title, hours in (("Giữa", 2), ("Lâu nhất", 3), ("Mới", 1)):
        make_edition(
            title=title, state="in_review", by=cast.phongvien, section=khoa_giao, at=AT - hours * HOUR
        )
    assert waiting(as_("bientapvien")) == ["Lâu nhất", "Giữa", "Mới"]


def test_the_age_of_waiting_is_counted_from_when_it_came(as_, cast, khoa_giao):
    long_written = make_edition(
        title="Viết lâu, gửi sau", by=cast.phongvien, section=khoa_giao, at=AT - 9 * HOUR
    )
    make_edition(title="Gửi trước", state="in_review", by=cast.phongvien, section=khoa_giao, at=AT - 3 * HOUR)
    bring_to("in_review", long_written, at=AT - HOUR)
    assert waiting(as_("bientapvien")) == ["Gửi trước", "Viết lâu, gửi sau"]


def test_the_count_goes_on_where_the_panel_ends(as_, cast, khoa_giao):
    for number in range(12):
        make_edition(
            title=f"Tin {number:02}",
            state="in_review",
            by=cast.phongvien,
            section=khoa_giao,
            at=AT - number * HOUR,
        )
    client = as_("bientapvien")
    shown = panel(client, WAITING)
    assert (len(shown["pieces"]), shown["count"]) == (10, 12)
    assert Page(client.get(reverse("admin:index"))).texts("span", css="count")[0] == "12"
    assert waiting(client)[:2] == ["Tin 11", "Tin 10"]


def test_what_was_passed_on_waits_for_the_next_one_only(as_, cast, khoa_giao):
    edition = make_edition(title="Tin", state="in_review", by=cast.phongvien, section=khoa_giao)
    moves.make("pass_on", edition, by=cast.bientapvien, seen=edition.stamp, at=AT)
    assert waiting(as_("bientapvien")) == []
    assert waiting(as_("tongbientap")) == ["Tin"]


# ── Taken, and by when ───────────────────────────────────────────────────────
def in_review(title: str, cast, *, taken_by: User | None = None, hours: int = 1, **given) -> Edition:
    edition = make_edition(title=title, state="in_review", by=cast.phongvien, at=AT - hours * HOUR, **given)
    if taken_by:
        taking.take(edition, by=taken_by, seen=None, at=AT)
    return edition


def test_what_she_took_stands_first_and_what_a_colleague_took_last(as_, cast, khoa_giao):
    in_review("Chưa ai nhận, mới", cast, hours=1)
    in_review("Chưa ai nhận, lâu", cast, hours=5)
    in_review("Tôi nhận", cast, taken_by=cast.bientapvien, hours=2)
    in_review("Đồng nghiệp nhận", cast, taken_by=cast.thukytoasoan, hours=9)
    client = as_("bientapvien")
    shown = panel(client, WAITING)
    assert waiting(client) == ["Tôi nhận", "Chưa ai nhận, lâu", "Chưa ai nhận, mới"]
    assert titles(client, WAITING, "with_colleagues") == ["Đồng nghiệp nhận"]
    assert (shown["count"], shown["count_with_colleagues"]) == (3, 1)
    assert waiting(as_("thukytoasoan")) == ["Đồng nghiệp nhận", "Chưa ai nhận, lâu", "Chưa ai nhận, mới"]


def test_a_colleagues_piece_carries_her_name_and_no_button(as_, cast, khoa_giao):
    in_review("Của chị Thư", cast, taken_by=cast.thukytoasoan)
    mine = in_review("Của tôi", cast, taken_by=cast.bientapvien)
    free = in_review("Của ai", cast)
    page = box(as_("bientapvien"), WAITING)
    assert [e.attrs["action"] for e in page.all("form")] == [reverse("admin:edition-take", args=[free.pk])]
    assert page.texts("a", inside="pieces--quiet") == ["Của chị Thư"]
    assert str(cast.thukytoasoan) in page.texts("p", inside="pieces--quiet")[0]
    assert change(mine) in [e.attrs["href"] for e in page.all("a")]


def test_one_button_takes_a_piece_and_opens_it(as_, cast, khoa_giao):
    edition = in_review("Tin", cast)
    client = as_("bientapvien")
    page = box(client, WAITING)
    [form] = page.all("form", inside="piece")
    sent = {e.attrs["name"]: e.attrs["value"] for e in page.all("input") if e.within(form)}
    response = client.post(form.attrs["action"], sent)
    assert (response.status_code, response["Location"]) == (302, change(edition))
    assert Edition.objects.get(pk=edition.pk).taken_by == cast.bientapvien


def test_an_old_page_takes_nothing_from_a_colleague(as_, cast, khoa_giao):
    edition = in_review("Tin", cast)
    client = as_("bientapvien")
    [form] = box(client, WAITING).all("form", inside="piece")
    taking.take(edition, by=cast.thukytoasoan, seen=None, at=AT)
    client.post(form.attrs["action"], {"seen_holder": ""})
    assert Edition.objects.get(pk=edition.pk).taken_by == cast.thukytoasoan


@pytest.mark.parametrize(("due", "is_late"), [(AT + HOUR, False), (AT - MINUTE, True), (None, False)])
def test_a_deadline_that_passed_is_told_in_words(as_, cast, khoa_giao, clock, due, is_late):
    edition = in_review("Tin", cast, hours=3)
    if due:
        taking.set_due(edition, due_at=due, by=cast.bientapvien, at=AT - 2 * HOUR)
    client = as_("bientapvien")
    assert [late for _piece, late in panel(client, WAITING)["pieces"]] == [is_late]
    assert len(box(client, WAITING).all("b", css="late")) == is_late


def test_what_colleagues_took_is_counted_where_the_rows_end(as_, cast, khoa_giao):
    for number in range(9):
        in_review(f"Tin {number}", cast)
    for number in range(3):
        in_review(f"Đã nhận {number}", cast, taken_by=cast.thukytoasoan)
    client = as_("bientapvien")
    shown = panel(client, WAITING)
    assert (len(shown["pieces"]), len(shown["with_colleagues"])) == (9, 1)
    assert (shown["count"], shown["count_with_colleagues"], shown["more"]) == (9, 3, True)
    [all_of_them] = [e for e in box(client, WAITING).all("a") if "trang-thai=in_review" in e.attrs["href"]]
    listed = client.get(
        reverse("admin:articles_edition_changelist") + all_of_them.attrs["href"].split("/")[-1]
    )
    assert len(Page(listed).titles()) == 12


def test_her_own_text_waits_for_her_where_the_site_lets_people_pass_their_own(as_, cast, khoa_giao, settings):
    make_edition(title="Của tôi", state="in_review", by=cast.bientapvien, section=khoa_giao)
    settings.SITE_OWN_TEXT_APPROVAL = True
    assert waiting(as_("bientapvien")) == ["Của tôi"]


# ── Returned ─────────────────────────────────────────────────────────────────
def send_back(edition: Edition, *, by: User, note: str, at=AT) -> Edition:
    return moves.make("send_back", edition, by=by, seen=edition.stamp, at=at, note=note)


@one_and_three
def test_what_came_back_carries_its_last_reason_and_who_gave_it(as_, cast, khoa_giao, pieces):
    for number in range(pieces):
        edition = in_review(f"Tin {number}", cast, hours=3)
        back = send_back(edition, by=cast.thukytoasoan, note="Cũ.", at=AT - 2 * HOUR)
        again = bring_to("in_review", back, at=AT - HOUR)
        send_back(again, by=cast.bientapvien, note=f"Lý do {number}.", at=AT - number * MINUTE)
    make_edition(title="Của người khác", state="returned", by=cast.congtacvien, section=khoa_giao)
    shown = panel(as_("phongvien"), RETURNED)
    assert [(piece.title, why.note, why.actor_label) for piece, why in shown["pieces"]] == [
        (f"Tin {number}", f"Lý do {number}.", str(cast.bientapvien)) for number in range(pieces)
    ]
    assert shown["count"] == pieces
    assert box(as_("phongvien"), RETURNED).texts("q")[0] == "Lý do 0."


def test_what_was_submitted_again_came_back_no_more(as_, cast, khoa_giao):
    bring_to("in_review", make_edition(state="returned", by=cast.phongvien, section=khoa_giao))
    assert panel(as_("phongvien"), RETURNED) is None


def test_of_a_returned_edition_of_her_article_she_is_told_too(as_, cast, khoa_giao):
    live = make_edition(title="Tin", state="live", by=cast.phongvien, section=khoa_giao)
    bring_to("returned", writing.open_next(live, by=cast.bientapvien, at=AT + MINUTE), at=AT + MINUTE)
    assert titles(as_("phongvien"), RETURNED) == titles(as_("bientapvien"), RETURNED) == ["Tin"]
    assert panel(as_("congtacvien"), RETURNED) is None


@pytest.mark.parametrize("template", [RETURNED, MINE, UNSAVED, SCHEDULED])
@pytest.mark.parametrize("who", ["kiemduyet", "quantri"])
def test_who_has_nothing_to_do_with_articles_is_told_of_none(as_, pieces, who, template):
    assert panel(as_(who), template) is None


# ── Unsaved ──────────────────────────────────────────────────────────────────
def typed(person: User, title: str, *, edition: Edition | None = None, at=AT, why=Why.TYPED) -> WorkingCopy:
    fields = {"title": title, "body": "<p>Dài.</p>"}
    return unsaved.keep(key=uuid.uuid4(), fields=fields, edition=edition, seen="", by=person, at=at, why=why)


@one_and_three
def test_her_unsaved_words_lead_back_to_their_form(as_, cast, khoa_giao, pieces):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    copies = [
        typed(cast.phongvien, f"Đang gõ {n}", edition=edition if n % 2 else None, at=AT - n * MINUTE)
        for n in range(pieces)
    ]
    typed(cast.congtacvien, "Của người khác", edition=edition)
    saved = typed(cast.phongvien, "Đã lưu")
    WorkingCopy.objects.close(saved.key, by=cast.phongvien, at=AT)
    unsaved.here(key=uuid.uuid4(), edition=edition, by=cast.phongvien, at=AT)
    page = box(as_("phongvien"), UNSAVED)
    add = reverse("admin:articles_edition_add")
    ways = [f"{change(edition) if n % 2 else add}?ban={copy.key}" for n, copy in enumerate(copies)]
    titles_and_buttons = [
        [(f"Đang gõ {n}", way), (gettext("Go on writing"), way)] for n, way in enumerate(ways)
    ]
    assert [(e.text, e.attrs["href"]) for e in page.all("a")] == list(chain(*titles_and_buttons))
    assert panel(as_("phongvien"), UNSAVED)["count"] == pieces


def test_words_without_a_title_are_found_all_the_same(as_, cast):
    typed(cast.phongvien, "", why=Why.OVERTAKEN)
    page = box(as_("phongvien"), UNSAVED)
    assert page.texts("a") == [gettext("(no title yet)"), gettext("Go on writing")]
    assert str(Why.OVERTAKEN.label) in page.texts("p")[0]


def test_unsaved_words_are_put_away_from_the_first_page(as_, cast):
    kept, unwanted = typed(cast.phongvien, "Giữ"), typed(cast.phongvien, "Bỏ")
    client = as_("phongvien")
    addresses = [e.attrs["action"] for e in box(client, UNSAVED).all("form")]
    assert reverse("admin:copy-discard", args=[unwanted.key]) in addresses
    response = client.post(reverse("admin:copy-discard", args=[unwanted.key]))
    assert (response.status_code, response["Location"]) == (302, reverse("admin:index"))
    assert [copy.key for copy in panel(client, UNSAVED)["copies"]] == [kept.key]


def test_of_many_unsaved_words_the_newest_ten_are_shown_and_the_rest_counted(as_, cast):
    for number in range(12):
        typed(cast.phongvien, f"Bản {number}", at=AT - number * MINUTE)
    shown = panel(as_("phongvien"), UNSAVED)
    assert [copy.typed_title for copy in shown["copies"]] == [f"Bản {number}" for number in range(10)]
    assert (shown["count"], shown["more"]) == (12, 2)


# ── Mine ─────────────────────────────────────────────────────────────────────
def test_mine_is_what_she_has_on_the_way_drafts_first(as_, pieces):
    assert mine(as_("phongvien"))[0] == "PV draft"
    assert mine(as_("phongvien"))[-1] == "PV scheduled"
    assert set(mine(as_("phongvien"))) == {"PV draft", "PV in_review", "PV last_step", "PV scheduled"}
    assert mine(as_("congtacvien")) == []
    assert mine(as_("bientapvien")) == []


def test_mine_says_where_each_piece_is_now(as_, pieces):
    shown = panel(as_("phongvien"), MINE)["pieces"]
    assert {piece.title: state for piece, state in shown} == {
        "PV draft": "Bản nháp",
        "PV in_review": "Chờ biên tập",
        "PV last_step": "Chờ duyệt",
        "PV scheduled": "Hẹn giờ đăng",
    }


def test_the_newest_of_mine_stands_first_within_a_state(as_, cast, khoa_giao):
    for title, hours in (("Cũ", 3), ("Mới", 1), ("Giữa", 2)):
        make_edition(title=title, by=cast.phongvien, section=khoa_giao, at=AT - hours * HOUR)
    assert mine(as_("phongvien")) == ["Mới", "Giữa", "Cũ"]


def test_the_count_of_mine_goes_on_where_the_panel_ends(as_, cast, khoa_giao):
    for number in range(12):
        make_edition(title=f"Tin {number}", by=cast.phongvien, section=khoa_giao)
    shown = panel(as_("phongvien"), MINE)
    assert (len(shown["pieces"]), shown["count"], shown["more"]) == (10, 12, True)


# ── The next day ─────────────────────────────────────────────────────────────
def test_what_appears_within_a_day_is_told_by_its_hour_to_whom_it_concerns(as_, cast, khoa_giao):
    for title, ahead in (("Mai", 23 * HOUR), ("Sắp", HOUR), ("Ngày kia", DAY + HOUR)):
        make_edition(
            title=title, state="scheduled", by=cast.phongvien, section=khoa_giao, live_from=AT + ahead
        )
    make_edition(title="Đã đăng", state="live", by=cast.phongvien, section=khoa_giao)
    make_edition(title="Xã hội", state="scheduled", section=make_section(slug="xa-hoi"))
    everybody = ("phongvien", "bientapvien", "tongbientap", "outsider", "congtacvien")
    shown = {who: panel(as_(who), SCHEDULED) for who in everybody}
    assert {who: [piece.title for piece in said["pieces"]] for who, said in shown.items()} == {
        "phongvien": ["Sắp", "Mai"],
        "bientapvien": ["Sắp", "Mai"],
        "tongbientap": ["Sắp", "Mai"],
        "outsider": ["Xã hội"],
        "congtacvien": [],
    }
    assert [said["count"] for said in shown.values()] == [2, 2, 2, 1, 0]
    assert "10:00, 04/05/2040" in box(as_("phongvien"), SCHEDULED).texts("time")


# ── The page ─────────────────────────────────────────────────────────────────
def test_what_needs_an_act_stands_before_what_is_only_told(client, khoa_giao):
    person = of_every_right()
    make_edition(state="returned", by=person)
    typed(person, "Đang gõ")
    client.force_login(person)
    shown = [p["template"] for p in client.get(reverse("admin:index")).context["panels"]]
    assert shown == [
        WAITING,
        RETURNED,
        UNSAVED,
        COMMENTS,
        "desk/letters/panel.html",
        "desk/articles/panel_news.html",
        MINE,
        SCHEDULED,
        "desk/articles/panel_changes.html",
    ]


def test_an_empty_desk_says_so_in_sentences(client, khoa_giao):
    client.force_login(of_every_right())
    page = Page(client.get(reverse("admin:index")))
    assert page.texts("span", css="count") == ["0"] * 7
    said = page.texts("li", css="quiet") + page.texts("p", css="quiet")
    assert len([sentence for sentence in said if sentence.endswith(".")]) >= 7


def of_every_right() -> User:
    person = make_user(username="moi-quyen")
    for role in ROLES:
        make_grant(person=person, role=role)
    return person


@pytest.mark.parametrize("pieces", [3, 30])
def test_the_first_page_asks_as_often_for_many_as_for_few(
    client, cast, khoa_giao, pieces, django_assert_num_queries
):
    person = of_every_right()
    for number in range(pieces):
        below = make_section(slug=f"muc-{number}", parent=khoa_giao)
        for state in ("in_review", "last_step"):
            make_edition(title=f"Chờ {number}", state=state, by=cast.phongvien, section=below)
        for state in ("draft", "in_review", "returned", "scheduled"):
            make_edition(title=f"Tôi {number}", state=state, by=person, section=below)
        in_review(f"Đã nhận {number}", cast, taken_by=cast.thukytoasoan, section=khoa_giao)
        make_comment(edition=make_edition(title=f"Tin {number}", state="live", section=below))
        typed(person, f"Đang gõ {number}")
    client.force_login(person)
    ContentType.objects.clear_cache()
    with django_assert_num_queries(FIRST_PAGE_QUERIES):
        page = client.get(reverse("admin:index"))
    assert [len(p["notices"]) for p in page.context["panels"] if "notices" in p] == [10]


# ── Comments ─────────────────────────────────────────────────────────────────
def test_the_comments_that_wait_are_those_of_her_sections(as_, cast, khoa_giao):
    here = make_edition(state="live", section=khoa_giao)
    there = make_edition(state="live", section=make_section(slug="xa-hoi"))
    first = make_comment(edition=here, name="Một", at=AT - HOUR)
    make_comment(edition=here, name="Hai")
    make_comment(edition=here, name="Ba", state="shown")
    make_comment(edition=here, name="Bốn", state="rejected")
    make_comment(edition=there, name="Năm", at=AT - 2 * HOUR)
    client = as_("kiemduyet")
    shown = panel(client, COMMENTS)
    assert (shown["count"], shown["oldest"]) == (2, first.posted_at)
    assert reverse("admin:comment-queue") in [e.attrs["href"] for e in box(client, COMMENTS).all("a")]
    assert panel(as_("tongbientap"), COMMENTS)["count"] == 2
    assert panel(as_("outsider"), COMMENTS)["count"] == 1


@pytest.mark.parametrize("who", ["phongvien", "congtacvien", "bientapvien", "quantri"])
def test_who_moderates_nothing_is_told_of_no_comment(as_, cast, khoa_giao, who):
    make_comment(edition=make_edition(state="live", section=khoa_giao))
    assert panel(as_(who), COMMENTS) is None


def test_a_moderator_of_two_sections_is_told_of_both(as_, cast, khoa_giao):
    elsewhere = make_section(slug="xa-hoi")
    make_grant(person=cast.kiemduyet, role="kiemduyet", section=elsewhere)
    for number, section in enumerate((khoa_giao, elsewhere)):
        make_comment(edition=make_edition(title=f"Tin {number}", state="live", section=section))
    assert panel(as_("kiemduyet"), COMMENTS)["count"] == 2


def test_who_has_no_panel_finds_her_rooms_open(client, cast):
    for person, is_open in ((cast.quantri, True), (cast.tongbientap, False)):
        client.force_login(person)
        page = client.get(reverse("admin:index")).text
        assert ('<details class="desk-more" open>' in page, "desk-more" in page) == (is_open, True)


def test_a_section_is_offered_top_sections_only(client, cast, khoa_giao):
    make_section(slug="y-te", name="Y tế", parent=khoa_giao)
    client.force_login(cast.quantri)
    field = client.get(reverse("admin:articles_section_add")).context["adminform"].form.fields["parent"]
    assert {section.slug for section in field.queryset} == {"khoa-giao", "xa-hoi"}
