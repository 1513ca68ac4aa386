"""The findings before approval: each small function, and what must hold of all of them."""

import time

import pytest
from django.utils.translation import gettext as _
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.findings.checklist import CHECKS, MOST_OF_A_KIND, Group, check, holding
from articles.findings.draft import Draft, Picture
from articles.findings.kinds import (
    ERRORS_BY_DEFAULT,
    KIND_LABELS,
    Finding,
    Kind,
    Rules,
    Severity,
    Term,
)
from articles.workflow import Hold
from cms import html
from demo.catalogue import PIECES
from demo.load import _plain

LEAD = "Sáng 4/5, Hội Khuyến học tổ chức trao quà cho học sinh."
BODY = "<p>Các đại biểu đã trao quà.</p>"
WHOLE = Picture(number=1, has_file=True, caption="Các đại biểu.", credit="CTV", alt="Một hội trường.")


def draft(*, title: str = "Trao quà cho học sinh", lead: str = LEAD, body: str = BODY, **more) -> Draft:
    return Draft.read(title=title, lead=lead, body=html.clean(body), **more)


def found(of: Draft, *terms: str, **rules) -> list[Finding]:
    rules = Rules(terms=tuple(Term(words) for words in terms), **rules)
    return [finding for group in check(of, rules) for finding in group.findings]


def places(of: Draft, kind: Kind, *terms: str) -> list[tuple]:
    """Where something of this kind was found: field, number and what stands there."""
    return [(f.place.field, f.place.number, f.quote) for f in found(of, *terms) if f.kind == kind]


def standing(of: Draft, finding: Finding) -> str:
    """What stands at the place of a finding, read from the text itself."""
    place = finding.place
    if place.field == "body":
        text = of.paragraphs[place.number - 1].text
    elif place.field in ("picture", "caption"):
        text = of.pictures[place.number - 1].caption
    else:
        text = {"title": of.title, "lead": of.lead}.get(place.field, "")
    assert 0 <= place.start <= place.start + place.length <= len(text)
    return text[place.start : place.start + place.length]


# ── The body by paragraphs ───────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>Một</p><p>Hai &amp; ba</p>", ["Một", "Hai & ba"]),
        ("<p>Một</p><p></p><p>Ba</p>", ["Một", "", "Ba"]),
        ("<h2>Đầu</h2><ul><li>Một</li><li>Hai</li></ul>", ["Đầu", "Một", "Hai"]),
        ("<ul><li>Một<ul><li>Hai</li></ul></li></ul>", ["Một", "Hai"]),
        ("<blockquote><p>Lời</p></blockquote>", ["Lời"]),
        ("<p>Một<br>hai</p>", ["Một\nhai"]),
        ("Trần <strong>trụi</strong><p>Đoạn</p>", ["Trần trụi", "Đoạn"]),
        ("<table><tbody><tr><td>Ô</td><td></td></tr></tbody></table>", ["Ô", ""]),
        ("", []),
    ],
)
def test_the_body_is_read_by_paragraphs(body, texts):
    assert [p.text for p in draft(body=body).paragraphs] == texts


def test_a_link_knows_its_words_and_where_they_stand():
    text = draft(body='<p>Một</p><p>Xem <a href="/a.html">bài <b>này</b></a> và <a href="/b">kia</a>.</p>')
    told = [(link.paragraph, link.start, link.text, link.href) for link in text.links]
    assert told == [(2, 4, "bài này", "/a.html"), (2, 15, "kia", "/b")]


# ── Each kind ────────────────────────────────────────────────────────────────
def test_a_whole_text_has_no_finding():
    assert found(draft(pictures=(WHOLE,))) == []


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        (draft(title=" "), Kind.NO_TITLE, "title"),
        (draft(lead=""), Kind.NO_LEAD, "lead"),
        (draft(body=""), Kind.NO_BODY, "whole body"),
        (draft(section_is_open=False), Kind.SECTION_CLOSED, "section"),
    ],
)
def test_what_is_missing_is_said_of_its_field(text, kind, place):
    assert [(f.kind, f.place.field) for f in found(text)] == [(kind, place)]


@pytest.mark.parametrize("body", ["<p></p>", "<p>&nbsp;</p>", "<p><br></p>"])
def test_a_body_of_nothing_but_spaces_is_no_body(body):
    assert {f.kind for f in found(draft(body=body))} == {Kind.NO_BODY, Kind.EMPTY_PARAGRAPH}


