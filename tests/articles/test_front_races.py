"""Two who lay out the front page at once, and what the database keeps of it: one is first, the other is told."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import arranging, moves
from articles.front import Place
from articles.models import Layout, Placement
from record.models import Event
from tests.articles.test_races import ROUNDS, at_once, failures
from tests.factories import AT, HOUR, MINUTE, make_edition, make_layout, make_section, make_user

# Named as a fixture, and not by the mark alone: `tests/conftest.py` lifts triggers for the flush by that name.
pytestmark = pytest.mark.usefixtures("transactional_db")

YEARS_AGO = AT.replace(year=2020)


@pytest.fixture
def people():
    section = make_section(name="Khoa giáo")
    return [make_user(username=name, role="tongbientap", section=section) for name in ("mai", "lan")]


@pytest.fixture
def editions():
    return [make_edition(state="live", title=f"Tin {n}", at=AT - HOUR) for n in range(3)]


def lead(edition) -> Place:
    return Place("lead", edition.article_id)


# ── At once ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("ahead", [None, HOUR], ids=["now", "later"])
def test_of_two_who_lay_out_at_once_one_is_first_and_the_other_is_told(people, editions, ahead):
    for number in ROUNDS:
        seen, events = arranging.newest_number(), Event.objects.count()
        at = AT + number * MINUTE

        def lays(n: int, seen=seen, at=at):
            # A microsecond apart, as two clocks would be: only what both saw is the same.
            then = at.replace(microsecond=n + 1)
            begins = ahead and then + ahead
            return lambda: arranging.lay(
                [lead(editions[n])], by=people[n], at=then, seen=seen, live_from=begins
            )

        outcomes = at_once([lays(n) for n in range(2)])
        [lost] = failures(outcomes)
        [won] = [one for one in outcomes if isinstance(one, Layout)]
        assert isinstance(lost, moves.Overtaken), lost
        assert str(won.laid_by) in str(lost)
        assert (arranging.newest_number(), Event.objects.count()) == (seen + 1, events + 1)


def test_changing_and_recalling_one_at_once_is_one_or_the_other(people, editions):
    for number in ROUNDS:
        layout = make_layout(lead(editions[0]), live_from=AT + HOUR * (number + 1))
        begins, seen = layout.live_from, layout.number

        def changes(layout=layout, begins=begins, seen=seen):
            places = [lead(editions[1])]
            return arranging.lay(
                places, by=people[0], at=AT, seen=seen, live_from=begins, instead_of=layout, over=layout
            )

        def recalls(layout=layout):
            return arranging.recall(layout, by=people[1], at=AT)

        outcomes = at_once([changes, recalls])
        lost = failures(outcomes)
        assert len(lost) == 1, outcomes
        assert isinstance(lost[0], moves.Refused)
        there = Layout.objects.standing().filter(live_from=begins)
        assert there.count() == (1 if lost == [outcomes[1]] else 0)


# ── What the database refuses ────────────────────────────────────────────────
@pytest.fixture
def past(editions) -> Layout:
    """In force for years, to the database's own clock."""
    return make_layout(lead(editions[0]), at=YEARS_AGO)


def refuses(act) -> bool:
    try:
        with transaction.atomic():
            act()
            if connection.vendor == "postgresql":
                connection.check_constraints()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("table", [Layout, Placement])
def test_a_layout_and_its_places_are_never_deleted(past, table):
    assert refuses(lambda: table.objects.all()._raw_delete(using="default"))


@pytest.mark.parametrize(
    "change",
    [
        {"live_from": YEARS_AGO + HOUR},
        {"laid_at": YEARS_AGO - HOUR},
        {"laid_by": None},
        {"number": 77},
        {"places": 2},
        {"recalled_at": YEARS_AGO - HOUR},
    ],
)
def test_a_layout_that_was_in_force_is_never_changed(past, people, change):
    mine = make_layout(by=people[0], at=YEARS_AGO + MINUTE)
    assert refuses(lambda: Layout.objects.filter(pk=mine.pk).update(**change))


@pytest.mark.parametrize("change", [{"live_from": AT + 2 * HOUR}, {"number": 77}, {"places": 9}])
def test_of_one_that_is_ahead_only_that_it_was_recalled(editions, people, change):
    ahead = make_layout(lead(editions[0]), by=people[0], live_from=AT + HOUR)
    there = Layout.objects.filter(pk=ahead.pk)
    assert refuses(lambda: there.update(**change))
    assert there.update(recalled_at=AT, recalled_by=people[1]) == 1
    assert refuses(lambda: there.update(recalled_at=None))


@pytest.mark.parametrize("begins", [None, HOUR])
def test_no_place_is_added_or_changed(editions, begins):
    layout = make_layout(lead(editions[0]), live_from=begins and AT + begins)
    more = {"layout": layout, "slot": "focus", "article": editions[1].article}
    assert refuses(lambda: Placement.objects.create(**more))
    assert refuses(lambda: layout.placements.update(article=editions[2].article_id))
    assert refuses(lambda: layout.placements.update(order=5))


def test_a_layout_does_not_begin_before_it_was_laid_out():
    given = {"number": 1, "places": 0, "laid_at": AT}
    assert refuses(lambda: Layout.objects.create(live_from=AT - MINUTE, **given))
    assert timezone.is_aware(Layout.objects.create(live_from=AT, **given).live_from)


def test_no_article_stands_twice_in_the_rows(editions):
    layout = Layout.objects.create(number=1, places=2, laid_at=AT, live_from=AT)
    first = {"layout": layout, "article": editions[0].article}
    Placement.objects.create(slot="lead", **first)
    assert refuses(lambda: Placement.objects.create(slot="focus", **first))
