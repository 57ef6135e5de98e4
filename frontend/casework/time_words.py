"""The standard time of a step and of a sheet in words. "10'" is ten minutes; words of a sheet stay as printed."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sop_library.definition import Definition
from sop_library.durations import Duration
from sop_library.parts import Clock, TimeReading
from sop_library.within import own_steps

PLAIN = re.compile(r"\d+\s*(?:menit|jam)", re.IGNORECASE)
"""Times that a sheet prints just as we say them: they follow the language of the screen."""
FIGURES = re.compile("[\\d\\s'\N{RIGHT SINGLE QUOTATION MARK}\N{PRIME}\N{EN DASH}-]+")


def length_words(length: Duration, clock: Clock = "clock") -> str:
    """A length as people say it: "10 menit", "3 hari kerja"."""
    days = ngettext("%(n)d hari kerja", "%(n)d hari kerja", length.in_days) if clock == "working" else ngettext(
        "%(n)d hari", "%(n)d hari", length.in_days
    )  # fmt: skip
    parts = [
        (length.in_months, ngettext("%(n)d bulan", "%(n)d bulan", length.in_months)),
        (length.in_days, days),
        (length.hours, ngettext("%(n)d jam", "%(n)d jam", length.hours)),
        (length.minutes, ngettext("%(n)d menit", "%(n)d menit", length.minutes)),
    ]
    return " ".join(words % {"n": count} for count, words in parts if count)


def short_time(reading: TimeReading) -> str:
    """The time as a list shows it; "" where the sheet prints none."""
    printed = (reading.printed or "").strip()
    if not FIGURES.fullmatch(printed) and not PLAIN.fullmatch(printed):
        return printed
    if reading.shortest and reading.longest:
        low, high = length_words(reading.shortest, reading.clock), length_words(reading.longest, reading.clock)
        number, _blank, unit = high.partition(" ")
        if low.partition(" ")[2] == unit:
            return _("%(low)s–%(high)s %(unit)s") % {"low": low.partition(" ")[0], "high": number, "unit": unit}  # noqa: RUF001
        return _("%(low)s sampai %(high)s") % {"low": low, "high": high}
    length = reading.deadline or reading.amount
    return length_words(length, reading.clock) if length else printed


def time_words(reading: TimeReading) -> str:
    """The time as the panel of a step says it, and that it is no deadline where it is none."""
    if reading.kind == "none" or not reading.printed:
        return _("Tidak tercantum pada SOP")
    words = short_time(reading)
    if reading.deadline is None and not reading.tiers:
        return _("%(time)s (bukan tenggat)") % {"time": words}
    if reading.clock == "unsaid":
        return _("%(time)s (hari dihitung menurut setelan kantor)") % {"time": words}
    return words


def whole_time(definition: Definition) -> str:
    """How long the whole sheet takes by its own times: only where every step says so in minutes or hours."""
    low = high = 0
    for step in own_steps(definition):
        if not step.worked:
            continue
        reading = step.time
        longest = reading.longest or reading.deadline
        if longest is None or longest.in_days or longest.in_months:
            return ""
        high += longest.seconds_of_day // 60
        low += (reading.shortest or longest).seconds_of_day // 60
    if low == high:
        return ngettext("baku %(n)d menit", "baku %(n)d menit", high) % {"n": high}
    return _("baku %(low)d–%(high)d menit") % {"low": low, "high": high}  # noqa: RUF001
