"""What is understood of a Word file: which words are the headline, the lead, the byline, a caption; and the body."""

import io
import unicodedata
from functools import partial

import pytest

from articles.word.reading import WordText, read
from articles.word.understanding import Understood, split_credit, understand
from cms import html
from cms.manuscript import Kind, as_typed, decoded, old_text, to_html, with_headings
from tests.articles.word_files import (
    LEAD,
    LINK,
    TITLE,
    WORDS_OF_BODY,
    article,
    docx,
    para,
    picture,
    run,
    table,
)
from tests.cms.clipboard import BODY
from tests.factories import make_picture

TEXT = "Theo báo cáo, xã Nà Hin có ba việc phải làm trong năm tới."


def text_of(*body: str, **given) -> WordText:
    return read(io.BytesIO(docx(*body, **given)), "bai.docx")


def found(*body: str, **given) -> Understood:
    given.setdefault("pictures", (make_picture(),) * 3)
    return understand(decoded(text_of(*body, **given).blocks))


def body_of(understood: Understood) -> str:
    return html.clean(to_html(understood.body, lambda block: f"<p>[{block.picture + 1}]</p>"))


# ── The whole ────────────────────────────────────────────────────────────────
def test_an_article_is_understood_whole():
    understood = understand(decoded(read(io.BytesIO(article()), "bai.docx").blocks))
    assert (understood.title.decoded, understood.lead.decoded) == (TITLE, LEAD)
    assert understood.byline.decoded == "Lò Thị Mẫu (Trung tâm Văn hóa)"
    assert understood.first == [0]
    said = {place: (one.caption, one.credit) for place, one in understood.captions.items()}
    assert said == {0: ("Các đại biểu dự Hội nghị.", "CTV"), 1: ("Người dân thu hoạch chè vụ xuân.", "")}
    middle = "<ul><li>Làm đường"
    assert body_of(understood) == BODY.replace(middle, f"<p>[2]</p>{middle}")


def test_the_body_is_the_one_that_pasting_gives():
    blocks = text_of(*WORDS_OF_BODY, links=(LINK,)).blocks
    assert html.clean(to_html(with_headings(decoded(blocks)))) == BODY


# ── The headline ─────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "line",
    [
        para(TITLE, style="Title"),
        para(TITLE, style="Heading1"),
        para(TITLE, style="Heading2"),
        para(TITLE, bold=True),
        para(TITLE, align="center"),
        para(TITLE, size=18),
        para(TITLE),
    ],
    ids=["title", "heading 1", "heading 2", "bold", "centred", "large", "plain"],
)
def test_the_headline_is_told_by_its_style_or_its_look(line):
    understood = found(line, para(TEXT), para(TEXT))
    assert understood.title.decoded == TITLE
    assert body_of(understood) == f"<p>{TEXT}</p>" * 2


def test_the_headline_below_a_line_that_is_none():
    understood = found(para("Bài dự thi"), para(TITLE, size=18), para(TEXT))
    assert (understood.title.decoded, body_of(understood)) == (TITLE, f"<p>Bài dự thi</p><p>{TEXT}</p>")


def test_a_text_without_a_headline_keeps_its_first_sentence():
    understood = found(para(TEXT), para(TEXT))
    assert (understood.title.decoded, body_of(understood)) == ("", f"<p>{TEXT}</p>" * 2)


def test_an_empty_file_is_an_empty_text():
    assert found() == Understood()
    assert found(para("")) == Understood()


# ── The lead ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "line",
    [para(LEAD, bold=True), para(LEAD, italic=True), para(LEAD, style="Subtitle")],
    ids=["bold", "italic", "subtitle"],
)
def test_the_lead_is_told_by_its_style_or_its_look(line):
    understood = found(para(TITLE, style="Title"), line, para(TEXT))
    assert (understood.lead.decoded, body_of(understood)) == (LEAD, f"<p>{TEXT}</p>")


def test_a_plain_first_paragraph_is_no_lead():
    understood = found(para(TITLE, style="Title"), para(LEAD), para(TEXT))
    assert (understood.lead.decoded, body_of(understood)) == ("", f"<p>{LEAD}</p><p>{TEXT}</p>")


# ── The byline ───────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "line",
    [
        "N.V",
        "N.V.",
        "PV",
        "P.V (tổng hợp)",
        "Nguyễn Văn A",
        "Bài, ảnh: Lò Phóng",
        "Bài, ảnh: LÒ PHÓNG",
        "Tin, ảnh: A – B",
        "Bài và ảnh: Lò Mẫu",
        "Tin, ảnh Lò Mẫu",
        "Theo TTXVN",
        "CTV",
        "Thực hiện: Nhóm PV",
        "Lò Thị Mẫu (Trung tâm Văn hóa)",
        "Lò Mẫu - Cà Phóng",
        "Minh Anh (tổng hợp)",
    ],
)
def test_a_byline_is_known_by_what_it_says(line):
    understood = found(para(TITLE, style="Title"), para(TEXT), para(line))
    assert (understood.byline.decoded, body_of(understood)) == (line, f"<p>{TEXT}</p>")


