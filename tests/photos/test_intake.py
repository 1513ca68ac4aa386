"""The way in for pictures: what is kept is ours, pixel for pixel encoded anew, or it is refused in clear words."""

import errno
import io
import re
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from accounts.models import User
from photos import intake
from photos.intake import MAX_SIDE, MOST_SCANS, SMALL_SIDE, Encoded, take_in
from photos.models import Photo
from tests.factories import AT, make_photo, make_picture
from tests.photos.pictures import (
    BLUE,
    HEIC,
    RED,
    REFUSED,
    SVG,
    TRAILING,
    animated_gif,
    from_a_telephone,
    left_red_right_blue,
    png,
    saved,
    see_through,
    with_a_second_picture_inside,
)


def taken(raw: bytes, name: str = "anh.jpg") -> Encoded:
    return take_in(io.BytesIO(raw), name)


def opened(raw: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(raw))
    picture.load()
    return picture


def near(pixel, color, by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel[:3], color, strict=True))


# ── Taken ────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("name", "raw", "extension"),
    [
        ("anh.jpg", make_picture(), "jpg"),
        ("ANH.JPG", make_picture(), "jpg"),
        ("anh.jpeg", make_picture(progressive=True), "jpg"),
        ("xam.jpg", make_picture(mode="L"), "jpg"),
        ("in.jpg", make_picture(mode="CMYK"), "jpg"),
        ("anh.png", make_picture(format="PNG"), "jpg"),
        ("trong-suot.png", saved(see_through(), "PNG"), "webp"),
        ("xam.png", make_picture(format="PNG", mode="L"), "jpg"),
        ("xam-trong.png", saved(see_through().convert("LA"), "PNG"), "webp"),
        ("man-hinh.png", saved(left_red_right_blue().convert("RGBA"), "PNG"), "jpg"),
        ("bang-mau.png", saved(left_red_right_blue().quantize(), "PNG"), "jpg"),
        ("bang-mau-trong.png", saved(left_red_right_blue().quantize(), "PNG", transparency=0), "webp"),
        ("den-trang.png", make_picture(format="PNG", mode="1"), "jpg"),
        ("16-bit.png", png(2, 1, depth=16, color=2, rows=b"\x00" + b"\x80\x00" * 6), "jpg"),
        ("anh.webp", make_picture(format="WEBP"), "jpg"),
        ("trong-suot.webp", saved(see_through(), "WEBP"), "webp"),
        ("anh.gif", make_picture(format="GIF"), "jpg"),
        ("dong.gif", animated_gif(), "jpg"),
        ("dai.png", make_picture(format="PNG", size=(5000, 1)), "jpg"),
        ("mot-diem.png", make_picture(format="PNG", size=(1, 1)), "jpg"),
        ("hoi nghi – “lần 1”.jpg", make_picture(), "jpg"),
        ("x.php.jpg", make_picture(), "jpg"),
        ("x.svg.png", make_picture(format="PNG"), "jpg"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_honest_picture_is_taken(name, raw, extension):
    encoded = taken(raw, name)
    large, small = opened(encoded.large), opened(encoded.small)
    assert encoded.extension == extension
    assert large.format == small.format == {"jpg": "JPEG", "webp": "WEBP"}[extension]
    assert (large.size, small.size) == (
        (encoded.width, encoded.height),
        (encoded.small_width, encoded.small_height),
    )


def test_a_telephones_picture_stands_upright():
    encoded = taken(from_a_telephone())
    large = opened(encoded.large)
    assert large.size == (24, 40)
    assert near(large.getpixel((12, 4)), RED, by=40)
    assert near(large.getpixel((12, 36)), BLUE, by=40)


def test_the_first_frame_of_an_animation_is_kept():
    large = opened(taken(animated_gif(), "dong.gif").large)
    assert near(large.getpixel((10, 6)), RED)
    assert getattr(large, "n_frames", 1) == 1


def test_what_is_see_through_stays_so():
    large = opened(taken(saved(see_through(), "PNG"), "a.png").large)
    assert large.getpixel((3, 3))[3] == 0


def test_a_large_picture_is_made_smaller_and_keeps_its_shape():
    encoded = taken(make_picture(size=(3000, 1500)))
    assert (encoded.width, encoded.height) == (MAX_SIDE, MAX_SIDE // 2)
    assert (encoded.small_width, encoded.small_height) == (SMALL_SIDE, SMALL_SIDE // 2)


def test_a_small_picture_is_never_made_larger():
    encoded = taken(make_picture(size=(30, 10)))
    assert (encoded.width, encoded.height, encoded.small_width, encoded.small_height) == (30, 10, 30, 10)


@pytest.mark.parametrize(("depth", "grey"), [(b"\x40\x00", 64), (b"\x80\x00", 128), (b"\xc0\x00", 192)])
def test_a_sixteen_bit_grey_keeps_its_brightness(depth, grey):
    raw = png(2, 1, depth=16, rows=b"\x00" + depth * 2)
    assert near(opened(taken(raw, "a.png").large).getpixel((0, 0)), (grey, grey, grey))


def test_a_sixteen_bit_colour_keeps_its_brightness():
    raw = png(2, 1, depth=16, color=2, rows=b"\x00" + b"\x80\x00" * 6)
    assert near(opened(taken(raw, "a.png").large).getpixel((0, 0)), (128, 128, 128))


def test_a_cameras_jpeg_with_a_preview_inside_is_a_jpeg():
    assert opened(taken(with_a_second_picture_inside()).large).size == (40, 24)


# ── Nothing but pixels survives ──────────────────────────────────────────────
@pytest.mark.parametrize("rendition", ["large", "small"])
def test_neither_place_nor_camera_nor_comment_nor_profile_survives(rendition):
    profile = b"\x00" * 128 + b"<script>alert(1)</script>"
    for raw in (from_a_telephone(), make_picture(icc_profile=profile)):
        kept = getattr(taken(raw), rendition)
        assert not opened(kept).getexif()
        assert {"exif", "icc_profile", "comment"} & set(opened(kept).info) == set()
        assert [
            word for word in (b"Exif", b"ICC_PROFILE", b"script", b"Adobe", "Máy".encode()) if word in kept
        ] == []


def test_a_pngs_hidden_words_do_not_survive():
    from PIL.PngImagePlugin import PngInfo

    hidden = PngInfo()
    hidden.add_text("Comment", "<script>alert(1)</script>")
    for mode in ("RGB", "RGBA"):
        assert b"script" not in taken(make_picture(format="PNG", mode=mode, pnginfo=hidden), "a.png").large


@pytest.mark.parametrize(
    ("name", "format"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.gif", "GIF"), ("a.webp", "WEBP")]
)
def test_what_trails_behind_a_picture_is_cut_off(name, format):
    encoded = taken(make_picture(format=format) + TRAILING, name)
    for kept in (encoded.large, encoded.small):
        assert kept.endswith(b"\xff\xd9")
        assert [word for word in (b"PK\x03\x04", b"script", b"php") if word in kept] == []


# ── Refused ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_we_take_is_refused(name):
    with pytest.raises(ValidationError) as refusal:
        taken(REFUSED[name], name)
    (message,) = refusal.value.messages
    assert f"“{name}”" in message


def said_of(raw: bytes, name: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        taken(raw, name)
    return refusal.value.messages[0]


def test_another_kind_under_a_pictures_name_is_named():
    message = _("“%(name)s” says it is %(said)s but holds %(found)s. Save it again as JPEG or PNG.")
    assert said_of(make_picture(format="PNG"), "a.jpg") == message % {
        "name": "a.jpg",
        "said": "JPEG",
        "found": "PNG",
    }


def test_an_unknown_ending_is_answered_with_the_ones_we_take():
    message = _("“%(name)s” is not a picture we take. Send a JPEG, PNG, WebP or GIF.")
    assert said_of(make_picture(), "a.bmp") == message % {"name": "a.bmp"}


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("IMG_1.HEIC", HEIC),
        ("IMG_1.heif", HEIC),
        ("IMG_1.heic", make_picture()),
        ("IMG_1.jpg", HEIC),
    ],
)
def test_an_iphones_picture_is_refused_with_how_to_send_a_jpeg(name, raw):
    said = said_of(raw, name)
    assert name in said
    assert "JPEG" in said
    assert said == _(
        "“%(name)s” is in a format of the iPhone (HEIC) that browsers don't show. Send a JPEG: on the telephone, "
        "choose Settings › Camera › Formats › Most Compatible for new pictures; this one is turned into a JPEG "
        "when you mail it to yourself, or save it as JPEG in the Photos app."
    ) % {"name": name}


def test_a_drawing_a_pdf_and_nothing_are_told_from_each_other():
    drawing = _("“%(name)s” is a drawing (SVG), which may hold programs. Save it as PNG and send that.")
    pdf = _("“%(name)s” is a PDF. Send it as an attachment, or save the picture in it as JPEG or PNG.")
    assert said_of(SVG, "a.svg") == drawing % {"name": "a.svg"}
    assert said_of(b"%PDF-1.7", "a.pdf") == pdf % {"name": "a.pdf"}
    assert said_of(b"", "a.jpg") == _("“%(name)s” is empty. Send it once more.") % {"name": "a.jpg"}


def test_what_moves_is_kept_as_a_still_and_that_is_said():
    said = _("This file moves: its first picture was kept, as a still. Send a video for what has to move.")
    assert taken(animated_gif(), "dong.gif").notes == (said,)
    assert taken(saved(left_red_right_blue(), "GIF"), "anh.gif").notes == ()
    assert taken(with_a_second_picture_inside()).notes == ()


def test_a_jpeg_far_larger_than_what_is_kept_is_decoded_at_a_half(monkeypatch):
    decoded = []
    smaller = intake._smaller
    monkeypatch.setattr(intake, "_smaller", lambda picture: decoded.append(picture.size) or smaller(picture))
    encoded = taken(make_picture(size=(5200, 3900)))
    assert decoded == [(2600, 1950)]
    assert (encoded.width, encoded.height) == (2560, 1920)
    taken(make_picture(size=(4000, 3000)))
    assert decoded[1:] == [(4000, 3000)]


def test_a_jpeg_that_passes_over_the_picture_for_ever_is_refused():
    raw = make_picture(size=(400, 300), progressive=True)
    assert taken(raw).width == 400
    passes = b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00\x00" * MOST_SCANS
    damaged = _("“%(name)s” is damaged or is not a picture. Open it, save it again and send that.")
    assert said_of(raw[:-2] + passes + raw[-2:], "a.jpg") == damaged % {"name": "a.jpg"}


def test_of_what_cannot_be_decoded_smaller_fewer_pixels_are_taken(settings):
    settings.PHOTO_MAX_PIXELS_WHOLE = 40 * 24 - 1
    assert taken(make_picture()).width == 40
    message = _("“%(name)s” has more than %(limit)d million pixels. Send a smaller copy.")
    for name, format in (("a.png", "PNG"), ("a.webp", "WEBP"), ("a.gif", "GIF")):
        assert said_of(make_picture(format=format), name) == message % {"name": name, "limit": 0}


def test_a_hostile_picture_costs_less_than_a_second():
    start = time.process_time()
    for name in ("bom.png", "bom-dai.png", "cat.jpg", "ma.gif", "trang.jpg"):
        said_of(REFUSED[name], name)
    assert time.process_time() - start < 1


def test_damage_is_called_damage():
    message = _("“%(name)s” is damaged or is not a picture. Open it, save it again and send that.")
    assert said_of(make_picture()[:400], "a.jpg") == message % {"name": "a.jpg"}


def test_too_many_bytes_are_refused_before_a_pixel_is_read(settings):
    settings.PHOTO_MAX_BYTES = 3 * 1024 * 1024
    message = _("“%(name)s” is larger than %(limit)d MB. Send a smaller copy.") % {
        "name": "a.jpg",
        "limit": 3,
    }
    assert said_of(b"\xff" * (3 * 1024 * 1024 + 1), "a.jpg") == message


def test_just_as_many_bytes_as_allowed_are_taken(settings):
    raw = make_picture()
    settings.PHOTO_MAX_BYTES = len(raw)
    assert taken(raw).extension == "jpg"


@pytest.mark.parametrize("name", ["bom.png", "bom-dai.png"])
def test_a_bomb_is_refused_by_what_it_says_of_its_size(settings, name):
    message = _("“%(name)s” has more than %(limit)d million pixels. Send a smaller copy.")
    assert len(REFUSED[name]) < 100
    assert said_of(REFUSED[name], name) == message % {
        "name": name,
        "limit": settings.PHOTO_MAX_PIXELS // 1_000_000,
    }


def test_one_pixel_too_many_is_refused(settings):
    settings.PHOTO_MAX_PIXELS = 40 * 24
    assert taken(make_picture(size=(40, 24))).width == 40
    with pytest.raises(ValidationError):
        taken(make_picture(size=(41, 24)))


@settings(deadline=None, max_examples=150)
@given(
    format=st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]),
    at=st.integers(0, 600),
    bytes_=st.binary(max_size=8),
    cut=st.integers(1, 700),
)
def test_damaged_bytes_are_taken_or_refused_and_nothing_else(format, at, bytes_, cut):
    raw = bytearray(make_picture(format=format))
    raw[at : at + len(bytes_)] = bytes_
    try:
        encoded = taken(bytes(raw[:cut]), f"a.{format.lower()}")
    except ValidationError:
        return
    assert opened(encoded.large).size == (encoded.width, encoded.height)


# ── Stored ───────────────────────────────────────────────────────────────────
@pytest.fixture
def media(settings, tmp_path, db) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "name", ["hoi-nghi.jpg", "x.php.jpg", "../../etc/passwd.jpg", "a/b.jpg", "C:\\a.jpg", "y" * 300 + ".jpg"]
)
def test_a_picture_is_stored_under_a_name_of_our_own(media, name):
    photo = make_photo(name=name)
    assert re.fullmatch(r"photos/204005/[0-9a-f]{32}\.jpg", photo.file.name)
    assert photo.small.name == photo.file.name.replace(".jpg", "_s.jpg")
    assert files(media) == sorted([photo.file.name, photo.small.name])
    assert photo.original_name == name[-150:]


def test_two_pictures_get_two_names(media):
    assert make_photo().file.name != make_photo().file.name


def test_a_row_says_what_the_files_are(media):
    photo = make_photo()
    with photo.file.open() as large, photo.small.open() as small:
        assert opened(large.read()).size == (photo.width, photo.height)
        assert opened(small.read()).size == (photo.small_width, photo.small_height)


class FullDisk(FileSystemStorage):
    """A disk that holds one file and half of another."""

    saved = 0

    def _save(self, name, content):
        self.saved += 1
        if self.saved < 2:
            return super()._save(name, content)
        super()._save(name, ContentFile(content.read(20)))
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_nothing_behind(media, settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.FullDisk"}}
    with pytest.raises(OSError, match="No space"):
        make_photo()
    assert files(media) == []
    assert Photo.objects.count() == 0


def test_a_row_that_is_refused_leaves_nothing_behind(media):
    nobody_yet = User(username="chua-luu")
    with pytest.raises(ValueError, match="unsaved"):
        make_photo(by=nobody_yet)
    assert files(media) == []


@pytest.mark.parametrize("name", ["ve.svg", "bom.png", "cat.jpg"])
def test_a_refused_picture_leaves_nothing_behind(media, name):
    with pytest.raises(ValidationError):
        Photo.objects.take_in(io.BytesIO(REFUSED[name]), name=name, by=None, at=AT)
    assert (files(media), Photo.objects.count()) == ([], 0)
