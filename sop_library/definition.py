"""An SOP definition: its parts, and the look-ups the engine, the checks and the sheet need. Indexed once."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sop_library.conditions import Condition, parse_condition
from sop_library.parsing import (
    in_order,
    parse_door,
    parse_form,
    parse_interrupt,
    parse_lane,
    parse_limit,
    parse_step,
)
from sop_library.parts import Child, Door, FormUse, Inside, Interrupt, Lane, Limit, Step, Then

FORMAT = "rangkul-sop/1"


@dataclass(frozen=True, eq=False)
class Definition:
    """One SOP, ready to run. `document` is what it was parsed from, every word of the sheet: never change it.

    `children` are the SOPs woven into it (`weaving.weave`); of a sheet there are none.
    """

    document: Mapping[str, Any]
    sop: str
    name: str
    title: str
    service: str
    regency: str | None
    lanes: Mapping[str, Lane]
    doors: Mapping[str, Door]
    forms: Mapping[str, FormUse]
    steps: tuple[Step, ...]
    jurisdiction: Condition | None = None
    limits: tuple[Limit, ...] = ()
    interrupts: tuple[Interrupt, ...] = ()
    children: Mapping[Inside, Child] = field(default_factory=dict)

    @cached_property
    def called(self) -> Mapping[str, "Definition"]:
        """SOP key -> the SOP that a step starts, as it is kept with this version; of a file or draft none."""
        kept: Mapping[str, Any] = self.document.get("called") or {}
        return {key: parse(entry["document"]) for key, entry in kept.items()}

    @cached_property
    def leads_inside(self) -> Mapping[str, tuple[str, ...]]:
        """Step key -> the steps at which the SOPs it starts may begin: by their door, or by an interrupt of theirs."""
        found: dict[str, tuple[str, ...]] = {}
        for (step, sub), child in self.children.items():
            urgent = (one.starts for one in self.interrupts if one.inside == (step, sub))
            found[step] = (*found.get(step, ()), child.starts, *urgent)
        return found

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Step key -> its place in the sheet, from 0."""
        return {step.key: place for place, step in enumerate(self.steps)}

    @cached_property
    def by_key(self) -> Mapping[str, Step]:
        """Step key -> step."""
        return {step.key: step for step in self.steps}

    def step(self, key: str) -> Step:
        """The step called `key`. Raises KeyError."""
        return self.by_key[key]

    def following(self, key: str) -> Step | None:
        """The step after `key` in the order of the sheet; None after the last."""
        place = self.position[key] + 1
        return self.steps[place] if place < len(self.steps) else None

    def targets(self, step: Step, then: Then) -> tuple[str, ...]:
        """The keys `then` leads to from `step`; empty where it ends, attaches, or "next" has nothing after it."""
        keys = []
        for target in then.targets:
            if target != "next":
                keys.append(target)
            elif (after := self.following(step.key)) is not None:
                keys.append(after.key)
        return tuple(dict.fromkeys(keys))

    @cached_property
    def leads_to(self) -> Mapping[str, tuple[str, ...]]:
        """Step key -> every step it can lead to, by any outcome, by its `then`, or when it is passed by."""
        found = {}
        for step in self.steps:
            ways = [outcome.then for outcome in step.outcomes if outcome.then is not None]
            if not step.outcomes or step.optional or step.applies_when is not None:
                ways.append(step.then)
            found[step.key] = tuple(dict.fromkeys(key for then in ways for key in self.targets(step, then)))
        return found

    @cached_property
    def leading_here(self) -> Mapping[str, tuple[str, ...]]:
        """Step key -> the steps that can lead to it."""
        found: dict[str, list[str]] = {step.key: [] for step in self.steps}
        for source, targets in self.leads_to.items():
            for target in targets:
                if target in found:
                    found[target].append(source)
        return {key: tuple(sources) for key, sources in found.items()}

    @cached_property
    def doors_to(self) -> Mapping[str, tuple[str, ...]]:
        """Step key -> the doors by which a case can come to it; an interrupt opens its step whatever the door was."""
        bits = {key: 1 << place for place, key in enumerate(self.doors)}
        found = dict.fromkeys(self.by_key, 0)
        edge = [(door.starts, bits[key]) for key, door in self.doors.items()]
        edge += [(one.starts, sum(bits.values())) for one in self.interrupts]
        while edge:
            key, coming = edge.pop()
            if key in found and coming & ~found[key]:
                found[key] |= coming
                edge.extend((target, found[key]) for target in self.leads_to[key])
        return {key: tuple(door for door, bit in bits.items() if coming & bit) for key, coming in found.items()}

    def comes_to(self, source: str, target: str) -> bool:
        """True where the flow can come from `source` to `target` by going forward only: what `after: all` waits for.

        Looks only at the steps that lie between the two.
        """
        last, seen, edge = self.position[target], {source}, [source]
        while edge:
            here = edge.pop()
            for key in self.leads_to[here]:
                if key == target:
                    return True
                if key not in seen and self.position[here] < self.position[key] < last:
                    seen.add(key)
                    edge.append(key)
        return False

    @cached_property
    def acting_for(self) -> Mapping[str, frozenset[str]]:
        """Lane key -> the lanes whose holders may act for it: itself and, all the way down, what it is made of."""
        return {key: parts | held for key, (parts, held) in self._parts.items()}

    @cached_property
    def _parts(self) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
        """Lane key -> it and, all the way down, what it is made of; beside them, what one of them is held as.

        Whoever holds that has it, and nobody who acts for it by another sheet.
        """
        found = {}
        for key in self.lanes:
            seen: set[str] = set()
            held: set[str] = set()
            edge = [key]
            while edge:
                part = edge.pop()
                if part in seen:
                    continue
                seen.add(part)
                lane = self.lanes.get(part)
                if lane is not None and lane.held_as is not None:
                    held.add(lane.held_as)
                elif lane is not None:
                    edge.extend(lane.made_of)
            found[key] = frozenset(seen), frozenset(held)
        return found

    @cached_property
    def left_open(self) -> frozenset[str]:
        """The keys of the steps whose source names no lane, bound by the office or not; a rule is nobody's work."""
        return frozenset(step.key for step in self.steps if step.unsaid and step.worked)

    @cached_property
    def inside(self) -> frozenset[str]:
        """The lanes that somebody in the office holds: also one that only a called SOP's own sheet has inside."""
        held = {lane.held_as for lane in self.lanes.values() if lane.held_as is not None}
        return frozenset(held | {key for key, lane in self.lanes.items() if not lane.outside})

    def _acting(self, named: Iterable[str]) -> frozenset[str]:
        """The inside lanes that act for these; an outside one is nobody's here, whatever another sheet says of it."""
        found: set[str] = set()
        for key in named:
            parts, held = self._parts.get(key, (frozenset[str](), frozenset[str]()))
            found |= held | {part for part in parts if part in self.lanes and not self.lanes[part].outside}
        return self.inside & found

    @cached_property
    def at_work(self) -> frozenset[str]:
        """The inside lanes that have something to do: named by a step, a gate or who may lengthen a time, or part of
        one that is. A lane that nothing names is only listed. Where no lane inside is named, each may record.
        """
        readings = [step.time for step in self.steps] + [limit.reading for limit in self.limits]
        named = {reading.extendable.lane for reading in readings if reading.extendable is not None}
        for step in self.steps:
            named |= {*step.lanes, *([step.decides] if step.decides else [])}
            named |= {step.gate.override} if step.gate is not None and step.gate.override else set()
        return self._acting(named) or self.inside

    def lanes_of(self, step: Step) -> frozenset[str]:
        """The lanes whose holders may act on the step; where all its lanes are outside, any inside lane records it."""
        named = [*step.lanes, *([step.decides] if step.decides else [])]
        return self._acting(named) or (self.inside if step.lanes else frozenset())


