"""What the open form asks the server of pasted words and of old fonts; and NFC on every way that words come in."""

import unicodedata
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles import plain_text
from articles.models import Edition, WorkingCopy
from cms import pasted
from tests.articles.word_files import docx, para
from tests.cms.clipboard import BODY, THREE
from tests.desk.pages import ADD, LIST, Page, opened

pytestmark = pytest.mark.django_db

PASTE, DECODE, FROM_WORD = f"{LIST}dan-van-ban/", f"{LIST}giai-ma/", f"{LIST}tu-word/"
OLD = "<p style='font-family:\".VnTime\"'>Héi <b>nghÞ</b></p>"


@pytest.fixture
def writer(as_):
    return as_("phongvien")


# ── Pasting ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", THREE)
def test_what_is_pasted_comes_back_clean(writer, name):
    response = writer.post(PASTE, {"html": THREE[name]})
    assert (response.status_code, response.json()) == (200, {"html": BODY, "found": None})
    assert "no-store" in response["Cache-Control"]


def test_an_old_font_is_offered_decoded_and_not_decoded(writer):
    assert writer.post(PASTE, {"html": OLD}).json() == {
        "html": "<p>Héi <strong>nghÞ</strong></p>",
        "found": {
            "encoding": "tcvn3",
            "font": ".VnTime",
            "decoded_html": "<p>Hội <strong>nghị</strong></p>",
        },
    }


def test_nothing_is_kept_of_what_is_pasted(writer):
    writer.post(PASTE, {"html": BODY})
    assert (Edition.objects.count(), WorkingCopy.objects.count()) == (0, 0)


def test_too_much_at_once_is_refused_in_words(writer, monkeypatch):
    monkeypatch.setattr(pasted, "MOST_CHARACTERS", 10)
    answers = [
        writer.post(PASTE, {"html": "<p>dài quá</p>"}),
        writer.post(DECODE, {"text": "x" * 11, "encoding": "vni"}),
    ]
    assert [(answer.status_code, list(answer.json())) for answer in answers] == [(413, ["error"])] * 2


def test_nothing_pasted_is_nothing(writer):
    assert writer.post(PASTE, {}).json() == {"html": "", "found": None}


# ── Decoding a selection ─────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("encoding", "typed", "read"),
    [
        ("tcvn3", "Héi nghÞ", "Hội nghị"),
        ("vni", "Hoäi nghò", "Hội nghị"),
        ("tcvn3-hoa", "héi nghÞ", "HỘI NGHỊ"),
    ],
)
def test_a_selection_is_decoded_as_it_was_chosen(writer, encoding, typed, read):
    sent = {"encoding": encoding, "text": typed, "html": f"<p>{typed} <em>{typed}</em></p>"}
    assert writer.post(DECODE, sent).json() == {"text": read, "html": f"<p>{read} <em>{read}</em></p>"}


@pytest.mark.parametrize("encoding", ["", "viscii", "TCVN3"])
def test_an_encoding_is_chosen_and_never_guessed(writer, encoding):
    response = writer.post(DECODE, {"encoding": encoding, "text": "Héi nghÞ"})
    assert (response.status_code, list(response.json())) == (422, ["error"])


def test_what_is_decoded_goes_through_the_gate(writer):
    sent = {"encoding": "vni", "html": "<p onclick=x>a<script>alert(1)</script><img src=x onerror=y></p>"}
    assert writer.post(DECODE, sent).json() == {"html": "<p>a</p>"}


# ── Who ──────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("where", [PASTE, DECODE])
def test_only_who_has_to_do_with_articles_is_answered(as_, client, where):
    sent = {"html": "<p>a</p>", "text": "a", "encoding": "vni"}
    assert as_("kiemduyet").post(where, sent).status_code == 403
    assert client.post(where, sent).status_code == 401
    assert client.post(where, sent, HTTP_ACCEPT="application/json").status_code == 401
    assert as_("phongvien").get(where).status_code == 405


# ── NFC ──────────────────────────────────────────────────────────────────────
WORDS = "Khai mạc Hội nghị lần thứ mười hai (mở rộng)"
APART = unicodedata.normalize("NFD", WORDS)


def by_the_form(writer) -> list[str]:
    form = opened(writer, ADD)
    said = dict.fromkeys(("title", "lead", "byline"), APART) | {"body": f"<p>{APART}</p>"}
    writer.post(ADD, {**form, **said, "section": next(iter(form_sections(writer)))})
    edition = Edition.objects.get()
    return [edition.title, edition.lead, edition.byline, edition.body]


def form_sections(writer) -> set[str]:
    page = Page(writer.get(ADD))
    [select] = page.all("select", name="section")
    return {one.attrs["value"] for one in page.all("option") if one.within(select) and one.attrs["value"]}


def by_a_plain_text(writer) -> list[str]:
    read = plain_text.parse(
        plain_text.decode(f"{APART}\n\n18:56, 15/09/2021\n\n{APART}\n\n{APART}.".encode())
    )
    return [read.title, read.lead, *read.body]


def by_pasting(writer) -> list[str]:
    answer = writer.post(PASTE, {"html": f"<p>{APART}</p>"}).json()
    return [answer["html"]]


def by_decoding(writer) -> list[str]:
    return list(writer.post(DECODE, {"html": APART, "text": APART, "encoding": "vni"}).json().values())


def by_a_word_file(writer) -> list[str]:
    raw = docx(para(APART, style="Title"), para(APART * 2, bold=True), para(f"{APART}."), para("Lò Mẫu"))
    form = Page(writer.post(FROM_WORD, {"file": SimpleUploadedFile("a.docx", raw)})).form("word-draft")
    writer.post(FROM_WORD, form)
    edition = Edition.objects.get()
    return [form["title"], form["lead"], form["body"], edition.title, edition.lead, edition.body]


def by_unsaved_words(writer) -> list[str]:
    said = {"typed": "1", "form_key": str(uuid.uuid4()), "title": APART, "body": f"<p>{APART}</p>"}
    writer.post(f"{LIST}dang-go/", said)
    kept = WorkingCopy.objects.get().fields
    return [kept["title"], kept["body"]]


@pytest.mark.parametrize(
    "way", [by_the_form, by_a_plain_text, by_pasting, by_decoding, by_a_word_file, by_unsaved_words]
)
def test_every_way_in_gives_nfc(writer, way):
    said = way(writer)
    assert said
    assert [text for text in said if not unicodedata.is_normalized("NFC", text)] == []
    if way is not by_decoding:
        assert all(WORDS in text for text in said)
