"""The time of the whole service held against the times of its steps, each kind of time added with its like."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sop_library.checking.findings import Finding, advice
from sop_library.definition import Definition
from sop_library.durations import Duration
from sop_library.parsing import parse_time
from sop_library.parts import TimeReading

_MONTHS, _WORKING, _UNSAID, _SECONDS = "months", "working", "unsaid", "seconds"
_DAY = 86_400
_ABOUT = {_MONTHS: 30 * _DAY, _WORKING: _DAY, _UNSAID: _DAY, _SECONDS: 1}
"""In seconds, to tell which of two ways is longer."""


def advise_on_total(definition: Definition) -> Iterator[Finding]:
    """A total that is more or less than the sum in every kind of time, whatever a month or a working day amounts to.

    On a sheet with branches it may be that of the longest way through as well: nobody goes down all of them. Steps
    whose time has no length can only make either longer.
    """
    written = definition.document.get("standard", {}).get("total_time")
    if not written:
        return
    whole = parse_time(written)
    timed = [step for step in definition.steps if step.time.kind != "none"]
    working = any(one.clock == "working" and _days(one) for one in (whole, *(step.time for step in timed)))
    total = _length(whole, working)
    lengths = {step.key: _length(step.time, working) for step in timed}
    known = {key: length for key, length in lengths.items() if length is not None}
    if total is None or not known:
        return
    complete = len(known) == len(lengths)
    added, longest = _sum(known.values()), _sum(known[key] for key in _longest_way(definition, known) if key in known)
    if not all(total < one or (complete and total > one) for one in (added, longest)):
        return
    path, said = ("standard", "total_time"), _words(total)
    if added == longest:
        yield advice("total_not_sum", path, total=said, sum=_words(added))
    else:
        yield advice("total_not_longest", path, total=said, sum=_words(added), longest=_words(longest))


def _sum(lengths: Iterable[Counter[str]]) -> Counter[str]:
    added: Counter[str] = Counter()
    for one in lengths:
        added.update(one)
    return added


def _longest_way(definition: Definition, known: Mapping[str, Counter[str]]) -> Iterator[str]:
    """The steps of the longest way through, forward from a door; of branches that run together, the longest."""
    lasts: dict[str, int] = {}
    then: dict[str, str | None] = {}
    for step in reversed(definition.steps):
        here = definition.position[step.key]
        ahead = [key for key in definition.leads_to[step.key] if definition.position.get(key, -1) > here]
        then[step.key] = max(ahead, key=lasts.__getitem__, default=None)
        own = sum(count * _ABOUT[kind] for kind, count in known.get(step.key, Counter()).items())
        lasts[step.key] = own + max((lasts[key] for key in ahead), default=0)
    starts = [door.starts for door in definition.doors.values() if door.starts in lasts]
    key = max(starts, key=lasts.__getitem__, default=None)
    while key is not None:
        yield key
        key = then[key]


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
