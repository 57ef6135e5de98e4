"""Can the times of a definition be counted?"""

from collections.abc import Iterator

from sop_library.checking.findings import Finding, Path, advice, fault
from sop_library.definition import Definition
from sop_library.durations import Duration, NotADuration, parse_duration
from sop_library.importing.times import read_time
from sop_library.parts import TimeReading

_STARTS = frozenset({"step", "case", "report"})
NOTHING = Duration()
UNSAID = frozenset({"day_unsaid"})
"""Doubts that leave no doubt of how long it is."""


def check_times(definition: Definition) -> Iterator[Finding]:
    """Amounts that are missing, units that can't be counted, starts that don't exist."""
    for place, step in enumerate(definition.steps):
        path = ("steps", place, "time")
        yield from _reading(definition, step.time, path, f"Langkah “{step.name}”", step.key)
        if step.repeat is not None and step.repeat.every == NOTHING:
            yield fault("repeat_zero", ("steps", place, "repeat", "every"), step.key, step=step.name)
    for place, limit in enumerate(definition.limits):
        yield from _reading(definition, limit.reading, ("limits", place), f"Batas “{limit.label}”", None)


def _reading(
    definition: Definition, reading: TimeReading, path: Path, where: str, step: str | None
) -> Iterator[Finding]:
    tiered = bool(reading.tiers)
    lacking = reading.kind in ("standard", "max") and reading.amount is None and not tiered
    if lacking or (reading.kind == "range" and reading.longest is None and reading.amount is None):
        yield fault("time_without_amount", path, step, where=where, printed=reading.printed or "")
    lengths = [(reading.clock, length) for length in (reading.amount, reading.longest, reading.shortest)]
    lengths += [(tier.clock or reading.clock, tier.amount) for tier in reading.tiers]
    if any(clock == "working" and length and (length.in_months or length.weeks) for clock, length in lengths):
        yield fault("time_unit_working", path, step, where=where)
    yield from _empty(reading, path, where, step)
    if reading.shortest and reading.longest and _at_least(reading.shortest) > _at_most(reading.longest):
        yield fault(
            "range_backwards", path, step, where=where, longest=str(reading.shortest), shortest=str(reading.longest),
        )  # fmt: skip
    if reading.counts_from not in _STARTS and reading.counts_from not in definition.by_key:
        yield fault("step_unknown", (*path, "counts_from"), step, where=where, key=reading.counts_from)


def _empty(reading: TimeReading, path: Path, where: str, step: str | None) -> Iterator[Finding]:
    """Lengths of nothing, where a deadline or an extension would be made of them."""
    deadlines = [(path, reading.kind, reading.deadline)]
    deadlines += [
        ((*path, "tiers", place), one.kind or reading.kind, one.amount) for place, one in enumerate(reading.tiers)
    ]
    for at, kind, length in deadlines:
        if length == NOTHING and kind in ("standard", "max", "range"):
            yield fault("time_zero", at, step, where=where)
    if reading.extendable is not None and reading.extendable.up_to == NOTHING:
        yield fault("time_zero", (*path, "extendable_by", "up_to"), step, where=where)


def _at_least(length: Duration) -> int:
    return length.in_months * 28 * 86_400 + _size(length)[1]


def _at_most(length: Duration) -> int:
    return length.in_months * 31 * 86_400 + _size(length)[1]


def advise_on_times(definition: Definition) -> Iterator[Finding]:
    """Times that the sheet prints otherwise than they are counted, or that look like a deadline and make none."""
    for place, step in enumerate(definition.steps):
        if step.worked:
            path = ("steps", place, "time")
            if step.time.kind == "about" and step.time.amount is not None:
                yield advice("time_never_late", path, step.key, step=step.name, printed=_printed(step.time))
            where = f"Langkah “{step.name}”"
            yield from _said_otherwise(step.time, path, where, step.key)
            yield from _day_unsaid(step.time, path, where, step.key)
    for place, limit in enumerate(definition.limits):
        where = f"Batas “{limit.label}”"
        yield from _said_otherwise(limit.reading, ("limits", place), where, None)
        yield from _day_unsaid(limit.reading, ("limits", place), where, None)


def _day_unsaid(reading: TimeReading, path: Path, where: str, step: str | None) -> Iterator[Finding]:
    """Days that are counted as the office reads "hari" where a sheet says no more."""
    lengths = [(reading.clock, reading.deadline)]
    lengths += [(tier.clock or reading.clock, tier.amount) for tier in reading.tiers]
    if any(clock == "unsaid" and length is not None and length.in_days for clock, length in lengths):
        yield advice("day_unsaid", path, step, where=where, printed=_printed(reading))


def _said_otherwise(reading: TimeReading, path: Path, where: str, step: str | None) -> Iterator[Finding]:
    """A sheet that says 90 minutes while 60 are counted. Not where the definition says that its source is ambiguous."""
    if reading.ambiguous or reading.tiers or not reading.printed or reading.deadline is None:
        return
    told, counted = read_time(reading.printed), reading.deadline
    if {one.code for one in told.doubts} - UNSAID or told.document["kind"] in ("conflict", "at_once"):
        return
    said = _length(told.document.get("amount", told.document.get("to")))
    clocks = told.document.get("clock") == "working" != reading.clock
    if said is None or _size(said) != _size(counted) or clocks:
        yield advice(
            "time_said_otherwise", path, step, where=where, printed=reading.printed, counted=str(counted),
        )  # fmt: skip


def _length(written: str | None) -> Duration | None:
    try:
        return None if written is None else parse_duration(written)
    except NotADuration:
        return None


def _size(length: Duration) -> tuple[int, int]:
    return length.in_months, length.in_days * 86_400 + length.seconds_of_day


def _printed(reading: TimeReading) -> str:
    return reading.printed or str(reading.amount)