def parse(document: Mapping[str, Any]) -> Definition:
    """The definition a document describes. The document must have passed `sop_library.loading`."""
    forms = {key: parse_form(key, form) for key, form in in_order(document.get("forms", {}))}
    jurisdiction = document.get("jurisdiction")
    return Definition(
        document=document,
        sop=document["sop"],
        name=document["name"],
        title=document["title"],
        service=document["service"],
        regency=document["regency"],
        lanes={key: parse_lane(key, lane) for key, lane in in_order(document["lanes"])},
        doors={key: parse_door(key, door) for key, door in in_order(document["doors"])},
        forms=forms,
        steps=tuple(parse_step(step, forms) for step in document["steps"]),
        jurisdiction=None if jurisdiction is None else parse_condition(jurisdiction),
        limits=tuple(parse_limit(limit) for limit in document.get("limits", ())),
        interrupts=tuple(parse_interrupt(interrupt) for interrupt in document.get("interrupts", ())),
    )


def bind(definition: Definition, *, steps: Mapping[str, Sequence[str]], lanes: Iterable[Lane] = ()) -> Definition:
    """The definition with lanes given to the steps whose source names none; a step that has lanes keeps its own.

    `lanes` adds lanes of the office that the sheet doesn't know. Outside the version: the document stays as it is.
    Raises KeyError for an unknown step or lane.
    """
    known = {**definition.lanes, **{lane.key: lane for lane in lanes}}
    for key, given in steps.items():
        definition.step(key)
        for lane in given:
            known[lane]
    bound = tuple(
        replace(step, lanes=tuple(steps[step.key])) if step.unsaid and step.key in steps else step
        for step in definition.steps
    )
    return replace(definition, lanes=known, steps=bound)


def to_document(definition: Definition) -> dict[str, Any]:
    """The document of a definition, as a copy that may be changed."""
    return deepcopy(dict(definition.document))


def content_hash(document: Mapping[str, Any]) -> str:
    """The name of a version: SHA-256 (hex) of the document as canonical JSON (sorted keys, no blanks, UTF-8)."""
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
