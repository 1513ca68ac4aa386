"""TCVN3 and VNI come out as the Vietnamese that was typed, and nothing else is touched."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.legacy import Encoding, decode, encoding_of_font, is_readable

TONES = {"\u0301": "sắc", "\u0300": "huyền", "\u0309": "hỏi", "\u0303": "ngã", "\u0323": "nặng"}
VOWELS = "aăâeêioôơuưy"
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in ("", *TONES)] + ["đ"]
LETTERS = SMALL + [letter.upper() for letter in SMALL]
# Published layouts, written down here a second time and the other way round: from letters to bytes.
TCVN3_BYTES = {
    "ă": 0xA8, "â": 0xA9, "ê": 0xAA, "ô": 0xAB, "ơ": 0xAC, "ư": 0xAD, "đ": 0xAE,
    "à": 0xB5, "ả": 0xB6, "ã": 0xB7, "á": 0xB8, "ạ": 0xB9,
    "ằ": 0xBB, "ẳ": 0xBC, "ẵ": 0xBD, "ắ": 0xBE, "ặ": 0xC6,
    "ầ": 0xC7, "ẩ": 0xC8, "ẫ": 0xC9, "ấ": 0xCA, "ậ": 0xCB,
    "è": 0xCC, "ẻ": 0xCE, "ẽ": 0xCF, "é": 0xD0, "ẹ": 0xD1,
    "ề": 0xD2, "ể": 0xD3, "ễ": 0xD4, "ế": 0xD5, "ệ": 0xD6,
    "ì": 0xD7, "ỉ": 0xD8, "ĩ": 0xDC, "í": 0xDD, "ị": 0xDE,
    "ò": 0xDF, "ỏ": 0xE1, "õ": 0xE2, "ó": 0xE3, "ọ": 0xE4,
    "ồ": 0xE5, "ổ": 0xE6, "ỗ": 0xE7, "ố": 0xE8, "ộ": 0xE9,
    "ờ": 0xEA, "ở": 0xEB, "ỡ": 0xEC, "ớ": 0xED, "ợ": 0xEE,
    "ù": 0xEF, "ủ": 0xF1, "ũ": 0xF2, "ú": 0xF3, "ụ": 0xF4,
    "ừ": 0xF5, "ử": 0xF6, "ữ": 0xF7, "ứ": 0xF8, "ự": 0xF9,
    "ỳ": 0xFA, "ỷ": 0xFB, "ỹ": 0xFC, "ý": 0xFD, "ỵ": 0xFE,
    "Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7,
}  # fmt: skip
# VNI: the vowel's own mark and tone together are one byte behind the base letter.
VNI_MARKS = {
    "": dict(zip(TONES, b"\xf9\xf8\xfb\xf5\xef", strict=True)),
    "\u0302": {"": 0xE2} | dict(zip(TONES, b"\xe1\xe0\xe5\xe3\xe4", strict=True)),
    "\u0306": {"": 0xEA} | dict(zip(TONES, b"\xe9\xe8\xfa\xfc\xeb", strict=True)),
}
VNI_ALONE = {
    "ơ": 0xF4,
    "ư": 0xF6,
    "đ": 0xF1,
    "í": 0xED,
    "ì": 0xEC,
    "ỉ": 0xE6,
    "ĩ": 0xF3,
    "ị": 0xF2,
    "ỵ": 0xEE,
}


def vni_bytes(letter: str) -> bytes:
    small = letter.lower()
    if small in VNI_ALONE:
        made = bytes([VNI_ALONE[small]])
    else:
        base, *marks = unicodedata.normalize("NFD", small)
        tone = next((mark for mark in marks if mark in TONES), "")
        if "\u031b" in marks:
            made = bytes([VNI_ALONE[{"o": "ơ", "u": "ư"}[base]], VNI_MARKS[""][tone]])
        else:
            shape = next((mark for mark in marks if mark in ("\u0302", "\u0306")), "")
            made = base.encode() + (bytes([VNI_MARKS[shape][tone]]) if shape or tone else b"")
    # Capitals lie 32 below, letters and marks alike.
    return made if letter == small else bytes(byte - 32 for byte in made)


def encoded(text: str, encoding: Encoding) -> bytes:
    if encoding == Encoding.VNI:
        made = [vni_bytes(letter) if letter in LETTERS else letter.encode("cp1252") for letter in text]
    else:
        made = [
            bytes([TCVN3_BYTES[letter]]) if letter in TCVN3_BYTES else letter.encode("cp1252")
            for letter in text
        ]
    return b"".join(made)


# TCVN3 has no capitals with a tone: those are small letters in a font of capitals.
WRITTEN = {
    Encoding.TCVN3: [letter for letter in LETTERS if letter in TCVN3_BYTES or letter.isascii()],
    Encoding.VNI: LETTERS,
}
MATERIAL = [
    "Khai mạc Hội nghị lần thứ mười hai (mở rộng)",
    "Xã Nà Hin về đích nông thôn mới",
    "Gỡ khó cho hợp tác xã",
    "“Chìa khóa” giảm nghèo ở vùng cao",
    "Để không còn điểm trường tạm",
    "Bài 1: Đường về bản",
    "Chủ tịch UBND tỉnh tiếp công dân định kỳ",
    "Cảnh báo mưa lớn, sạt lở đất",
    "Trả lời bạn đọc về chế độ thai sản",
    "Các đại biểu dự Hội nghị.",
    "Người dân thu hoạch chè vụ xuân.",
    "Ảnh minh họa.",
    "Nguồn: Sở Y tế.",
]
both = pytest.mark.parametrize("encoding", WRITTEN)
SEEN_IN = ["cp1252", "cp1258"]


def test_the_letters_are_all_there_small_and_capital():
    assert len({letter for letter in LETTERS if not letter.isascii()}) == 134


@both
@pytest.mark.parametrize("page", SEEN_IN)
def test_every_letter_comes_back(encoding, page):
    seen = {letter: encoded(letter, encoding).decode(page) for letter in WRITTEN[encoding]}
    assert {letter: decode(text, encoding) for letter, text in seen.items()} == {
        letter: letter for letter in WRITTEN[encoding]
    }


@both
@pytest.mark.parametrize("page", SEEN_IN)
@pytest.mark.parametrize("text", MATERIAL)
def test_the_papers_own_words_come_out_right(text, page, encoding):
    if encoding == Encoding.TCVN3:
        # Typed with a plain capital, or in small letters, where the encoding has no capital.
        text = "".join(c if c in WRITTEN[encoding] or c not in LETTERS else c.lower() for c in text)
    assert decode(encoded(text, encoding).decode(page), encoding) == text


def test_what_people_see_in_such_files():
    assert decode("Héi nghÞ lÇn thø m­êi hai", Encoding.TCVN3) == "Hội nghị lần thứ mười hai"
    assert decode("Hoäi nghò laàn thöù möôøi hai", Encoding.VNI) == "Hội nghị lần thứ mười hai"
    assert decode("HOÄI NGHÒ, Ñieän Bieân", Encoding.VNI) == "HỘI NGHỊ, Điện Biên"
    # Some typed the small mark behind a capital.
    assert decode("AÙnh minh hoïa, Aùnh", Encoding.VNI) == "Ánh minh họa, Ánh"


@pytest.mark.parametrize("text", MATERIAL)
def test_a_font_of_capitals_shows_small_letters_as_capitals(text):
    typed = encoded(text.lower(), Encoding.TCVN3).decode("cp1252")
    assert decode(typed, Encoding.TCVN3_CAPITALS) == text.upper()


@both
@given(text=st.text(alphabet=string.printable))
def test_plain_letters_stay(encoding, text):
    expected = "".join(c for c in text if c not in "\x0b\x0c")
    assert decode(text, encoding) == expected
    assert is_readable(expected, encoding)


@pytest.mark.parametrize("encoding", Encoding)
@given(text=st.text())
def test_anything_is_decoded_to_something(encoding, text):
    made = decode(text, encoding)
    assert unicodedata.is_normalized("NFC", made)


@both
@pytest.mark.parametrize("text", MATERIAL)
def test_words_in_unicode_stay_where_somebody_presses_the_button_on_them(encoding, text):
    words = text.split()
    made = decode(text, encoding).split()
    unicode_only = [place for place, word in enumerate(words) if any("\u1ea0" <= c <= "\u1ef9" for c in word)]
    assert [made[place] for place in unicode_only] == [words[place] for place in unicode_only]


def test_a_word_in_unicode_is_not_read_twice_in_a_part():
    assert decode("cô-họ hoï", Encoding.VNI) == "cô-họ họ"
    assert decode("má/nhỏ nhá", Encoding.TCVN3) == "má/nhỏ nhỏ"


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", Encoding.TCVN3),
        ('".VnTime"', Encoding.TCVN3),
        (".VnArial Narrow", Encoding.TCVN3),
        (".vntime", Encoding.TCVN3),
        (".VnTimeH", Encoding.TCVN3_CAPITALS),
        (".VnArial NarrowH", Encoding.TCVN3_CAPITALS),
        (".vntimeh", Encoding.TCVN3_CAPITALS),
        ("VNI-Times", Encoding.VNI),
        ("Vni-Helve", Encoding.VNI),
        ("Times New Roman", None),
        ("VNTime", None),
        ("UTM VniHelve", None),
        (".", None),
        ("", None),
    ],
)
def test_the_fonts_name_tells_the_encoding(font, encoding):
    assert encoding_of_font(font) == encoding


def test_unicode_in_an_old_font_needs_no_decoding():
    assert is_readable("Hội nghị", Encoding.TCVN3)
    assert not is_readable("Héi nghÞ", Encoding.TCVN3)
    assert not is_readable("tin", Encoding.TCVN3_CAPITALS)


def test_a_very_long_text_takes_no_time():
    for encoding in Encoding:
        assert len(decode("oäa" * 300_000, encoding)) > 300_000
