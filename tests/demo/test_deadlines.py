"""The check's own reckoning of deadlines, against days counted on a calendar by hand."""

from datetime import date, datetime, time

import pytest

from infra.demo.check.clock import within_one
from infra.demo.check.deadlines import BeyondTable, Hours, agrees, due, shown, zone_of
from infra.demo.check.sheets import LIMITS, SHEETS, Length

WIB = zone_of("salatiga")
OFFICE = Hours({0: time(16), 1: time(16), 2: time(16), 3: time(16), 4: time(14)})


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=WIB)


def test_minutes_run_through_nights_and_holidays() -> None:
    assert due(Length(minutes=15), at(2026, 12, 24, 23, 50), OFFICE) == at(2026, 12, 25, 0, 5)
    assert due(LIMITS["salatiga/pengaduan-langsung"], at(2026, 11, 20, 10), OFFICE) == at(2026, 11, 23, 10)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (at(2026, 11, 23), 3, at(2026, 11, 26, 16)),  # Monday to Thursday
        (at(2026, 11, 24), 3, at(2026, 11, 27, 14)),  # Tuesday to Friday, which closes earlier
        (at(2026, 11, 20, 15, 59), 1, at(2026, 11, 23, 16)),  # Friday to Monday
        (at(2026, 11, 22), 1, at(2026, 11, 23, 16)),  # Sunday: Monday is the first day
        (at(2026, 12, 23), 1, at(2026, 12, 28, 16)),  # over Christmas and its joint leave, and the weekend
        (at(2026, 3, 16), 3, at(2026, 3, 26, 16)),  # over Nyepi and Idulfitri with all their joint leave
        (at(2026, 12, 30), 2, at(2027, 1, 4, 16)),  # over New Year
    ],
)
def test_working_days(start: datetime, days: int, end: datetime) -> None:
    assert due(Length(working_days=days), start, OFFICE) == end


def test_the_offices_own_closed_days_count() -> None:
    closed = Hours(OFFICE.closes, own=frozenset({date(2026, 11, 25)}))
    assert due(Length(working_days=3), at(2026, 11, 23), closed) == at(2026, 11, 27, 14)


def test_beyond_the_table_nothing_is_guessed() -> None:
    with pytest.raises(BeyondTable, match=r"holidays of 2028 are missing: .+closed_days\.py ends with 2027"):
        due(Length(working_days=3), at(2027, 12, 30), OFFICE)


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("Sebelum 10.20, sisa 9 menit", at(2026, 11, 24, 10, 20)),
        ("Sebelum Kamis 26 November 16.00, sisa 2 hari", at(2026, 11, 26, 16)),
        ("Sebelum Senin 4 Januari 16.00, sisa 41 hari", at(2027, 1, 4, 16)),
        ("Jumat, 27 November 09.05", at(2026, 11, 27, 9, 5)),
        ("Besok, 00.03", at(2026, 11, 25, 0, 3)),
        ("Tanpa tenggat", None),
        ("Lewat 42 menit", None),
    ],
)
def test_what_a_page_says(words: str, moment: datetime | None) -> None:
    assert shown(words, near=at(2026, 11, 24, 9)) == moment


@pytest.mark.parametrize(
    ("words", "read", "moment"),
    [
        ("Sebelum 00.04, sisa 4 menit", at(2026, 12, 31, 23, 59), at(2027, 1, 1, 0, 4)),  # written after midnight
        ("Sebelum 23.59, sisa 1 menit", at(2027, 1, 1, 0, 0), at(2026, 12, 31, 23, 59)),  # written before midnight
        ("Sebelum 23.50, sisa 23 jam 40 menit", at(2026, 11, 24, 0, 10), at(2026, 11, 24, 23, 50)),
        ("Besok, 00.03", at(2026, 12, 31, 23, 58), at(2027, 1, 1, 0, 3)),
        ("Sebelum Jumat 1 Januari 00.03, sisa 5 menit", at(2026, 12, 31, 23, 58), at(2027, 1, 1, 0, 3)),
        ("Sebelum Kamis 31 Desember 23.59, sisa 1 menit", at(2027, 1, 1, 0, 0), at(2026, 12, 31, 23, 59)),
        ("Senin, 1 Maret 00.03", at(2027, 2, 26, 0, 3), at(2027, 3, 1, 0, 3)),
    ],
)
def test_what_a_page_says_around_midnight_and_new_year(words: str, read: datetime, moment: datetime) -> None:
    assert shown(words, near=read) == moment


def test_what_runs_from_one_day_into_the_next_is_done_once_more() -> None:
    days = iter(["Kamis", "Jumat", "Jumat", "Jumat"])
    pages = iter(["dibaca tengah malam", "dibaca lagi"])
    assert within_one(lambda: next(days), lambda: next(pages)) == ("Jumat", "dibaca lagi")


def test_a_start_between_two_moments_allows_the_minute_it_crosses() -> None:
    started = (datetime(2026, 11, 24, 9, 0, 58, tzinfo=WIB), datetime(2026, 11, 24, 9, 1, 2, tzinfo=WIB))
    assert agrees(at(2026, 11, 24, 9, 5), Length(minutes=5), started, OFFICE)
    assert agrees(at(2026, 11, 24, 9, 6), Length(minutes=5), started, OFFICE)
    assert not agrees(at(2026, 11, 24, 9, 7), Length(minutes=5), started, OFFICE)
    assert not agrees(at(2026, 11, 24, 9, 4), Length(minutes=5), started, OFFICE)


def test_every_sheet_has_all_its_steps() -> None:
    assert {name: len(times) for name, times in SHEETS.items()} == {
        "salatiga/pengaduan-langsung": 13,
        "salatiga/pengaduan-tidak-langsung": 7,
        "salatiga/layanan-informasi": 4,
        "salatiga/layanan-konsultasi": 4,
        "salatiga/layanan-penjangkauan": 8,
        "banyuwangi/p2tp2a": 8,
        "nunukan/intervensi-krisis": 19,
        "barito-utara/penjangkauan": 15,
        "barito-utara/krisis": 14,
    }
