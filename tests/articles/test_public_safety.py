"""What staff and readers may type is words: in HTML, in attributes, in structured data.

A page with hostile words has the very shape (elements and names of attributes) of the page with plain ones.
"""

import json
import re

import pytest

from articles.models import Edition, EditionPhoto, Section, Tag
from cms.text import one_line
from tests.cms.markup import Markup, dangers, shape
from tests.cms.payloads import EVERY
from tests.factories import bring_to, make_edition, make_photo

pytestmark = pytest.mark.django_db

# Several payloads in each text, every payload first in one: a cut at the column's length loses the last only.
BUNCHES = [one_line(" ".join(EVERY[start : start + 4])) for start in range(0, len(EVERY), 4)]


def publish(words: str, photo) -> Edition:
    """A live article that says these words wherever somebody can say something."""
    edition = make_edition(title=words[:250], lead=words, byline=words[:150], body=f"<p>{words}</p>")
    tag = Tag.objects.create(name=words[:80], slug=f"the-{edition.pk}")
    edition.tags.set([tag])
    EditionPhoto.objects.create(
        edition=edition, photo=photo, caption=words[:500], credit=words[:150], alt=words[:300]
    )
    EditionPhoto.objects.create(edition=edition, caption=words[:500])
    return bring_to("live", edition)


def get(client, edition: Edition) -> str:
    return client.get(edition.article.get_absolute_url()).text


def without_body(page: str) -> list:
    """The page's shape but for the rich text, which may hold allowed markup of its own."""
    return shape(re.sub(r'<div class="body">.*?</div>', "", page, flags=re.DOTALL))


def test_no_words_change_the_shape_of_an_articles_page(client):
    photo = make_photo()
    plain = without_body(get(client, publish("Lời thường.", photo)))
    for words in BUNCHES:
        page = get(client, publish(words, photo))
        assert without_body(page) == plain
        assert dangers(page) == []


def test_what_is_said_is_shown_as_it_was_said(client):
    words = "<b>“A” & 'B' \"C\"</b>"
    markup = Markup(get(client, publish(words, make_photo())))
    said = [markup.one("h1"), markup.one("p", "lead"), markup.one("p", "byline"), markup.all("figcaption")[1]]
    assert [node.text for node in said] == [words] * 4
    assert markup.one("img").attributes["alt"] == words
    metas = {
        n.attributes.get("property") or n.attributes.get("name"): n.attributes.get("content")
        for n in markup.all("meta")
    }
    assert (metas["description"], metas["og:title"], metas["og:description"]) == (words, words, words)


def test_structured_data_say_the_same_and_end_where_they_should(client):
    photo = make_photo()
    for words in BUNCHES:
        edition = publish(words, photo)
        raw = re.findall(
            r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script", get(client, edition), re.DOTALL | re.IGNORECASE
        )
        data, way = (json.loads(one) for one in raw)
        assert way["itemListElement"][-1]["name"] == edition.title
        assert (data["headline"], data["description"]) == (edition.title, edition.lead)
        assert data["author"]["name"] == edition.byline


def test_no_words_change_the_shape_of_lists(client):
    photo = make_photo()
    lists = ["/", "/khoa-giao/", "/tim-kiem/?q=a"]
    for _bunch in BUNCHES:
        publish("Lời thường a.", photo)
    plain = {address: shape(client.get(address).text) for address in lists}
    Section.objects.update(name="Chuyên mục")
    for words in BUNCHES:
        edition = publish(f"a {words}", photo)
        page = client.get(f"/chu-de/the-{edition.pk}/").text
        assert dangers(page) == []
        assert Markup(page).one("h1").text == edition.tags.get().name
    assert {address: shape(client.get(address).text) for address in lists} == plain


def test_no_name_of_a_section_changes_the_shape_of_its_pages(client):
    edition = make_edition(state="live")
    addresses = ["/", "/khoa-giao/", edition.article.get_absolute_url()]
    plain = {address: shape(client.get(address).text) for address in addresses}
    for words in BUNCHES:
        Section.objects.update(name=words[:80])
        assert {address: shape(client.get(address).text) for address in addresses} == plain


def test_nothing_searched_for_changes_the_shape_of_the_search(client):
    make_edition(state="live")
    plain = shape(client.get("/tim-kiem/", {"q": "khongco"}).text)
    for payload in EVERY:
        page = client.get("/tim-kiem/", {"q": f"khongco {payload}"}).text
        assert shape(page) == plain


def test_a_rich_body_acts_on_nothing(client):
    editions = [make_edition(state="live", body=f"<p>Trước</p>{payload}<p>Sau</p>") for payload in EVERY[::6]]
    assert [(e.body, found) for e in editions if (found := dangers(get(client, e)))] == []
