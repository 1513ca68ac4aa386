"""What a cold page costs is the same for a small paper and for one with years behind it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import AT, make_comment, make_edition, make_section
from tests.many import publish_many

pytestmark = pytest.mark.django_db
ARTICLE, FRONT, SECTION = 6, 9, 6


@pytest.fixture
def sections():
    top = [make_section(slug=f"muc-{n}", name=f"Mục {n}", order=n) for n in range(12)]
    return [*top, *(make_section(slug=f"muc-con-{n}", name=f"Mục con {n}", parent=top[n]) for n in range(3))]


@pytest.mark.parametrize("count", [24, 5_000])
def test_cold_pages_ask_the_database_equally_often_at_any_size(sections, count):
    newest = publish_many(count, at=AT - timedelta(hours=1), sections=sections)[0]
    edition = make_edition(state="live", section=sections[0], tags=("nông thôn mới", "chè"), title="Mùa chè")
    make_comment(edition=edition, state="shown")
    asked = {address: queries(address) for address in (edition.article.get_absolute_url(), "/", "/muc-0/")}
    assert asked == {edition.article.get_absolute_url(): ARTICLE, "/": FRONT, "/muc-0/": SECTION}
    assert queries(newest.article.get_absolute_url()) == ARTICLE


def queries(address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(address).status_code == 200
    return len(asked)
