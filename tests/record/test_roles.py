"""The role by which the site works on PostgreSQL can add to the record and do nothing else to it.

On SQLite there are no roles: there the same acts are refused by the triggers alone.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction

import record.models as record
from articles.models import Section
from record.models import Event, Link
from tests.factories import AT, make_section
from tests.record.chains import run

pytestmark = pytest.mark.usefixtures("transactional_db")

ROLES = Path(__file__).resolve().parents[2] / "deploy" / "postgres" / "roles.sql"
ON_POSTGRES = "postgres" in settings.DATABASES["default"]["ENGINE"]
REFUSAL = "permission denied" if ON_POSTGRES else "never changed or deleted"
FORBIDDEN = [
    f"{act} {rest}"
    for table in ("record_event", "record_link")
    for act, rest in (("UPDATE", f"{table} SET id = id"), ("DELETE FROM", table))
]
if ON_POSTGRES:
    FORBIDDEN += [
        "TRUNCATE record_link",
        "TRUNCATE record_event, record_link",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
    ]


@pytest.fixture
def as_the_site() -> Iterator[None]:
    """The connection works as a role made by `roles.sql`, which may be run twice."""
    if not ON_POSTGRES:
        yield
        return
    role = f"toasoan_test_{uuid.uuid4().hex[:12]}"
    for _time in range(2):
        run(ROLES.read_text().replace("toasoan_app", role))
    run(f"SET ROLE {role}")
    yield
    run(f"RESET ROLE; DROP OWNED BY {role}; DROP ROLE {role}")


@pytest.mark.usefixtures("as_the_site")
def test_the_site_writes_events_and_whatever_else_it_works_on():
    section = make_section(name="Khoa giáo")
    with transaction.atomic():
        event = record.write(kind="section.add", thing=section, by=None, at=AT)
    Section.objects.filter(pk=section.pk).update(name="Xã hội")
    section.delete()
    assert (event.link.pk, Section.objects.count()) == (1, 0)
    call_command("verify_record")


@pytest.mark.usefixtures("as_the_site")
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_site_cannot_change_delete_or_empty_what_is_recorded(statement):
    record.write(kind="section.add", thing=make_section(), by=None, at=AT)
    before = list(Event.objects.values()), list(Link.objects.values())
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        run(statement)
    assert REFUSAL in str(refusal.value)
    assert (list(Event.objects.values()), list(Link.objects.values())) == before
