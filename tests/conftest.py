"""What every test stands on: the database, the clock, the cast."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client

from accounts.models import User
from articles import furniture
from cms import kept, triggers
from tests.factories import AT, make_chain, make_people, make_section, make_user


def pytest_configure(config) -> None:
    # Static files by their plain names: nothing is collected for a test.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite in a file, as it is in use: threads that race need one, and a memory database locks otherwise."""
    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(Path(settings.MEDIA_ROOT).with_name("test.sqlite3"))


@pytest.fixture(autouse=True)
def clock():
    """It is nine in the morning of 4 May 2040, later than any database's own clock, and time goes on."""
    with time_machine.travel(AT, tick=True) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What an earlier test's database held is not shown in this one's."""
    furniture.forget()


@pytest.fixture
def furnished(monkeypatch) -> Callable[[], None]:
    """Called before queries are counted: what stands around every page is kept by then, and does not grow old."""
    monkeypatch.setattr(kept, "_now", lambda: 0.0)
    return lambda: Client().get("/tim-kiem/")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The roles are there for every test; a flush takes them away, and `make_grant` brings them back."""
    with django_db_blocker.unblock():
        call_command("sync_roles")


@pytest.fixture(autouse=True)
def _lifted_before_flush(request: pytest.FixtureRequest):
    """Triggers that refuse deletion are lifted for the flush after a transactional test, and laid again by it."""
    mark = request.node.get_closest_marker("django_db")
    if not (mark and mark.kwargs.get("transaction")) and "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    triggers.lay()
    yield
    triggers.lift()


@dataclass(frozen=True)
class Cast:
    """The newsroom of the tests: everybody in `khoa-giao`, and an outsider who has the same rights elsewhere."""

    phongvien: User
    congtacvien: User
    bientapvien: User
    thukytoasoan: User
    tongbientap: User
    kiemduyet: User
    quantri: User
    outsider: User

    def __iter__(self):
        return (getattr(self, field.name) for field in fields(self))


@pytest.fixture
def khoa_giao(db):
    make_chain()
    return make_section(slug="khoa-giao", name="Khoa giáo")


@pytest.fixture
def cast(khoa_giao) -> Cast:
    roles = [field.name for field in fields(Cast) if field.name != "outsider"]
    people = make_people(*roles, section=khoa_giao)
    elsewhere = make_section(slug="xa-hoi", name="Xã hội")
    people["outsider"] = make_user(username="outsider", role="tongbientap", section=elsewhere)
    return Cast(**people)
