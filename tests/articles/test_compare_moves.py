"""A paragraph that stands elsewhere is said to be moved, a picture is the same picture wherever it stands."""

import random
import time
from pathlib import Path

import pytest
from django.utils.translation import gettext as _
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import compare
from articles.compare import Kind

SEED = Path(__file__).resolve().parents[2] / "demo" / "texts" / "giao-ban-khoa-giao.txt"
PARAGRAPHS = [line for line in SEED.read_text().splitlines() if len(line) > 200]

lines = st.lists(
    st.sampled_from(
        [*PARAGRAPHS[:4], "Hội nghị đã bế mạc vào chiều cùng ngày.", "y tế ;", "", "a b", *"abc"]
    ),
    max_size=9,
)
texts = lines.map("\n".join)


def body(*paragraphs: str) -> dict[str, str]:
    return {"body": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}


def of_body(left: dict[str, str], right: dict[str, str]) -> compare.Row:
    [row] = compare.rows(left, right)
    return row


def marked(runs: list[compare.Run]) -> list[str]:
    return [run.text.strip() for run in runs if run.only_here and run.text.strip()]


def moved(runs: list[compare.Run]) -> list[str]:
    numbers = sorted({run.moved for run in runs} - {0})
    return ["".join(run.text for run in runs if run.moved == number).strip() for number in numbers]


@settings(max_examples=300, deadline=None)
@given(left=texts, right=texts)
def test_however_paragraphs_are_moved_every_word_stands_there(left, right):
    for row in compare.rows({"lead": left}, {"lead": right}):
        assert "".join(run.text for run in row.left) == left.strip()
        assert "".join(run.text for run in row.right) == right.strip()
        now = [bit.text for bit in row.together if bit.kind in (Kind.SAME, Kind.INSERTED)]
        assert "".join(now) == right.strip()
        assert row.differs == (left.strip() != right.strip())


@settings(max_examples=300, deadline=None)
@given(left=texts, right=texts)
def test_what_is_marked_nowhere_is_the_same_and_what_is_moved_too_but_for_its_marks(left, right):
    for row in compare.rows({"lead": left}, {"lead": right}):
        sides = row.left, row.right
        numbers = [{run.moved for run in side} | {0} for side in sides]
        assert numbers[0] == numbers[1]
        for number in numbers[0]:
            said = ["".join(r.text for r in side if r.moved == number and not r.only_here) for side in sides]
            assert said[0] == said[1]


def test_a_paragraph_that_stands_elsewhere_is_moved_and_nothing_is_marked():
    one, two, three, four = PARAGRAPHS[:4]
    row = of_body(body(one, two, three, four), body(two, three, four, one))
    assert (moved(row.left), moved(row.right)) == ([one], [one])
    assert (marked(row.left), marked(row.right)) == ([], [])
    assert [bit.moved for bit in row.together if bit.kind == Kind.LEFT] == [1]
    assert [bit.text.strip() for bit in row.together if bit.begins] == [one]


def test_a_paragraph_that_is_moved_and_mended_shows_only_its_mended_words():
    one, two, three, four = PARAGRAPHS[:4]
    mended = one.replace("Theo báo cáo", "Theo báo cáo mới")
    assert mended != one
    row = of_body(body(one, two, three, four), body(two, three, mended, four))
    assert (moved(row.left), moved(row.right)) == ([one], [mended])
    assert [word.strip() for word in marked(row.right)] == ["cáo mới,"]


def test_a_paragraph_that_keeps_its_place_is_not_moved_however_it_was_changed():
    one, two, three, _four = PARAGRAPHS[:4]
    row = of_body(body(one, two, three), body("Đoạn mới thêm.", one, two.replace("công tác", "việc"), three))
    assert (moved(row.left), moved(row.right)) == ([], [])


def test_a_paragraph_moved_into_another_that_was_rewritten_stands_at_its_place():
    one, two, three, _four = PARAGRAPHS[:4]
    row = of_body(
        body(one, two, "Cũ kỹ rồi.", three), body("Hoàn toàn khác.", two, "Viết lại.", one, "Thêm.")
    )
    assert moved(row.right) == [one]
    assert "".join(run.text for run in row.right) == "\n".join(
        ["Hoàn toàn khác.", two, "Viết lại.", one, "Thêm."]
    )


def test_a_sentence_that_is_alike_by_chance_is_not_moved():
    row = of_body(body("Ảnh: CTV", PARAGRAPHS[0]), body(PARAGRAPHS[0], "Ảnh: PV"))
    assert moved(row.left) == moved(row.right) == []


def test_a_changed_link_is_told_though_no_word_differs():
    row = of_body(
        {"body": '<p><a href="https://a.example">y tế</a></p>'},
        {"body": '<p><a href="https://b.example">y tế</a></p>'},
    )
    assert (row.differs, row.only_in_form) == (False, True)


def test_tags_are_compared_by_their_names():
    [row] = compare.rows({"keywords": "y tế, khoa giáo"}, {"keywords": "y học, khoa giáo, mới"})
    assert (marked(row.left), marked(row.right)) == (["y tế"], ["y học", ", mới"])


