"""Two drafts side by side: every word of both stands there, and only what differs is marked."""

import inspect
import random
import time

import pytest
from django.utils.translation import gettext as _
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import compare
from articles.forms import typed_fields
from articles.models.version import fields_of
from cms import html
from tests.desk.pages import change, opened
from tests.factories import AT, make_edition, make_photo

FIELDS = ("title", "lead", "body", "byline", "keywords", "photos-0-caption", "photos-1-alt")
words = st.text(max_size=60) | st.lists(st.sampled_from(["hội", "nghị", "y tế ;", "Lộc-", " ", "\n"])).map(
    " ".join
)
drafts = st.dictionaries(st.sampled_from(FIELDS), words, max_size=len(FIELDS))


def joined(runs: list[compare.Run]) -> str:
    return "".join(run.text for run in runs)


def as_shown(name: str, text: str) -> str:
    return html.to_text(text) if name == "body" else text.replace("\r\n", "\n").strip()


@settings(max_examples=300, deadline=None)
@given(left=drafts, right=drafts)
def test_the_runs_joined_again_are_the_texts(left, right):
    made = compare.rows(left, right)
    texts = {(as_shown(name, left.get(name, "")), as_shown(name, right.get(name, ""))) for name in FIELDS} - {
        ("", "")
    }
    assert {(joined(row.left), joined(row.right)) for row in made} == texts
    for row in made:
        assert row.differs == (joined(row.left) != joined(row.right))
        assert row.differs == any(run.only_here or run.moved for run in row.left + row.right)


@settings(max_examples=200, deadline=None)
@given(left=drafts, right=drafts)
def test_what_is_marked_on_neither_side_is_the_same_on_both(left, right):
    for row in compare.rows(left, right):
        common = [
            "".join(r.text for r in side if not r.only_here and not r.moved) for side in (row.left, row.right)
        ]
        assert common[0] == common[1]


@settings(max_examples=100, deadline=None)
@given(left=drafts, right=drafts)
def test_comparing_changes_nothing_and_gives_the_same_again(left, right):
    before = dict(left), dict(right)
    assert compare.rows(left, right) == compare.rows(left, right)
    assert (left, right) == before


@given(side=drafts)
def test_a_draft_beside_itself_differs_nowhere(side):
    assert not any(row.differs for row in compare.rows(side, side))


def test_comparing_knows_no_database_and_no_request():
    imports = [
        line for line in inspect.getsource(compare).splitlines() if line.startswith(("import", "from"))
    ]
    assert not [line for line in imports if "models" in line or "django.db" in line or "http" in line]


def test_only_the_words_that_differ_are_marked():
    [row] = compare.rows({"title": "Khai mạc Hội nghị lần một"}, {"title": "Bế mạc Hội nghị lần một"})
    assert [(run.text, run.only_here) for run in row.left] == [
        ("Khai ", True),
        ("mạc Hội nghị lần một", False),
    ]
    assert [(run.text, run.only_here) for run in row.right] == [
        ("Bế ", True),
        ("mạc Hội nghị lần một", False),
    ]


def test_fields_stand_in_the_forms_order_and_pictures_by_their_places():
    names = ["photos-10-caption", "photos-2-alt", "photos-2-caption", "byline", "body", "title", "lead"]
    made = compare.rows(dict.fromkeys(names, "a"), {})
    labels = [str(row.label) for row in made]
    assert labels[:4] == [_("Title"), _("Lead"), _("Body"), _("Byline")]
    assert labels[4:] == [f"{_('Caption')} 3", f"{_('Alternative text')} 3", f"{_('Caption')} 11"]


@pytest.mark.parametrize(
    "name", ["photos-0-id", "photos-0-order", "photos-0-kept", "seen", "x", "photos--1-alt"]
)
def test_what_is_no_word_of_the_text_has_no_row(name):
    assert compare.rows({name: "a"}, {name: "b"}) == []


def test_a_text_without_a_field_is_as_one_with_it_empty():
    assert [row.differs for row in compare.rows({"title": "a"}, {"title": "a", "lead": " "})] == [False]


@pytest.mark.django_db
def test_a_form_as_it_was_opened_differs_nowhere_from_its_edition(client, cast, khoa_giao):
    words = {"tags": ("y tế", "khoa giáo"), "date_line": AT, "lead": "Một\nHai"}
    edition = make_edition(by=cast.phongvien, section=khoa_giao, **words)
    edition.photos.create(photo=make_photo(), caption="Toàn cảnh.", credit="CTV", alt="Hội trường")
    client.force_login(cast.phongvien)
    form = opened(client, change(edition))
    made = compare.rows(fields_of(edition), typed_fields(form))
    assert [str(row.label) for row in made if row.differs] == []


