"""The plain-text shape: the seed is read character for character, and what is not the shape says where."""

import codecs
import unicodedata
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles.plain_text import (
    BYLINE_LENGTH,
    CAPTION_LENGTH,
    TITLE_LENGTH,
    NotAnArticle,
    PlainArticle,
    decode,
    parse,
)

SEED = Path(settings.BASE_DIR) / "demo/texts/giao-ban-khoa-giao.txt"
LONG = "Các đại biểu đã thảo luận, làm rõ hơn những kết quả đã đạt được. " * 3
DATED = timezone.make_aware(datetime(2021, 9, 15, 18, 56))


def text_of(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def article(
    *rest: str, title: str = "Gỡ khó cho hợp tác xã", time: str = "18:56, 15/09/2021"
) -> PlainArticle:
    return parse(text_of(title, time, *rest))


def refusal(text: str) -> NotAnArticle:
    with pytest.raises(NotAnArticle) as refused:
        parse(text)
    return refused.value


# ── The page that started it ─────────────────────────────────────────────────
def test_the_seed_is_read_character_for_character():
    title, _time, lead, caption, *body, byline, heading = [
        line for line in SEED.read_text("utf-8").split("\n") if line
    ]
    assert heading == "Ý kiến bạn đọc"
    assert len(body) == 5
    assert parse(decode(SEED.read_bytes())) == PlainArticle(
        title, DATED, lead, (caption,), tuple(body), byline
    )


def test_the_typography_of_the_seed_is_kept():
    seed = parse(decode(SEED.read_bytes()))
    assert (seed.title, seed.captions, seed.byline) == (
        "Giao ban công tác khoa giáo quý III năm 2021",
        ("Toàn cảnh Hội nghị.",),
        "N.V",
    )
    assert "Trần Thị Lộc- Ủy viên" in seed.lead
    assert "bảo hiểm y tế ; việc" in seed.body[0]
    assert seed.body[-1].endswith("nghị quyết…/.")
    assert sum(text.count("\u00a0") for text in (seed.title, seed.lead, *seed.body)) == 3


@pytest.mark.parametrize(
    "rewritten",
    [
        lambda raw: codecs.BOM_UTF8 + raw,
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.replace(b"\n", b"\r"),
        lambda raw: codecs.BOM_UTF8 + raw.replace(b"\n", b"\r\n"),
        lambda raw: unicodedata.normalize("NFD", raw.decode()).encode(),
        lambda raw: raw.decode().encode("utf-16"),
        lambda raw: codecs.BOM_UTF16_BE + raw.decode().encode("utf-16-be"),
        lambda raw: raw.decode().replace("\n", "\r\n").encode("utf-16"),
        lambda raw: raw + b"\n\n\n",
        lambda raw: b"\n \n\t\n" + raw,
        lambda raw: raw.replace(b"\n\n", b"\n \t \n\n\n"),
        lambda raw: raw.replace(b"\n\n", b"  \n\n\t"),
        lambda raw: raw.replace(b"\x00", b"") + b"\x00",
    ],
    ids=[
        "mark at the head",
        "Windows",
        "old Mac",
        "Notepad",
        "decomposed",
        "UTF-16",
        "UTF-16, other end first",
        "UTF-16 of Windows",
        "lines after it",
        "lines before it",
        "wider gaps",
        "spaces at line ends",
        "a stray NUL",
    ],
)
def test_the_seed_reads_the_same_however_it_was_saved(rewritten):
    raw = SEED.read_bytes()
    assert parse(decode(rewritten(raw))) == parse(decode(raw))


# ── The shape ────────────────────────────────────────────────────────────────
def test_every_part_finds_its_place():
    whole = article("Sapo.", "Ảnh một.", "Ảnh hai", LONG, "Ngắn.", LONG, "Nguyễn Văn A", "Ý kiến bạn đọc")
    body = (LONG.strip(), "Ngắn.", LONG.strip())
    assert whole == PlainArticle(
        "Gỡ khó cho hợp tác xã", DATED, "Sapo.", ("Ảnh một.", "Ảnh hai"), body, "Nguyễn Văn A"
    )


def test_captions_may_be_missing():
    assert article("Sapo.", LONG, "N.V").captions == ()


def test_the_byline_may_be_missing():
    assert (article("Sapo.", LONG, LONG).byline, article("Sapo.", LONG).byline) == ("", "")


def test_a_lead_alone_is_an_article():
    assert article("Sapo.") == PlainArticle("Gỡ khó cho hợp tác xã", DATED, "Sapo.", (), (), "")


def test_one_short_paragraph_after_the_lead_is_the_body():
    assert article("Sapo.", "Họp lúc 8 giờ").body == ("Họp lúc 8 giờ",)


def test_a_brief_item_of_short_paragraphs_has_no_captions():
    brief = article("Sapo.", "Sáng 8 giờ họp.", "Chiều 14 giờ họp.", "PV")
    assert (brief.captions, brief.body, brief.byline) == ((), ("Sáng 8 giờ họp.", "Chiều 14 giờ họp."), "PV")


@pytest.mark.parametrize("length", [CAPTION_LENGTH, CAPTION_LENGTH + 1])
def test_a_caption_is_no_longer_than_a_caption(length):
    text = "x" * length
    found = article("Sapo.", text, LONG)
    assert (text in found.captions, text in found.body) == (length == CAPTION_LENGTH, length > CAPTION_LENGTH)


@pytest.mark.parametrize(
    "byline",
    [
        "N.V",
        "N.V.",
        "P.V (tổng hợp)",
        "PV",
        "Nguyễn Văn A",
        "Bài, ảnh: X",
        "Tin, ảnh: A – B",
        "Theo TTXVN",
        "CTV",
        "Thực hiện: Nhóm PV",
        "Lò Thị Mẫu (Trung tâm Văn hóa)",
        "N. V.",
    ],
)
def test_a_byline_is_known_as_it_is_printed(byline):
    assert article("Sapo.", LONG, byline).byline == byline


@pytest.mark.parametrize(
    "last", ["Hội nghị kết thúc.", "Xin cảm ơn!", "Còn nữa…", "Kết quả:", "x" * (BYLINE_LENGTH + 1)]
)
def test_a_last_sentence_is_no_byline(last):
    found = article("Sapo.", LONG, last)
    assert (found.byline, found.body[-1]) == ("", last)


@pytest.mark.parametrize("heading", ["Ý kiến bạn đọc", "Ý KIẾN BẠN ĐỌC", "Y kien ban doc"])
def test_the_heading_of_comments_at_the_end_is_no_part(heading):
    assert article("Sapo.", LONG, "N.V", heading) == article("Sapo.", LONG, "N.V")


def test_the_heading_of_comments_inside_is_a_paragraph():
    assert article("Sapo.", LONG, "Ý kiến bạn đọc", LONG).body[1] == "Ý kiến bạn đọc"


def test_lines_of_one_paragraph_are_joined():
    assert article("Sáng nay,\nhội nghị\tđã họp.").lead == "Sáng nay, hội nghị\tđã họp."


@pytest.mark.parametrize(
    ("time", "at"),
    [
        ("18:56, 15/09/2021", (2021, 9, 15, 18, 56)),
        ("8:05, 5/3/2026", (2026, 3, 5, 8, 5)),
        ("18:56:07 , 15/09/2021", (2021, 9, 15, 18, 56, 7)),
        ("00:00, 29/02/2024", (2024, 2, 29)),
    ],
)
def test_a_time_is_the_papers_and_day_first(time, at):
    assert article("Sapo.", time=time).dated == timezone.make_aware(datetime(*at))


# ── What is not the shape ────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("time", "line"),
    [
        ("15/09/2021", 3),
        ("hôm qua", 3),
        ("18:56 15-09-2021", 3),
        ("18:56, 15/09/21", 3),
        ("١٨:٥٦, ١٥/٠٩/٢٠٢١", 3),
        ("24:00, 15/09/2021", 3),
        ("18:60, 15/09/2021", 3),
        ("18:56, 31/02/2021", 3),
        ("18:56, 00/09/2021", 3),
        ("18:56, 15/13/2021", 3),
        ("18:56, 29/02/2023", 3),
        ("18:56, 15/09/0000", 3),
        ("00:00, 01/01/0001", 3),
        ("18:56, 15/09/1021", 3),
        ("23:59, 31/12/9999", 3),
    ],
)
def test_a_time_that_is_none_is_named_with_its_line(time, line):
    refused = refusal(text_of("Tiêu đề", time, "Sapo."))
    assert refused.line == line
    assert time in str(refused)
    assert str(refused).startswith(_("line %(line)d: %(reason)s") % {"line": line, "reason": ""})


