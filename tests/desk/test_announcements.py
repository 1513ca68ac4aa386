"""The desk's list of what stands above the pages says what readers see of it."""

import pytest
from django.utils.translation import gettext as _

from articles import moves
from articles.models import Edition
from tests.desk.pages import Page
from tests.factories import AT, HOUR, make_announcement, make_edition

pytestmark = pytest.mark.django_db


def silent_lines(client) -> list[str]:
    return Page(client.get("/admin/tin-nong/")).texts("b", css="state--returned")


def test_a_line_that_went_with_its_article_is_named_as_not_shown(as_, cast):
    edition = make_edition(state="live", at=AT - HOUR)
    make_announcement(kind="breaking", text="Lũ về", article=edition.article)
    make_announcement(kind="notice", text="Tòa soạn nghỉ lễ")
    client = as_("tongbientap")
    assert silent_lines(client) == []
    current = Edition.objects.select_related("article", "section").get(pk=edition.pk)
    given = {"seen": current.stamp, "note": "Sai.", "ordered_by": "Ban Biên tập"}
    moves.make("withdraw", current, by=None, at=AT, **given)
    assert silent_lines(client) == [_("Not shown: its article is no longer on the site")]
