"""The chain of review as data: which steps a text goes through, and what becomes of it when the chain is changed."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles import chain, moves, writing
from articles.models import Edition, Notice, ReviewStep, Section
from record.models import Event
from tests.articles.test_races import at_once, failures
from tests.factories import AT, MINUTE, bring_to, make_chain, make_edition, make_section, make_user

pytestmark = pytest.mark.django_db

EDITING, PUBLISHING = "articles.pass_editing", "articles.pass_publishing"
LATER = AT + 5 * MINUTE
MANY = 8
ROUNDS = range(4)


def make_step(
    order: int, *, section: Section | None = None, permission: str = EDITING, name: str = ""
) -> ReviewStep:
    name = name or f"Bước {order}"
    return ReviewStep.objects.create(
        section=section, order=order, name=name, waiting_label=f"Chờ {name}", permission=permission
    )


def submitted(section: Section, **given) -> Edition:
    return make_edition(state="in_review", section=section, **given)


def step_of(edition: Edition) -> ReviewStep | None:
    return Edition.objects.select_related("step").get(pk=edition.pk).step


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section", "step").get(pk=edition.pk)


def make(name: str, edition: Edition, *, by=None, **given) -> Edition:
    return moves.make(name, edition, by=by, seen=fresh(edition).stamp, at=LATER, **given)


@pytest.fixture
def culture(db) -> Section:
    make_chain()
    return make_section(slug="van-hoa", name="Văn hóa")


# ── Which chain ──────────────────────────────────────────────────────────────
def test_a_text_goes_through_the_sites_chain_step_by_step(culture):
    first, last = make_chain()
    edition = submitted(culture)
    assert step_of(edition) == first
    assert step_of(make("pass_on", edition)) == last
    assert make("approve", edition).state == "approved"


def test_a_section_with_steps_of_its_own_goes_through_those_alone(culture):
    only = make_step(15, section=culture, permission=PUBLISHING)
    edition = submitted(culture)
    assert step_of(edition) == only
    assert make("approve", edition).state == "approved"
    assert step_of(submitted(make_section(slug="khac"))) == make_chain()[0]


def test_what_is_under_a_section_goes_through_its_chain_and_the_nearest_wins(culture):
    above = make_step(15, section=culture)
    under = make_section(slug="dien-anh", parent=culture)
    other = make_section(slug="am-nhac", parent=culture)
    own = make_step(25, section=under)
    assert [step_of(submitted(section)) for section in (culture, under, other)] == [above, own, above]


def test_a_chain_is_found_by_one_question(culture, django_assert_num_queries):
    under = make_section(slug="dien-anh", parent=culture)
    for order in range(1, 8):
        make_step(order, section=culture)
    with django_assert_num_queries(1):
        assert [step.order for step in ReviewStep.objects.chain_of(under)] == list(range(1, 8))


def test_the_steps_stand_in_their_order_however_they_were_made(culture):
    late, early, middle = (make_step(order, section=culture) for order in (30, 5, 15))
    assert ReviewStep.objects.chain_of(culture) == [early, middle, late]
    assert early.chain() == [early, middle, late]
    assert (early.next(), middle.next(), late.next()) == (middle, late, None)


# ── A piece stays on its chain ───────────────────────────────────────────────
def test_a_piece_stays_on_the_chain_it_began_when_its_section_gets_one(culture):
    first, last = make_chain()
    edition = submitted(culture)
    make_step(15, section=culture, permission=PUBLISHING)
    assert step_of(edition) == first
    assert step_of(make("pass_on", edition)) == last
    assert make("approve", edition).state == "approved"


def test_a_piece_stays_on_the_chain_it_began_when_its_section_is_changed(culture):
    own = [make_step(order, section=culture) for order in (15, 25)]
    edition = fresh(submitted(culture))
    edition.section = make_section(slug="khac")
    writing.revise(edition, by=None, at=LATER)
    assert step_of(edition) == own[0]
    assert step_of(make("pass_on", edition)) == own[1]
    assert make("approve", edition).state == "approved"


def test_sent_back_and_submitted_again_it_goes_through_the_chain_that_holds_by_then(culture):
    edition = make_edition(state="returned", section=culture)
    own = make_step(15, section=culture)
    assert step_of(make("submit", edition)) == own


def test_an_edit_that_voids_brings_it_back_to_the_first_step_of_the_chain_it_began(culture):
    first, _last = make_chain()
    edition = fresh(make_edition(state="last_step", section=culture))
    make_step(15, section=culture)
    editor = make_user(username="btv", role="bientapvien", section=culture)
    edition.title = "Sửa lại"
    writing.revise(edition, by=editor, at=LATER)
    assert step_of(edition) == first


def test_a_step_put_between_is_gone_through_by_whatever_is_before_it(culture):
    _first, last = make_chain()
    before, behind = submitted(culture), make_edition(state="last_step", section=culture)
    between = make_step(15)
    assert step_of(make("pass_on", before)) == between
    assert step_of(make("pass_on", before)) == last
    assert step_of(behind) == last


# ── Taking a step away ───────────────────────────────────────────────────────
def test_what_waits_at_a_step_that_is_taken_away_goes_to_the_next(culture):
    first, last = make_chain()
    between = make_step(15)
    at_it, before = make("pass_on", submitted(culture)), submitted(culture)
    assert chain.remove(between, by=None, at=LATER) == 1
    assert (step_of(at_it), step_of(before)) == (last, first)
    assert list(ReviewStep.objects.all()) == [first, last]


def test_what_waits_at_the_last_step_goes_to_the_new_last(culture):
    first, last = make_chain()
    edition = make_edition(state="last_step", section=culture)
    chain.remove(last, by=None, at=LATER)
    assert step_of(edition) == first
    assert make("approve", edition).state == "approved"


def test_the_next_step_is_one_of_its_own_chain(culture):
    own = [make_step(order, section=culture) for order in (5, 15)]
    edition = submitted(culture)
    chain.remove(own[0], by=None, at=LATER)
    assert step_of(edition) == own[1]


@pytest.mark.parametrize("above_has_one", [True, False])
def test_a_sections_only_step_gone_its_pieces_begin_the_chain_that_holds(culture, above_has_one):
    first, _last = make_chain()
    under = make_section(slug="dien-anh", parent=culture)
    above = make_step(5, section=culture) if above_has_one else None
    only = make_step(15, section=under)
    edition = submitted(under)
    chain.remove(only, by=None, at=LATER)
    assert step_of(edition) == (above or first)


def test_moving_on_because_a_step_is_gone_is_in_the_record_and_makes_open_forms_stale(culture):
    first, last = make_chain()
    by = make_user(username="quantri", role="quantri")
    edition = submitted(culture)
    before = fresh(edition)
    chain.remove(first, by=by, at=LATER)
    after = fresh(edition)
    assert (after.version, after.state_since, after.state) == (before.version + 1, LATER, "in_review")
    assert not after.was_seen(before.stamp, with_spans=False)
    event = Event.objects.about(edition).first()
    assert (event.kind, event.actor_id, event.before, event.after) == (
        "edition.step_gone",
        by.pk,
        first.waiting_label,
        last.waiting_label,
    )
    assert event.what == _("Moved on: its step was taken away")
    with pytest.raises(moves.Overtaken):
        moves.make("pass_on", edition, by=None, seen=before.stamp, at=LATER)


def test_whoever_had_taken_it_has_it_no_more(culture):
    first, _last = make_chain()
    edition = submitted(culture)
    holder = make_user(username="btv", role="bientapvien", section=culture)
    Edition.objects.filter(pk=edition.pk).update(taken_by=holder, taken_at=AT)
    chain.remove(first, by=None, at=LATER)
    assert (fresh(edition).taken_by, fresh(edition).taken_at) == (None, None)


def test_those_of_the_next_step_are_told_and_those_of_the_step_that_is_gone_are_called_no_more(culture):
    first, _last = make_chain()
    editor = make_user(username="btv", role="bientapvien", section=culture)
    chief = make_user(username="tbt", role="tongbientap", section=culture)
    edition = submitted(culture)
    assert set(Notice.objects.unread().values_list("person", flat=True)) == {editor.pk, chief.pk}
    chain.remove(first, by=None, at=LATER)
    unread = Notice.objects.unread().filter(edition=edition)
    assert list(unread.values_list("person", "kind")) == [(chief.pk, "edition.step_gone")]


def test_the_sites_last_step_stays(culture):
    first, last = make_chain()
    edition = submitted(culture)
    chain.remove(first, by=None, at=LATER)
    with pytest.raises(ValidationError) as caught:
        chain.remove(last, by=None, at=LATER)
    said = _("The site needs at least one step. Add another before you take this one away.")
    assert caught.value.messages == [said]
    assert (step_of(edition), ReviewStep.objects.count()) == (last, 1)


def test_a_sections_step_does_not_stand_in_for_the_sites_last(culture):
    first, last = make_chain()
    make_step(15, section=culture)
    chain.remove(first, by=None, at=LATER)
    with pytest.raises(ValidationError):
        chain.remove(last, by=None, at=LATER)


# ── Changing a step ──────────────────────────────────────────────────────────
def check(step: ReviewStep, permission: str) -> None:
    chain.check_passable(ReviewStep(pk=step.pk, permission=permission))


def test_a_permission_nobody_holds_where_a_piece_waits_is_refused_without_its_name(culture):
    first, _last = make_chain()
    make_user(username="btv", role="bientapvien", section=culture)
    make_user(username="tbt", role="tongbientap", section=make_section(slug="khac"))
    make_user(username="gone", role="tongbientap", section=culture, is_active=False)
    submitted(culture, title="Bài đang chờ")
    with pytest.raises(ValidationError) as caught:
        check(first, PUBLISHING)
    # Whoever sets the chain need not be one of those who may know of the piece.
    said = _("A piece waits at this step, and nobody in “%(section)s” has that right. Grant it first.")
    assert caught.value.messages == [said % {"section": "Văn hóa"}]


@pytest.mark.parametrize("where", ["there", "above", "everywhere"])
def test_a_permission_somebody_holds_there_is_taken(culture, where):
    first, _last = make_chain()
    under = make_section(slug="dien-anh", parent=culture)
    reach = {"there": under, "above": culture, "everywhere": None}[where]
    make_user(username="tbt", role="tongbientap", section=reach)
    submitted(under)
    check(first, PUBLISHING)


def test_a_permission_nobody_holds_is_taken_where_nothing_waits(culture):
    first, _last = make_chain()
    make_edition(section=culture)
    make_edition(state="last_step", section=culture)
    check(first, PUBLISHING)


# ── At the same time ─────────────────────────────────────────────────────────
def standing(editions: list[Edition]) -> list[Edition]:
    """Each of them, in review at a step that is there, or approved: none is stranded or lost."""
    now = list(Edition.objects.filter(pk__in=[e.pk for e in editions]).order_by("pk"))
    steps = set(ReviewStep.objects.values_list("pk", flat=True))
    assert len(now) == len(editions)
    for edition in now:
        assert (edition.state == "in_review") == (edition.step_id in steps)
    return now


def expected(outcomes: list) -> None:
    """What somebody at the desk can be told: it was done, or a refusal in words."""
    surprises = [f for f in failures(outcomes) if not isinstance(f, moves.Refused | ValidationError)]
    assert surprises == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["submit", "pass_on", "pass_away", "send_back"])
def test_a_step_taken_away_while_eight_people_move_pieces_to_it_or_from_it_strands_none(
    transactional_db, name
):
    section = make_section(name="Khoa giáo")
    for _round in ROUNDS:
        make_chain()
        gone = make_step(5 if name == "submit" else 15)
        editions = [make_edition(section=section) for _n in range(MANY)]
        for edition in editions if name != "submit" else []:
            bring_to("in_review" if name == "pass_on" else "last_step", edition)
        if name in ("pass_away", "send_back"):
            assert {step_of(edition) for edition in editions} == {gone}
        move = "pass_on" if name == "pass_away" else name
        acts = [partial(make, move, edition, note="Thiếu ảnh.") for edition in editions]
        outcomes = at_once([*acts[:4], partial(chain.remove, gone, by=None, at=LATER), *acts[4:]])
        expected(outcomes)
        now = standing(editions)
        made = [outcome for outcome in outcomes if isinstance(outcome, Edition)]
        assert {"submit": "in_review", "send_back": "returned"}.get(name, "in_review") in {
            e.state for e in now
        } or not made
        ReviewStep.objects.filter(pk=gone.pk).exists() and chain.remove(gone, by=None, at=LATER)


@pytest.mark.django_db(transaction=True)
def test_two_steps_taken_away_at_once_leave_the_site_one(transactional_db):
    for _round in ROUNDS:
        first, last = make_chain()
        acts = [partial(chain.remove, step, by=None, at=LATER) for step in (first, last)]
        expected(at_once(acts))
        assert ReviewStep.objects.filter(section=None).count() == 1
        ReviewStep.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_move_made_while_its_step_is_taken_away_leaves_one_true_story(transactional_db):
    section = make_section(name="Khoa giáo")
    for _round in ROUNDS:
        make_chain()
        gone = make_step(15)
        edition = bring_to("last_step", make_edition(section=section))
        make_act = partial(make, "send_back", edition, note="Thiếu ảnh.")
        expected(at_once([make_act, partial(chain.remove, gone, by=None, at=LATER)]))
        kinds = list(Event.objects.about(edition).order_by("pk").values_list("kind", flat=True))[3:]
        state = fresh(edition).state
        assert (state, kinds) in [
            ("returned", ["edition.send_back"]),
            ("in_review", ["edition.step_gone"]),
            ("returned", ["edition.step_gone", "edition.send_back"]),
        ]
        ReviewStep.objects.filter(pk=gone.pk).exists() and chain.remove(gone, by=None, at=LATER)
