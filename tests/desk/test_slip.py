"""Phiếu duyệt bài: what is printed of an edition can be checked against the record."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import moves, writing
from articles.models import Edition
from record.models import Event, Link
from tests.desk.pages import Page
from tests.factories import AT, MINUTE, bring_to, make_edition, make_photo
from tests.record.chains import settle, triggers_lifted

pytestmark = pytest.mark.django_db

SLIP = 15


@pytest.fixture
def chief(cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.tongbientap)
    return client


def slip(edition: Edition) -> str:
    return reverse("admin:edition-slip", args=[edition.pk])


def noted(page: Page) -> str:
    [code] = [e for e in page.all("code") if "data-noted" in e.attrs]
    return code.text


def test_the_slip_says_the_paper_the_text_its_pictures_and_its_steps(chief, cast, khoa_giao, settings):
    settings.SITE_NAME = "Báo Mẫu Thử"
    edition = make_edition(state="draft", by=cast.phongvien, section=khoa_giao, tags=("y tế",))
    edition.photos.create(photo=make_photo(), caption="Toàn cảnh.", credit="CTV", alt="Hội trường")

    edition = bring_to("withdrawn", edition)
    page = Page(chief.get(slip(edition)))
    text = " ".join(page.all("main")[0].text.split())
    for said in (
        "Báo Mẫu Thử",
        settings.SITE_GOVERNING_BODY,
        edition.title,
        edition.lead,
        "Toàn cảnh.",
        "CTV",
        "y tế",
    ):
        assert said in text
    events = list(Event.objects.about(edition).order_by("pk"))
    assert page.texts("b", inside="slip__steps") == [event.what for event in events]
    assert page.texts("p", css="slip__note") == ["Sai số liệu."]
    assert "Tổng Biên tập" in text
    signed = [text for text in page.texts("p", inside="slip__signatures") if not text.startswith("(")]
    assert signed == [_("Writer"), "Biên tập", "Duyệt xuất bản"]


def test_what_the_slip_notes_stands_in_the_record(chief, cast, khoa_giao):
    edition = make_edition(state="live", by=cast.phongvien, section=khoa_giao)
    make_edition(section=khoa_giao)
    settle()
    page = Page(chief.get(slip(edition)))
    approved = Event.objects.about(edition).get(kind="edition.approve")
    assert noted(page) == f"{approved.link.pk}:{approved.link.hash}"
    call_command("verify_record", "--expect", noted(page))
    with pytest.raises(CommandError):
        call_command("verify_record", "--expect", f"{approved.link.pk}:{'0' * 64}")


def test_the_text_that_was_decided_on_is_told_from_one_that_was_changed_since(chief, cast, khoa_giao):
    edition = make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    submitted = {"what": Event.objects.about(edition).first().what}
    same = _("They are the same: the text stands as it was at “%(what)s”.") % submitted
    assert same in chief.get(slip(edition)).text
    edition.title = "Khác"
    writing.revise(edition, by=None, at=AT + MINUTE)
    response = chief.get(slip(edition))
    assert _("They differ: the text was changed after that.") in response.text
    assert Edition.objects.get().fingerprint() in response.text


def test_an_edition_that_was_opened_from_another_says_from_which(chief, cast, khoa_giao):
    live = make_edition(state="live", by=cast.phongvien, section=khoa_giao)
    draft = writing.open_next(live, by=cast.phongvien, at=AT)
    steps = " ".join(Page(chief.get(slip(draft))).texts("p", inside="slip__steps"))
    assert _("from edition %(number)s") % {"number": 1} in steps
    assert "→" not in steps


def test_a_draft_that_nobody_decided_on_is_noted_by_its_beginning(chief, cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    settle()
    link = Event.objects.about(edition).get().link
    assert noted(Page(chief.get(slip(edition)))) == f"{link.pk}:{link.hash}"


@pytest.mark.parametrize("pieces", [3, 30])
def test_the_slip_asks_as_often_for_thirty_pictures_and_steps(
    chief, cast, khoa_giao, pieces, django_assert_num_queries
):
    edition = make_edition(by=cast.phongvien, section=khoa_giao, tags=tuple(f"từ {n}" for n in range(pieces)))

    for number in range(pieces):
        edition.photos.create(photo=make_photo(), caption=f"Ảnh {number}")
        for name, note in (("submit", ""), ("send_back", "Thiếu ảnh.")):
            edition = moves.make(name, edition, by=None, seen=edition.stamp, at=AT, note=note)
    settle()
    with django_assert_num_queries(SLIP):
        assert chief.get(slip(edition)).status_code == 200


def test_the_slip_is_kept_by_nobody_and_only_looked_at(chief, cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    assert "no-store" in chief.get(slip(edition))["Cache-Control"]
    assert chief.post(slip(edition)).status_code == 405


def test_an_event_whose_link_was_lost_is_no_hindrance(chief, cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    settle()
    with triggers_lifted():
        Link.objects.all()._raw_delete("default")
        page = Page(chief.get(slip(edition)))
    assert [e for e in page.all("code") if "data-noted" in e.attrs] == []
