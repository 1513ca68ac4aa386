"""The way in for files: told by what is in them, kept byte for byte, or refused in clear words and without a trace."""

import io
import re
import resource
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from files import film, intake
from files.documents import RUNS
from files.kinds import FORMATS, STORED_NAME
from files.models import File
from record.models import Event
from tests.factories import AT, make_user
from tests.files import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return Path(settings.MEDIA_ROOT)


def on_disk(media: Path) -> list[str]:
    return sorted(path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file())


def take(name: str, raw: bytes, by: User | None = None) -> tuple[File, bool]:
    return File.objects.take_in(io.BytesIO(raw), name=name, by=by, at=AT)


def refusal(name: str, raw: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        take(name, raw)
    (message,) = refused.value.messages
    return message


@pytest.mark.parametrize("name", samples.TAKEN)
def test_an_honest_file_is_kept_byte_for_byte_under_a_name_of_our_own(name, media):
    raw = samples.TAKEN[name]
    file, is_new = take(name, raw)
    assert is_new
    assert on_disk(media) == [file.file.name]
    assert (media / file.file.name).read_bytes() == raw
    assert re.fullmatch(STORED_NAME, file.file.name)
    assert (file.bytes, file.original_name) == (len(raw), name)
    assert file.kind == FORMATS[file.extension].kind


def test_every_extension_has_a_sample():
    assert {name.rsplit(".", 1)[1].lower() for name in samples.TAKEN} == set(FORMATS)


@pytest.mark.parametrize("on_a_disk", [True, False])
def test_what_the_upload_left_on_the_disk_is_read_there(on_a_disk, tmp_path, media):
    place = tmp_path / "tam"
    place.write_bytes(samples.pdf())
    with place.open("rb") as upload:
        file, _new = File.objects.take_in(
            upload if on_a_disk else io.BytesIO(samples.pdf()), name="a.pdf", by=None, at=AT
        )
    assert (media / file.file.name).read_bytes() == samples.pdf()


@pytest.mark.parametrize("name", samples.RUNS)
def test_what_would_run_something_is_refused(name, media):
    assert refusal(name, samples.RUNS[name]) == _(RUNS) % {"name": name}
    assert on_disk(media) == []


@pytest.mark.parametrize("name", samples.UNPLAYED)
def test_what_many_browsers_do_not_play_is_refused_with_what_to_do(name, media):
    said = film.NOT_AAC if name.endswith("m4a") else film.NOT_H264
    assert refusal(name, samples.UNPLAYED[name]) == _(said) % {"name": name}


@pytest.mark.parametrize("name", samples.NOT_THAT)
def test_what_is_not_what_it_says_is_refused(name, media):
    assert name in refusal(name, samples.NOT_THAT[name])
    assert (on_disk(media), File.objects.count(), Event.objects.count()) == ([], 0, 0)


@pytest.mark.parametrize("name", samples.NOT_TAKEN)
def test_what_we_do_not_take_is_refused_by_its_name(name):
    assert f"“{name}”" in refusal(name, samples.pdf())


def test_a_film_upright_is_as_high_as_it_is_shown():
    lying, _new = take("a.mp4", samples.TAKEN["a.mp4"])
    upright, _new = take("b.mp4", samples.mp4(samples.track(b"vide", b"avc1", (1920, 1080), turned=True)))
    small, _new = take("c.webm", samples.webm())
    assert [(film.width, film.height) for film in (lying, upright, small)] == [
        (1280, 720),
        (1080, 1920),
        (640, 360),
    ]


def test_the_same_bytes_again_are_the_file_that_is_there(media):
    first, _new = take("bao-cao.pdf", samples.pdf())
    again, is_new = take("bao-cao (1).pdf", samples.pdf())
    assert (again, is_new, on_disk(media)) == (first, False, [first.file.name])
    assert Event.objects.filter(kind="file.add").count() == 1


def test_of_two_who_bring_the_same_at_once_the_later_gets_the_earliers(media):
    class Overtaken(io.BytesIO):
        """While it is being written, somebody else brings in the same."""

        first = None

        def read(self, size=-1):
            if not self.first and list(media.rglob("*.part")):
                self.first = True
                self.first, _new = take("a.pdf", samples.pdf())
            return super().read(size)

    upload = Overtaken(samples.pdf())
    later, is_new = File.objects.take_in(upload, name="b.pdf", by=None, at=AT)
    assert (later, is_new, later.original_name) == (upload.first, False, "a.pdf")
    assert on_disk(media) == [later.file.name]


def test_what_is_larger_than_its_kind_may_be_is_refused(settings):
    settings.FILE_MAX_MB_DOCUMENT = 1
    said = refusal("a.pdf", samples.pdf() + b" " * 1024 * 1024)
    assert ("1 MB" in said, "a.pdf" in said) == (True, True)


def test_a_full_disk_leaves_nothing_behind(media):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    raw = samples.wav(100)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            take("a.wav", raw)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (on_disk(media), File.objects.count()) == ([], 0)


def test_a_row_that_is_refused_leaves_nothing_on_the_disk(media):
    with pytest.raises((ValueError, IntegrityError)):
        take("a.pdf", samples.pdf(), by=User(username="chua-co"))
    assert on_disk(media) == []


def test_it_is_in_the_record(media):
    person = make_user(username="pv")
    file, _new = take("Báo cáo_quý 1.pdf", samples.pdf(), by=person)
    event = Event.objects.about(file).get()
    assert (event.kind, event.actor_id, event.label) == ("file.add", person.pk, "Báo cáo quý 1")


@pytest.mark.parametrize(
    "name", ["a" * 300 + ".pdf", "../../etc/passwd.pdf", "C:\\Users\\a b.pdf", "<b>.pdf", "ả\n.pdf"]
)
def test_odd_names_are_names(name, media):
    file, _new = take(name, samples.pdf())
    assert (len(file.original_name) <= 150, "/" in file.title, bool(file.title)) == (True, False, True)
    assert len(on_disk(media)) == 1


def test_a_quotation_mark_in_a_name_is_one_again(media):
    file, _new = take("Đề án %22Nà Hin%22.pdf", samples.pdf())
    assert (file.title, file.original_name) == ('Đề án "Nà Hin"', 'Đề án "Nà Hin".pdf')


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.mp3", "a.mp4"])
def test_an_empty_file_is_said_to_be_empty(name, media):
    with pytest.raises(ValidationError) as refusal:
        take(name, b"")
    assert refusal.value.messages == [_("“%(name)s” is empty. Send it once more.") % {"name": name}]
    assert on_disk(media) == []


@pytest.mark.parametrize(
    ("question", "found"),
    [("bao cao", True), ("báo CÁO quy", True), ("bao* quy", True), ("ba quy", False), ("", True)],
)
def test_it_is_found_by_its_words_with_or_without_diacritics(question, found):
    file, _new = take("Báo cáo_quý 1.pdf", samples.pdf())
    assert list(File.objects.matching(question)) == ([file] if found else [])


@given(
    st.sampled_from(sorted(FORMATS)), st.binary(max_size=400), st.integers(0, 10_000), st.binary(max_size=8)
)
@settings(max_examples=300, deadline=None)
def test_no_bytes_break_the_readers(extension, raw, place, other):
    """Whatever comes: taken or refused with words, never a crash. Half of them are honest files with a wound."""
    honest = next(raw for name, raw in samples.TAKEN.items() if name.lower().endswith(f".{extension}"))
    place %= len(honest)
    for hostile in (raw, honest[:place] + other + honest[place + len(other) :], honest[:place] + raw):
        try:
            told = intake.tell(io.BytesIO(hostile), f"a.{extension}")
        except ValidationError:
            continue
        assert told.bytes == len(hostile)
