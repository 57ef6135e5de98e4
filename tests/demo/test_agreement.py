"""The check's hand-made tables against the product: two readings of the same sheets and calendars that must agree."""

from datetime import date, datetime, time, timedelta

import pytest

from infra.demo.check.closed_days import CLOSED, MONTHS
from infra.demo.check.deadlines import Hours, due, zone_of
from infra.demo.check.sheets import LIMITS, SHEETS, Length
from infra.demo.data.opening import catalogue_sop
from sop_library.calendar import OfficeCalendar, weekday_hours
from sop_library.durations import Duration
from sop_library.national_holidays import holidays_for, last_certain_year
from sop_library.parts import TimeReading


def _by_hand(reading: TimeReading) -> Length | None:
    length = reading.deadline
    if length is None:
        return None
    if length.in_days:
        return Length(working_days=length.in_days)
    return Length(minutes=length.seconds_of_day // 60)


@pytest.mark.parametrize("name", SHEETS)
def test_times_of_every_step(name: str) -> None:
    assert tuple(_by_hand(step.time) for step in catalogue_sop(name).steps) == SHEETS[name]


@pytest.mark.parametrize("name", SHEETS)
def test_limits(name: str) -> None:
    limits = catalogue_sop(name).limits
    assert [_by_hand(limit.reading) for limit in limits] == ([LIMITS[name]] if name in LIMITS else [])


def test_holidays() -> None:
    assert {day for day in holidays_for((2026, 2027)).dates if day.year in (2026, 2027)} == CLOSED


def test_every_year_the_product_knows_is_in_the_checks_table() -> None:
    known = range(min(MONTHS), last_certain_year(date(2026, 11, 22)) + 1)
    missing = [year for year in known if year not in MONTHS]
    assert not missing, f"write the holidays of {missing} into infra/demo/check/closed_days.py, from their decree (SKB)"


@pytest.mark.parametrize("days", [1, 3, 5])
def test_working_days_over_two_years(days: int) -> None:
    hours = {**weekday_hours(range(4), ("07:30", "16:00")), **weekday_hours([4], ("07:30", "14:00"))}
    calendar = OfficeCalendar(zone="Asia/Jakarta", hours=hours, holidays=CLOSED)
    ours = Hours({**dict.fromkeys(range(4), time(16)), 4: time(14)})
    for ahead in range(700):
        for clock in (time(0), time(9, 30), time(16), time(23, 59)):
            start = datetime.combine(date(2026, 1, 1) + timedelta(days=ahead), clock, zone_of("salatiga"))
            assert calendar.after(start, Duration(days=days), "working") == due(Length(working_days=days), start, ours)
