"""Do the names in a definition exist, and does each stand for one thing?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sop_library.checking.findings import Finding, Path, fault
from sop_library.definition import Definition
from sop_library.parts import Need, Step

RESERVED = frozenset({"next", "end", "attach", "unsaid", "step", "case", "report"})


def check_names(definition: Definition) -> Iterator[Finding]:
    """Every wrong, missing or doubled name."""
    yield from _steps(definition)
    yield from _lanes(definition)
    for place, step in enumerate(definition.steps):
        yield from _step(definition, step, ("steps", place))
    yield from _printed(definition)
    for place, limit in enumerate(definition.limits):
        where = f"Batas “{limit.label}”"
        for key in limit.until:
            if key not in definition.by_key:
                yield fault("step_unknown", ("limits", place, "until"), where=where, key=key)
        extendable = limit.reading.extendable
        if extendable is not None and extendable.lane not in definition.lanes:
            path = ("limits", place, "extendable_by", "lane")
            yield fault("lane_unknown", path, where=where, key=extendable.lane)
    yield from doubled((limit.key for limit in definition.limits), ("limits",), "Batas waktu", None)
    yield from doubled((one.key for one in definition.interrupts), ("interrupts",), "Penyela", None)


def _steps(definition: Definition) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, step in enumerate(definition.steps):
        if step.key in seen:
            yield fault("duplicate_step", ("steps", place, "key"), step.key, key=step.key)
        if step.key in RESERVED:
            yield fault("reserved_step", ("steps", place, "key"), step.key, key=step.key)
        seen.add(step.key)


def _lanes(definition: Definition) -> Iterator[Finding]:
    for key, lane in definition.lanes.items():
        for part in lane.made_of:
            if part not in definition.lanes:
                yield fault("lane_unknown", ("lanes", key, "made_of"), where=f"Pelaksana “{lane.label}”", key=part)
            elif key in definition.acting_for[part]:
                yield fault("lane_in_circles", ("lanes", key, "made_of"), key=key)
        if lane.quorum > max(len(lane.made_of), 1):
            yield fault("quorum_too_high", ("lanes", key, "quorum"), key=key)


def _step(definition: Definition, step: Step, path: Path) -> Iterator[Finding]:
    where = f"Langkah “{step.name}”"
    named = [(key, (*path, "lanes")) for key in step.lanes]
    if step.decides is not None:
        named.append((step.decides, (*path, "decides")))
    if step.gate is not None and step.gate.override is not None:
        named.append((step.gate.override, (*path, "gate", "override")))
    if step.time.extendable is not None:
        named.append((step.time.extendable.lane, (*path, "time", "extendable_by", "lane")))
    for key, at in named:
        if key not in definition.lanes:
            yield fault("lane_unknown", at, step.key, where=where, key=key)
    for form, at in (*_forms_of(step.needs, (*path, "needs")), *_output_forms(step, path)):
        if form not in definition.forms:
            yield fault("form_unknown", at, step.key, where=where, key=form)
    yield from doubled((one.key for one in step.outcomes), (*path, "outcomes"), where, step.key)
    yield from doubled((one.key for one in step.needs), (*path, "needs"), where, step.key)
    yield from doubled((one.key for one in step.outputs), (*path, "outputs"), where, step.key)
    yield from doubled((one.key for one in step.subs), (*path, "sub"), where, step.key)


def doubled(keys: Iterable[str], path: Path, where: str, step: str | None) -> Iterator[Finding]:
    """A fault for each key that stands more than once."""
    for key, count in Counter(keys).items():
        if count > 1:
            yield fault("duplicate_entry", path, step, where=where, key=key)


def _forms_of(needs: Sequence[Need], path: Path) -> Iterator[tuple[str, Path]]:
    for place, need in enumerate(needs):
        if need.kind == "form":
            yield need.subject, (*path, place, "form")
        yield from _forms_of(need.options, (*path, place, "any_of"))


def _output_forms(step: Step, path: Path) -> Iterator[tuple[str, Path]]:
    for place, output in enumerate(step.outputs):
        if output.form is not None:
            yield output.form, (*path, "outputs", place, "form")


def _printed(definition: Definition) -> Iterator[Finding]:
    document = definition.document
    for place, column in enumerate(document.get("columns", ())):
        for key in column["lanes"]:
            if key not in definition.lanes:
                where = f"Kolom “{column['label']}”"
                yield fault("lane_unknown", ("columns", place, "lanes"), where=where, key=key)
    for section, words in (("narrative", "Uraian"), ("anomalies", "Catatan")):
        for place, row in enumerate(document.get(section, ())):
            for key in _step_keys(row):
                if key not in definition.by_key:
                    where = f"{words} {row.get('number') or row.get('id') or place + 1}"
                    yield fault("step_unknown", (section, place), where=where, key=key)


def _step_keys(row: Mapping[str, Any]) -> Sequence[str]:
    keys = row.get("steps") or row.get("step") or ()
    return (keys,) if isinstance(keys, str) else tuple(keys)
