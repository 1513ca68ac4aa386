"""Bodies that an older policy cleaned: shown clean at once, settled by a command that says what it changed."""

import io

import pytest
from django.core.management import call_command

from articles.models import Edition
from cms import html, triggers
from tests.factories import make_edition

pytestmark = pytest.mark.django_db(transaction=True)

DIRTY = '<p onclick="alert(1)">Chữ.</p>'


def run(*flags: str) -> list[str]:
    out = io.StringIO()
    call_command("clean_texts", *flags, stdout=out)
    return out.getvalue().splitlines()


def made_by_an_older_policy(edition: Edition, body: str) -> Edition:
    triggers.lift()
    Edition.objects.filter(pk=edition.pk).update(body=body, body_policy=html.POLICY - 1)
    triggers.lay()
    return edition


@pytest.fixture
def texts() -> dict[str, Edition]:
    return {
        "same": made_by_an_older_policy(make_edition(title="Sạch"), "<p>Chữ.</p>"),
        "draft": made_by_an_older_policy(make_edition(title="Nháp"), DIRTY),
        "live": made_by_an_older_policy(make_edition(title="Đã đăng", state="live"), DIRTY),
    }


def test_drafts_are_cleaned_and_what_was_approved_stands(texts):
    lines = run()
    bodies = dict(Edition.objects.values_list("title", "body"))
    assert bodies == {"Sạch": "<p>Chữ.</p>", "Nháp": "<p>Chữ.</p>", "Đã đăng": DIRTY}
    assert [line.split("\t")[0] for line in lines[:-1]] == [str(texts[name].pk) for name in ("draft", "live")]
    policies = dict(Edition.objects.values_list("title", "body_policy"))
    assert policies == {"Sạch": html.POLICY, "Nháp": html.POLICY, "Đã đăng": html.POLICY - 1}


def test_the_words_that_stood_there_are_kept(texts):
    run()
    assert texts["draft"].versions.get().fields["body"] == DIRTY


def test_a_dry_run_says_the_same_and_changes_nothing(texts):
    before = list(Edition.objects.values_list("pk", "body", "body_policy", "version"))
    dry = run("--dry-run")
    assert list(Edition.objects.values_list("pk", "body", "body_policy", "version")) == before
    assert dry == run()


def test_a_second_run_finds_only_what_stands_as_it_was_approved(texts):
    run()
    assert [line.split("\t")[0] for line in run()[:-1]] == [str(texts["live"].pk)]
    assert texts["draft"].versions.count() == 1
