"""Numbers of identity papers are masked; other numbers, and every length, stay."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.identity import without_id_numbers


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("000000000000", "••••••••••••"),
        ("CCCD: 001.099.012.345.", "CCCD: •••.•••.•••.•••."),
        ("số căn cước 031-088-012-345", "số căn cước •••-•••-•••-•••"),
        ("CMND số 123456789 cấp", "CMND số ••••••••• cấp"),
        ("Chứng minh nhân dân: 123 456 789", "Chứng minh nhân dân: ••• ••• •••"),
        ("hộ chiếu C1234567", "hộ chiếu ••••••••"),
        ("định danh 123456789012", "định danh ••••••••••••"),
    ],
)
def test_a_number_of_a_paper_is_masked(text, masked):
    assert without_id_numbers(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Gọi 0912 345 678 hoặc +84912345678.",
        "Nợ 250000000 đồng, 1.250.000.000 đồng",
        "Ngày 01/02/2026, lúc 18:56",
        "Quyết định 1234/QĐ-UBND",
        "số tài khoản 123456789012",
        "0010990123456",
        "1001099012345",
        "+001099012345",
    ],
)
def test_other_numbers_stay(text):
    assert without_id_numbers(text) == text


@given(st.text(alphabet=st.sampled_from("0123456789 .-Bcmndăâ"), max_size=200))
def test_the_length_stays_and_a_second_time_changes_nothing(text):
    once = without_id_numbers(text)
    assert (len(once), without_id_numbers(once)) == (len(text), once)


@pytest.mark.parametrize(
    "hostile", ["0 " * 10_000, "cmnd " * 4_000, "1" * 20_000, "0.1-" * 5_000, "cccd 1" * 3_300]
)
def test_hostile_text_costs_little(hostile):
    started = time.perf_counter()
    without_id_numbers(hostile)
    assert time.perf_counter() - started < 0.1
