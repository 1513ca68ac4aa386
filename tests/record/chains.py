"""A chain to try things on: its events, its rows, and what tampers with them."""

from contextlib import contextmanager

from django.db import connection

import record.models as record
from cms import triggers
from record.models import Event, Link
from tests.factories import AT, MINUTE, make_section


def write_events(*notes: str) -> list[Event]:
    """One event for each note, linked as a commit would link them."""
    section = make_section(name="Khoa giáo")
    events = [
        record.write(kind="section.change", thing=section, by=None, at=AT + number * MINUTE, note=note)
        for number, note in enumerate(notes)
    ]
    settle()
    return events


def settle() -> None:
    """What a commit does inside a test's transaction: what was deferred happens now."""
    connection.check_constraints()


def links() -> list[dict]:
    return list(Link.objects.order_by("pk").values())


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def triggers_lifted():
    """As somebody who owns the database may have it. They are not laid again: the test's transaction is rolled back."""
    settle()
    triggers.lift()
    yield
    # What was taken out of the chain is missed by a foreign key; that too ends with the transaction.
    connection.set_rollback(True)