def test_the_line_counts_the_empty_ones_before_it():
    assert refusal("\n\nTiêu đề\nhai dòng\n\n\n\nhôm qua\n\nSapo.").line == 8


@pytest.mark.parametrize("text", ["", "\n\n", " \t\n \n", "\ufeff"])
def test_an_empty_file_is_called_empty(text):
    refused = refusal(decode(text.encode()))
    assert str(refused) == _("line %(line)d: %(reason)s") % {"line": 1, "reason": _("the file is empty")}


def test_only_a_title_is_too_little():
    reason = _("only a title; the time and the lead are missing")
    assert str(refusal("\nTiêu đề\n")) == _("line %(line)d: %(reason)s") % {"line": 2, "reason": reason}


def test_a_lead_must_be_there():
    reason = _("the lead is missing after the time")
    refused = refusal(text_of("Tiêu đề", "18:56, 15/09/2021"))
    assert str(refused) == _("line %(line)d: %(reason)s") % {"line": 3, "reason": reason}


def test_a_title_must_fit_the_row():
    assert article("Sapo.", title="x" * TITLE_LENGTH).title == "x" * TITLE_LENGTH
    assert refusal(text_of("x" * (TITLE_LENGTH + 1), "18:56, 15/09/2021", "Sapo.")).line == 1


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("Tiêu đề\n\nHội nghị".encode("utf-16-le"), 1),
        ("Một\nhai\n".encode() + "Hội nghị".encode("cp1258", "replace") + b"\xff", 3),
        (codecs.BOM_UTF16_LE + b"\x00", 1),
        (b"\xff\xd8\xff\xe0 a picture", 1),
    ],
)
def test_bytes_that_are_no_text_are_named_with_their_line(raw, line):
    with pytest.raises(NotAnArticle) as refused:
        decode(raw)
    assert refused.value.line == line


# ── For any text ─────────────────────────────────────────────────────────────
paragraph = st.text(alphabet="Hội nghị ;,.:…()-\u00a0đ", min_size=1, max_size=150).map(str.strip).filter(bool)


@hypothesis_settings(deadline=None, max_examples=200)
@given(st.lists(paragraph, min_size=1, max_size=8))
def test_no_word_of_an_article_is_lost_or_changed(rest):
    found = article(*rest)
    words = [found.lead, *found.captions, *found.body, *([found.byline] if found.byline else [])]
    assert words == [unicodedata.normalize("NFC", text) for text in rest]


@hypothesis_settings(deadline=None, max_examples=200)
@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_an_article_or_are_refused(raw):
    lines = raw.count(b"\n") + raw.count(b"\r") + 1
    try:
        parse(decode(raw))
    except NotAnArticle as refused:
        # Not a plain assert: pytest would want to see an exception each time.
        if not 1 <= refused.line <= lines:
            pytest.fail(f"line {refused.line} of {lines}")
