"""Deadlines computed by hand, from the printed calendar of 2026 to 2028, against the office's calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop_library.calendar import END, NaiveMoment, NoOpenDay, OfficeCalendar, weekday_hours
from sop_library.durations import Duration, parse_duration
from sop_library.national_holidays import holidays_for
from sop_library.parsing import parse_time
from tests.sop_library.sheets import WEEK, at, office

NATIONAL = holidays_for((2026, 2027, 2028)).dates
SIX_DAYS = weekday_hours(range(6), ("07:30", "14:00"))


def due(printed: str, clock: str, start: str, calendar: OfficeCalendar | None = None) -> str:
    length = parse_duration(printed)
    moment = (calendar or office(holidays=NATIONAL)).after(at(start), length, clock)  # type: ignore[arg-type]
    return moment.strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-05 10:00", "2026-03-10 16:00"),  # Thursday: Friday is the first, Tuesday the third
        ("2026-03-05 15:59", "2026-03-10 16:00"),  # the hour of the day makes no difference
        ("2026-03-03 10:00", "2026-03-06 11:00"),  # ends on a Friday, at Friday's closing time
        ("2026-03-07 10:00", "2026-03-11 16:00"),  # opened on a Saturday: Monday is the first
        ("2026-03-08 23:59", "2026-03-11 16:00"),  # opened on a Sunday night: the same
    ],
)
def test_three_working_days_start_on_the_next_one_and_end_at_its_closing_time(start: str, end: str) -> None:
    assert due("P3D", "working", start) == end


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        # 2026: cuti bersama 18 March, Nyepi 19, cuti 20, Eid 21-22, cuti 23-24; work goes on on Wednesday the 25th
        ("P1D", "2026-03-17 10:00", "2026-03-25 16:00"),
        ("P3D", "2026-03-16 10:00", "2026-03-26 16:00"),
        ("P5D", "2026-03-13 09:00", "2026-03-27 11:00"),
        # 2027: Nyepi 8 March, cuti 9, Eid 10-11, cuti 12 and 15; work goes on on Tuesday the 16th
        ("P1D", "2027-03-05 09:00", "2027-03-16 16:00"),
        ("P3D", "2027-03-05 09:00", "2027-03-18 16:00"),
        # Christmas 2026 with its cuti bersama, and New Year
        ("P3D", "2026-12-23 10:00", "2026-12-30 16:00"),
        ("P1D", "2026-12-31 10:00", "2027-01-04 16:00"),
    ],
)
def test_working_days_leave_out_holidays_and_joint_leave(printed: str, start: str, end: str) -> None:
    assert due(printed, "working", start) == end


def test_three_times_24_hours_run_through_lebaran() -> None:
    assert due("PT72H", "clock", "2026-03-19 22:00") == "2026-03-22 22:00"
    assert due("P3D", "clock", "2026-03-19 22:00") == "2026-03-22 22:00"


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("PT30M", "2026-03-09 09:00", "2026-03-09 09:30"),
        ("PT30M", "2026-03-09 11:45", "2026-03-09 13:15"),  # over lunch
        ("PT30M", "2026-03-09 11:30", "2026-03-09 12:00"),  # up to lunch, not to after it
        ("PT30M", "2026-03-09 12:30", "2026-03-09 13:30"),  # begun during lunch
        ("PT30M", "2026-03-12 15:50", "2026-03-13 08:20"),  # over the night to Friday
        ("PT30M", "2026-03-13 10:50", "2026-03-16 08:20"),  # over the weekend
        ("PT30M", "2026-03-14 10:00", "2026-03-16 08:30"),  # begun on a Saturday
        ("PT30M", "2026-03-09 03:00", "2026-03-09 08:30"),  # begun before opening
        ("PT30M", "2026-03-17 15:45", "2026-03-25 08:15"),  # over Lebaran
        ("PT10H", "2026-03-12 10:00", "2026-03-16 10:00"),  # 5 h Thursday, 3 h Friday, 2 h Monday
        ("P1DT2H", "2026-03-05 10:00", "2026-03-09 10:00"),  # a working day, then two hours of the next
    ],
)
def test_working_minutes_and_hours_run_in_office_hours_only(printed: str, start: str, end: str) -> None:
    assert due(printed, "working", start) == end


def test_an_office_of_six_days_works_on_saturday() -> None:
    calendar = office(holidays=NATIONAL, hours=SIX_DAYS)
    assert due("P3D", "working", "2026-03-05 10:00", calendar) == "2026-03-09 14:00"
    assert due("PT30M", "working", "2026-03-06 13:45", calendar) == "2026-03-07 07:45"


def test_the_office_decides_what_a_plain_hari_means() -> None:
    assert due("P1D", "unsaid", "2026-03-06 10:00", office()) == "2026-03-07 10:00"
    assert due("P1D", "unsaid", "2026-03-06 10:00", office(unsaid_day="working")) == "2026-03-09 16:00"
    assert due("PT3H", "unsaid", "2026-03-06 10:00", office(unsaid_day="working")) == "2026-03-06 13:00"


def test_the_same_moment_is_another_working_day_in_another_zone() -> None:
    moment = datetime(2026, 3, 5, 16, 30, tzinfo=UTC)  # Thursday 23:30 WIB, Friday 00:30 WITA, Friday 01:30 WIT
    three_days = parse_duration("P3D")
    ends = {
        zone: office(zone).after(moment, three_days, "working").isoformat()
        for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
    }
    assert ends == {
        "Asia/Jakarta": "2026-03-10T16:00:00+07:00",
        "Asia/Makassar": "2026-03-11T16:00:00+08:00",
        "Asia/Jayapura": "2026-03-11T16:00:00+09:00",
    }


def test_nunukan_closes_at_four_in_wita() -> None:
    opened = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)  # 10.00 WITA
    closing = office("Asia/Makassar").after(opened, parse_duration("P3D"), "working")
    assert closing.astimezone(UTC) == datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"])
def test_no_indonesian_zone_changes_its_clock(zone: str) -> None:
    days = (datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)) + timedelta(days=ahead) for ahead in range(365))
    assert len({day.utcoffset() for day in days}) == 1


def test_clock_hours_are_true_hours_where_a_zone_does_change_its_clock() -> None:
    calendar = OfficeCalendar("Europe/Berlin", WEEK)
    before = datetime(2026, 3, 28, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert calendar.after(before, parse_duration("PT24H"), "clock").hour == 13
    assert calendar.after(before, parse_duration("P1D"), "clock").hour == 12


def test_a_leap_day_is_a_day_of_work() -> None:
    assert due("P1D", "working", "2028-02-28 10:00") == "2028-02-29 16:00"
    assert due("P1D", "clock", "2028-02-28 10:00") == "2028-02-29 10:00"
    assert due("PT24H", "clock", "2027-02-28 10:00") == "2027-03-01 10:00"


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("P1M", "2028-01-31 10:00", "2028-02-29 10:00"),
        ("P1M", "2027-01-31 10:00", "2027-02-28 10:00"),
        ("P1M", "2026-12-15 10:00", "2027-01-15 10:00"),
        ("P12M", "2026-06-30 10:00", "2027-06-30 10:00"),
        ("P1Y", "2028-02-29 10:00", "2029-02-28 10:00"),
        ("P2W", "2026-03-09 10:00", "2026-03-23 10:00"),
    ],
)
def test_months_end_on_the_same_day_or_the_last(printed: str, start: str, end: str) -> None:
    assert due(printed, "clock", start) == end


@pytest.mark.parametrize(
    ("reading", "end"),
    [
        ({"kind": "standard", "amount": "PT30M"}, "2026-03-05 10:30"),
        ({"kind": "max", "amount": "PT72H"}, "2026-03-08 10:00"),
        ({"kind": "range", "from": "PT15M", "to": "PT30M"}, "2026-03-05 10:30"),
        ({"kind": "range", "amount": "PT20M"}, "2026-03-05 10:20"),
        ({"kind": "at_once"}, "2026-03-05 10:00"),
        ({"kind": "min", "amount": "PT30M"}, None),
        ({"kind": "about", "amount": "PT30M"}, None),
        ({"kind": "until", "until": "korban aman"}, None),
        ({"kind": "as_needed"}, None),
        ({"kind": "as_agreed"}, None),
        ({"kind": "conflict", "from": "PT48H", "to": "P14D"}, None),
        ({"kind": "none"}, None),
    ],
)
def test_only_some_kinds_of_time_make_a_deadline(reading: dict[str, str], end: str | None) -> None:
    assert office().due(parse_time(reading), at("2026-03-05 10:00")) == (at(end) if end else None)


def test_an_office_that_never_opens_is_a_clear_error_and_no_endless_loop() -> None:
    never = office(hours={})
    with pytest.raises(NoOpenDay):
        never.after(at("2026-03-05 10:00"), parse_duration("P1D"), "working")
    with pytest.raises(NoOpenDay):
        never.after(at("2026-03-05 10:00"), parse_duration("PT1H"), "working")
    closed = office(holidays=[date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(800)])
    with pytest.raises(NoOpenDay):
        closed.after(at("2026-03-05 10:00"), parse_duration("P1D"), "working")
    assert never.after(at("2026-03-05 10:00"), parse_duration("PT1H"), "clock") == at("2026-03-05 11:00")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveMoment):
        office().after(datetime(2026, 3, 5, 10, 0), parse_duration("PT1H"), "clock")  # noqa: DTZ001 what is refused


@pytest.mark.parametrize(
    "hours",
    [
        weekday_hours([0], ("12:00", "08:00")),
        weekday_hours([0], ("08:00", "12:00"), ("11:00", "16:00")),
        weekday_hours([0], ("08:00", "08:00")),
        weekday_hours([7], ("08:00", "12:00")),
    ],
)
def test_hours_that_do_not_rise_are_refused(hours: dict[int, object]) -> None:
    with pytest.raises(ValueError, match="do not rise"):
        office(hours=hours)


def carried(printed: str, clock: str, due_at: str, since: str, until: str, **kwargs: str) -> str:
    calendar = office(holidays=NATIONAL, **kwargs)
    moved = calendar.carried(
        due=at(due_at),
        length=parse_duration(printed),
        clock=clock,  # type: ignore[arg-type]
        since=at(since),
        until=at(until),
    )
    return moved.strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("printed", "clock", "due_at", "since", "until", "moved"),
    [
        ("PT72H", "clock", "2026-03-08 10:00", "2026-03-06 10:00", "2026-03-07 12:00", "2026-03-09 12:00"),
        # three working days from Thursday, one of them used when it stopped on Friday: two left on Monday
        ("P3D", "working", "2026-03-10 16:00", "2026-03-06 09:00", "2026-03-09 09:00", "2026-03-11 16:00"),
        ("P3D", "working", "2026-03-10 16:00", "2026-03-06 09:00", "2026-03-06 10:00", "2026-03-10 16:00"),
        ("P1D", "working", "2026-03-10 16:00", "2026-03-10 10:00", "2026-03-11 09:00", "2026-03-11 16:00"),
        ("P1D", "working", "2026-03-10 16:00", "2026-03-10 10:00", "2026-03-14 09:00", "2026-03-16 16:00"),
        # one of two working hours was left
        ("PT2H", "working", "2026-03-09 12:00", "2026-03-09 11:00", "2026-03-09 14:00", "2026-03-09 15:00"),
        ("PT2H", "working", "2026-03-09 12:00", "2026-03-09 11:00", "2026-03-10 07:00", "2026-03-10 09:00"),
        # it had run out before, or nothing stood still
        ("PT2H", "working", "2026-03-09 12:00", "2026-03-09 12:30", "2026-03-10 07:00", "2026-03-09 12:00"),
        ("PT72H", "clock", "2026-03-08 10:00", "2026-03-06 10:00", "2026-03-06 10:00", "2026-03-08 10:00"),
    ],
)
def test_what_was_left_runs_on_after_a_standstill(
    printed: str, clock: str, due_at: str, since: str, until: str, moved: str
) -> None:
    assert carried(printed, clock, due_at, since, until) == moved


def test_a_plain_hari_stands_still_as_the_office_reads_it() -> None:
    stop = ("2026-03-06 09:00", "2026-03-09 09:00")
    assert carried("P3D", "unsaid", "2026-03-10 16:00", *stop, unsaid_day="working") == "2026-03-11 16:00"
    assert carried("P3D", "unsaid", "2026-03-08 10:00", *stop) == "2026-03-11 10:00"


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(ZoneInfo("Asia/Makassar")))  # noqa: DTZ001 hypothesis adds the zone


@settings(max_examples=60, deadline=None)
@given(start=MOMENTS, minutes=st.integers(1, 3000))
def test_working_time_ends_in_office_hours_and_is_as_long_as_it_says(start: datetime, minutes: int) -> None:
    calendar = office("Asia/Makassar", NATIONAL)
    end = calendar.after(start, Duration(minutes=minutes), "working")
    assert any(opens < end <= closes for opens, closes in calendar.intervals(end.date()))
    assert calendar.working_time_between(start, end) == timedelta(minutes=minutes)


@settings(max_examples=60, deadline=None)
@given(start=MOMENTS, days=st.integers(1, 40))
def test_working_days_end_at_a_closing_time_and_are_as_many_as_they_say(start: datetime, days: int) -> None:
    calendar = office("Asia/Makassar", NATIONAL)
    end = calendar.after(start, Duration(days=days), "working")
    assert end == calendar.closing(end.date())
    assert calendar.working_days_between(start.date(), end.date()) == days


@pytest.mark.parametrize("clock", ["clock", "working", "unsaid"])
@pytest.mark.parametrize("setting", ["clock", "working"])
@pytest.mark.parametrize("length", [Duration(days=2), Duration(hours=30), Duration(days=1, hours=3)])
def test_what_leaves_closed_days_out_is_what_counting_shows(length: Duration, setting: Any, clock: Any) -> None:
    start = at("2026-02-02 09:00")
    plain, closed = (office(holidays=days, unsaid_day=setting) for days in ((), [date(2026, 2, 3), date(2026, 2, 4)]))
    moved = plain.after(start, length, clock) != closed.after(start, length, clock)
    assert plain.leaves_out(length, clock) is moved


def day_by_day(calendar: OfficeCalendar, start: datetime, left: timedelta) -> datetime:
    """Where office time runs out, one open interval after the other."""
    day = start.date()
    while True:
        for opens, closes in calendar.intervals(day):
            begins = max(opens, start)
            if begins + left <= closes:
                return begins + left
            left -= max(closes - begins, timedelta())
        day += timedelta(days=1)


@settings(deadline=None, max_examples=60)
@given(
    MOMENTS,
    st.integers(1, 700),
    st.integers(1, 5_000),
    st.sampled_from([WEEK, SIX_DAYS, weekday_hours([2], ("09:00", "10:00"))]),
)
def test_long_working_times_are_counted_by_weeks_as_they_are_day_by_day(
    moment: datetime, days: int, hours: int, week: Any
) -> None:
    calendar = office(holidays=NATIONAL, hours=week)
    start = calendar.local(moment)
    last = calendar.working_day(start.date(), days)
    later = [start.date() + timedelta(days=ahead) for ahead in range(1, (last - start.date()).days + 1)]
    assert sum(map(calendar.is_open_on, later)) == days == calendar.working_days_between(start.date(), last)
    assert calendar.is_open_on(last)
    length = timedelta(hours=hours / len(calendar.open_weekdays))
    end = calendar._working_time_later(start, length)
    assert end == day_by_day(calendar, start, length)
    assert calendar.working_time_between(start, end) == length


@pytest.mark.parametrize("clock", ["clock", "working", "unsaid"])
@pytest.mark.parametrize("length", ["P100Y", "P1200M", "P36500D", "PT876000H"])
def test_the_longest_time_however_often_it_is_added_is_a_moment(length: str, clock: Any) -> None:
    calendar = office(holidays=NATIONAL, hours=weekday_hours([2], ("09:00", "10:00")))
    moment = at("2026-03-05 10:00")
    for _ in range(100):
        moment = calendar.after(moment, parse_duration(length), clock)
    assert moment.astimezone(UTC) <= END