@pytest.mark.parametrize(
    ("picture", "kinds"),
    [
        (Picture(number=1, has_file=True, caption="A.", credit="B"), [Kind.NO_ALT]),
        (Picture(number=1, has_file=True, caption="A.", alt="C"), [Kind.NO_CREDIT]),
        (Picture(number=1, has_file=True, caption="Ảnh: CTV", alt="C"), []),
        (Picture(number=1, has_file=True, caption="A. Nguồn: Sở Y tế.", alt="C"), []),
        (Picture(number=1, has_file=True, credit="B", alt="C"), [Kind.NO_CAPTION]),
        # Of what a picture shows nobody can tell before it is there.
        (Picture(number=1, has_file=False, caption="A.", credit="B"), [Kind.NO_PICTURE]),
    ],
)
def test_pictures_lack_what_they_lack(picture, kinds):
    assert [f.kind for f in found(draft(pictures=(picture,)))] == kinds


def test_a_finding_of_a_picture_names_its_number():
    pictures = (WHOLE, Picture(number=2, has_file=True, caption="A.", credit="B"))
    [finding] = found(draft(pictures=pictures))
    assert (finding.place.field, finding.place.number, finding.place.anchor) == ("picture", 2, "photos-1")


def test_two_spaces_are_found_wherever_they_stand():
    text = draft(
        title="Trao  quà cho học sinh",
        body="<p>Các đại biểu.</p><p>Đã\u00a0 trao   quà.</p>",
        pictures=(Picture(number=1, has_file=True, caption="Hội  nghị.", credit="B", alt="C"),),
    )
    assert places(text, Kind.DOUBLE_SPACE) == [
        ("title", 0, "  "),
        ("body", 2, "\u00a0 "),
        ("body", 2, "   "),
        ("caption", 1, "  "),
    ]


@pytest.mark.parametrize("word", ["quà", "hoàn", "toán", "khuỷu", "quý", "ngoài", "thuở", "hoa", "xoay"])
def test_a_word_whose_tone_has_but_one_place_takes_no_side(word):
    assert places(draft(lead=f"Hoà bình, {word}."), Kind.TWO_TONES) == []


def test_of_two_ways_to_place_tones_the_rarer_is_shown():
    text = draft(lead="Hòa bình, khỏe mạnh, thủy lợi.", body="<p>Ông Hoà nói.</p>")
    assert places(text, Kind.TWO_TONES) == [("body", 1, "Hoà")]


@pytest.mark.parametrize("lead", ["Hòa bình, khỏe mạnh.", "Hoà bình, khoẻ mạnh, thuý.", "LOÀ XOÀ"])
def test_one_way_alone_is_right_whichever_it_is(lead):
    assert places(draft(lead=lead), Kind.TWO_TONES) == []


def test_text_without_marks_is_told_and_a_name_is_not():
    text = draft(lead="Sang nay Hoi Khuyen hoc to chuc trao qua.", body="<p>Windows Server Update</p>")
    assert [(f.kind, f.place.field) for f in found(text)] == [(Kind.NO_MARKS, "lead")]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("Héi nghÞ rÊt bæ Ých, ®¹i biÓu ®· th¶o luËn.", "nghÞ"),
        ("Hoäi nghò raát boå ích, caùc ñaïi bieåu.", "Hoäi"),
    ],
)
def test_text_in_an_old_encoding_is_told_by_its_first_odd_word(typed, word):
    [finding] = [f for f in found(draft(lead=typed)) if f.kind == Kind.OLD_ENCODING]
    assert (finding.quote, standing(draft(lead=typed), finding)) == (word, word)


@pytest.mark.parametrize(
    "typed",
    [
        "Ông Müller, bà Françoise và cô Señora đến thăm trường Khuyến học tại xã Nà Hin hôm nay.",
        "Quyền tác giả © 2026, nhiệt độ 30°C, “bài” «này» thuở xưa khuỷu tay nghiêng.",
        "HỘI NGHỊ LẦN THỨ MƯỜI HAI BAN CHẤP HÀNH ĐẢNG BỘ TỈNH",
    ],
)
def test_foreign_names_and_signs_are_no_old_encoding(typed):
    assert places(draft(lead=typed), Kind.OLD_ENCODING) == []


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("Trao quà cho học sinh.", [Kind.TITLE_PERIOD]),
        ("Trao quà cho học sinh...", []),
        ("Trao quà cho học sinh…", []),
        ("TRAO QUÀ CHO HỌC SINH", [Kind.TITLE_CAPITALS]),
        ("OCOP 2026", []),
        ("Bài 1: ĐƯỜNG VỀ BẢN", []),
        ("x" * 100, []),
        ("x" * 101, [Kind.TITLE_LONG]),
    ],
)
def test_titles(title, kinds):
    assert [f.kind for f in found(draft(title=title))] == kinds


