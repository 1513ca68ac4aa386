"""What three word processors put on the clipboard becomes the same clean body, and nothing else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms import html, pasted
from cms.legacy import Encoding
from cms.manuscript import decoded, old_text, to_html, with_headings
from tests.cms.clipboard import BODY, THREE, WORD
from tests.cms.payloads import EVERY


def body(markup: str) -> str:
    return html.clean(to_html(with_headings(pasted.read(markup))))


@pytest.mark.parametrize("name", THREE)
def test_the_three_give_the_same_body(name):
    assert body(THREE[name]) == BODY


def test_the_body_stays_as_it_is_when_it_is_pasted_again():
    assert body(BODY) == BODY


# ── One habit at a time ──────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("markup", "clean"),
    [
        ("<p>một</p><p>&nbsp;</p><p><br></p><p>hai</p>", "<p>một</p><p>hai</p>"),
        ("<p>a<o:p>&nbsp;</o:p></p>", "<p>a</p>"),
        ("<p>a &nbsp;&nbsp; b</p>", "<p>a b</p>"),
        ("<p>100&nbsp;kg</p>", "<p>100&nbsp;kg</p>"),
        ("<p>một<br><br>hai<br>ba</p>", "<p>một</p><p>hai<br>ba</p>"),
        ("một<br>hai", "<p>một<br>hai</p>"),
        ('<b style="font-weight:normal"><p>a</p></b>', "<p>a</p>"),
        ('<span style="font-weight:700">a</span> b', "<p><strong>a</strong> b</p>"),
        ("<b>a</b> <b>b</b> c", "<p><strong>a b</strong> c</p>"),
        ('<b><span style="font-weight:400">a</span></b> b', "<p>a b</p>"),
        ('<span style="font-style:italic;font-weight:bold">a</span> b', "<p><strong><em>a</em></strong> b</p>"),
        ('<span style="vertical-align:super">2</span> b', "<p><sup>2</sup> b</p>"),
        ('<p class="MsoHeading8">a</p>', "<p>a</p>"),
        ('<p class="Heading2">a</p><p>b</p>', "<h2>a</h2><p>b</p>"),
        ('<p class="MsoTitle">a</p><h1>b</h1><h2>c</h2><p>d</p>', "<h2>a</h2><h2>b</h2><h3>c</h3><p>d</p>"),
        ("<h4>a</h4><p>b</p>", "<h3>a</h3><p>b</p>"),
        ("<h2><b>a</b></h2>", "<h2>a</h2>"),
        ('<p style="mso-outline-level:2">a</p><p>b</p>', "<h2>a</h2><p>b</p>"),
        ('<p style="mso-outline-level:body-text">a</p><p>b</p>', "<p>a</p><p>b</p>"),
        ("<p><b>Kết quả bước đầu</b></p><p>Chữ thường.</p>", "<h2>Kết quả bước đầu</h2><p>Chữ thường.</p>"),
        ("<p><b>Câu này có dấu chấm.</b></p><p>b</p>", "<p><strong>Câu này có dấu chấm.</strong></p><p>b</p>"),
        ("<p>a.</p><p align=right><b>N.V</b></p>", "<p>a.</p><p><strong>N.V</strong></p>"),
        ('<p style="font-size:18pt">To</p><p style="font-size:12pt">chữ nhỏ ', "<h2>To</h2><p>chữ nhỏ</p>"),
        ("<blockquote><p>a</p></blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ('<p><a href="#_ftn1">[1]</a> a</p>', "<p>[1] a</p>"),
        ('<p><a href="file:///C:/a.docx">a</a></p>', "<p>a</p>"),
        ('<p><a href="javascript:alert(1)">a</a></p>', "<p>a</p>"),
        ('<p>a<span style="display:none">b</span></p>', "<p>a</p>"),
        ('<p>a<span style="mso-hide:all">b</span></p>', "<p>a</p>"),
        ("<p>a<del>b</del><ins>c</ins></p>", "<p>ac</p>"),
        ('<p>a<img src="file:///C:/x.png" onerror="alert(1)">b</p>', "<p>ab</p>"),
        ("<table><tr><td><p>một ô</p></td></tr></table>", "<p>một ô</p>"),
        (
            '<table><thead><tr><th colspan="2">a</th></tr></thead><tr><td>b</td><td><p>c</p><p>d</p></td></tr></table>',
            '<table><thead><tr><th colspan="2">a</th></tr></thead>'
            "<tbody><tr><td>b</td><td>c<br>d</td></tr></tbody></table>",
        ),
        (
            "<table><tr><td>a</td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>",
            "<table><tbody><tr><td>a</td><td>b<br>c</td></tr></tbody></table>",
        ),
        ("", ""),
        ("<p> </p>", ""),
    ],
)  # fmt: skip
def test_a_habit_of_theirs_becomes_what_was_meant(markup, clean):
    assert body(markup) == clean


def test_classes_look_as_the_style_sheet_says():
    sheet = '<style><!-- p.Dam {font-weight:bold;} .Vn, p.x {font-family:".VnTime"} --></style>'
    assert body(f'{sheet}<p class="Dam">a.</p>') == "<p><strong>a.</strong></p>"
    assert old_text(pasted.read(f'{sheet}<p class="Vn">Héi nghÞ</p>')) == (Encoding.TCVN3, ".VnTime")


# ── Old fonts ────────────────────────────────────────────────────────────────
OLD_WORD = (
    '<style>p.MsoNormal {font-family:".VnTime",sans-serif;}</style>'
    "<p class=MsoNormal>Héi nghÞ <b>më réng</b> t¹i th­ viÖn<o:p></o:p></p>"
    "<p class=MsoNormal><span style='font-family:\".VnTimeH\"'>tin tøc</span>"
    "<span style='font-family:\"VNI-Times\"'> Hoäi nghò</span>"
    "<span style='font-family:\"Times New Roman\"'> Hội nghị</span></p>"
)


def test_each_piece_is_decoded_by_its_own_font():
    blocks = pasted.read(OLD_WORD)
    assert old_text(blocks) == (Encoding.TCVN3, ".VnTime")
    read = html.clean(to_html(decoded(blocks)))
    assert read == "<p>Hội nghị <strong>mở rộng</strong> tại thư viện</p><p>TIN TỨC Hội nghị Hội nghị</p>"


def test_nothing_is_decoded_by_itself():
    assert "Héi nghÞ" in body(OLD_WORD)


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="font-family:Times New Roman">Héi nghÞ</p>',
        "<p>Hoäi nghò</p>",
        '<font face=".VnTime">Hội nghị</font>',
        '<font face=".VnTime">15/9, 120 kg</font>',
    ],
)
def test_nothing_is_offered_without_an_old_font_or_where_it_reads_already(markup):
    assert old_text(pasted.read(markup)) is None


def test_a_selection_is_decoded_with_its_elements_as_they_are():
    made = pasted.decode_words("<h2>Héi <em>nghÞ</em></h2><p>a &lt; b</p>", Encoding.TCVN3)
    assert html.clean(made) == "<h2>Hội <em>nghị</em></h2><p>a &lt; b</p>"


# ── Whatever is pasted ───────────────────────────────────────────────────────
@pytest.mark.parametrize("payload", EVERY)
def test_nothing_harmful_is_in_what_comes_of_it(payload):
    made = body(f"<p>a</p>{payload}<p>b</p>")
    assert html.clean(made) == made


_PIECES = [
    "<p>",
    "</p>",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<b>",
    "</b>",
]
_PIECES += [
    "<h1>",
    "</h1>",
    "<br>",
    "a",
    " ",
    "&nbsp;",
    "<p style='mso-list:l0 level2'>",
    "<del>",
    "</del>",
    "ệ",
    "<thead>",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_broken_markup_becomes_a_clean_body_and_loses_no_word(markup):
    made = body(markup)
    assert html.clean(made) == made
    if "<del>" not in markup and "<table>" not in markup and "<td>" not in markup and "<tr>" not in markup:
        assert made.count("ệ") == markup.count("ệ")


@given(st.text())
def test_any_text_becomes_a_clean_body(text):
    assert html.clean(body(text)) == body(text)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 1_000 + "a",
        "<style>" + "a" * 300_000,
        "<style>" * 20_000,
        f'<p style="{"a" * 300_000}">a</p>',
        "<p>" + " \n" * 200_000 + "</p>",
        "<b>a</b> " * 20_000,
        "<table><tr><td>" * 2_000,
        "<ul><li>" * 5_000,
    ],
    ids=["divs", "sheet", "sheets", "style", "spaces", "runs", "tables", "lists"],
)
def test_hostile_markup_costs_little(markup):
    begun = time.thread_time()
    body(markup)
    assert time.thread_time() - begun < 3


@pytest.mark.parametrize("box", ["<div>", "<DIV x>", "<ul><li>", "<table><tr><td>", "<blockquote/>"])
def test_boxes_in_boxes_without_end_are_too_much(box):
    assert pasted.is_too_much(box * 100_000)
    assert not pasted.is_too_much(box * 100)


@pytest.mark.parametrize(
    "markup", [WORD * 100, "<div>a</div>" * 100_000, "<p>" * 100_000, "</div>" * 100_000]
)
def test_a_long_article_is_not_too_much(markup):
    assert not pasted.is_too_much(markup)


def test_it_is_quick_on_a_long_article():
    begun = time.thread_time()
    assert len(body(WORD * 50)) > len(BODY) * 40
    assert time.thread_time() - begun < 3
