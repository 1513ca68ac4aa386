"""Eight who write events at once, in real threads on a real database: one chain, without a fork, a gap or a hole."""

import random
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import connection, transaction

import record.models as record
from articles.models import Section
from record.models import Event, Link
from tests.desk.racing import at_once
from tests.factories import AT, make_section
from tests.record.chains import run

# Named as a fixture, and not by the mark alone: `tests/conftest.py` lifts triggers for the flush by that name.
pytestmark = pytest.mark.usefixtures("transactional_db")

MANY, ROUNDS = 8, 60


class ChangedHisMind(Exception):
    pass


def test_the_chain_does_not_fork_under_eight_writers_of_whom_some_change_their_minds():
    section = make_section(name="Khoa giáo")
    kept = at_once([lambda who=who: write_many(section, who) for who in range(MANY)])
    expected = sorted(note for notes in kept for note in notes)
    assert sorted(Event.objects.values_list("note", flat=True)) == expected
    assert list(Link.objects.order_by("pk").values_list("pk", flat=True)) == list(range(1, len(expected) + 1))
    assert sorted(Link.objects.values_list("event_id", flat=True)) == sorted(
        Event.objects.values_list("pk", flat=True)
    )
    call_command("verify_record")


def write_many(section: Section, who: int) -> list[str]:
    """What this one wrote and did not take back, in transactions of one event and of several."""
    chance, kept = random.Random(who), []
    for number in range(ROUNDS):
        with suppress(ChangedHisMind), transaction.atomic():
            notes = [f"{who}-{number}-{part}" for part in range(chance.choice([1, 1, 3]))]
            for note in notes:
                write(section, note)
            with suppress(ChangedHisMind), transaction.atomic():
                write(section, f"{who}-{number} một phần rút lại")
                raise ChangedHisMind
            if chance.random() < 0.3:
                raise ChangedHisMind
            kept += notes
    return kept


def write(section: Section, note: str) -> None:
    record.write(kind="section.change", thing=section, by=None, at=AT, note=note)


def test_a_writer_who_takes_her_time_keeps_nobody_waiting_for_the_chain():
    """PostgreSQL links at commit; SQLite has one writer at a time in any case, so nobody waits there either."""
    section = make_section(name="Khoa giáo")
    with transaction.atomic():
        write(section, "chậm")
        if connection.vendor == "postgresql":
            at_once([lambda: write_within_seconds(section, "nhanh")])
    notes = Link.objects.order_by("pk").values_list("event__note", flat=True)
    assert list(notes)[-1] == "chậm"


def write_within_seconds(section: Section, note: str) -> None:
    run("SET lock_timeout = '5s'")
    write(section, note)


def test_events_of_one_transaction_stand_in_the_order_of_writing():
    section = make_section(name="Khoa giáo")
    with transaction.atomic():
        for number in range(5):
            write(section, str(number))
    assert list(Link.objects.order_by("pk").values_list("event__note", flat=True)) == list("01234")
