"""Can the times of a definition be counted?"""

from collections.abc import Iterator

from sop_library.checking.findings import Finding, Path, fault
from sop_library.definition import Definition
from sop_library.parts import TimeReading

_STARTS = frozenset({"step", "case", "report"})


def check_times(definition: Definition) -> Iterator[Finding]:
    """Amounts that are missing, units that can't be counted, starts that don't exist."""
    for place, step in enumerate(definition.steps):
        path = ("steps", place, "time")
        yield from _reading(definition, step.time, path, f"Langkah “{step.name}”", step.key)
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
    if reading.counts_from not in _STARTS and reading.counts_from not in definition.by_key:
        yield fault("step_unknown", (*path, "counts_from"), step, where=where, key=reading.counts_from)