def test_the_site_says_how_long_a_title_may_be():
    [finding] = found(draft(title="Trao quà cho học sinh"), title_length=8)
    assert (finding.kind, finding.quote) == (Kind.TITLE_LONG, " cho học sinh")


def test_a_dead_link_is_shown_by_its_words():
    text = draft(
        body='<p>Xem <a href="/a">bài này</a>, <a href="/b">bài kia</a>.</p>', dead=frozenset({"/b"})
    )
    assert places(text, Kind.DEAD_LINK) == [("body", 1, "bài kia")]


@pytest.mark.parametrize(
    ("lead", "quote"),
    [
        ("Chiêu trò Hoà  hợp giả.", "Hoà  hợp"),
        ("Một HÒA HỢP nữa.", "HÒA HỢP"),
        ("Một hòa h\u200bợp nữa.", "hòa h\u200bợp"),
        ("Một hòa\u00a0hợp, nữa.", "hòa\u00a0hợp"),
    ],
)
def test_a_banned_term_is_found_however_it_is_dressed(lead, quote):
    assert places(draft(lead=lead), Kind.BANNED_TERM, "hòa hợp") == [("lead", 0, quote)]


@pytest.mark.parametrize("lead", ["Hoa hợp.", "hòa, hợp", "hòa hợpx", "hoàn hợp", "hòa"])
def test_other_words_are_not_banned_with_it(lead):
    assert places(draft(lead=lead), Kind.BANNED_TERM, "hòa hợp") == []


def test_why_a_term_is_banned_is_said():
    rules = Rules(terms=(Term("thần kỳ", "viết cụ thể"),))
    [group] = check(draft(lead="Một điều thần kỳ."), rules)
    assert "viết cụ thể" in group.findings[0].message


# ── What a site makes of them ────────────────────────────────────────────────
def test_every_kind_has_its_check_and_its_name():
    assert list(CHECKS) == list(Kind) == [kind for kind, _label in KIND_LABELS]


def test_only_what_is_missing_or_banned_is_an_error_by_default():
    everything = draft(
        title="", lead="", body="", pictures=(Picture(number=1, has_file=True),), section_is_open=False
    )
    errors = {f.kind for f in found(everything) if f.is_error}
    assert errors == ERRORS_BY_DEFAULT - {Kind.BANNED_TERM}
    assert [f.is_error for f in found(draft(lead="Điều thần kỳ."), "thần kỳ")] == [True]


def test_the_site_says_what_holds_and_errors_stand_first():
    rules = Rules(severities={Kind.NO_BODY: Severity.WARNING, Kind.NO_LEAD: Severity.ERROR})
    groups = check(draft(lead="", body=""), rules)
    assert [(g.kind, g.is_error) for g in groups] == [(Kind.NO_LEAD, True), (Kind.NO_BODY, False)]
    off = Rules(severities=dict.fromkeys(Kind, Severity.OFF))
    assert check(draft(title="", lead="", body=""), off) == []


def test_the_same_slip_a_thousand_times_is_shown_some_times():
    [group] = check(draft(lead="Hội  nghị " * 1000), Rules())
    assert (len(group.findings), group.more) == (MOST_OF_A_KIND, True)


def test_what_holds_a_move():
    groups = check(draft(body="", lead="Điều thần kỳ."), Rules(terms=(Term("thần kỳ"),)))

    def kinds(hold: Hold) -> set[Kind]:
        return {finding.kind for finding in holding(groups, hold)}

    assert kinds(Hold.NOTHING) == set()
    assert kinds(Hold.EMPTINESS) == {Kind.NO_BODY}
    assert kinds(Hold.ERRORS) == {Kind.NO_BODY, Kind.BANNED_TERM}


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.file)
def test_the_demo_has_no_error(piece):
    plain = _plain(piece)
    text = draft(title=plain.title, lead=plain.lead, body=html.paragraphs(list(plain.body)))
    assert [str(f) for f in found(text) if f.is_error] == []


# ── Of any text ──────────────────────────────────────────────────────────────
_BITS = [
    *(
        "  ",
        "\u00a0 ",
        "hoà",
        "hòa",
        "khoẻ",
        "thủy",
        "®¹i",
        "ñaïi",
        "thần kỳ",
        "thần\u200b kỳ",
        "a",
        " ",
        "\n",
    ),
    *(
        "HOÀ",
        "qúy",
        "İ",
        "ß",
        "<b>",
        "</p>",
        "&",
        '<a href="/b">x</a>',
        "<td>",
        "<p>",
        "<li>",
        "Đ",
        ".",
        "😀",
    ),
]
texts = st.lists(st.one_of(st.sampled_from(_BITS), st.text(max_size=6)), max_size=30).map("".join)


