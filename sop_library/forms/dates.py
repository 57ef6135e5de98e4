"""Dates as people type them: day first, month second, never the American way round."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1900, 2100
Fault = Literal["day", "month", "year", "no_such_day", "incomplete", "whole", "far"]
Part = Literal["day", "month", "year"]
_NUMBER = re.compile(r"[0-9]{1,4}")
_WHOLE = re.compile(r"([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2}|[A-Za-z]{3,9})\s*[-/. ]\s*([0-9]{4})")
_MONTHS = (
    ("januari", "january"), ("februari", "february", "pebruari"), ("maret", "march"), ("april",), ("mei", "may"),
    ("juni", "june"), ("juli", "july"), ("agustus", "august", "agt", "ags"), ("september",), ("oktober", "october"),
    ("november", "nopember"), ("desember", "december"),
)  # fmt: skip
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


@dataclass(frozen=True)
class Typed:
    """What was read: `value`, or the `fault` with the part to correct and a sentence that says how."""

    value: date | None = None
    fault: Fault | None = None
    part: Part = "day"
    message: str = ""


def _refused(fault: Fault, part: Part, message: str) -> Typed:
    return Typed(fault=fault, part=part, message=message)


def from_parts(day: str, month: str, year: str) -> Typed:
    """Three boxes, at least one of them filled; a whole date typed in the first box is read day first."""
    day, month, year = day.strip(), _month_number(month.strip()), year.strip()
    if day and not month and not year and not _NUMBER.fullmatch(day):
        return replace(from_text(day), part="day")
    for part, text in (("day", day), ("month", month), ("year", year)):
        if not text:
            return _refused("incomplete", _part(part), _missing(part))
    if not _NUMBER.fullmatch(day) or not 1 <= int(day) <= 31:
        return _refused("day", "day", _("Tulis tanggal dengan angka 1 sampai 31"))
    if not _NUMBER.fullmatch(month) or not 1 <= int(month) <= 12:
        return _refused("month", "month", _("Tulis bulan dengan angka 1 sampai 12 atau namanya"))
    if len(year) == 4 and _NUMBER.fullmatch(year) and int(year) > LAST_YEAR:
        return _refused(
            "far", "year", _("Tahun itu masih jauh. Periksa tahunnya, paling akhir %(last)d") % {"last": LAST_YEAR}
        )
    if len(year) != 4 or not _NUMBER.fullmatch(year) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return _refused("year", "year", _("Tulis tahun dengan empat angka, misalnya 1990"))
    last = monthrange(int(year), int(month))[1]
    if int(day) > last:
        return _refused(
            "no_such_day", "day", _("Bulan itu hanya sampai tanggal %(last)d. Periksa tanggalnya") % {"last": last}
        )
    return Typed(date(int(year), int(month), int(day)))


def _month_number(text: str) -> str:
    """The number of a month written as a word or its first letters ("Nov", "februari"); any other text as it is."""
    word = text.lower().rstrip(".")
    if len(word) < 3 or not word.isalpha():
        return text
    meant = [number for number, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names)]
    return str(meant[0]) if len(meant) == 1 else text


def from_text(text: str) -> Typed:
    """A whole date in one go: `13-05-2026`, `13/5/2026`, `13.05.2026`, `13 Mei 2026` (day first) or `2026-05-13`."""
    text = text.strip()
    if len(text) <= 20:
        if found := _ISO.fullmatch(text):
            return from_parts(found[3], found[2], found[1])
        if found := _WHOLE.fullmatch(text):
            return from_parts(found[1], found[2], found[3])
    return _refused("whole", "day", _("Tulis tanggal sebagai tanggal, bulan, dan tahun, misalnya 13 05 2026"))


def from_iso(text: str) -> Typed:
    """A date of the API: `2026-05-13` and nothing else."""
    if len(text) == 10 and (found := _ISO.fullmatch(text)):
        return from_parts(found[3], found[2], found[1])
    return _refused("whole", "day", _("Tulis tanggal sebagai tahun-bulan-tanggal, misalnya 2026-05-13"))


def _part(name: str) -> Part:
    return "month" if name == "month" else "year" if name == "year" else "day"


def _missing(part: str) -> str:
    return {"day": _("Lengkapi tanggalnya"), "month": _("Lengkapi bulannya"), "year": _("Lengkapi tahunnya")}[part]
