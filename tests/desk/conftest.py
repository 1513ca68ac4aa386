"""The desk's tests need no collected static files: to look through them costs every new client half a second."""

import pytest
from django.test import Client


@pytest.fixture(scope="session")
def _nothing_collected(tmp_path_factory) -> str:
    return str(tmp_path_factory.mktemp("static"))


@pytest.fixture(autouse=True)
def _no_static_files(_nothing_collected, settings) -> None:
    settings.STATIC_ROOT = _nothing_collected


@pytest.fixture
def as_(cast):
    """Somebody of the cast at her desk: `as_("phongvien")`. A fault of the server is an answer, as in a browser."""

    def at_the_desk(who: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(getattr(cast, who))
        return client

    return at_the_desk
