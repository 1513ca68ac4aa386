"""Things that are kept in the process: for how long, and what makes them forgotten."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from articles.models import Tag
from cms import kept
from cms.kept import LONGEST_SECONDS, Kept
from tests.factories import AT

SECOND = timedelta(seconds=1)


@pytest.fixture
def ticking(monkeypatch) -> list[float]:
    """The process's clock, as its only item; tests put another there."""
    clock = [1000.0]
    monkeypatch.setattr(kept, "_now", lambda: clock[0])
    return clock


class Counted:
    """Makes numbers, 1, 2, 3…, each good until `until`."""

    def __init__(self, until: datetime | None = None) -> None:
        self.made, self.until = 0, until

    def __call__(self, at: datetime) -> tuple[int, datetime | None]:
        self.made += 1
        return self.made, self.until


def test_it_is_made_once_for_many_who_ask(ticking):
    number = Kept(Counted())
    assert [number.get(AT), number.get(AT + SECOND)] == [1, 1]


def test_it_is_good_to_the_last_instant_before_its_edge(ticking):
    number = Kept(Counted(until=AT + SECOND))
    assert number.get(AT) == number.get(AT + SECOND - timedelta(microseconds=1)) == 1
    assert number.get(AT + SECOND) == 2


def test_it_is_not_good_for_an_earlier_instant(ticking):
    number = Kept(Counted())
    assert [number.get(AT), number.get(AT - SECOND)] == [1, 2]


def test_others_changes_are_seen_after_some_seconds(ticking):
    number = Kept(Counted())
    number.get(AT)
    ticking[0] += LONGEST_SECONDS - 0.01
    assert number.get(AT) == 1
    ticking[0] += 0.02
    assert number.get(AT) == 2


def test_the_seconds_count_from_before_it_was_made(ticking):
    """What is read while somebody else saves may be the older of the two."""

    def slowly(at: datetime) -> tuple[float, None]:
        ticking[0] += LONGEST_SECONDS
        return ticking[0], None

    number = Kept(slowly)
    assert number.get(AT) != number.get(AT)


@pytest.mark.django_db
def test_a_row_that_is_saved_or_deleted_makes_it_forgotten(ticking):
    number = Kept(Counted())
    number.forget_when_changed(Tag)
    assert number.get(AT) == 1
    tag = Tag.objects.create(name="Chè", slug="che")
    assert number.get(AT) == 2
    tag.save()
    assert number.get(AT) == 3
    tag.delete()
    assert number.get(AT) == 4


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_in_mid_transaction_is_forgotten_with_its_commit(ticking):
    number = Kept(Counted())
    number.forget_when_changed(Tag)
    with transaction.atomic():
        Tag.objects.create(name="Chè", slug="che")
        assert number.get(AT) == 1
    assert number.get(AT) == 2
