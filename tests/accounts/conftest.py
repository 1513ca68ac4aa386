"""The desk's people at their browsers, and one with a password that she types."""

import pytest

from accounts.models import User
from tests.desk.conftest import as_
from tests.factories import make_user

__all__ = ["as_"]

PASSWORD = "mot-mat-khau-dai-9"


@pytest.fixture
def typing(cast, settings):
    """Gives people of the cast a password: `typing(cast.phongvien)`; cheap to check, as there are many logins."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    def with_password(person: User, password: str = PASSWORD) -> User:
        person.set_password(password)
        person.save()
        return person

    return with_password


@pytest.fixture
def root(db) -> User:
    return make_user(username="root", is_superuser=True, display_name="Quản trị gốc")
