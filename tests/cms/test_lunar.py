"""The lunar date: by the calendar of Vietnam, on days that are known."""

from datetime import date, timedelta

import pytest

from cms.lunar import LunarDate, lunar

# The first day of the year as it is kept in Vietnam; China's differs in 1968, 1969, 1985, 2007 and 2030.
NEW_YEARS = {
    date(1968, 1, 29): "Mậu Thân",
    date(1969, 2, 16): "Kỷ Dậu",
    date(1985, 1, 21): "Ất Sửu",
    date(2000, 2, 5): "Canh Thìn",
    date(2007, 2, 17): "Đinh Hợi",
    date(2008, 2, 7): "Mậu Tý",
    date(2010, 2, 14): "Canh Dần",
    date(2015, 2, 19): "Ất Mùi",
    date(2020, 1, 25): "Canh Tý",
    date(2021, 2, 12): "Tân Sửu",
    date(2022, 2, 1): "Nhâm Dần",
    date(2023, 1, 22): "Quý Mão",
    date(2024, 2, 10): "Giáp Thìn",
    date(2025, 1, 29): "Ất Tỵ",
    date(2026, 2, 17): "Bính Ngọ",
    date(2027, 2, 6): "Đinh Mùi",
    date(2028, 1, 26): "Mậu Thân",
    date(2029, 2, 13): "Kỷ Dậu",
    date(2030, 2, 2): "Canh Tuất",
    date(2034, 2, 19): "Giáp Dần",
}


@pytest.mark.parametrize(("day", "year"), NEW_YEARS.items())
def test_the_year_begins_on_its_day(day, year):
    assert lunar(day) == LunarDate(1, 1, year, False)


@pytest.mark.parametrize(("day", "year"), NEW_YEARS.items())
def test_the_eve_is_the_last_of_the_twelfth_month(day, year):
    eve = lunar(day - timedelta(days=1))
    assert (eve.month, eve.is_leap, eve.day in (29, 30), eve.year == year) == (12, False, True, False)


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(1985, 3, 21), 2),
        (date(2020, 5, 23), 4),
        (date(2023, 3, 22), 2),
        (date(2025, 7, 25), 6),
        # Where many calendars go wrong: two months without a middle, and only the first of them is a leap month.
        (date(2033, 12, 22), 11),
    ],
)
def test_a_leap_month_is_told(day, month):
    told = lunar(day)
    assert (told.day, told.month, told.is_leap) == (1, month, True)


def test_after_the_leap_month_of_2033_the_twelfth_comes():
    assert lunar(date(2034, 1, 20)) == LunarDate(1, 12, "Quý Sửu", False)


def test_the_day_of_the_seed():
    assert lunar(date(2021, 9, 15)) == LunarDate(9, 8, "Tân Sửu", False)


@pytest.mark.parametrize("year", [1899, 2101])
def test_nothing_is_told_of_years_that_nobody_reckoned(year):
    assert lunar(date(year, 6, 1)) is None
