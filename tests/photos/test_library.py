"""A picture of the library: known by its bytes, described, cropped, and never deleted while anything holds on to it."""

import io
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles import embargo, writing
from articles.models import Edition, EditionPhoto, WorkingCopy
from articles.picture_forms import token_of
from cms.uses import Uses
from photos import making, uses
from photos.models import Photo
from photos.refusals import Incomplete, NotPermitted, NotPossible, Overtaken
from record.models import Event
from tests.factories import AT, HOUR, MINUTE, bring_to, make_edition, make_photo, make_picture
from tests.photos.files import asked, files

pytestmark = pytest.mark.django_db


# ── The same bytes ───────────────────────────────────────────────────────────
def test_the_same_bytes_are_the_same_picture_and_it_says_so(cast, media):
    raw = make_picture(comment=b"a")
    first = make_photo(raw=raw, name="mot.jpg", by=cast.phongvien)
    again = make_photo(raw=raw, name="hai.jpg", by=cast.bientapvien, at=AT + HOUR)
    assert (first.was_there, again.was_there, again) == (False, True, first)
    assert (again.original_name, again.added_by, again.added_at) == ("mot.jpg", cast.phongvien, AT)
    assert Photo.objects.count() == 1
    assert files(media) == sorted([first.file.name, first.small.name])
    assert asked() == [("make_renditions", [first.pk])]


def test_the_same_pixels_in_other_bytes_are_another_picture(media):
    assert make_photo(raw=make_picture(comment=b"a")) != make_photo(raw=make_picture(comment=b"b"))


def test_a_picture_that_is_known_is_not_decoded_again(media, django_assert_num_queries):
    raw = make_picture(comment=b"a")
    make_photo(raw=raw)
    with django_assert_num_queries(1):
        Photo.objects.take_in(io.BytesIO(raw), name="a.jpg", by=None, at=AT)


def test_the_database_refuses_the_same_bytes_twice(media):
    one, other = make_photo(), make_photo()
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.filter(pk=other.pk).update(source_sha256=one.source_sha256)


# ── Words ────────────────────────────────────────────────────────────────────
def test_words_are_kept_in_one_form_and_found_without_their_marks(cast, media):
    photo = make_photo(by=cast.phongvien)
    words = {"caption": " Thu hoạch\nchè ", "credit": "Lò Thị Mẫu", "alt": "Nương chè", "place": "Bản Nà Hin"}
    photo.describe(words, seen=photo.version, by=cast.phongvien, at=AT)
    photo.refresh_from_db()
    assert (photo.caption, photo.version) == ("Thu hoạch chè", 2)
    for question in ("thu hoach che", "NÀ HIN", "mẫu che", "hoi"):
        assert list(Photo.objects.matching(question)) == [photo]
    assert list(Photo.objects.matching("ngô")) == []
    assert [event.kind for event in Event.objects.about(photo)] == ["photo.describe"]


def test_whoever_is_slower_changes_nothing_and_is_told_who_was_faster(cast, media):
    photo = make_photo(by=cast.phongvien)
    hers, his = Photo.objects.get(), Photo.objects.get()
    hers.describe({"caption": "Của chị"}, seen=1, by=cast.phongvien, at=AT)
    with pytest.raises(Overtaken) as error:
        his.describe({"caption": "Của anh"}, seen=1, by=cast.bientapvien, at=AT + MINUTE)
    assert str(cast.phongvien) in str(error.value)
    photo.refresh_from_db()
    assert (photo.caption, Event.objects.count()) == ("Của chị", 1)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("phongvien", True),
        ("bientapvien", True),
        ("congtacvien", False),
        ("kiemduyet", False),
        ("quantri", False),
    ],
)
def test_her_own_or_with_the_right_to_others(cast, media, who, may):
    photo = make_photo(by=cast.phongvien)
    by = getattr(cast, who)
    acts = (
        lambda: photo.describe({"caption": "x"}, seen=photo.version, by=by, at=AT),
        lambda: photo.set_focal(1, 2, seen=photo.version, by=by, at=AT),
        lambda: photo.delete_unused(seen=photo.version, by=by, at=AT),
    )
    for act in acts:
        if may:
            act()
        else:
            with pytest.raises(NotPermitted):
                act()
    assert Photo.objects.exists() is not may


