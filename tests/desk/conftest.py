"""The desk's people, each at a browser of her own."""

import pytest
from django.test import Client


@pytest.fixture
def as_(cast):
    """Somebody of the cast at her desk: `as_("phongvien")`. A fault of the server is an answer, as in a browser."""

    def at_the_desk(who: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(getattr(cast, who))
        return client

    return at_the_desk
