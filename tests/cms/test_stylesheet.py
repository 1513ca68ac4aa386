"""One stylesheet for a reader's browser: all of it, under its own hash, kept for a year; nothing inline beside it."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings as site
from django.templatetags.static import static
from django.test import override_settings

from cms import stylesheet
from tests.factories import make_edition

CSS = Path(site.BASE_DIR) / "static/css"
FONTS = Path(site.BASE_DIR) / "static/fonts"
# All type of the paper together; a telephone in a mountain district loads it once.
FONT_BUDGET = 60_000
PUBLIC = ["/", "/khoa-giao/", "/tim-kiem/?q=hoc", "/cai-chinh/", "/rss/", "/khong-co-trang-nay/", "{article}"]


@pytest.fixture(autouse=True)
def _made_anew():
    stylesheet._kept.cache_clear()
    yield
    stylesheet._kept.cache_clear()


def get(client, address: str = "", **headers: str):
    return client.get(address or stylesheet.sheet().address, headers=headers)


# ── What is in it ────────────────────────────────────────────────────────────
def test_it_holds_every_component_in_its_order():
    plain = stylesheet.sheet().plain.decode()
    components = sorted((CSS / "components").glob("*.css"))
    firsts = [re.search(r"^ *(\.[\w-]+)", path.read_text(), re.MULTILINE)[1] for path in components]
    assert [first for first in firsts if f"\n{first}" not in plain] == []
    assert plain.startswith("@layer tokens, base, components;")


def test_what_is_the_desks_is_not_in_it():
    named = [path.name for path in stylesheet.sources()]
    assert [name for name in named if name.startswith("desk") or name in ("walk.css", "preview.css")] == []


def test_it_speaks_to_no_people():
    assert b"/*" not in stylesheet.sheet().plain


def test_its_fonts_are_where_it_says():
    named = re.findall(r'url\("([^"]+\.woff2)"\)', stylesheet.sheet().plain.decode())
    assert named == [static(f"fonts/{path.name}") for path in sorted(FONTS.glob("*.woff2"), key=_as_laid)]


def test_its_sources_name_fonts_where_collecting_finds_them():
    for path in stylesheet.sources():
        for named in re.findall(r'url\("(?!data:)([^"]+)"\)', path.read_text()):
            assert (path.parent / named).resolve().is_file(), named


def _as_laid(path: Path) -> tuple:
    return "italic" in path.name, path.name


def test_braces_are_closed():
    plain = stylesheet.sheet().plain
    assert plain.count(b"{") == plain.count(b"}")


# ── The site's colours ───────────────────────────────────────────────────────
def test_the_sites_colours_win():
    with override_settings(SITE_ACCENT="#0b4f8a", SITE_ACCENT_DARK="#9cc9f5"):
        plain = stylesheet.sheet().plain.decode()
    last = plain[plain.rindex("@layer tokens") :]
    assert "--accent:#0b4f8a;--accent-ink:#ffffff" in last
    assert "prefers-color-scheme:dark){:root{--accent:#9cc9f5;--accent-ink:#1c1a18" in last


def test_a_setting_that_is_no_colour_writes_no_rule():
    with override_settings(SITE_ACCENT="red;}body{display:none"):
        assert b"display:none}" not in stylesheet.sheet().plain


# ── Its address ──────────────────────────────────────────────────────────────
def test_its_address_changes_with_what_is_in_it():
    first = stylesheet.sheet().address
    stylesheet._kept.cache_clear()
    assert stylesheet.sheet().address == first
    stylesheet._kept.cache_clear()
    with override_settings(SITE_ACCENT="#0b4f8a"):
        assert stylesheet.sheet().address != first


def test_a_changed_component_is_another_address(tmp_path, monkeypatch):
    first = stylesheet.sheet().address
    changed = tmp_path / "more.css"
    changed.write_text("@layer components { .more { color: var(--ink); } }")
    kept = stylesheet.sources()
    monkeypatch.setattr(stylesheet, "sources", lambda: [*kept, changed])
    assert stylesheet.sheet().address == first, "made once in a process"
    with override_settings(DEBUG=True):
        assert stylesheet.sheet().address != first, "anew each time while debugging"


def test_it_is_kept_for_a_year(client):
    answer = get(client)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.cookies == {}


def test_an_address_of_before_or_after_a_deployment_is_answered_and_not_kept(client):
    answer = get(client, "/giao-dien.0123456789abcdef.css")
    assert (answer.content, answer["Cache-Control"]) == (get(client).content, "public, max-age=60")


@pytest.mark.parametrize(
    "address", ["/giao-dien.css", "/giao-dien.0123456789ABCDEF.css", "/giao-dien.0123.css"]
)
@pytest.mark.django_db
def test_what_is_no_mark_is_no_stylesheet(client, address):
    assert get(client, address).status_code == 404


def test_it_takes_no_post(client):
    assert client.post(stylesheet.sheet().address).status_code == 405


# ── How it comes ─────────────────────────────────────────────────────────────
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.mark.parametrize(
    ("accepted", "way"),
    [
        ("gzip, deflate, br", "br"),
        ("br;q=1.0", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
        ("", None),
        ("brotli", None),
    ],
)
def test_it_comes_packed_as_the_browser_takes_it(client, accepted, way):
    answer = get(client, accept_encoding=accepted)
    assert answer.get("Content-Encoding") == way
    assert "Accept-Encoding" in answer["Vary"]
    assert UNPACK[way](answer.content) == stylesheet.sheet().plain


def test_it_is_light():
    assert len(stylesheet.sheet().brotli) < 15_000


def test_all_type_together_is_light_and_its_licence_lies_beside():
    assert sum(path.stat().st_size for path in FONTS.glob("*.woff2")) <= FONT_BUDGET
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text()


# ── On the pages ─────────────────────────────────────────────────────────────
@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.django_db
def test_a_public_page_asks_for_one_stylesheet_and_holds_no_style(client, address):
    edition = make_edition(state="live", title="Học")
    page = client.get(address.format(article=edition.article.get_absolute_url())).text
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)">', page) == [stylesheet.sheet().address]
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script>", page) == []
    fonts = [static(font) for font in stylesheet.FONTS]
    assert (
        re.findall(r'<link rel="preload" href="([^"]+)" as="font" type="font/woff2" crossorigin>', page)
        == fonts
    )


@pytest.mark.django_db
def test_an_articles_page_is_light_beside_its_pictures_and_type(client):
    paragraphs = "".join(
        f"<p>Đoạn {n}: Ngẫu nhiên gặp thuở ấy, những chuyển biến của bản làng.</p>" for n in range(60)
    )
    edition = make_edition(state="live", body=paragraphs)
    page = client.get(edition.article.get_absolute_url()).content
    script = (Path(site.BASE_DIR) / "static/js/tools.js").read_bytes()
    weight = sum(len(brotli.compress(part)) for part in (page, script)) + len(stylesheet.sheet().brotli)
    assert weight < 30_000
