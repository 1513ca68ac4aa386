"""The style page: every component of the public pages, in every state, on a site that holds nothing yet."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from articles.models import Article, Author, Edition, Section, Story
from comments.models import Comment
from letters.models import Letter
from photos.models import Photo
from tests.desk.pages import Page
from tests.desk.test_preview import everything
from tests.factories import make_user

pytestmark = pytest.mark.django_db
STYLE = "/admin/giao-dien/"
KINDS = (Section, Article, Edition, Author, Story, Photo, Comment, Letter)
COMPONENTS = sorted((Path(settings.BASE_DIR) / "static/css/components").glob("*.css"))
# On the error page of a broken site alone.
NOT_SHOWN = {"bare", "bare__name"}
# Made by a script when a picture is opened large; of providers that the example is none of; of what is at hand.
LATER = re.compile(r"lightbox|embed--(?:tall|post)|mark--infographic|text-|css$|js$")


@pytest.fixture
def board(db) -> Client:
    client = Client()
    client.force_login(make_user(username="root", is_superuser=True))
    return client


@pytest.fixture
def page(board) -> str:
    return board.get(STYLE).text


def classes(page: str) -> set[str]:
    return {name for found in re.findall(r'class="([^"]*)"', page) for name in found.split()}


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_is_shown(page, path):
    dressed = {name for name in re.findall(r"\.([a-z][\w-]*)", path.read_text()) if not LATER.match(name)}
    here = classes(page) | NOT_SHOWN | {"w3", "org"}
    assert dressed - here == set()


def test_an_empty_site_has_one_and_nothing_of_it_is_stored(board):
    before = everything()
    assert board.get(STYLE).status_code == 200
    assert everything() == before
    assert [kind.objects.count() for kind in KINDS] == [0] * len(KINDS)


def test_examples_ask_for_no_row(board, django_assert_num_queries):
    board.get(STYLE)
    # The session and the person; what stands around the page is kept.
    with django_assert_num_queries(2):
        board.get(STYLE)


def test_it_is_dressed_as_readers_see_it(page):
    assert len(re.findall(r'<link rel="stylesheet" href="/giao-dien\.', page)) == 1
    assert "css/desk.css" not in page


def test_days_of_mourning_are_shown_when_asked_for(board):
    assert 'class="mourning"' not in board.get(STYLE).text
    assert '<html lang="vi" class="mourning">' in board.get(f"{STYLE}?tang=1").text


def test_the_forms_are_shown_with_their_mistakes(board):
    page = Page(board.get(STYLE))

    def mistaken(tag: str) -> list[str]:
        return [one.attrs["name"] for one in page.all(tag) if one.attrs.get("aria-invalid") == "true"]

    assert (mistaken("textarea"), mistaken("select")) == (["body"], ["kind"])


def test_its_letter_is_sent_nowhere(board):
    assert [
        one.attrs.get("action") for one in Page(board.get(STYLE)).all("form", **{"class": "letter-form"})
    ] == [None]


def test_pictures_are_laid_out_as_in_a_section_of_pictures(page):
    assert re.search(r'<div class="photo-grid">\s*<article class="photo-card">', page)


def test_no_two_things_have_one_name(page):
    names = re.findall(r'\sid="([^"]+)"', page)
    # Three talks stand there, where an article has one.
    assert {name for name in names if names.count(name) > 1} == {"y-kien-ban-doc", "gui-y-kien"}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_sent_there(board, method):
    assert getattr(board, method)(STYLE).status_code == 405


def test_it_is_the_newsrooms(client):
    assert client.get(STYLE).status_code == 302
