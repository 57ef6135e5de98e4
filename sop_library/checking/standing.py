"""What an office has of what an SOP asks for, said once, so that the check can hold the SOP against it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from sop_library.checking.findings import Finding, Path, fault
from sop_library.definition import Definition
from sop_library.parts import Step


@dataclass(frozen=True, slots=True)
class Standing:
    """An office as an SOP meets it. What is None was not looked at, and nothing is said about it.

    `held`: keys of the lanes that somebody holds. `bound`: step key -> lanes the office has bound to it. `forms`: keys
    of the forms that are here. `sops`: the SOPs in force, by their key ("salatiga/pengaduan-langsung"). `heads`: how
    many of the staff are head of the office, who alone approves.
    """

    held: frozenset[str] | None = None
    bound: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))
    forms: frozenset[str] | None = None
    sops: Mapping[str, Definition] | None = None
    heads: int | None = None


def check_standing(definition: Definition, standing: Standing) -> Iterator[Finding]:
    """What keeps the SOP from running in this very office."""
    if standing.heads is not None and standing.heads != 1:
        code = "no_head" if standing.heads == 0 else "several_heads"
        yield fault(code, ("header", "approved_by"), None, count=str(standing.heads))
    for key, use in definition.forms.items():
        if standing.forms is not None and use.form is not None and use.form not in standing.forms:
            yield fault("form_not_here", ("forms", key, "form"), None, form=use.label, key=use.form)
    for place, step in enumerate(definition.steps):
        if step.worked:
            yield from _step(definition, step, place, standing)
            yield from _beside(definition, step, place, standing)
    for place, limit in enumerate(definition.limits):
        if limit.reading.extendable is not None and limit.reading.ever_due:
            at, where = ("limits", place, "extendable_by"), f"Batas “{limit.label}”"
            yield from _held(definition, limit.reading.extendable.lane, standing, "extender_unheld", at, where)


def _step(definition: Definition, step: Step, place: int, standing: Standing) -> Iterator[Finding]:
    path = ("steps", place, "lanes")
    bound = tuple(standing.bound.get(step.key, ())) if step.unsaid else ()
    lanes = step.lanes or bound
    if not lanes:
        yield fault("lane_not_bound", path, step.key, step=step.name)
        return
    if standing.held is None:
        return
    empty = _nobody_in(definition, step, lanes, standing.held)
    if empty:
        labels = ", ".join(definition.lanes[key].label if key in definition.lanes else key for key in empty)
        yield fault("lane_unheld", path, step.key, step=step.name, lanes=labels)


def _beside(definition: Definition, step: Step, place: int, standing: Standing) -> Iterator[Finding]:
    """Who may open the step's gate early, and who may lengthen its time: named for the day they are needed."""
    path, where = ("steps", place), f"Langkah “{step.name}”"
    if step.gate is not None and step.gate.override is not None:
        at = (*path, "gate", "override")
        yield from _held(definition, step.gate.override, standing, "override_unheld", at, where, step.key)
    if step.time.extendable is not None and step.time.ever_due:
        at = (*path, "time", "extendable_by")
        yield from _held(definition, step.time.extendable.lane, standing, "extender_unheld", at, where, step.key)


def _held(
    definition: Definition, lane: str, standing: Standing, code: str, path: Path, where: str, step: str | None = None
) -> Iterator[Finding]:
    """Any one who may act for the lane is enough: this takes no quorum."""
    if standing.held is None or definition.acting_for.get(lane, frozenset({lane})) & standing.held:
        return
    label = definition.lanes[lane].label if lane in definition.lanes else lane
    yield fault(code, path, step, where=where, lanes=label)


def _nobody_in(definition: Definition, step: Step, lanes: Sequence[str], held: frozenset[str]) -> tuple[str, ...]:
    """The lanes that stand in the way because nobody can act for them; empty where the step can be done."""

    def short(key: str) -> bool:
        lane = definition.lanes.get(key)
        if lane is not None and lane.outside:
            return not held
        acting = (definition.acting_for.get(key) or frozenset({key})) & held
        return len(acting) < (lane.quorum if lane is not None else 1)

    empty = [key for key in lanes if short(key)]
    if not step.all_of and len(empty) < len(lanes):
        empty = []
    if step.decides is not None and short(step.decides):
        empty.append(step.decides)
    return tuple(dict.fromkeys(empty))
