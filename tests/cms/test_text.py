"""Vietnamese text: what the newsroom's world page says about it, and what must hold for any text at all."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cms.text import SLUG_LENGTH, fold, nfc, one_line, slug

VIETNAMESE = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxy AĂÂĐÊÔƠƯ àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíị òỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
)
any_text = st.text(max_size=200) | st.text(
    alphabet=VIETNAMESE + "\u0301\u0300\u0323\u200b\u00a0 -_.,", max_size=80
)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# ── The fold ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("barred", ["đ", "Đ", "Ð", "ð"])
def test_every_barred_d_folds_to_d(barred):
    assert fold(barred) == "d"


@pytest.mark.parametrize(
    "written", ["Đường về bản", "ĐƯỜNG VỀ BẢN", "Ðường về bản", "  Đường \t về\nbản ", nfd("Đường về bản")]
)
def test_one_phrase_folds_to_one_key_however_it_is_written(written):
    assert fold(written) == "duong ve ban"


def test_tone_placement_differs_as_stored_and_is_equal_once_folded():
    assert nfc("hoà") != nfc("hòa")
    assert fold("hoà") == fold("hòa") == "hoa"


def test_i_and_y_are_no_fold():
    assert [fold("kỹ"), fold("kĩ")] == ["ky", "ki"]


@pytest.mark.parametrize("hidden", ["\u200b", "\u200c", "\u200d", "\u200e", "\u2060", "\ufeff", "\u00ad"])
def test_invisible_characters_do_not_hide_a_word(hidden):
    assert fold(f"khoa{hidden} gi{hidden}áo") == "khoa giao"


def test_a_no_break_space_separates_words_as_a_space_does():
    assert fold("y\u00a0tế") == fold("y tế") == "y te"


@given(any_text)
def test_folding_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(any_text)
def test_composed_and_decomposed_text_fold_alike(text):
    assert fold(unicodedata.normalize("NFC", text)) == fold(nfd(text))


# ── As stored ────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("text", ["Hội nghị giao ban", "Ủy viên", "được", "Nguyễn Thị Ví"])
def test_decomposed_input_is_stored_composed(text):
    assert nfc(nfd(text)) == text


def test_typography_is_kept_as_written():
    text = "Trần Thị Lộc- Ủy viên; bảo hiểm y tế ; quý\u00a0III “tốt”…/."
    assert nfc(text) == text


def test_control_characters_are_dropped_but_tabs_and_line_ends():
    assert nfc("a\x00b\x08c\x1fd\x7fe\x85f\tg\r\nh") == "abcdef\tg\r\nh"


@given(any_text)
def test_what_is_stored_is_a_fixed_point_without_controls(text):
    stored = nfc(text)
    assert nfc(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert {c for c in stored if unicodedata.category(c) == "Cc"} <= set("\t\n\r")


@given(any_text)
def test_decomposed_input_equals_composed_input_once_stored(text):
    text = nfc(text)
    assert nfc(nfd(text)) == text


# ── One line ─────────────────────────────────────────────────────────────────
def test_pasted_line_breaks_become_one_space_and_inner_spaces_stay():
    assert one_line(" Gỡ khó\r\n\tcho\u2028hợp  tác xã ") == "Gỡ khó cho hợp  tác xã"


def test_a_no_break_space_at_the_end_of_a_line_stays():
    assert one_line("quý III\u00a0") == "quý III\u00a0"


@given(any_text)
def test_one_line_is_one_line_and_a_fixed_point(text):
    line = one_line(text)
    assert one_line(line) == line
    assert len(line.splitlines()) <= 1


# ── Slugs ────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Đường về bản", "duong-ve-ban"),
        ("Ðường về bản", "duong-ve-ban"),
        ("Giao ban công tác khoa giáo quý III năm 2021", "giao-ban-cong-tac-khoa-giao-quy-iii-nam-2021"),
        ("“Chìa khóa” giảm nghèo ở vùng cao", "chia-khoa-giam-ngheo-o-vung-cao"),
        ("Thời sự - Chính trị", "thoi-su-chinh-tri"),
        ("Uống nước nhớ nguồn", "uong-nuoc-nho-nguon"),
        ("???", "bai"),
        ("", "bai"),
        ("日本", "bai"),
    ],
)
def test_a_title_gives_its_slug(title, expected):
    assert slug(title) == slug(nfd(title)) == expected


def test_a_long_slug_is_cut_between_words():
    assert slug("nghiêng " * 40) == "-".join(["nghieng"] * 12)


def test_a_long_slug_of_just_the_length_is_not_cut():
    whole = "a" * (SLUG_LENGTH - 2) + "-b"
    assert slug(whole + " c") == whole


def test_one_endless_word_is_cut_anywhere():
    assert slug("a" * 500) == "a" * SLUG_LENGTH


@given(any_text | st.text(alphabet="ab-_ đ", min_size=90, max_size=130))
@example("a_b")
def test_a_slug_is_always_a_path_segment(text):
    assert re.fullmatch(r"[a-z0-9-]{1,100}", slug(text), re.ASCII)


@given(any_text)
def test_the_slug_of_a_slug_is_itself(text):
    assert slug(slug(text)) == slug(text)


# ── Hostile length ───────────────────────────────────────────────────────────
HOSTILE = {
    "marks alone": "\u0301" * 20_000,
    "marks in the wrong order": "a" + "\u0301\u0323" * 10_000,
    "barred letters": "Đ" * 20_000,
    "hidden characters": "\u200b" * 20_000,
    "spaces": " \u00a0" * 10_000,
    "dashes": "-_" * 10_000,
    "controls": "\x00\x1f" * 10_000,
}


def test_twenty_thousand_hostile_characters_fold_to_what_is_left_of_them():
    assert {name: fold(text) for name, text in HOSTILE.items()} == {
        "marks alone": "",
        "marks in the wrong order": "a",
        "barred letters": "d" * 20_000,
        "hidden characters": "",
        "spaces": "",
        "dashes": "-_" * 10_000,
        "controls": "",
    }


def test_a_slug_of_twenty_thousand_hostile_characters_is_a_slug():
    assert {name: slug(text) for name, text in HOSTILE.items()} == {
        **dict.fromkeys(HOSTILE, "bai"),
        "marks in the wrong order": "a",
        "barred letters": "d" * SLUG_LENGTH,
    }


def test_an_underscore_in_a_title_becomes_a_dash():
    assert slug("so_lieu quý_III") == "so-lieu-quy-iii"


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u05b0\u0591", "\u0300", "\u0653\u0655"])
def test_no_letter_keeps_more_marks_than_any_language_has(marks):
    """Normalising is quadratic over a run of marks: an anonymous reader could hold the process with one post."""
    long = f"a{marks * 20_000}b"
    assert len(nfc(long)) <= 33
    assert nfc(long).startswith("a" if marks[0] not in "\u0301\u0300" else ("á", "à", "ạ"))
    assert fold(long) == "ab"
