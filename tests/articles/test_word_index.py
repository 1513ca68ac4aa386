"""The index of words outlives what is done to the table it is of, and is made of what stood there before it."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from articles.models import Edition
from cms import triggers
from tests.factories import make_edition

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(*to: str) -> None:
    call_command("migrate", "articles", *to, verbosity=0, interactive=False)


@pytest.fixture
def written_before_the_index() -> Iterator[Edition]:
    """What stands there since a time when there was no index, and the schema of that time."""
    edition = make_edition(title="Trước")
    migrate("0006")
    yield edition
    migrate()


def found(*questions: str) -> list[int]:
    return [Edition.objects.matching(question).count() for question in questions]


def write(edition: Edition, words: str) -> None:
    """As the schema of any time can take it."""
    Edition.objects.filter(pk=edition.pk).update(search_text=words)


def test_what_was_folded_otherwise_is_found_after_the_migration(written_before_the_index):
    write(written_before_the_index, "“hoi nghi” & che, 100%: kho_khan x x")
    migrate()
    assert Edition.objects.get().search_text == "hoi nghi che 100 kho khan x"
    assert found("hội nghị", "100", "khó khăn", "khó_khăn") == [1, 1, 1, 1]
    assert triggers.missing() == []


def test_there_and_back_search_finds_what_is_written_in_between(written_before_the_index):
    write(written_before_the_index, "giua")
    migrate()
    make_edition(title="Sau")
    assert found("trước", "giữa", "sau") == [0, 1, 1]


def test_what_is_written_while_other_triggers_are_lifted_is_found():
    triggers.lift()
    make_edition(title="Khi không có luật")
    triggers.lay()
    assert found("khi không có luật") == [1]


def test_a_trigger_that_is_gone_is_missed_and_the_index_made_anew():
    if connection.vendor != "sqlite":
        assert found("không ai thấy") == [0]
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER articles_edition_words_insert")
    make_edition(title="Không ai thấy")
    assert (triggers.missing(), found("không ai thấy")) == (["articles_edition_words_insert"], [0])
    triggers.lay()
    assert (triggers.missing(), found("không ai thấy")) == ([], [1])


def test_the_command_that_lays_triggers_runs_where_they_are_missing():
    """As from a shell, with Django's checks before it."""
    triggers.lift()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
    assert triggers.missing() == []
