"""What stood in an edition before it was saved over is kept, whole, and never changed or deleted."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from articles import writing
from articles.models import Edition, Version
from articles.models.edition import StaleEdition
from articles.models.version import fields_of
from tests.desk.pages import Page, change, opened
from tests.factories import AT, BODY, LEAD, MINUTE, make_edition, make_photo, make_section

pytestmark = pytest.mark.django_db

LATER = AT + 5 * MINUTE


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section", "step").get(pk=edition.pk)


def revised(edition: Edition, by=None, **words) -> Edition:
    edition = fresh(edition)
    for name, value in words.items():
        setattr(edition, name, value)
    return writing.revise(edition, by=by, at=LATER)


@pytest.fixture
def piece(cast, khoa_giao) -> Edition:
    return make_edition(title="Lần một", by=cast.phongvien, section=khoa_giao, tags=("y tế",), date_line=AT)


@pytest.fixture
def reporter(cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.phongvien)
    return client


def test_saving_keeps_what_stood_there_whole(piece, cast, khoa_giao):
    photo = make_photo()
    piece.photos.create(photo=photo, caption="Toàn cảnh.", credit="CTV", alt="Hội trường", order=3)
    revised(piece, cast.bientapvien, title="Lần hai", lead="Khác")
    [version] = Version.objects.all()
    assert (version.number, version.saved_by, version.saved_at) == (1, cast.phongvien, AT)
    assert version.fields == {
        "title": "Lần một",
        "lead": LEAD,
        "body": BODY,
        "byline": "N.V",
        "date_line": "09:00, 04/05/2040",
        "expires_at": "",
        "section": str(khoa_giao.pk),
        "story": "",
        "keywords": "y tế",
        "contributors": "",
        "related": "",
        "photos-0-caption": "Toàn cảnh.",
        "photos-0-credit": "CTV",
        "photos-0-alt": "Hội trường",
        "photos-0-order": "3",
        "photos-0-photo": str(photo.pk),
    }


def test_every_save_keeps_one_and_says_whose_words_they_were(piece, cast):
    for number, by in enumerate([cast.bientapvien, cast.thukytoasoan, cast.phongvien], start=2):
        revised(piece, by, title=f"Lần {number}")
    kept = [(v.number, v.fields["title"], v.saved_by) for v in Version.objects.order_by("number")]
    assert kept == [
        (1, "Lần một", cast.phongvien),
        (2, "Lần 2", cast.bientapvien),
        (3, "Lần 3", cast.thukytoasoan),
    ]


def test_a_save_that_came_too_late_keeps_no_version_of_its_own(piece):
    late = fresh(piece)
    revised(piece, title="Lần hai")
    late.title = "Trễ"
    with pytest.raises(StaleEdition):
        writing.revise(late, by=None, at=LATER)
    assert list(Version.objects.values_list("number", "fields__title")) == [(1, "Lần một")]


def test_the_versions_and_the_edition_tell_the_whole_story_at_the_desk(reporter, piece):
    told = ["Lần một"]
    for number in range(2, 5):
        form = opened(reporter, change(piece)) | {"title": f"Lần {number}"}
        form |= {"keywords": f"từ {number}", "photos-0-caption": f"Chú thích {number}"}
        assert reporter.post(change(piece), form).status_code == 302
        told.append(f"Lần {number}")
    kept = [version.fields for version in Version.objects.order_by("number")]
    assert [fields["title"] for fields in [*kept, fields_of(fresh(piece))]] == told
    assert [fields["keywords"] for fields in kept] == ["y tế", "từ 2", "từ 3"]
    assert [fields.get("photos-0-caption") for fields in kept] == [None, "Chú thích 2", "Chú thích 3"]


def test_a_change_of_a_picture_alone_keeps_what_stood_there(reporter, piece):
    picture = piece.photos.create(caption="Cũ")
    assert reporter.post(change(piece), opened(reporter, change(piece)) | {"photos-0-caption": "Mới"})
    picture.refresh_from_db()
    assert picture.caption == "Mới"
    assert Version.objects.get().fields["photos-0-caption"] == "Cũ"


def test_a_save_of_nothing_new_keeps_no_version(reporter, piece):
    reporter.post(change(piece), opened(reporter, change(piece)))
    assert (Version.objects.count(), fresh(piece).version) == (0, 1)


# ── Never changed ────────────────────────────────────────────────────────────
@pytest.fixture
def version(piece) -> Version:
    revised(piece, title="Lần hai")
    return Version.objects.get()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles_version SET fields = '{}'",
        "UPDATE articles_version SET saved_by_id = NULL",
        "UPDATE articles_version SET number = number + 1",
        "UPDATE articles_version SET saved_at = saved_at",
        "DELETE FROM articles_version",
        "TRUNCATE articles_version",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_version(version, statement):
    if statement.startswith("TRUNCATE") and connection.vendor != "postgresql":
        return
    before = list(Version.objects.values())
    # What still waits for commit would forbid to empty the table, and hide who refuses it.
    connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(Version.objects.values()) == before


def test_neither_does_the_orm(version):
    changed = Version.objects.get()
    changed.fields = {}
    for act in (changed.save, changed.delete, Version.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.update(fields={})
    assert Version.objects.get().fields["title"] == "Lần một"


def test_an_edition_whose_words_were_kept_is_not_deleted_with_them(version, piece):
    with pytest.raises(IntegrityError), transaction.atomic():
        fresh(piece).delete()
    assert Edition.objects.filter(pk=piece.pk).exists()


def test_the_same_number_is_kept_once(version, piece):
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(edition=piece, number=version.number, fields={}, saved_at=AT)


# ── Looked at, gone back to ──────────────────────────────────────────────────
def address(edition: Edition, number: int) -> str:
    return reverse("admin:edition-version", args=[edition.pk, number])


def test_an_older_version_is_shown_beside_what_stands_there_now(reporter, version, piece):
    page = Page(reporter.get(address(piece, 1)))
    assert (page.texts("del", inside="sides__text"), page.texts("ins", inside="sides__text")) == (
        ["một"],
        ["hai"],
    )


def test_the_older_words_come_into_the_form_and_change_nothing_until_they_are_saved(reporter, version, piece):
    before = list(Edition.objects.values())
    form = opened(reporter, f"{change(piece)}?ban-cu=1")
    assert (form["title"], form["lead"], form["keywords"]) == ("Lần một", LEAD, "y tế")
    assert form["date_line"].startswith("09:00")
    assert list(Edition.objects.values()) == before
    assert reporter.post(f"{change(piece)}?ban-cu=1", form).status_code == 302
    assert fresh(piece).title == "Lần một"
    assert list(Version.objects.order_by("number").values_list("fields__title", flat=True)) == [
        "Lần một",
        "Lần hai",
    ]


def test_going_back_to_a_version_brings_back_the_picture_it_had(reporter, piece):
    photo = make_photo()
    piece.photos.create(photo=photo, caption="Toàn cảnh.")
    form = opened(reporter, change(piece)) | {"photos-0-DELETE": "on"}
    assert reporter.post(change(piece), form).status_code == 302
    assert piece.photos.count() == 0
    form = opened(reporter, f"{change(piece)}?ban-cu=1")
    assert form["photos-0-caption"] == "Toàn cảnh."
    assert reporter.post(f"{change(piece)}?ban-cu=1", form).status_code == 302
    assert [(p.caption, p.photo) for p in piece.photos.all()] == [("Toàn cảnh.", photo)]


def test_going_back_to_a_version_puts_each_caption_under_its_own_picture(reporter, piece):
    one, two = make_photo(), make_photo()
    piece.photos.create(photo=one, caption="Ảnh một", order=1)
    piece.photos.create(photo=two, caption="Ảnh hai", order=2)
    form = opened(reporter, change(piece)) | {"photos-0-DELETE": "on"}
    reporter.post(change(piece), form)
    assert [p.photo for p in piece.photos.all()] == [two]
    form = opened(reporter, f"{change(piece)}?ban-cu=1")
    reporter.post(f"{change(piece)}?ban-cu=1", form)
    assert [p.caption for p in piece.photos.filter(photo=two)] == ["Ảnh hai"]


@pytest.mark.parametrize("number", ["2", "9", "99999999999999", "x", "-1"])
def test_a_version_that_is_not_there_is_not_found(reporter, version, piece, number):
    status = reporter.get(f"{change(piece)}?ban-cu={number}").status_code
    assert status == (404 if number.isdecimal() else 200)
    if number.isdecimal():
        assert reporter.get(f"/admin/articles/edition/{piece.pk}/ban-cu/{number}/").status_code == 404


def test_the_versions_of_another_edition_are_not_found_by_this_ones_address(
    reporter, version, cast, khoa_giao
):
    other = make_edition(by=cast.phongvien, section=khoa_giao)
    assert reporter.get(address(other, 1)).status_code == 404
    assert reporter.get(f"{change(other)}?ban-cu=1").status_code == 404


@pytest.mark.parametrize("who", ["outsider", "congtacvien", "kiemduyet", "quantri"])
def test_older_words_are_not_found_by_who_may_not_see_the_edition(cast, version, piece, who):
    make_section(slug="xa-hoi")
    client = Client(raise_request_exception=False)
    client.force_login(getattr(cast, who))
    assert client.get(address(piece, 1)).status_code == 404
    assert client.get(f"{change(piece)}?ban-cu=1").status_code == 404
