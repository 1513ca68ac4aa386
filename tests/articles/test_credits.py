"""Contributors and related articles as they are typed: what is understood, and what is said of what is not."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import credits
from articles.credits import Credit, Known, Unreadable, credits_in, ids_in, line, written

WORKS = {"bài": "text", "ảnh": "photo", "đồ họa": "design"}
AUTHORS = {"Lò Thị Mẫu": 7, "Tòng Văn Chấm": 9, "N.V": 11}
KNOWN = Known(AUTHORS, WORKS)


def wrong(text: str) -> list[str]:
    with pytest.raises(Unreadable) as refusal:
        credits_in(text, KNOWN)
    return refusal.value.messages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n  \r\n", []),
        ("Lò Thị Mẫu", [Credit(7, "text")]),
        ("Lò Thị Mẫu · ảnh · 30%", [Credit(7, "photo", 30)]),
        ("lò  thị mẫu|ANH|30 %", [Credit(7, "photo", 30)]),
        ("N.V ; 100", [Credit(11, "text", 100)]),
        ("N.V · · 5%", [Credit(11, "text", 5)]),
        ("Tòng Văn Chấm · 40 · do hoa", [Credit(9, "design", 40)]),
        ("Lò Thị Mẫu\r\nLò Thị Mẫu · ảnh", [Credit(7, "text"), Credit(7, "photo")]),
        ("N.V\n\nLò Thị Mẫu\n", [Credit(11, "text"), Credit(7, "text")]),
    ],
)
def test_a_line_is_a_name_with_a_work_and_a_share_in_whatever_way_it_is_typed(text, expected):
    assert credits_in(text, KNOWN) == expected


@pytest.mark.parametrize(
    ("text", "line_number", "said"),
    [
        ("Ai Đó", 1, "Ai Đó"),
        ("N.V\nLo Thi Mau", 2, "Lò Thị Mẫu"),
        ("\nN.V · hát", 2, "hát"),
        ("N.V · 0%", 1, "100"),
        ("N.V · 101", 1, "100"),
        ("N.V · 12,5%", 1, "12,5%"),
        ("N.V · -5", 1, "-5"),
        ("· ảnh", 1, "30%"),
        ("N.V\nN.V · bài", 2, "1"),
        ("N.V · bài · ảnh · hát", 1, "hát"),
    ],
)
def test_what_is_not_understood_is_named_with_its_line(text, line_number, said):
    [message] = wrong(text)
    assert str(line_number) in message
    assert said in message


def test_everything_that_is_wrong_is_said_at_once():
    assert len(wrong("Ai Đó · hát\nN.V · 60%\nLò Thị Mẫu · 60%")) == 3


def test_shares_are_of_one_whole():
    assert credits_in("N.V · 60%\nLò Thị Mẫu · 40%", KNOWN) == [Credit(11, "text", 60), Credit(7, "text", 40)]
    [message] = wrong("N.V · 60%\nLò Thị Mẫu · 41%")
    assert "101" in message


def test_so_many_make_no_article():
    many = Known({f"Người {n}": n for n in range(30)}, WORKS)
    assert len(credits_in("\n".join(f"Người {n}" for n in range(20)), many)) == 20
    with pytest.raises(Unreadable):
        credits_in("\n".join(f"Người {n}" for n in range(21)), many)


rows = st.lists(
    st.tuples(
        st.sampled_from(sorted(AUTHORS)), st.sampled_from(sorted(WORKS)), st.none() | st.integers(1, 9)
    ),
    max_size=9,
    unique_by=lambda row: row[:2],
)


@given(rows)
def test_what_is_written_is_read_as_it_was(told):
    text = "\n".join(line(*row) for row in told)
    assert credits_in(text, KNOWN) == [
        Credit(AUTHORS[name], WORKS[work], share) for name, work, share in told
    ]


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_refused_in_words(text):
    with suppress(Unreadable):
        credits_in(text, KNOWN)


# ── Related articles ─────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", []),
        ("12, 45", [12, 45]),
        ("45 12\n12;7", [45, 12, 7]),
        ("https://bao.example/khoa-giao/204005/trao-qua-12.html", [12]),
        ("/khoa-giao/204005/trao-qua-12.html, 3", [12, 3]),
    ],
)
def test_related_articles_are_named_by_number_or_address_each_once(text, ids):
    assert ids_in(text) == ids


@pytest.mark.parametrize("text", ["mười hai", "0", "1.5", "12-", "-", "1" * 19, "１２", "1,2,3,4,5,6,7"])
def test_what_names_no_article_is_refused(text):
    with pytest.raises(Unreadable):
        ids_in(text)


@given(st.lists(st.integers(1, 10**17), max_size=credits.MOST_RELATED, unique=True))
def test_numbers_are_read_as_they_were_written(ids):
    assert ids_in(written(ids)) == ids


@given(st.text(max_size=100))
def test_whatever_is_typed_there_is_read_or_refused(text):
    with suppress(Unreadable):
        ids_in(text)
