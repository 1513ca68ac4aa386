"""The newsroom's guide says what is on the screen: its words, its pictures, its links; and the desk leads to it."""

import re
from functools import cache
from importlib import import_module
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import translation

from accounts.roles import ROLES
from cms.guide import places, texts
from tests.desk.pages import Page
from tests.desk.test_addresses import ADMIN, CHANGING, OPEN_AT_THE_DESK, SAMPLES
from tests.factories import make_user

FILES = sorted(texts.FOLDER.glob("*.md"))
CHAIN = import_module("articles.migrations.0002_default_chain").CHAIN
PICTURES = texts.FOLDER / "anh"
MOST_BYTES = 2_500_000
each_file = pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)

# Pages of the desk without a bar, or of which the guide's beginning is enough.
NEED_NONE = {
    "guide",  # it is the guide
    "guide-chapter",
    "app_list",  # a list of ways to pages that have theirs
    "jsi18n",  # no pages
    "autocomplete",
    "photo-choose",  # a piece of a dialog, and a file
    "photo-removed",
    "photo-small",
    "file-choose",
    "edition-pick",
    "author-pick",
    "embed-check",
    "edition-look",  # the public pages themselves, and the sheet of paper
    "edition-slip",
    "instant-site",
    "instant-page",
    "style",
    "articles_edition_delete",  # nobody's
    "",  # the address that leads nowhere, and Django's bare ones, which lead on
}


# ── The files ────────────────────────────────────────────────────────────────
@cache
def screen() -> tuple[set[str], re.Pattern]:
    """Every Vietnamese text of the catalogues, and the names that are data; what is filled in may be anything."""
    texts_shown = {text for _msgid, text in translation("vi")._catalog.items() if isinstance(text, str)}
    # The steps a new site begins with, and the roles, are named in Vietnamese where they are laid.
    texts_shown |= {step["waiting_label"] for step in CHAIN} | {role.name for role in ROLES.values()}
    plain = {text.strip().lower() for text in texts_shown if "%" not in text}
    filled = [re.split(r"%\(\w+\)[sd]|%[sd]", text) for text in texts_shown if "%" in text]
    # A text that is all filling would let anything pass.
    parts = [".+".join(map(re.escape, part)) for part in filled if len("".join(part).strip()) > 3]
    return plain, re.compile("|".join(parts), re.IGNORECASE)


def on_the_screen(phrase: str) -> bool:
    plain, filled = screen()
    bare = phrase.rstrip("…:").lower()
    return bool(
        {bare, phrase.lower(), f"{bare}:", f"{bare}…", f"{bare}."} & plain or filled.fullmatch(phrase)
    )


@each_file
def test_what_stands_in_bold_is_on_the_screen(file):
    phrases = set(re.findall(r"\*\*(.+?)\*\*", file.read_text()))
    assert phrases
    assert sorted(phrase for phrase in phrases if not on_the_screen(phrase)) == []


def test_a_word_that_is_on_no_screen_is_found_out():
    assert [on_the_screen(phrase) for phrase in ("Gửi duyệt", "Nhận bài", "Phóng viên")] == [True] * 3
    assert [on_the_screen(phrase) for phrase in ("Gửi bài đi", "Nhận ngay", "Duyệt luôn")] == [False] * 3


def test_every_file_is_a_page_and_every_page_a_file():
    assert sorted(texts.NAMES) == sorted(file.stem for file in FILES)


def test_every_picture_is_there_is_used_and_says_what_it_shows():
    shown = [found for file in FILES for found in re.findall(r"!\[(.*?)\]\(anh/(.+?)\)", file.read_text())]
    assert sorted(name for _alt, name in shown) == sorted(path.name for path in PICTURES.iterdir())
    assert [name for alt, name in shown if not alt] == []


def test_the_pictures_are_small():
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) <= MOST_BYTES