# ── Pictures ─────────────────────────────────────────────────────────────────
def pictures(*given: tuple[str, str]) -> dict[str, str]:
    """Each as (id, caption)."""
    fields = {}
    for row, (photo, caption) in enumerate(given):
        name = f"anh-{photo}.jpg" if photo else ""
        fields |= {f"photos-{row}-photo": photo, f"photos-{row}-caption": caption, f"photos-{row}-name": name}
    return fields


def differing(left: dict[str, str], right: dict[str, str]) -> list[tuple]:
    def said(runs: list[compare.Run]) -> str:
        return "".join(run.text for run in runs)

    rows = [row for row in compare.rows(left, right) if row.differs]
    return [(str(row.label), said(row.left), said(row.right), row.places) for row in rows]


def test_a_caption_follows_its_picture_wherever_it_stands():
    left, right = (
        pictures(("7", "Một"), ("8", "Hai"), ("9", "Ba")),
        pictures(("8", "Hai"), ("9", "Ba"), ("7", "Mốt")),
    )
    assert differing(left, right) == [
        (f"{_('Picture')} 3", "anh-7.jpg", "anh-7.jpg", (1, 3)),
        (f"{_('Caption')} 3", "Một", "Mốt", None),
    ]


def test_a_picture_taken_away_moves_no_other():
    assert differing(pictures(("7", "Một"), ("8", "Hai")), pictures(("8", "Hai"))) == [
        (f"{_('Picture')} 1", "anh-7.jpg", "", None),
        (f"{_('Caption')} 1", "Một", "", None),
    ]


def test_another_picture_at_the_same_place_is_another_picture():
    found = differing(pictures(("7", "Toàn cảnh.")), pictures(("8", "Toàn cảnh.")))
    assert [(left, right) for _label, left, right, _places in found] == [
        ("anh-7.jpg", ""),
        ("Toàn cảnh.", ""),
        ("", "anh-8.jpg"),
        ("", "Toàn cảnh."),
    ]


def test_a_caption_that_waited_gets_its_picture():
    assert differing(pictures(("", "Toàn cảnh.")), pictures(("8", "Toàn cảnh."))) == [
        (f"{_('Picture')} 1", "", "anh-8.jpg", None)
    ]


def test_the_same_picture_twice_is_two_pictures():
    left, right = pictures(("7", "Một"), ("7", "Hai")), pictures(("7", "Một"))
    assert [row[1:3] for row in differing(left, right)] == [("anh-7.jpg", ""), ("Hai", "")]


def test_words_that_know_no_pictures_are_compared_row_by_row():
    assert differing(pictures(("7", "Một")), {"photos-0-caption": "Mốt"}) == [
        (f"{_('Caption')} 1", "Một", "Mốt", None)
    ]


# ── Hostile paragraphs ───────────────────────────────────────────────────────
def shuffled(given: list[str], seed: int) -> list[str]:
    return random.Random(seed).sample(given, len(given))


def drawn(words: int, vocabulary: int, seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(f"w{chance.randrange(vocabulary)}" for _word in range(words))


LONG = [drawn(200, 40, seed) for seed in range(100)]
HOSTILE = {
    "20000 lines turned round": (
        [f"a{n}" for n in range(20_000)],
        [f"a{n}" for n in reversed(range(20_000))],
    ),
    "20000 lines shuffled": ([f"a{n}" for n in range(20_000)], shuffled([f"a{n}" for n in range(20_000)], 1)),
    "as many lines as are paired": (
        [f"a{n} b c d e f" for n in range(2500)],
        [f"a{n} b c d e f" for n in reversed(range(2500))],
    ),
    "the same line": (["a b c d e f"] * 20_000, ["a b c d e f"] * 9_999 + ["x"] + ["a b c d e f"] * 10_000),
    "two lines in turn": (["a b c d e f", "g"] * 10_000, ["g", "a b c d e f"] * 10_000),
    "paragraphs whose words are shuffled": (
        LONG,
        [" ".join(shuffled(p.split(), 2)) for p in shuffled(LONG, 3)],
    ),
    "seventy paragraphs all alike": (LONG[:70], [f"{p} x" for p in shuffled(LONG[:70], 4)]),
    "two thousand short ones": (
        [drawn(10, 3000, n) for n in range(2000)],
        [drawn(10, 3000, n) for n in range(2000, 4000)],
    ),
    "empty lines": ([""] * 20_000 + ["a"], [""] * 19_000 + ["b"] + [""] * 1000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_paragraphs_cost_less_than_a_second(name):
    left, right = ("\n".join(side).strip() for side in HOSTILE[name])
    start = time.thread_time()
    rows = compare.rows({"lead": left}, {"lead": right})
    assert time.thread_time() - start < 1
    assert [tuple("".join(run.text for run in side) for side in (row.left, row.right)) for row in rows] == [
        (left, right)
    ]
