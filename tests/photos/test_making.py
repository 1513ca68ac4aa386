"""Renditions as files and on the row: made once, however often they are asked for, and never missing meanwhile."""

import os
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from photos import making
from photos.models import Photo
from photos.renditions import plan
from tests.factories import AT, DAY, HOUR, make_photo
from tests.photos.files import asked, files, opened, work
from tests.photos.photographs import photo_like
from tests.photos.pictures import BLUE, RED, left_red_right_blue, saved, see_through

pytestmark = pytest.mark.django_db


def large(**given) -> Photo:
    return make_photo(raw=saved(photo_like((700, 500), **given), "JPEG"))


def two_coloured() -> Photo:
    return make_photo(raw=saved(left_red_right_blue((800, 400)), "JPEG", quality=95))


def names(photo: Photo) -> list[str]:
    return sorted(one["name"] for one in photo.renditions)


def age(media, photo: Photo, *, by: timedelta) -> None:
    """As if its renditions had been written so long ago."""
    for name in files(media):
        if "_s." not in name and name != photo.file.name:
            then = (timezone.now() - by).timestamp()
            os.utime(media / name, (then, then))


# ── Made ─────────────────────────────────────────────────────────────────────
def test_a_new_picture_asks_for_its_renditions_in_the_transaction_that_stores_it(media):
    photo = make_photo()
    assert asked() == [("make_renditions", [photo.pk])]
    assert photo.renditions == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_all_that_is_planned(media):
    photo = large()
    work()
    photo.refresh_from_db()
    planned = plan(700, 500)
    assert len(photo.renditions) == len(planned)
    assert files(media) == sorted([photo.file.name, photo.small.name, *names(photo)])
    for one in photo.renditions:
        raw = (media / one["name"]).read_bytes()
        picture = opened(raw)
        assert (picture.size, picture.format.lower(), len(raw)) == (
            (one["width"], one["height"]),
            one["format"],
            one["bytes"],
        )
        assert {"exif", "icc_profile", "xmp", "comment"} & set(picture.info) == set()


def test_what_one_can_see_through_stays_so_in_every_rendition(media):
    photo = make_photo(raw=saved(see_through((400, 300)), "PNG"), name="a.png")
    making.make(photo.pk)
    photo.refresh_from_db()
    assert {one["format"] for one in photo.renditions} == {"avif", "webp"}
    assert {
        opened((media / one["name"]).read_bytes()).convert("RGBA").getpixel((3, 3))[3]
        for one in photo.renditions
    } == {0}