@settings(max_examples=300, deadline=None)
@given(title=texts, lead=texts, body=texts, caption=texts)
def test_a_finding_lies_in_the_text_and_names_what_stands_there(title, lead, body, caption):
    pictures = (Picture(number=1, has_file=True, caption=caption),)
    text = draft(title=title, lead=lead, body=body, pictures=pictures, dead=frozenset({"/b"}))
    for finding in found(text, "thần kỳ", "a"):
        assert standing(text, finding) == finding.quote
        assert str(finding)


@settings(max_examples=200, deadline=None)
@given(body=texts)
def test_no_word_of_the_body_is_lost_on_the_way_to_its_paragraphs(body):
    clean = html.clean(body)
    read = "".join("".join(p.text for p in draft(body=body).paragraphs).split())
    assert read == "".join(html.to_text(clean).split())


# ── How long it takes ────────────────────────────────────────────────────────
def seconds(text: Draft | None = None, *, typed: dict | None = None, terms: tuple[Term, ...] = ()) -> float:
    """Of this thread's work, the least of three: other people are at work on this machine."""
    rules, took = Rules(terms=terms), []
    for _time in range(3):
        begun = time.thread_time()
        check(text or Draft.read(**typed), rules)
        took.append(time.thread_time() - begun)
    return min(took)


THOUSAND = tuple(Term(f"từ cấm số {number}") for number in range(1000))


def test_five_thousand_words_take_less_than_twenty_milliseconds():
    sentence = "Các đại biểu đã hòa mình vào không khí khoẻ khoắn của ngày hội lớn bản Nà Hin. "
    words = {"title": "Trao quà cho học sinh", "lead": LEAD, "body": f"<p>{sentence * 3}</p>" * 98}
    assert len(html.to_text(words["body"]).split()) > 5000
    assert seconds(typed=words) < 0.02


@pytest.mark.parametrize(
    "piece",
    [
        *("a", "  ", "a  ", "hoà ", "à", "q", "oà", "ñ", "từ cấm số ", "\u200b", "&amp;", "<", "İ", ". "),
        *("<p></p>", "<p>a", "<li>", '<a href="/b">b</a>', '<a href="'),
    ],
)
def test_a_hostile_text_takes_less_than_a_tenth_of_a_second(piece):
    text = (piece * 20_000)[:20_000]
    words = {"title": text[:250], "lead": text, "body": html.clean(text)}
    assert seconds(typed=words, terms=THOUSAND) < 0.1


def test_groups_can_be_shown():
    [group] = check(draft(lead=""), Rules())
    assert (type(group), group.label != "", group.is_error) == (Group, True, False)


# ── Pictures in the body ─────────────────────────────────────────────────────
def test_what_a_picture_in_the_body_lacks_is_found_at_the_body():
    bare = Picture(number=2, has_file=True, in_body=True)
    of = draft(pictures=(WHOLE, bare))
    assert places(of, Kind.NO_ALT) == [("body picture", 2, "")]
    [finding] = [f for f in found(of) if f.kind == Kind.NO_ALT]
    assert finding.place.anchor == "id_body"


def test_a_picture_that_is_gone_is_said_to_be_gone_and_one_that_waits_to_wait():
    gone = Picture(number=1, has_file=False, gone=True, in_body=True)
    waits = Picture(number=1, has_file=False, caption="Đại biểu.")
    messages = {f.message for f in found(draft(pictures=(gone, waits))) if f.kind == Kind.NO_PICTURE}
    assert len(messages) == 2


def test_a_licence_that_has_ended_is_found():
    ended = Picture(number=1, has_file=True, caption="x", credit="x", alt="x", is_licensed=False)
    assert places(draft(pictures=(WHOLE, ended)), Kind.LICENCE_ENDED) == [("picture", 1, "")]


def test_captions_in_the_body_are_paragraphs_of_their_own():
    figure = '<figure data-photo="{}"><figcaption>{}</figcaption></figure>'
    of = draft(body="<p>Trước.</p>" + figure.format(1, "Chợ  phiên.") + figure.format(2, "Nương chè."))
    assert [p.text for p in of.paragraphs] == ["Trước.", "Chợ  phiên.", "Nương chè."]
    assert places(of, Kind.DOUBLE_SPACE) == [("body", 2, "  ")]


def test_one_against_one_is_no_majority():
    text = draft(lead="Hòa bình.", body="<p>Ông Hoà nói.</p>")
    [finding] = [one for one in found(text) if one.kind == Kind.TWO_TONES]
    assert finding.message == _(
        "“%(word)s”: the tone stands elsewhere in as many words of this text, like “%(other)s”."
    ) % {"word": "Hòa", "other": "Hoà"}
