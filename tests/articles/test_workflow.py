"""The table of moves as data, and what it comes to: which buttons each of the cast sees on an article at each place."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import Grant
from accounts.roles import SINGLE_RIGHTS
from articles import moves, permissions, possible, writing
from articles.models import Edition, ReviewStep, Section
from articles.workflow import (
    EDITABLE,
    MOVES,
    OWN,
    PHASE_LABELS,
    STATE_LABELS,
    STEP,
    WITH_THE_WRITER,
    WRITER,
    Phase,
    State,
    When,
)
from tests.conftest import Cast
from tests.factories import AT, MINUTE, bring_to, make_edition, make_section, make_user

LATER = AT + 5 * MINUTE
WRITES = (permissions.WRITE, permissions.EDIT)


# ── The table ────────────────────────────────────────────────────────────────
def test_the_moves_stand_under_their_own_names_in_the_order_of_the_desk():
    assert list(MOVES) == [
        "submit",
        "take_back",
        "start_over",
        "send_back",
        "pass_on",
        "approve",
        "publish_again",
        "publish_urgently",
        "reschedule",
        "recall",
        "set_expiry",
        "withdraw",
        "reshelve",
    ]
    assert all(move.name == name and move.kind == f"edition.{name}" for name, move in MOVES.items())


def test_what_follows_from_something_else_is_nobodys_to_choose():
    """From an edit, or from moving a section: no list of moves that are offered holds it, whoever asks."""
    assert [name for name, move in MOVES.items() if move.automatic] == ["start_over", "reshelve"]


def test_an_order_is_asked_for_beside_a_reason_where_readers_lose_something():
    assert [name for name, move in MOVES.items() if move.needs_order] == ["withdraw"]
    assert MOVES["withdraw"].needs_reason


def test_every_state_and_phase_has_a_label():
    assert [value for value, _label in STATE_LABELS] == [state.value for state in State]
    assert PHASE_LABELS.keys() == set(Phase)


def test_every_state_can_be_left_and_reached():
    assert {source for move in MOVES.values() for source in move.sources} == set(State)
    assert {move.to for move in MOVES.values()} == set(State)


def test_words_may_be_changed_until_they_are_approved():
    assert set(State) - {State.APPROVED} == EDITABLE
    assert WITH_THE_WRITER < EDITABLE


def test_whoever_touches_the_approved_state_swaps_the_article_too():
    for move in MOVES.values():
        assert move.spans is (State.APPROVED in move.sources or move.to == State.APPROVED)


def test_a_move_names_permissions_and_never_roles():
    named = {move.who for move in MOVES.values()}
    assert named - {OWN, WRITER, STEP} == {
        "articles.publish_urgently",
        "articles.recall_edition",
        "articles.withdraw_article",
        "articles.move_articles",
    }


def test_moves_of_a_step_start_only_where_there_is_a_step():
    assert {frozenset(move.sources) for move in MOVES.values() if move.who == STEP} == {
        frozenset({State.IN_REVIEW})
    }


def test_what_publishes_takes_a_time_and_is_for_others_texts():
    # What readers see already is passed by nobody anew.
    passes_nothing = {"withdraw", "reshelve", "reschedule", "set_expiry"}
    publishing = [m for m in MOVES.values() if m.to == State.APPROVED and m.name not in passes_nothing]
    assert {(move.takes_time, move.others_text_only) for move in publishing} == {(True, True)}


def test_which_moves_change_the_times_of_what_was_approved():
    timing = [m for m in MOVES.values() if State.APPROVED in m.sources and (m.takes_time or m.takes_expiry)]
    assert [(m.name, m.takes_time, m.takes_expiry) for m in timing] == [
        ("reschedule", True, True),
        ("set_expiry", False, True),
    ]


def test_approving_and_publishing_again_are_never_both_possible():
    approve, again = MOVES["approve"].when, MOVES["publish_again"].when
    assert (When.STANDING in approve, When.WITHDRAWN in again) == (True, True)
    assert approve & again == {When.LAST_STEP}


# ── Who sees what ────────────────────────────────────────────────────────────
# The article is the reporter's. For each place, the moves of each of the cast in the order of the cast:
# phongvien, congtacvien, bientapvien, thukytoasoan, tongbientap, kiemduyet, quantri, outsider.
TABLE = {
    "draft": ["submit", "", "submit", "submit", "submit publish_urgently", "", "", ""],
    "in_review": [
        "take_back",
        "",
        "send_back pass_on",
        "send_back pass_on",
        "send_back pass_on publish_urgently",
        "",
        "",
        "",
    ],
    "last_step": ["take_back", "", "", "", "send_back approve publish_urgently", "", "", ""],
    "returned": ["submit", "", "submit", "submit", "submit publish_urgently", "", "", ""],
    "scheduled": ["", "", "", "reschedule recall", "reschedule recall", "", "", ""],
    "live": ["", "", "", "set_expiry withdraw", "set_expiry withdraw", "", "", ""],
    "expired": ["", "", "", "", "", "", "", ""],
    "withdrawn": ["", "", "", "", "", "", "", ""],
    "again": ["take_back", "", "", "", "send_back publish_again publish_urgently", "", "", ""],
}
OF_THE_SYSTEM = {
    "draft": "submit publish_urgently",
    "in_review": "take_back send_back pass_on publish_urgently",
    "last_step": "take_back send_back approve publish_urgently",
    "returned": "submit publish_urgently",
    "scheduled": "reschedule recall",
    "live": "set_expiry withdraw",
    "expired": "",
    "withdrawn": "",
    "again": "take_back send_back publish_again publish_urgently",
}


def edition_at(state: str, **given) -> Edition:
    if state != "again":
        return make_edition(state=state, **given)
    withdrawn = make_edition(state="withdrawn", **given)
    return bring_to("last_step", writing.open_next(withdrawn, by=given.get("by"), at=LATER), at=LATER)


def names(user, edition: Edition) -> str:
    return " ".join(move.name for move in possible.permitted_moves(user, edition, at=LATER))


@pytest.mark.django_db
@pytest.mark.parametrize("state", TABLE)
def test_which_moves_each_of_the_cast_is_offered(state, cast: Cast, khoa_giao):
    edition = edition_at(state, by=cast.phongvien, section=khoa_giao)
    assert [names(user, edition) for user in cast] == TABLE[state]


@pytest.mark.django_db
@pytest.mark.parametrize("state", OF_THE_SYSTEM)
def test_the_system_may_whatever_is_possible(state, khoa_giao):
    assert names(None, edition_at(state)) == OF_THE_SYSTEM[state]


@pytest.mark.django_db
@pytest.mark.parametrize("state", TABLE)
def test_a_stranger_is_offered_nothing_anywhere(state, khoa_giao):
    assert names(make_user(username="nguoi-la"), edition_at(state)) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "own"),
    [
        ("draft", "submit"),
        ("in_review", "take_back send_back"),
        ("last_step", "take_back send_back"),
        ("again", "take_back send_back"),
        ("returned", "submit"),
        ("scheduled", "reschedule recall"),
        ("live", "set_expiry withdraw"),
    ],
)
def test_the_editor_in_chief_is_not_offered_to_publish_what_she_wrote(state, own, cast, khoa_giao):
    edition = edition_at(state, by=cast.tongbientap, section=khoa_giao)
    assert names(cast.tongbientap, edition) == own


@pytest.mark.django_db
def test_a_grant_on_the_section_above_reaches_a_sub_section_and_not_the_other_way_round(cast, khoa_giao):
    under = make_section(slug="y-te", parent=khoa_giao)
    only_there = make_user(username="y-te", role="bientapvien", section=under)
    here, there = (make_edition(state="in_review", section=section) for section in (khoa_giao, under))
    assert [names(cast.bientapvien, edition) for edition in (here, there)] == ["send_back pass_on"] * 2
    assert [names(only_there, edition) for edition in (here, there)] == ["", "send_back pass_on"]


@pytest.mark.django_db
def test_the_chain_is_data_and_one_step_more_is_one_pass_more(khoa_giao):
    edition = make_edition(state="last_step")
    ReviewStep.objects.create(
        name="Ban Biên tập", waiting_label="Chờ xuất bản", permission="articles.pass_publishing", order=30
    )
    assert names(None, edition) == "take_back send_back pass_on publish_urgently"
    edition = moves.make("pass_on", edition, by=None, seen=edition.stamp, at=LATER)
    assert (edition.state_label(LATER), names(None, edition)) == ("Chờ xuất bản", OF_THE_SYSTEM["last_step"])


@pytest.mark.django_db
def test_a_chain_of_four_ranks_carries_a_piece_through_four_people_each_at_her_step_alone(khoa_giao):
    ranks = {
        "editing": ("articles.pass_editing", "bientapvien"),
        "department": ("articles.pass_department", "truongphong"),
        "secretariat": ("articles.pass_secretariat", "thukytoasoan"),
        "publishing": ("articles.pass_publishing", "tongbientap"),
    }
    people = {}
    for order, (name, (permission, role)) in enumerate(ranks.items()):
        ReviewStep.objects.create(
            section=khoa_giao, name=name, waiting_label=name, permission=permission, order=order
        )
        people[name] = make_user(username=role, role="phongvien", section=khoa_giao)
        alone = SINGLE_RIGHTS[f"rieng-pass-{name}"].name
        Grant.objects.create(person=people[name], role=Group.objects.get(name=alone), section=khoa_giao)
    edition = make_edition(state="in_review", section=khoa_giao)
    for place, (name, person) in enumerate(people.items()):
        assert edition.step.name == name
        move = "pass_on" if place < 3 else "approve"
        assert {who: names(user, edition) for who, user in people.items()} == {
            who: f"send_back {move}" if who == name else "" for who in people
        }
        edition = moves.make(move, edition, by=person, seen=edition.stamp, at=LATER)
    assert edition.is_live(LATER)


@pytest.mark.django_db
def test_each_rank_passes_its_own_step_and_those_below_it(khoa_giao):
    steps = ["pass_editing", "pass_department", "pass_secretariat", "pass_publishing"]
    for height, role in enumerate(["bientapvien", "truongphong", "thukytoasoan", "tongbientap"], 1):
        person = make_user(username=role, role=role, section=khoa_giao)
        passes = [step for step in steps if person.has_perm(f"articles.{step}", khoa_giao)]
        assert passes == steps[:height]


# ── The SQL truth and the Python truth about who may ─────────────────────────
@pytest.fixture
def newsroom(cast, khoa_giao) -> list[Edition]:
    """Editions here, below, and elsewhere, by several hands and in several states."""
    below = make_section(slug="y-te", parent=khoa_giao)
    elsewhere = Section.objects.get(slug="xa-hoi")
    return [
        make_edition(state=state, by=by, section=section)
        for state in ("draft", "in_review", "live")
        for by in (None, cast.phongvien, cast.outsider)
        for section in (khoa_giao, below, elsewhere)
    ]


@pytest.mark.django_db
def test_the_list_of_what_one_sees_agrees_with_whether_one_sees_it(cast, newsroom):
    for user in (*cast, make_user(username="nguoi-la"), make_user(username="goc", is_superuser=True)):
        listed = set(permissions.visible_to(user, Edition.objects.all(), at=AT))
        assert listed == {edition for edition in newsroom if permissions.can_see(user, edition, at=AT)}, user


@pytest.mark.django_db
def test_a_reporter_sees_her_own_and_an_editor_her_section_with_what_is_under_it(cast, newsroom):
    def seen(user):
        return {
            (e.section.slug, str(e.created_by))
            for e in permissions.visible_to(user, Edition.objects.all(), at=AT)
        }

    assert seen(cast.phongvien) == {(slug, "Phongvien") for slug in ("khoa-giao", "y-te", "xa-hoi")}
    assert seen(cast.bientapvien) == {
        (slug, who) for slug in ("khoa-giao", "y-te") for who in ("None", "Phongvien", "Outsider")
    }
    assert [seen(user) for user in (cast.congtacvien, cast.kiemduyet, cast.quantri)] == [set(), set(), set()]


@pytest.mark.django_db
def test_the_list_of_sections_to_write_in_agrees_with_whether_one_may_write_or_edit_there(cast, newsroom):
    for user in (*cast, make_user(username="nguoi-la"), make_user(username="goc", is_superuser=True)):
        may = {s for s in Section.objects.all() if any(user.has_perm(p, s) for p in WRITES)}
        assert set(permissions.sections_to_write_in(user)) == may, user


# Whether each of the cast, in its order, may change the words of the reporter's article at each place.
EDITORS = {
    "draft": [True, False, True, True, True, False, False, False],
    "in_review": [False, False, True, True, True, False, False, False],
    "last_step": [False, False, True, True, True, False, False, False],
    "returned": [True, False, True, True, True, False, False, False],
    **dict.fromkeys(("scheduled", "live", "expired", "withdrawn"), [False] * 8),
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", EDITORS)
def test_who_may_change_the_words(state, cast: Cast, khoa_giao):
    edition = make_edition(state=state, by=cast.phongvien, section=khoa_giao)
    assert [permissions.can_edit(user, edition) for user in cast] == EDITORS[state]


@pytest.mark.django_db
def test_who_may_open_the_next_edition(cast: Cast, khoa_giao):
    edition = make_edition(state="live", by=cast.phongvien, section=khoa_giao)
    may = [permissions.can_open_next(user, edition) for user in cast]
    assert may == [True, False, True, True, True, False, False, False]
