"""What was recorded before there was a chain is part of it."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from cms import triggers
from record.models import Event, Link

pytestmark = pytest.mark.usefixtures("transactional_db")

OLD_ROW = """
INSERT INTO record_event
  (at, actor_id, actor_label, kind, thing, thing_id, label, "before", "after", note, content_hash)
VALUES (%s, %s, 'Lò Thị Mẫu', 'section.change', 'articles.section', 7, 'Khoa giáo', '', 'xa-hoi', %s, '')"""


@pytest.fixture
def before_the_chain() -> Iterator[None]:
    migrate("0001")
    yield
    migrate()


def migrate(*to: str) -> None:
    call_command("migrate", "record", *to, verbosity=0, interactive=False)


@pytest.mark.usefixtures("before_the_chain")
def test_what_was_recorded_before_is_linked_in_its_order():
    with connection.cursor() as cursor:
        for number in range(5):
            row = [f"2026-05-04 02:00:00.00000{number}+00:00", number or None, f"lần {number}"]
            cursor.execute(OLD_ROW, row)
    migrate()
    events = Event.objects.order_by("pk")
    assert [event.note for event in events] == [f"lần {number}" for number in range(5)]
    assert [event.digest for event in events] == [event.reckon() for event in events]
    assert list(Link.objects.order_by("pk").values_list("pk", "event_id")) == [
        (place, event.pk) for place, event in enumerate(events, 1)
    ]
    assert triggers.missing() == []
    call_command("verify_record")


@pytest.mark.usefixtures("before_the_chain")
def test_without_the_chain_events_are_written_as_they_were():
    """Going back leaves no trigger that writes to a table which is gone."""
    with connection.cursor() as cursor:
        cursor.execute(OLD_ROW, ["2026-05-04 02:00:00+00:00", None, ""])
        cursor.execute("SELECT count(*) FROM record_event")
        assert cursor.fetchone() == (1,)
    assert triggers.missing() == []
