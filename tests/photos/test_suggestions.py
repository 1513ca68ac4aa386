"""What a picture's file says of it becomes words that are offered: plain, one line, and never where it was taken."""

import io
import struct
import time
from datetime import date

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from photos.intake import take_in
from photos.suggestions import MOST_XMP, Suggested, decoded
from tests.factories import AT, make_photo
from tests.photos.pictures import left_red_right_blue, saved

CAPTION, CREDIT = "Khai mạc Hội nghị lần thứ mười hai.", "Lò Thị Mẫu"
DESCRIPTION, ARTIST, TAKEN, GPS = 0x010E, 0x013B, 0x9003, 0x8825
NOTHING = Suggested()


def read(raw: bytes, name: str = "a.jpg") -> Suggested:
    return take_in(io.BytesIO(raw), name).suggested


def with_exif(caption="", credit="", taken="", format="JPEG") -> bytes:
    exif = Image.Exif()
    if caption:
        exif[DESCRIPTION] = caption
    if credit:
        exif[ARTIST] = credit
    if taken:
        exif.get_ifd(0x8769)[TAKEN] = taken
    exif.get_ifd(GPS).update({1: "N", 2: (21.0, 23.0, 12.0), 3: "E", 4: (103.0, 1.0, 5.0)})
    return saved(left_red_right_blue(), format, exif=exif)


