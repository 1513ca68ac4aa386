"""A text that is closed to somebody while she writes in it: her words are kept, and hers alone are shown to her."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.embargo import set_embargo
from articles.models import Edition, WorkingCopy
from photos.models import Photo
from record.models import Event
from tests.desk.pages import Page, change
from tests.desk.test_unsaved import TYPED, Desk
from tests.factories import AT, DAY, HOUR, make_edition, make_picture

pytestmark = pytest.mark.django_db

TITLE = "Danh sách nhân sự chưa công bố"
HERS = {"title": "Tên do biên tập gõ", "body": "<p>Câu biên tập vừa gõ xong.</p>"}


@pytest.fixture
def piece(cast, khoa_giao) -> Edition:
    return make_edition(state="in_review", title=TITLE, by=cast.phongvien, section=khoa_giao)


@pytest.fixture
def editor(cast, piece) -> Desk:
    desk = Desk(cast.bientapvien, change(piece)).open()
    desk.beat()
    return desk


def close(piece: Edition, *, by, at=AT) -> None:
    fresh = Edition.objects.select_related("article", "section", "step").get(pk=piece.pk)
    set_embargo(fresh, until=at + DAY, people=[], by=by, seen=fresh.stamp, at=at)


def words(key) -> str:
    return reverse("admin:copy-words", args=[key])


def test_what_is_saved_after_an_embargo_fell_is_kept_and_shown(cast, piece, editor):
    close(piece, by=cast.phongvien)
    events = Event.objects.count()
    for button in ({}, {"_move": "pass_on"}):
        answer = editor.save(**HERS, **button)
        assert answer.status_code == 404
        assert _("Nothing was saved: this text is not open to you any more.") in answer.text
        assert "Câu biên tập vừa gõ xong." in answer.text
        assert TITLE not in answer.text
    kept = editor.copy()
    assert {name: kept.fields[name] for name in HERS} == HERS
    assert (Event.objects.count(), Edition.objects.get(pk=piece.pk).version) == (events, piece.version)


def test_a_picture_that_came_with_it_is_kept_too(cast, piece, editor):
    close(piece, by=cast.phongvien)
    editor.save(**{"photos-0-upload": SimpleUploadedFile("a.jpg", make_picture(), "image/jpeg")})
    assert (Photo.objects.count(), bool(editor.copy().fields["photos-0-kept"])) == (1, True)


def test_whoever_had_it_not_open_is_told_nothing(as_, cast, piece):
    close(piece, by=cast.phongvien)
    for key in (uuid.uuid4(), ""):
        answer = as_("bientapvien").post(change(piece), HERS | {"form_key": str(key)})
        assert (answer.status_code, HERS["title"] in answer.text) == (404, False)
    assert not WorkingCopy.objects.exists()


def test_somebody_elses_opening_of_it_opens_nothing(as_, cast, piece, editor):
    close(piece, by=cast.phongvien)
    answer = as_("tongbientap").post(change(piece), editor.form | HERS)
    assert (answer.status_code, HERS["title"] in answer.text) == (404, False)
    assert editor.copy().typed_at is None


def test_on_the_first_page_its_name_is_not_told_and_her_words_are_a_click_away(cast, piece, editor):
    editor.type(lead="Sapo vừa gõ.")
    assert TITLE in editor.client.get("/admin/").text
    close(piece, by=cast.phongvien)
    front = editor.client.get("/admin/")
    assert TITLE not in front.text
    assert words(editor.key) in {a.attrs["href"] for a in Page(front).all("a")}
    page = editor.client.get(words(editor.key))
    assert (page.status_code, "Sapo vừa gõ." in page.text) == (200, True)


def test_when_it_is_over_she_goes_on_with_them(cast, piece, editor, clock):
    close(piece, by=cast.phongvien)
    editor.save(**HERS)
    clock.move_to(AT + DAY + HOUR)
    again = Desk(cast.bientapvien, change(piece)).open(f"?ban={editor.key}")
    assert again.form["title"] == HERS["title"]


def test_put_away_they_lead_back_to_the_desk(cast, piece, editor):
    editor.type(**TYPED)
    close(piece, by=cast.phongvien)
    answer = editor.client.post(reverse("admin:copy-discard", args=[editor.key]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("admin:index"))
    assert editor.client.get(words(editor.key)).status_code == 404


def test_nobody_else_reads_them(as_, cast, editor):
    editor.type(**TYPED)
    for who in ("phongvien", "tongbientap", "quantri", "outsider"):
        assert as_(who).get(words(editor.key)).status_code == 404
    assert as_("bientapvien").get(words(uuid.uuid4())).status_code == 404


def test_her_words_cost_the_same_however_many_they_are(cast, editor, django_assert_num_queries):
    for paragraphs in (1, 200):
        editor.type(body="<p>Một câu.</p>" * paragraphs)
        editor.client.get(words(editor.key))
        with django_assert_num_queries(5):
            assert editor.client.get(words(editor.key)).status_code == 200
