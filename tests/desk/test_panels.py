"""The desk's first page: what waits for this person and for nobody else, and what she is writing."""

import pytest
from django.urls import reverse

from articles import moves, writing
from tests.desk.pages import Page
from tests.factories import (
    AT,
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

WAITING, MINE, COMMENTS = (
    "desk/articles/panel_waiting.html",
    "desk/articles/panel_mine.html",
    "desk/comments/panel.html",
)


def panel(client, template: str) -> dict | None:
    """What this person's first page gives to the panel, or None where she has none."""
    response = client.get(reverse("admin:index"))
    assert response.status_code == 200
    return next((p for p in response.context["panels"] if p["template"] == template), None)


def waiting(client) -> list[str]:
    shown = panel(client, WAITING)
    assert shown["count"] >= len(shown["pieces"])
    return [piece.title for piece in shown["pieces"]]


def mine(client) -> list[str]:
    return [piece.title for piece, _label in panel(client, MINE)["pieces"]]


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
    assert sorted(piece.title for piece in shown["pieces"]) == expected
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


# ── Mine ─────────────────────────────────────────────────────────────────────
def test_mine_is_what_she_has_on_the_way_returned_first(as_, pieces):
    titles = mine(as_("phongvien"))
    assert titles[0] == "PV returned"
    assert set(titles) == {"PV draft", "PV in_review", "PV last_step", "PV returned", "PV scheduled"}
    assert mine(as_("congtacvien")) == []
    assert mine(as_("bientapvien")) == []


@pytest.mark.parametrize("who", ["kiemduyet", "quantri"])
def test_who_writes_nothing_has_no_panel_for_it(as_, pieces, who):
    assert panel(as_(who), MINE) is None


def test_the_newest_of_mine_stands_first_within_a_state(as_, cast, khoa_giao):
    for title, hours in (("Cũ", 3), ("Mới", 1), ("Giữa", 2)):
        make_edition(title=title, by=cast.phongvien, section=khoa_giao, at=AT - hours * HOUR)
    assert mine(as_("phongvien")) == ["Mới", "Giữa", "Cũ"]


# ── Comments ─────────────────────────────────────────────────────────────────
def test_the_comments_that_wait_are_those_of_her_sections(as_, cast, khoa_giao):
    here = make_edition(state="live", section=khoa_giao)
    there = make_edition(state="live", section=make_section(slug="xa-hoi"))
    first = make_comment(edition=here, name="Một", at=AT - HOUR)
    make_comment(edition=here, name="Hai")
    make_comment(edition=here, name="Ba", state="shown")
    make_comment(edition=here, name="Bốn", state="rejected")
    make_comment(edition=there, name="Năm", at=AT - 2 * HOUR)
    shown = panel(as_("kiemduyet"), COMMENTS)
    assert (shown["count"], shown["oldest"]) == (2, first)
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
