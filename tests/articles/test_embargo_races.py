"""An embargo set while somebody approves: one comes first, and nothing is approved for a time it forbids."""

from datetime import timedelta

import pytest
from django.db.models import F

from articles import moves
from articles.embargo import lift, set_embargo
from articles.models import Edition, Embargo
from record.models import Event
from tests.articles.test_races import ROUNDS, at_once
from tests.factories import AT, DAY, HOUR, make_edition, make_section, make_user

# Named as a fixture, and not by the mark alone: `tests/conftest.py` lifts triggers for the flush by that name.
pytestmark = pytest.mark.usefixtures("transactional_db")

UNTIL = AT + DAY


def seen_now(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section", "step").get(pk=edition.pk)


@pytest.fixture
def section():
    return make_section(name="Khoa giáo")


@pytest.fixture
def people(section):
    return [make_user(username=name, role="tongbientap", section=section) for name in ("mai", "lan")]


def keeps(edition: Edition, by, others=(), until=UNTIL):
    one = seen_now(edition)
    return lambda: set_embargo(one, until=until, people=others, by=by, seen=one.stamp, at=AT)


def approves(edition: Edition, by, live_from=None):
    one = seen_now(edition)
    return lambda: moves.make("approve", one, by=by, seen=one.stamp, at=AT, live_from=live_from)


@pytest.mark.parametrize("live_from", [None, UNTIL - HOUR, UNTIL + HOUR])
def test_setting_one_while_somebody_approves_is_one_or_the_other(section, people, live_from):
    keeper, approver = people
    for _round in ROUNDS:
        edition = make_edition(state="last_step", section=section)
        events = Event.objects.count()
        kept, approved = at_once([keeps(edition, keeper, [approver]), approves(edition, approver, live_from)])
        now = Edition.objects.get(pk=edition.pk)
        lost = [one for one in (kept, approved) if isinstance(one, Exception)]
        assert len(lost) == 1, (kept, approved)
        assert isinstance(lost[0], moves.Refused)
        assert Event.objects.count() == events + 1
        assert (now.state, Embargo.objects.filter(edition=now).exists()) == (
            ("approved", False) if lost == [kept] else ("in_review", True)
        )
    assert not Embargo.objects.filter(edition__live_from__lt=F("until")).exists()


def test_lifting_one_while_somebody_who_knows_approves_loses_neither(section, people):
    keeper, approver = people
    for _round in ROUNDS:
        edition = make_edition(state="last_step", section=section)
        keeps(edition, keeper, [approver])()
        one = seen_now(edition)
        lifted, approved = at_once(
            [
                lambda e=one: lift(e, by=keeper, seen=e.stamp, at=AT + timedelta(seconds=1)),
                approves(edition, approver, UNTIL),
            ]
        )
        now = Edition.objects.get(pk=edition.pk)
        refused = [one for one in (lifted, approved) if isinstance(one, Exception)]
        # Between two looks at it the embargo may be gone, and its people with it: refused all the same.
        assert len(refused) == 1, refused
        assert isinstance(refused[0], moves.Refused)
        assert (now.state == "approved") == Embargo.objects.filter(edition=now).exists()
