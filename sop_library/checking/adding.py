"""The time of the whole service held against the times of its steps, each kind of time added with its like."""

from collections import Counter
from collections.abc import Iterator

from sop_library.checking.findings import Finding, advice
from sop_library.definition import Definition
from sop_library.durations import Duration
from sop_library.parsing import parse_time
from sop_library.parts import TimeReading

_MONTHS, _WORKING, _UNSAID, _SECONDS = "months", "working", "unsaid", "seconds"
_DAY = 86_400


def advise_on_total(definition: Definition) -> Iterator[Finding]:
    """A total that is more or less than the sum in every kind of time, whatever a month or a working day amounts to.

    Steps whose time has no length can only make the sum longer.
    """
    written = definition.document.get("standard", {}).get("total_time")
    if not written:
        return
    whole = parse_time(written)
    readings = [step.time for step in definition.steps if step.time.kind != "none"]
    working = any(one.clock == "working" and _days(one) for one in (whole, *readings))
    total = _length(whole, working)
    lengths = [_length(one, working) for one in readings]
    known = [one for one in lengths if one is not None]
    if total is None or not known:
        return
    added: Counter[str] = Counter()
    for one in known:
        added.update(one)
    less, more = total < added, total > added and len(known) == len(lengths)
    if less or more:
        yield advice("total_not_sum", ("standard", "total_time"), total=_words(total), sum=_words(added))


def _days(reading: TimeReading) -> int:
    length = reading.longest or reading.amount
    return 0 if length is None else length.in_days


def _length(reading: TimeReading, working: bool) -> Counter[str] | None:
    """How much of each kind. Days of no said clock are days of 24 hours, save where the SOP counts `working` days."""
    length = reading.longest or reading.amount
    if length is None:
        return None
    clock = reading.clock if working or reading.clock == "working" else "clock"
    kind = {"working": _WORKING, "unsaid": _UNSAID}.get(clock)
    found = Counter({_MONTHS: length.in_months, _SECONDS: length.seconds_of_day})
    if kind is None:
        found[_SECONDS] += length.in_days * _DAY
    else:
        found[kind] = length.in_days
    return found


def _words(length: Counter[str]) -> str:
    days, rest = divmod(length[_SECONDS], _DAY)
    parts = [str(Duration(months=length[_MONTHS]))] if length[_MONTHS] else []
    parts += [f"{length[_WORKING]} hari kerja"] if length[_WORKING] else []
    parts += [f"{length[_UNSAID]} hari"] if length[_UNSAID] else []
    if length[_SECONDS] or not parts:
        hours, rest = divmod(rest, 3600)
        parts.append(str(Duration(days=days, hours=hours, minutes=rest // 60, seconds=rest % 60)))
    return " ".join(parts)
