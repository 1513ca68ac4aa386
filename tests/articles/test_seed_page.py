"""The reference page: imported, published, and read back character for character."""

import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article, Edition
from tests.factories import make_section

pytestmark = pytest.mark.django_db

SEED = Path(__file__).resolve().parents[2] / "demo" / "texts" / "giao-ban-khoa-giao.txt"
PARAGRAPHS = [part.strip(" \n") for part in re.split(r"\n[ \t]*\n", SEED.read_text()) if part.strip()]


class Reader(HTMLParser):
    """What a reader reads of an article's page: its elements of text in order, to the heading of the comments."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside, self.taking, self.done = False, False, False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if (tag, dict(attrs).get("class")) == ("article", "story"):
            self.inside = True
        if not self.done and self.inside and tag in ("h1", "h2", "time", "p", "figcaption"):
            # `p > time`: the inner element's text is the outer one's.
            if not self.taking:
                self.texts.append("")
            self.taking = True

    def handle_data(self, data: str) -> None:
        if self.taking:
            self.texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if self.taking and tag in ("h1", "h2", "p", "figcaption"):
            self.taking = False
            self.done = tag == "h2"


@pytest.mark.parametrize("spoil", [None, "bom", "crlf", "nfd"])
def test_the_seeds_page_says_the_seed_character_for_character(tmp_path, spoil):
    make_section(slug="khoa-giao", name="Khoa giáo")
    file = tmp_path / "seed.txt"
    file.write_bytes(spoiled(SEED.read_text(), spoil))
    call_command("import_text", str(file), "--section", "khoa-giao", "--publish")
    article = Article.objects.get()
    assert article.path == f"khoa-giao/202109/giao-ban-cong-tac-khoa-giao-quy-iii-nam-2021-{article.pk}.html"
    reader = Reader()
    reader.feed(Client().get(article.get_absolute_url()).text)
    assert [text for text in reader.texts if text] == PARAGRAPHS


def test_the_seed_typed_in_by_hand_is_the_same_page_as_the_seed_imported(client, cast, khoa_giao):
    """Through the desk's own form, its date line included, then along the chain."""
    title, date_line, lead, caption, *body, byline, _heading = PARAGRAPHS
    client.force_login(cast.phongvien)
    client.post(
        "/admin/articles/edition/add/",
        {
            "title": title,
            "lead": lead,
            "body": "".join(f"<p>{paragraph}</p>\r\n\r\n" for paragraph in body),
            "section": khoa_giao.pk,
            "byline": byline,
            "date_line": date_line,
            "photos-TOTAL_FORMS": 1,
            "photos-INITIAL_FORMS": 0,
            "photos-0-caption": caption,
            "photos-0-order": 0,
            "_move": "submit",
        },
    )
    for person, move in ((cast.bientapvien, "pass_on"), (cast.tongbientap, "approve")):
        edition = Edition.objects.select_related("article").get()
        client.force_login(person)
        client.post(f"/admin/articles/edition/{edition.pk}/chuyen/{move}/", {"seen": edition.stamp})
    reader = Reader()
    reader.feed(Client().get(Article.objects.get().get_absolute_url()).text)
    assert [text for text in reader.texts if text] == PARAGRAPHS


def spoiled(text: str, how: str | None) -> bytes:
    """The same text as other programs save it."""
    match how:
        case "bom":
            return text.encode("utf-8-sig")
        case "crlf":
            return text.replace("\n", "\r\n").encode()
        case "nfd":
            return unicodedata.normalize("NFD", text).encode()
    return text.encode()