# ── Hostile words ────────────────────────────────────────────────────────────
def of(vocabulary: int, seed: int, length: int = 20_000) -> str:
    """So many words, drawn from so small a vocabulary; from 100 on, no word is very common."""
    chance = random.Random(seed)
    return " ".join(f"w{chance.randrange(vocabulary)}" for _place in range(length))


HOSTILE = {
    "one word": ("a " * 20_000, "a " * 19_999 + "b"),
    "two in turn": ("a b " * 10_000, "b a " * 10_000),
    "no space": ("a" * 100_000, "a" * 99_999 + "b"),
    "spaces": (" " * 100_000 + "x", " " * 99_999 + "y"),
    "no word in common": (" ".join(f"a{n}" for n in range(20_000)), " ".join(f"b{n}" for n in range(20_000))),
    "turned round": (
        " ".join(f"a{n}" for n in range(20_000)),
        " ".join(f"a{n}" for n in reversed(range(20_000))),
    ),
    "two at random": (of(2, 1), of(2, 2)),
    "150 at random": (of(150, 1), of(150, 2)),
    "1000 at random": (of(1000, 1), of(1000, 2)),
    "10000 at random": (of(10_000, 1), of(10_000, 2)),
    "as many as may be compared whole": (of(2, 1, 12_500), of(2, 2, 12_500)),
    "one word and now and then another": ("a " * 1000, "a a a b " * 250),
    "101 in turn, in another order": (
        " ".join(f"w{n % 101}" for n in range(4000)),
        " ".join(f"w{n * 7 % 101}" for n in range(4000)),
    ),
    "elements": ("<p>" * 20_000, "<b>" * 20_000 + "x"),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("field", ["lead", "body"])
def test_twenty_thousand_hostile_words_cost_less_than_a_second(name, field):
    left, right = HOSTILE[name]
    if field == "body" and name != "elements":
        left, right = f"<p>{left}</p>", f"<p>{right}</p>"
    start = time.thread_time()
    made = compare.rows({field: left}, {field: right})
    assert time.thread_time() - start < 1
    assert [(joined(row.left), joined(row.right)) for row in made] == [
        pair for pair in [(as_shown(field, left), as_shown(field, right))] if any(pair)
    ]


# ── What a body names ────────────────────────────────────────────────────────
FIGURE = '<figure data-photo="{}" data-credit="{}"><figcaption>Chợ phiên.</figcaption></figure>'


def body_row(left: str, right: str) -> compare.Row:
    [row] = compare.rows({"body": left}, {"body": right})
    return row


def test_another_picture_at_the_same_place_differs():
    row = body_row("<p>a</p>" + FIGURE.format(1, "CTV"), "<p>a</p>" + FIGURE.format(2, "CTV"))
    assert row.differs
    assert [run.text for run in row.left if run.only_here] != [run.text for run in row.right if run.only_here]


def test_another_credit_of_a_picture_in_the_body_differs():
    assert body_row(FIGURE.format(1, "CTV"), FIGURE.format(1, "TTXVN")).differs
    assert not body_row(FIGURE.format(1, "CTV"), FIGURE.format(1, "CTV")).differs


def test_a_picture_of_a_gallery_is_compared_like_any_other():
    gallery = '<div data-gallery="grid">{}</div>'
    row = body_row(
        gallery.format(FIGURE.format(1, "") + FIGURE.format(2, "")), gallery.format(FIGURE.format(1, ""))
    )
    assert row.differs


@pytest.mark.parametrize(
    ("left", "right", "taken_out", "put_in"),
    [
        ("Bài, ảnh: Hà Mẫu", "Bài, ảnh: Hà Mẫu (tổng hợp)", "", " (tổng hợp)"),
        ("Hà Mẫu (tổng hợp)", "Hà Mẫu", " (tổng hợp)", ""),
        ("Mẫu đi với Mẫu", "Mẫu đi với Mẫu hôm nay", "", " hôm nay"),
        ("Một câu.\nDòng cuối", "Một câu.\nDòng cuối thêm", "", " thêm"),
        ("Hà  Mẫu", "Hà Mẫu", "Hà  ", "Hà "),
    ],
)
def test_a_last_word_is_the_same_word_when_something_is_written_behind_it(left, right, taken_out, put_in):
    for name in ("byline", "lead"):
        [row] = compare.rows({name: left}, {name: right})
        marked = ["".join(run.text for run in side if run.only_here) for side in (row.left, row.right)]
        assert marked == [taken_out, put_in]
