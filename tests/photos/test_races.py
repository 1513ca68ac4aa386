"""Several at the same moment: one picture of the same bytes, one set of renditions, one removal."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from photos import keeping, making
from photos.models import Photo
from photos.refusals import Refused
from photos.removal import remove, restore
from record.models import Event
from tests.desk.racing import at_once
from tests.factories import AT, make_photo, make_picture
from tests.photos.files import asked, files
from tests.photos.photographs import photo_like
from tests.photos.pictures import saved

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_bytes_from_four_at_once_are_one_picture(media):
    raw = make_picture(comment=b"a")

    def send() -> Photo:
        return Photo.objects.take_in(io.BytesIO(raw), name="a.jpg", by=None, at=AT)

    photos = at_once([send] * 4)
    [photo] = Photo.objects.all()
    assert photos == [photo] * 4
    assert sorted(one.was_there for one in photos) == [False, True, True, True]
    assert files(media) == sorted([photo.file.name, photo.small.name])
    assert asked() == [("make_renditions", [photo.pk])]


def test_two_workers_make_one_set(media):
    photo = make_photo(raw=saved(photo_like((500, 400)), "JPEG"))
    at_once([lambda: making.make(photo.pk)] * 2)
    photo.refresh_from_db()
    assert not making.lacks_some(photo)
    assert files(media) == sorted(
        [photo.file.name, photo.small.name, *(one["name"] for one in photo.renditions)]
    )
    assert {one["name"]: (media / one["name"]).stat().st_size for one in photo.renditions} == {
        one["name"]: one["bytes"] for one in photo.renditions
    }


def test_a_focal_point_set_while_two_workers_make_them_is_theirs_in_the_end(media):
    photo = make_photo(raw=saved(photo_like((500, 400)), "JPEG"))

    def set_focal() -> None:
        Photo.objects.get().set_focal(90, 90, seen=1, by=None, at=AT)
        making.make(photo.pk)

    at_once([lambda: making.make(photo.pk), set_focal])
    photo.refresh_from_db()
    assert (photo.focal_x, making.lacks_some(photo)) == (90, False)
    assert {one["name"] for one in photo.renditions} <= set(files(media))


def test_taken_off_by_four_at_once_it_is_taken_off_once(media, private):
    photo = make_photo()
    at_once([lambda: _quietly(remove, photo, ordered_by="BBT", reason="Trẻ em.")] * 4)
    assert [event.kind for event in Event.objects.about(photo)] == ["photo.remove"]
    assert (files(media), files(private)) == ([], sorted([photo.file.name, photo.small.name]))


def test_a_removal_among_captions_that_are_saved_is_never_refused(media, private):
    photo = make_photo()

    def describe() -> None:
        current = Photo.objects.get()
        _quietly(lambda one, **given: one.describe({"caption": "Khác"}, seen=one.version, **given), current)

    def take_off() -> Photo:
        return remove(photo, by=None, ordered_by="BBT", reason="Trẻ em.", at=AT)

    at_once([describe, take_off, describe, describe])
    assert Photo.objects.get().is_removed


def _quietly(act, photo: Photo, **given) -> None:
    try:
        act(photo, by=None, at=AT, **given)
    except Refused:
        return


@pytest.mark.parametrize("end", ["removed", "shown"])
def test_files_are_where_the_row_says_however_many_move_them(media, private, end):
    photo = make_photo()
    removed = remove(photo, by=None, ordered_by="BBT", reason="Trẻ em.", at=AT)
    if end == "shown":
        restore(removed, by=None, reason="Nhầm.", at=AT)
    at_once([lambda: keeping.put_in_place(photo.pk)] * 4)
    both = sorted([photo.file.name, photo.small.name])
    assert (files(media), files(private)) == (([], both) if end == "removed" else (both, []))


def test_a_disk_that_is_full_in_the_middle_of_a_file_leaves_nothing(media, tmp_path):
    """A limit of the system on the size of files, in a process of its own."""
    program = f"""
import io, resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from cms.storage import WholeFiles
from django.core.files.base import ContentFile
from django.conf import settings
settings.configure()
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
storage = WholeFiles(location={str(tmp_path)!r})
for write in (storage.save, storage.replace):
    try:
        write("a/b.jpg", ContentFile(b"x" * 5000))
    except OSError as error:
        print(error.errno)
"""
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert (ended.stdout.split(), files(tmp_path)) == (["27", "27"], [])