def test_a_crop_shows_what_the_focal_point_says(media):
    photo = two_coloured()
    seen = {}
    for x in (0, 100):
        photo.set_focal(x, 50, seen=photo.version, by=None, at=AT)
        making.make(photo.pk)
        photo.refresh_from_db()
        [square] = [one for one in photo.renditions if (one["crop"], one["format"]) == ("1:1", "jpeg")]
        seen[x] = opened((media / square["name"]).read_bytes()).getpixel((square["width"] // 2, 9))
    assert max(abs(a - b) for a, b in zip(seen[0], RED, strict=True)) < 12
    assert max(abs(a - b) for a, b in zip(seen[100], BLUE, strict=True)) < 12


def test_a_picture_from_before_is_given_its_likeness(media):
    photo = large()
    copy = make_photo(raw=saved(photo_like((700, 500)), "JPEG", quality=50))
    Photo.objects.filter(pk=photo.pk).update(likeness=None)
    assert Photo.objects.near(copy) == []
    making.make(photo.pk)
    assert Photo.objects.near(copy) == [photo]


# ── Made again ───────────────────────────────────────────────────────────────
def test_made_twice_is_made_once(media):
    photo = large()
    assert making.make(photo.pk)
    written = {name: (media / name).stat().st_mtime_ns for name in files(media)}
    assert not making.make(photo.pk)
    assert {name: (media / name).stat().st_mtime_ns for name in files(media)} == written


def test_a_picture_that_is_gone_is_nothing_to_do(media):
    assert not making.make(404)
    making.sweep(404, ["photos/204005/x/1.avif"])


def test_a_run_that_was_killed_leaves_what_the_next_one_writes_over(media, monkeypatch):
    photo = large()

    class Killed(BaseException):
        pass

    def killed(*given):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(making, "_take_on", killed)
        with pytest.raises(Killed):
            making.make(photo.pk)
    left = files(media)
    assert len(left) > 2
    making.make(photo.pk)
    photo.refresh_from_db()
    assert files(media) == left
    assert files(media) == sorted([photo.file.name, photo.small.name, *names(photo)])


def test_what_a_killed_run_left_of_another_focal_point_is_swept(media):
    photo = large()
    making.make(photo.pk)
    left = media / photo.file.name.replace(".jpg", "") / "640_5x3_7_7.avif"
    partial = left.with_suffix(".avif.0a1b2c3d.part")
    left.write_bytes(b"x")
    partial.write_bytes(b"x")
    photo.set_focal(10, 10, seen=photo.version, by=None, at=AT)
    making.make(photo.pk)
    [(_name, [_pk, outdated])] = [task for task in asked() if task[0] == "sweep"]
    assert {left.name, partial.name} <= {name.rpartition("/")[2] for name in outdated}
    photo.refresh_from_db()
    age(media, photo, by=2 * HOUR)
    making.sweep(photo.pk, outdated)
    assert files(media) == sorted([photo.file.name, photo.small.name, *names(photo)])


# ── Another focal point ──────────────────────────────────────────────────────
def test_until_the_new_ones_stand_the_old_ones_are_shown(media):
    photo = large()
    making.make(photo.pk)
    photo.refresh_from_db()
    before = names(photo)
    photo.set_focal(10, 10, seen=photo.version, by=None, at=AT)
    photo.refresh_from_db()
    assert names(photo) == before
    assert set(before) <= set(files(media))


@pytest.mark.django_db(transaction=True)
def test_the_old_files_stay_for_a_day_and_are_then_deleted(media, clock):
    photo = large()
    work()
    photo.refresh_from_db()
    before = set(names(photo))
    photo.set_focal(10, 10, seen=photo.version, by=None, at=AT)
    work()
    photo.refresh_from_db()
    after = set(names(photo))
    assert before - after
    assert before | after <= set(files(media))
    age(media, photo, by=HOUR * 26)
    clock.move_to(timezone.now() + DAY - HOUR)
    work()
    assert before | after <= set(files(media))
    clock.move_to(timezone.now() + 2 * HOUR)
    work()
    assert set(files(media)) == {photo.file.name, photo.small.name, *after}


def test_old_files_that_are_shown_again_are_not_swept(media):
    photo = large()
    making.make(photo.pk)
    photo.set_focal(10, 10, seen=photo.version, by=None, at=AT)
    making.make(photo.pk)
    [(_name, given)] = [task for task in asked() if task[0] == "sweep"]
    photo.set_focal(50, 50, seen=photo.version, by=None, at=AT)
    making.make(photo.pk)
    photo.refresh_from_db()
    age(media, photo, by=2 * DAY)
    making.sweep(*given)
    assert set(names(photo)) <= set(files(media))


def test_files_that_are_being_made_just_now_are_not_swept(media):
    photo = large()
    making.make(photo.pk)
    fresh = media / photo.file.name.replace(".jpg", "") / "320_5x3_9_9.avif"
    fresh.write_bytes(b"x")
    now = timezone.now().timestamp()
    os.utime(fresh, (now, now))
    making.sweep(photo.pk, [fresh.relative_to(media).as_posix()])
    assert fresh.exists()


def test_nothing_outside_its_own_folder_is_swept(media):
    photo, other = large(), large(seed=2)
    making.make(photo.pk)
    age(media, photo, by=DAY)
    making.sweep(photo.pk, [other.file.name, photo.file.name, photo.small.name])
    assert {other.file.name, photo.file.name, photo.small.name} <= set(files(media))


def test_a_focal_point_that_moves_meanwhile_is_the_one_that_counts(media, monkeypatch):
    photo = large()
    encode, moved = making._encoded, []

    def moves_once(picture, format_):
        if not moved:
            moved.append(Photo.objects.get(pk=photo.pk))
            moved[0].set_focal(5, 95, seen=moved[0].version, by=None, at=AT)
        return encode(picture, format_)

    monkeypatch.setattr(making, "_encoded", moves_once)
    assert making.make(photo.pk)
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (5, 95)
    assert not making.lacks_some(photo)


def test_words_that_change_meanwhile_are_no_reason_to_make_them_again(media, monkeypatch):
    photo = large()
    encode, made = making._encoded, []

    def described(picture, format_):
        if not made:
            Photo.objects.get(pk=photo.pk).describe({"caption": "Hội nghị"}, seen=1, by=None, at=AT)
        made.append(format_)
        return encode(picture, format_)

    monkeypatch.setattr(making, "_encoded", described)
    making.make(photo.pk)
    photo.refresh_from_db()
    assert (photo.caption, len(made)) == ("Hội nghị", len(photo.renditions))


# ── The command ──────────────────────────────────────────────────────────────
def test_the_command_makes_what_is_lacking_and_says_so_in_a_line(media):
    done, lacking, lost = large(), large(seed=2), large(seed=3)
    making.make(done.pk)
    (media / lost.file.name).unlink()
    out = StringIO()
    call_command("make_renditions", stdout=out)
    assert out.getvalue() == "made: 1, complete before: 1, failed: 1\n"
    assert not making.lacks_some(Photo.objects.get(pk=lacking.pk))
    out = StringIO()
    call_command("make_renditions", stdout=out)
    assert out.getvalue() == "made: 0, complete before: 2, failed: 1\n"


def test_a_photograph_takes_little_time(media):
    photo = large()
    start = time.process_time()
    making.make(photo.pk)
    assert time.process_time() - start < 4