@pytest.mark.parametrize("look", [{"align": "right"}, {"bold": True}])
def test_a_byline_is_known_by_where_it_stands(look):
    assert (
        found(para(TITLE, style="Title"), para(TEXT), para("mẫu phóng", **look)).byline.decoded == "mẫu phóng"
    )


@pytest.mark.parametrize(
    "line",
    [
        "Theo kế hoạch, hội nghị kết thúc ngày mai.",
        "Hội nghị bế mạc chiều cùng ngày./.",
        "Ảnh hưởng của mưa lớn còn kéo dài",
        "Tin vui đến với bà con",
        TEXT,
    ],
)
def test_a_last_sentence_is_no_byline(line):
    understood = found(para(TITLE, style="Title"), para(TEXT), para(line))
    assert (understood.byline.decoded, body_of(understood)) == ("", f"<p>{TEXT}</p><p>{line}</p>")


def test_the_last_of_a_list_is_no_byline():
    understood = found(para(TITLE, style="Title"), para(TEXT), para("Lò Mẫu", number=(1, 0)))
    assert (understood.byline.decoded, body_of(understood)) == ("", f"<p>{TEXT}</p><ul><li>Lò Mẫu</li></ul>")


def test_a_byline_stands_above_the_last_picture_and_the_notes():
    understood = found(
        para(TITLE, style="Title"),
        para(TEXT, '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        para("N.V"),
        para(picture(1)),
        notes=("Số liệu của xã.",),
    )
    assert understood.byline.decoded == "N.V"
    assert (
        body_of(understood) == f"<p>{TEXT}<sup>[1]</sup></p><p>[1]</p><p><sup>[1]</sup> Số liệu của xã.</p>"
    )


# ── Pictures and their words ─────────────────────────────────────────────────
@pytest.mark.parametrize(
    "line",
    [
        para("Các đại biểu.", style="Caption"),
        para("Các đại biểu.", align="center"),
        para("Các đại biểu.", italic=True),
    ],
    ids=["caption", "centred", "italic"],
)
def test_the_line_below_a_picture_is_its_caption(line):
    understood = found(para(TITLE, style="Title"), para(TEXT), para(picture(1)), line, para(TEXT))
    assert understood.captions[0].caption == "Các đại biểu."
    assert body_of(understood) == f"<p>{TEXT}</p><p>[1]</p><p>{TEXT}</p>"


def test_a_paragraph_below_a_picture_is_no_caption():
    understood = found(para(TITLE, style="Title"), para(picture(1)), para(TEXT), para(TEXT))
    assert understood.captions[0].caption == ""
    assert (understood.first, body_of(understood)) == ([0], f"<p>{TEXT}</p>" * 2)


def test_a_second_line_says_who_took_it():
    lines = [para("Các đại biểu.", align="center"), para("Ảnh: Lò Mẫu", align="center")]
    understood = found(para(TITLE, style="Title"), para(TEXT), para(picture(1)), *lines, para(TEXT))
    assert (understood.captions[0].caption, understood.captions[0].credit) == ("Các đại biểu.", "Lò Mẫu")


def test_a_caption_in_the_pictures_own_paragraph():
    same = para(picture(1), "\nCác đại biểu.", align="center")
    understood = found(para(TITLE, style="Title"), para(TEXT), same, para(TEXT))
    assert understood.captions[0].caption == "Các đại biểu."


def test_a_table_that_lays_out_pictures_is_their_captions_and_no_table():
    laid_out = table(
        (para(picture(1)), para(picture(2))),
        (para("Một.", align="center"), para("Hai. Ảnh: CTV", align="center")),
    )
    understood = found(para(TITLE, style="Title"), para(TEXT), laid_out, para(TEXT))
    said = [(one.caption, one.credit) for one in understood.captions.values()]
    assert said == [("Một.", ""), ("Hai.", "CTV")]
    assert body_of(understood) == f"<p>{TEXT}</p><p>[1]</p><p>[2]</p><p>{TEXT}</p>"


@pytest.mark.parametrize(
    ("line", "words", "credit"),
    [
        ("Các đại biểu dự Hội nghị. Ảnh: CTV", "Các đại biểu dự Hội nghị.", "CTV"),
        ("Các đại biểu dự Hội nghị. (Ảnh: Lò Mẫu)", "Các đại biểu dự Hội nghị.", "Lò Mẫu"),
        ("Các đại biểu dự Hội nghị - Nguồn ảnh: Sở Y tế.", "Các đại biểu dự Hội nghị", "Sở Y tế"),
        ("Ảnh: CTV", "", "CTV"),
        ("Nguồn: Sở Y tế.", "", "Sở Y tế"),
        ("Ảnh minh họa.", "Ảnh minh họa.", ""),
        ("Ánh sáng: Đèn đường bản", "Ánh sáng: Đèn đường bản", ""),
        ("Hình ảnh: Nà Hin đổi mới", "Hình ảnh: Nà Hin đổi mới", ""),
    ],
)
def test_the_credit_is_taken_from_the_caption(line, words, credit):
    assert split_credit(line) == (words, credit)


def test_what_is_typed_with_marks_apart_is_understood_as_well():
    apart = partial(unicodedata.normalize, "NFD")
    understood = found(
        para(apart(TITLE), style="Title"),
        para(apart(TEXT)),
        para(picture(1)),
        para(apart("Các đại biểu. Ảnh: CTV")),
        para(apart(TEXT)),
        para(apart("Bài, ảnh: Lò Mẫu")),
    )
    caption = understood.captions[0]
    assert (understood.title.decoded, understood.byline.decoded) == (TITLE, "Bài, ảnh: Lò Mẫu")
    assert (caption.caption, caption.credit) == ("Các đại biểu.", "CTV")


# ── What Word keeps beside the text ──────────────────────────────────────────
def test_deleted_text_does_not_come_back_and_inserted_text_stays():
    moved = (
        f'<w:moveFrom w:author="B">{run("cũ ")}</w:moveFrom><w:moveTo w:author="B">{run("mới ")}</w:moveTo>'
        '<w:del w:author="B"><w:r><w:delText>mật</w:delText></w:r></w:del>'
    )
    assert text_of(para("Một ", moved, "hai.")).blocks[0].text == "Một mới hai."


def test_comments_are_counted_and_left_out():
    said = text_of(
        para("Một", '<w:r><w:commentReference w:id="1"/></w:r>', " hai."), comments=("Xem lại.", "Thiếu.")
    )
    assert ([block.text for block in said.blocks], said.comments) == (["Một hai."], 2)


def test_a_note_that_names_itself_or_is_not_there_has_an_end():
    to = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    said = text_of(para("Một", to.format(1), to.format(9), "."), notes=("Chú.",))
    assert [block.text for block in said.blocks] == ["Một[1].", "[1] Chú."]


def test_the_words_of_a_text_box_are_kept():
    box = (
        "<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{para('Trong khung.')}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert [block.text for block in text_of(para("Một.", box), para("Hai.")).blocks] == [
        "Một.",
        "Trong khung.",
        "Hai.",
    ]


def test_tables_keep_their_head_and_are_flattened_in_a_cell():
    inner = table(("b", "c"), ("d", "e")).replace("<w:tbl>", "<w:p><w:r/></w:p><w:tbl>")
    blocks = text_of(table(("Bản", "Số hộ"), ("Nà Hin", f"{inner}"), head=True)).blocks
    assert [block.kind for block in blocks] == [Kind.TABLE]
    made = html.clean(to_html(blocks))
    assert made.startswith("<table><thead><tr><th>Bản</th><th>Số hộ</th></tr></thead>")
    assert "<strong>b</strong><br><strong>c</strong><br>d<br>e" in made


def test_a_style_of_the_papers_own_with_an_outline_is_a_heading():
    understood = found(para(TITLE, style="Title"), para(TEXT), para("Tít phụ", style="TitPhu"), para(TEXT))
    assert body_of(understood) == f"<p>{TEXT}</p><h2>Tít phụ</h2><p>{TEXT}</p>"


# ── Old fonts ────────────────────────────────────────────────────────────────
def test_text_in_an_old_font_is_told_by_runs_and_by_the_files_own_style():
    by_run = text_of(para("Héi ngh", "Þ", font=".VnTime"))
    by_style = text_of(para("Hoäi nghò"), font="VNI-Times")
    assert old_text(by_run.blocks).font == ".VnTime"
    assert old_text(by_style.blocks).font == "VNI-Times"
    assert old_text(text_of(para("Héi nghÞ")).blocks) is None


def test_a_letter_that_word_cut_in_two_is_one():
    pieces = [run(piece, font="VNI-Times") for piece in ("Ho", "i", " ngho", "ä", "i")]
    assert decoded(text_of(para(*pieces)).blocks)[0].text == "Hoi nghội"


def test_what_stands_below_the_old_letters_is_understood_and_both_are_kept():
    understood = found(
        para("X· Nµ Hin", style="Title"),
        para(picture(1)),
        para("C¸c ®¹i biÓu. ¶nh: CTV", align="center"),
        para("Th­ viÖn x· më cöa."),
        para("Bµi, ¶nh: Lß MÉu"),
        font=".VnTime",
    )
    assert (understood.title.typed, understood.title.decoded) == ("X· Nµ Hin", "Xã Nà Hin")
    assert (understood.byline.typed, understood.byline.decoded) == ("Bµi, ¶nh: Lß MÉu", "Bài, ảnh: Lò Mẫu")
    caption = understood.captions[0]
    assert (caption.typed, caption.caption, caption.credit) == (
        "C¸c ®¹i biÓu. ¶nh: CTV",
        "Các đại biểu.",
        "CTV",
    )
    assert body_of(understood) == "<p>Thư viện xã mở cửa.</p>"
    assert to_html(as_typed(understood.body)) == "<p>Th­ viÖn x· më cöa.</p>"
