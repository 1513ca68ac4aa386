"""Objects in a body: where they may stand, what they say, and that no word beside them is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms import html
from cms.shape import Attached, Embedded, Gallery, Picture, marked, objects, parts, pictures_of
from tests.cms.markup import Markup

PICTURE = (
    '<figure data-photo="17" data-credit="Lò Thị Mẫu" data-alt="Chợ phiên">'
    "<figcaption>Chợ <em>phiên</em>.</figcaption></figure>"
)
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"

_leaf = st.sampled_from(
    [
        "chè",
        "<p>xuân</p>",
        '<figure data-photo="1"><figcaption>một</figcaption></figure>',
        '<figure data-photo="2"></figure>',
        '<figure data-file="3"><figcaption>tệp</figcaption></figure>',
        f'<figure data-embed="{VIDEO}"></figure>',
    ]
)
_around = st.sampled_from(
    [
        ("<ul><li>", "</li></ul>"),
        ("<blockquote>", "</blockquote>"),
        ("<aside>", "</aside>"),
        ("<div>", "</div>"),
        ('<div data-gallery="grid">', "</div>"),
        ('<figure data-photo="9">', "</figure>"),
        ('<figure data-photo="9"><figcaption>', "</figcaption></figure>"),
        ("<table><tbody><tr><td>", "</td></tr></tbody></table>"),
    ]
)
nested = st.recursive(
    _leaf,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map("".join)
        | st.tuples(_around, inner).map(lambda both: both[0][0] + both[1] + both[0][1])
    ),
    max_leaves=12,
)


def words(rich: str) -> list[str]:
    return sorted(re.findall(r"[^\W\d]+", " ".join(Markup(rich).texts)))


def depth(rich: str) -> list[tuple[str, ...]]:
    """Of each figure, what it stands in."""
    found, around = [], []
    for closing, tag in re.findall(r"<(/?)([a-z0-9]+)", rich):
        if closing:
            around.pop()
            continue
        if tag == "figure":
            found.append(tuple(around))
        if tag not in ("br", "hr"):
            around.append(tag)
    return found


# ── For any nesting ──────────────────────────────────────────────────────────
@settings(deadline=None, max_examples=300)
@given(nested)
def test_objects_stand_at_the_top_or_in_a_gallery_and_no_word_is_lost(markup):
    clean = html.clean(markup)
    assert set(depth(clean)) <= {(), ("div",)}
    assert words(clean) == words(markup)
    assert html.clean(clean) == clean


@settings(deadline=None, max_examples=200)
@given(nested)
def test_every_object_of_a_clean_body_is_read_back_and_the_rest_is_words(markup):
    clean = html.clean(markup)
    assert clean.count("<figure") == sum(
        len(thing.pictures) if isinstance(thing, Gallery) else 1 for thing in objects(clean)
    )
    assert not any("<figure" in part or "<div" in part for part in parts(clean) if isinstance(part, str))


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80), st.text(max_size=80))
def test_what_is_said_of_a_picture_comes_back_as_it_was_said(credit, alt):
    """But for spaces, and for characters that no text of ours holds."""
    clean = html.clean(marked(Picture(17, "chú thích", credit, alt)))
    [picture] = objects(clean)
    assert (picture.photo, picture.caption) == (17, "chú thích")
    if not re.search(r"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]|[^\u0000-\uffff]", credit + alt):
        again = html.clean(marked(picture))
        assert objects(again) == [picture]


# ── One by one ───────────────────────────────────────────────────────────────
def test_a_picture_keeps_its_words():
    assert html.clean(PICTURE) == PICTURE
    assert objects(PICTURE) == [Picture(17, "Chợ <em>phiên</em>.", "Lò Thị Mẫu", "Chợ phiên")]


@pytest.mark.parametrize("number", ["0", "-1", "1e3", "٣", "17 or 1=1", "", "9" * 19])
def test_a_figure_that_names_no_row_leaves_its_caption_as_a_paragraph(number):
    assert (
        html.clean(f'<figure data-photo="{number}"><figcaption>Chè.</figcaption></figure>') == "<p>Chè.</p>"
    )


def test_the_address_of_a_picture_is_not_kept():
    dirty = '<figure data-photo="17"><img src="/admin/x/" onerror="alert(1)"><figcaption>Chè.</figcaption></figure>'
    assert html.clean(dirty) == '<figure data-photo="17"><figcaption>Chè.</figcaption></figure>'


def test_a_gallery_holds_pictures_and_what_else_was_put_there_comes_after_it():
    dirty = f'<div data-gallery="story">{PICTURE}<p>Lời.</p><figure data-file="3"></figure></div>'
    clean = html.clean(dirty)
    assert clean == f'<div data-gallery="story">{PICTURE}</div><p>Lời.</p><figure data-file="3"></figure>'
    assert [type(thing) for thing in objects(clean)] == [Gallery, Attached]


def test_a_gallery_of_an_unknown_sort_is_a_grid_and_an_empty_one_is_nothing():
    assert html.clean(f'<div data-gallery="carousel">{PICTURE}</div>').startswith('<div data-gallery="grid">')
    assert html.clean('<div data-gallery="grid"> </div>') == ""


def test_an_embed_is_kept_by_its_plain_address_and_any_other_goes():
    kept = html.clean('<figure data-embed="https://youtu.be/dQw4w9WgXcQ?si=abc" data-photo="5"></figure>')
    assert objects(kept) == [Embedded(VIDEO, "", 5)]
    assert html.clean(
        '<figure data-embed="https://vi-du.example/x"><figcaption>Xem</figcaption></figure>'
    ) == ("<p>Xem</p>")


def test_a_box_holds_words_and_no_box():
    dirty = f"<aside><h3>Hộp</h3><p>Một</p><aside><p>Hai</p></aside>{PICTURE}</aside>"
    assert html.clean(dirty) == f"<aside><h3>Hộp</h3><p>Một</p><p>Hai</p></aside>{PICTURE}"
    assert html.clean("<aside> </aside>") == ""


def test_a_caption_of_several_blocks_is_one_of_several_lines():
    dirty = '<figure data-photo="1"><figcaption><p>Một</p><ul><li>Hai</li></ul></figcaption></figure>'
    assert html.clean(dirty) == '<figure data-photo="1"><figcaption>Một<br>Hai</figcaption></figure>'


def test_the_words_of_a_caption_are_words_and_those_around_it_stay_apart():
    assert html.to_text(f"<p>Trước</p>{PICTURE}<p>Sau</p>").split("\n") == ["Trước", "Chợ phiên.", "Sau"]


def test_the_pictures_a_thing_names():
    both = html.clean(f'<div data-gallery="grid">{PICTURE}<figure data-photo="2"></figure></div>')
    assert pictures_of(objects(both)[0]) == [17, 2]
    assert pictures_of(Embedded(VIDEO, "", 5)) == [5]
    assert pictures_of(Attached(5)) == []
    assert pictures_of(Attached(5, "", 3)) == [3]


def test_a_film_keeps_the_picture_that_stands_for_it():
    film = '<figure data-photo="3" data-file="12"><figcaption>Phim</figcaption></figure>'
    assert html.clean(film) == film
    assert objects(film) == [Attached(12, "Phim", 3)]
    assert html.clean(f'<div data-gallery="grid">{film}</div>') == film