# ── The focal point ──────────────────────────────────────────────────────────
def test_a_focal_point_stands_in_the_record_and_asks_for_crops(cast, media):
    photo = make_photo()
    photo.set_focal(30, 40, seen=1, by=cast.bientapvien, at=AT)
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y, photo.version) == (30, 40, 2)
    assert asked() == [("make_renditions", [photo.pk])] * 2
    [event] = Event.objects.about(photo)
    assert (event.kind, event.before, event.after) == ("photo.focal", "50 × 50", "30 × 40")


@pytest.mark.parametrize(("x", "y"), [(-1, 50), (50, 101)])
def test_a_focal_point_lies_inside(media, x, y):
    photo = make_photo()
    with pytest.raises(Incomplete):
        photo.set_focal(x, y, seen=1, by=None, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(focal_x=101)


def test_a_focal_point_set_on_what_has_changed_is_refused(media):
    photo = make_photo()
    photo.set_focal(1, 1, seen=1, by=None, at=AT)
    with pytest.raises(Overtaken):
        Photo.objects.get().set_focal(2, 2, seen=1, by=None, at=AT)


# ── Deleting ─────────────────────────────────────────────────────────────────
def test_an_unused_picture_goes_with_its_files(cast, media, django_capture_on_commit_callbacks):
    photo = make_photo()
    making.make(photo.pk)
    photo.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        photo.delete_unused(seen=photo.version, by=cast.bientapvien, at=AT)
    assert (Photo.objects.count(), files(media)) == (0, [])
    [event] = Event.objects.all()
    assert (event.kind, event.label, event.content_hash) == ("photo.delete", "hoi-nghi.jpg", photo.sha256)


def above_a_body(photo: Photo) -> None:
    EditionPhoto.objects.create(edition=make_edition(), photo=photo)


def in_a_body(photo: Photo) -> None:
    make_edition(body=f'<figure data-photo="{photo.pk}"></figure><p>Chữ.</p>')


def above_an_older_version(photo: Photo) -> None:
    edition = make_edition()
    EditionPhoto.objects.create(edition=edition, photo=photo)
    writing.revise(Edition.objects.get(), by=None, at=AT)
    edition.photos.all().delete()


def in_an_older_version(photo: Photo) -> None:
    in_a_body(photo)
    edition = Edition.objects.get()
    edition.body = "<p>Không còn ảnh.</p>"
    writing.revise(edition, by=None, at=AT)


def in_unsaved_words(photo: Photo) -> None:
    _typed({"body": f'<figure data-photo="{photo.pk}"></figure>'})


def sent_with_unsaved_words(photo: Photo) -> None:
    _typed({"photos-0-kept": token_of(photo), "photos-1-kept": "khong-phai"})


def _typed(fields: dict[str, str]) -> None:
    person = make_edition(by=_writer()).created_by
    WorkingCopy.objects.create(key=uuid.uuid4(), person=person, fields=fields, opened_at=AT, typed_at=AT)


def _writer():
    from tests.factories import make_user

    return make_user(username="nguoi-viet")


@pytest.mark.parametrize(
    "hold",
    [
        above_a_body,
        in_a_body,
        above_an_older_version,
        in_an_older_version,
        in_unsaved_words,
        sent_with_unsaved_words,
    ],
    ids=lambda hold: hold.__name__,
)
def test_what_anything_holds_on_to_is_not_deleted(media, hold):
    photo, bystander = make_photo(), make_photo()
    hold(photo)
    with pytest.raises(NotPossible) as error:
        photo.delete_unused(seen=1, by=None, at=AT)
    assert str(error.value) == _(
        "“%(name)s” is used, or was: an article holds it, somebody's words that are not saved yet, "
        "or an earlier save. Take it out of the articles first. "
        "If no reader may see it any more, ask for it to be taken off every page."
    ) % {"name": "hoi-nghi.jpg"}
    assert uses.held([photo.pk, bystander.pk]) == {photo.pk}
    assert Photo.objects.filter(pk=photo.pk, version=1).exists()


HELD_UNSEEN = [above_an_older_version, in_an_older_version, in_unsaved_words, sent_with_unsaved_words]


@pytest.mark.parametrize("hold", HELD_UNSEEN, ids=lambda hold: hold.__name__)
def test_what_is_held_by_no_article_of_now_is_said_before_it_is_deleted(client, cast, media, hold):
    photo = make_photo()
    hold(photo)
    client.force_login(cast.tongbientap)
    page = client.get(f"/admin/photos/photo/{photo.pk}/xoa/").content.decode()
    said = _(
        "No article shows it now, but somebody has it in words that are not saved yet, or an earlier save holds it: "
        "it stays in the library. If no reader may see it any more, it is taken off every page instead."
    )
    assert said in page
    assert 'name="version"' not in page
    assert _("No article uses it. The picture, its words and all its files") not in page


# ── Where it is used ─────────────────────────────────────────────────────────
def used_in(photo: Photo, *, state: str = "draft", **given) -> Edition:
    edition = make_edition(**given)
    EditionPhoto.objects.create(edition=edition, photo=photo)
    return bring_to(state, edition)


def test_uses_are_named_to_whom_they_concern_and_counted_to_others(cast, khoa_giao, media):
    photo = make_photo()
    live = used_in(photo, state="live", title="Bài một", section=khoa_giao)
    draft = used_in(photo, title="Bài hai", section=khoa_giao, by=cast.phongvien)
    make_edition(title="Bài ba", section=khoa_giao, body=f'<figure data-photo="{photo.pk}"></figure>')
    used_in(make_photo(), title="Ảnh khác", section=khoa_giao)

    def told(user) -> tuple[list[str], int]:
        found = uses.of(photo, user=user, at=AT)
        return [use.title for use in found.seen], found.unseen

    assert told(cast.tongbientap) == (["Bài ba", "Bài hai", "Bài một"], 0)
    assert told(cast.phongvien) == (["Bài hai"], 2)
    assert told(cast.outsider) == ([], 3)
    assert told(None) == (["Bài ba", "Bài hai", "Bài một"], 0)
    found = uses.of(photo, user=cast.tongbientap, at=AT + MINUTE)
    assert [use.is_live for use in found.seen] == [False, False, True]
    assert [use.address for use in found.seen][1:] == [
        f"/admin/articles/edition/{edition.pk}/change/" for edition in (draft, live)
    ]


def test_what_an_embargo_keeps_from_her_is_counted_alone(cast, khoa_giao, media):
    photo = make_photo()
    edition = used_in(photo, title="Bí mật", section=khoa_giao, by=cast.phongvien)
    embargo.set_embargo(
        edition, until=AT + HOUR, people=[cast.phongvien], by=cast.phongvien, seen=edition.stamp, at=AT
    )
    assert uses.of(photo, user=cast.tongbientap, at=AT) == Uses((), 1)
    assert [use.title for use in uses.of(photo, user=cast.phongvien, at=AT).seen] == ["Bí mật"]


@pytest.mark.parametrize("count", [1, 3])
def test_uses_cost_as_many_queries_whatever_their_number(
    cast, khoa_giao, media, django_assert_num_queries, count
):
    photo = make_photo()
    for n in range(count):
        used_in(photo, title=f"Bài {n}", section=khoa_giao, state="in_review")
    assert cast.tongbientap.reach
    with django_assert_num_queries(4):
        assert len(uses.of(photo, user=cast.tongbientap, at=AT).seen) == count