@each_file
def test_every_link_leads_to_a_heading_that_is_there(file):
    broken = []
    for target in re.findall(r"(?<!!)\[[^\]]+\]\((.+?)\)", file.read_text()):
        name, _, anchor = target.partition("#")
        to = texts.chapter(name.removesuffix(".md") or file.stem)
        # As the repository's own reader makes anchors; the desk folds them further.
        there = {heading.text.lower().replace(",", "").replace(" ", "-") for heading in to.headings}
        if anchor and anchor not in there:
            broken.append(target)
    assert broken == []


@each_file
def test_every_address_that_is_named_is_one(file):
    named = re.findall(r"`(/admin/[^`]*)`", file.read_text())
    assert [address for address in named if resolve(address).url_name is None] == []


@each_file
def test_no_two_headings_of_a_page_share_an_anchor(file):
    anchors = [heading.anchor for heading in texts.chapter(file.stem).headings]
    assert len(anchors) == len(set(anchors))


# ── The pages ────────────────────────────────────────────────────────────────
@pytest.fixture
def at_the_desk(client):
    client.force_login(make_user(username="nguoimoi"))
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("name", texts.NAMES)
def test_the_guide_is_read_at_the_desk_by_whoever_works_there(at_the_desk, name):
    response = at_the_desk.get(reverse("admin:guide") + texts.address(name))
    page = Page(response)
    chapter = texts.chapter(name)
    assert (response.status_code, response.context["title"]) == (200, chapter.title)
    ids = {one.attrs["id"] for level in ("h2", "h3") for one in page.all(level) if "id" in one.attrs}
    assert {heading.anchor for heading in chapter.headings} <= ids


@pytest.mark.django_db
def test_its_links_and_pictures_lead_where_they_are_served(at_the_desk):
    base = reverse("admin:guide")
    found = set()
    for name in texts.NAMES:
        here = base + texts.address(name)
        for kind, target in re.findall(r'(href|src)="(.+?)"', texts.words(name)):
            path, _, anchor = urljoin(here, target).partition("#")
            if kind == "src":
                assert finders.find(path.removeprefix("/static/")), path
                continue
            to = resolve(path).kwargs.get("name", texts.FIRST)
            assert not anchor or texts.chapter(to).heading(anchor)
            found.add(path)
    assert found | {base} == {base + texts.address(name) for name in texts.NAMES}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["khong-co", "README"])
def test_other_names_lead_nowhere_else(at_the_desk, name):
    response = at_the_desk.get(f"/admin/huong-dan/{name}/")
    assert response.status_code == (200 if name == "README" else 404)


@pytest.mark.django_db
def test_a_stranger_is_asked_who_she_is(client):
    assert client.get("/admin/huong-dan/").status_code == 302


# ── The way to it ────────────────────────────────────────────────────────────
def pages_of_the_desk(*, but: set[str] = frozenset()) -> set[str]:
    names = set()
    for route in set(ADMIN) - but:
        address = re.sub(r"\{\w+\}", "1", SAMPLES[route])
        names.add(resolve(address.partition("?")[0]).url_name or "")
    return names


def test_every_page_of_the_desk_has_its_place_in_the_guide_or_needs_none():
    assert pages_of_the_desk(but=CHANGING | set(OPEN_AT_THE_DESK)) - set(places.PLACES) == NEED_NONE


def test_every_place_leads_to_a_heading_and_belongs_to_a_page_or_a_box():
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    boxes = {name for path in templates for name in re.findall(r'{% guide "([\w-]+)"', path.read_text())}
    assert [name for name in places.PLACES if not places.place(name).title] == []
    assert set(places.PLACES) == (boxes | pages_of_the_desk()) & set(places.PLACES)
    assert boxes - set(places.PLACES) == set()


@pytest.mark.django_db
def test_the_bar_leads_to_the_part_that_speaks_of_the_page(at_the_desk):
    for url_name in ("index", "account", "guide"):
        page = Page(at_the_desk.get(reverse(f"admin:{url_name}")))
        (link,) = [a for a in page.all("a", inside="desk-nav") if a.text.strip() == _("Guide")]
        assert link.attrs["href"] == places.of_page(url_name).address


def test_a_page_that_has_no_place_leads_to_the_beginning():
    assert places.of_page(None) == places.of_page("khong-co") == places.of_page("guide")