def with_iptc(*said: tuple[int, bytes], utf8: bool = True) -> bytes:
    records = [(1, 90, b"\x1b%G")] * utf8 + [(2, number, words) for number, words in said]
    body = b"".join(struct.pack(">BBBH", 0x1C, r, n, len(words)) + words for r, n, words in records)
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(body)) + body + b"\0" * (len(body) % 2)
    segment = b"Photoshop 3.0\0" + block
    raw = saved(left_red_right_blue(), "JPEG")
    return raw[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + raw[2:]


def xmp(inside: str, attributes: str = "") -> bytes:
    return f"""<?xpacket begin="\ufeff"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 {attributes}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def with_xmp(inside: str, attributes: str = "", format: str = "JPEG") -> bytes:
    return saved(left_red_right_blue(), format, xmp=xmp(inside, attributes))


# ── Where words stand ────────────────────────────────────────────────────────
def test_exif_gives_caption_credit_and_day_and_never_the_place():
    raw = with_exif(CAPTION.encode(), CREDIT.encode(), "2040:05:03 16:20:00")
    assert read(raw) == Suggested(CAPTION, CREDIT, "", date(2040, 5, 3))


def test_iptc_gives_place_and_agency_too():
    raw = with_iptc(
        (120, CAPTION.encode()),
        (80, CREDIT.encode()),
        (110, b"TTXVN"),
        (92, "Bản Nà Hin".encode()),
        (90, "Mường Mẫu".encode()),
        (55, b"20400502"),
    )
    assert read(raw) == Suggested(CAPTION, f"{CREDIT} (TTXVN)", "Bản Nà Hin, Mường Mẫu", date(2040, 5, 2))


def test_xmp_gives_them_as_elements_or_as_attributes():
    elements = with_xmp(
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{CAPTION}</rdf:li>'
        '<rdf:li xml:lang="en">Another</rdf:li></rdf:Alt></dc:description>'
        f"<dc:creator><rdf:Seq><rdf:li>{CREDIT}</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>"
        "<photoshop:City>Mường Mẫu</photoshop:City><core:Location>Chợ phiên</core:Location>"
    )
    assert read(elements) == Suggested(CAPTION, CREDIT, "Chợ phiên, Mường Mẫu", None)
    attributes = 'photoshop:City="Mường Mẫu" photoshop:DateCreated="2040-05-01T08:00:00+07:00" photoshop:Credit="TTXVN"'
    assert read(with_xmp("", attributes)) == Suggested("", "TTXVN", "Mường Mẫu", date(2040, 5, 1))


def test_other_formats_are_read_too():
    hidden = PngInfo()
    hidden.add_itxt("XML:com.adobe.xmp", xmp(f"<dc:description>{CAPTION}</dc:description>").decode())
    assert read(saved(left_red_right_blue(), "PNG", pnginfo=hidden), "a.png").caption == CAPTION
    webp = with_xmp(f"<dc:description>{CAPTION}</dc:description>", format="WEBP")
    assert read(webp, "a.webp").caption == CAPTION
    assert read(with_exif(CAPTION.encode(), format="PNG"), "a.png").caption == CAPTION


def test_what_says_nothing_suggests_nothing():
    assert read(saved(left_red_right_blue(), "JPEG")) == NOTHING


# ── Junk ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "junk",
    [
        "OLYMPUS DIGITAL CAMERA         ",
        "SAMSUNG",
        "SAMSUNG CAMERA PICTURES",
        "<KENOX S630  / Samsung S630>",
        "SONY DSC",
        "KONICA MINOLTA DIGITAL CAMERA",
        "Exif_JPEG_PICTURE",
        "DCIM\\100MEDIA",
        "IMG_20400504_090000",
        "P1010023",
        "cof_soft",
        "oznor",
        "untitled",
        "Picasa",
        "Created with GIMP",
        "Copyright (c) 2040",
        "unknown",
        "20400504",
        "   ",
        "...",
    ],
)
def test_what_a_camera_writes_when_nobody_wrote_anything_is_left_out(junk):
    assert read(with_exif(junk.encode(), junk.encode())) == NOTHING


@pytest.mark.parametrize("lost", ["Ng??i d?n thu ho?ch ch?", "L? Th? M?u", "Hội ngh\ufffd"])
def test_words_that_lost_their_letters_on_the_way_are_left_out(lost):
    assert read(with_exif(lost.encode(), lost.encode())) == NOTHING


def test_a_question_is_a_caption():
    asked = "Ai giữ rừng? Người Huổi Thử."
    assert read(with_exif(asked.encode(), b"")).caption == asked


@pytest.mark.parametrize(
    "caption",
    [
        "Samsung Thái Nguyên mở rộng nhà máy.",
        "Camera an ninh được lắp ở bản.",
        "Canon và Nikon: hai bản mới.",
        "Digital hóa hồ sơ.",
        "Chợ",
    ],
)
def test_a_caption_that_begins_like_junk_is_a_caption(caption):
    assert read(with_exif(caption.encode())).caption == caption


@pytest.mark.parametrize(
    "day", ["0000:00:00 00:00:00", "2040:13:45 00:00:00", "1999-01-01", "    :  :  ", "x"]
)
def test_a_clock_that_was_never_set_says_no_day(day):
    assert read(with_exif(taken=day)).taken_on is None


def test_a_day_that_is_yet_to_come_is_no_day(media):
    assert make_photo(raw=with_exif(taken="2040:05:05 00:00:00"), at=AT).taken_on is None
    assert make_photo(raw=with_exif(taken="2040:05:04 00:00:00"), at=AT).taken_on == date(2040, 5, 4)


# ── Text ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Hội nghị".encode(), "Hội nghị"),
        ("Hội nghị".encode() + b"\0\0", "Hội nghị"),
        ("Hội nghị".encode().replace(b"\xe1\xbb\x99", "ộ".encode()), "Hội nghị"),
        (b"H\xf4\xf2i ngh\xeb\xf2".replace(b"\xeb", b"i"), "Hội nghị"),
        (b"\xd0\xfd\xf5\xccng v\xea\xcc ba\xd2n", "Đường về bản"),
        (b"Jos\xe9 Mu\xf1oz", "José Muñoz"),
        (b"Cos\xec fan tutte", "Così fan tutte"),
        (b"Fran\xe7ois", "François"),
    ],
)
def test_text_of_any_encoding_comes_out_as_it_was_meant(raw, text):
    assert decoded(raw) == text


def test_text_is_one_line_in_one_form_without_what_no_text_holds():
    raw = with_exif("Ho\u0323\u0302i\r\nnghi\u0323\x07\x1b[31m \u202ecba".encode())
    assert read(raw).caption == "Hội nghị[31m cba"


def test_long_text_is_cut_to_what_its_field_holds(media):
    photo = make_photo(raw=with_exif(b"a b " * 2000, b"c d " * 2000))
    assert (len(photo.caption), len(photo.credit)) == (499, 149)


# ── Hostile ──────────────────────────────────────────────────────────────────
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% load %}",
    "=HYPERLINK(1)",
    "'; DROP TABLE photos_photo; --",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_words(media, words):
    photo = make_photo(raw=with_exif(words.encode(), words.encode()))
    photo.refresh_from_db()
    assert (photo.caption, photo.credit) == (words, words)


def test_xml_that_unfolds_is_not_unfolded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    raw = bomb.encode() + xmp("<dc:description>&b;</dc:description>")
    assert read(saved(left_red_right_blue(), "JPEG", xmp=raw)) == NOTHING
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xmp(
        "<dc:description>&a;</dc:description>"
    )
    assert read(saved(left_red_right_blue(), "JPEG", xmp=outside)) == NOTHING


@pytest.mark.parametrize(
    "raw",
    [
        saved(left_red_right_blue(), "JPEG", xmp=b"<broken"),
        saved(left_red_right_blue(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"),
        saved(left_red_right_blue(), "PNG", pnginfo=None, exif=b"Exif\0\0" + b"\xff" * 60),
        with_iptc((120, b"\xff" * 40)),
    ],
)
def test_what_is_damaged_costs_no_picture(raw):
    name = "a.png" if raw.startswith(b"\x89PNG") else "a.jpg"
    assert take_in(io.BytesIO(raw), name).width == 40


def test_long_hostile_words_cost_nothing():
    start = time.process_time()
    for words in (
        "sony" + "-" * 60_000,
        "." * 60_000 + "é",
        "img_" * 15_000,
        "copyright" + " _" * 25_000 + "é",
    ):
        read(with_exif(words.encode()[:60_000]))
    assert time.process_time() - start < 1


def test_too_much_xmp_is_not_read():
    hidden = PngInfo()
    hidden.add_itxt("XML:com.adobe.xmp", "<x>" + "a" * MOST_XMP + "</x>", zip=True)
    assert read(saved(left_red_right_blue(), "PNG", pnginfo=hidden), "a.png") == NOTHING
