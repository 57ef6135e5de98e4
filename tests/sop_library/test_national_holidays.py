from datetime import date

import pytest

from sop_library.national_holidays import holidays_for, last_certain_year, unknown_leave, years_around

LEBARAN = {
    2026: [date(2026, 3, day) for day in (20, 21, 22, 23, 24)],
    2027: [date(2027, 3, day) for day in (9, 10, 11, 12, 15)],
}


@pytest.mark.parametrize("year", [2026, 2027])
def test_lebaran_is_closed_with_its_joint_leave(year: int) -> None:
    closed = holidays_for((year,)).dates
    assert set(LEBARAN[year]) <= closed


@pytest.mark.parametrize(("year", "days"), [(2025, 28), (2026, 25), (2027, 26)])
def test_as_many_days_are_closed_as_were_decreed(year: int, days: int) -> None:
    assert len(holidays_for((year,)).dates) == days


def test_holidays_have_indonesian_names() -> None:
    names = holidays_for((2026,)).names
    assert names[date(2026, 8, 17)] == "Hari Kemerdekaan Republik Indonesia"
    assert names[date(2026, 12, 24)] == "Cuti Bersama Hari Raya Natal"


def test_a_year_without_decree_is_known_to_be_uncertain() -> None:
    found = holidays_for((2026, 2027, 2030))
    assert found.certain_years == {2026, 2027}
    assert date(2030, 8, 17) in found.dates


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 12, 31), date(2031, 1, 1)])
def test_the_last_year_that_is_known_is_the_same_whenever_it_is_asked(today: date) -> None:
    assert last_certain_year(today) == 2027


def test_a_day_beyond_it_names_its_year_and_an_early_one_none() -> None:
    assert [unknown_leave(date(year, 1, 2)) for year in (2019, 2025, 2027, 2028, 2031)] == [
        None,
        None,
        None,
        2028,
        2031,
    ]


def test_a_calendar_looks_two_years_ahead() -> None:
    assert years_around(date(2026, 11, 22)) == (2025, 2026, 2027, 2028)
    assert years_around(date(2020, 1, 1)) == (2025, 2026, 2027)


def test_the_same_years_are_read_once() -> None:
    assert holidays_for((2026,)) is holidays_for((2026,))
