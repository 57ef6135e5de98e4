"""The SOPs that an SOP starts, woven into it: one definition, so that one case runs them all. Pure.

The steps of a called SOP stand after the step that starts it; their keys are `<step>--<sub>--<key>`. Of a service each
SOP that may be chosen is a sub of its own, `<sub>--<slug>`. What a sheet says by leaving it out is said out loud here:
"next" becomes the key of the step that follows in the same sheet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sop_library.conditions import All, Any, Condition, JurisdictionMet, Not, Test
from sop_library.definition import Definition
from sop_library.parts import (
    BETWEEN_KEYS,
    Child,
    Door,
    FormUse,
    Gate,
    Inside,
    Lane,
    Need,
    Outcome,
    Step,
    Sub,
    Then,
    TimeReading,
)


def weave(definition: Definition, *, called: Mapping[str, Definition] | None = None) -> Definition:
    """The definition with the SOPs its steps start woven in, all the way down; one that starts none, as it is.

    `called`: SOP key -> SOP; None: those kept with the version. What is not among them stays a sub that somebody
    finishes by hand (`SubFinished`). `document`, doors, jurisdiction and the header stay the starting SOP's own.
    """
    if definition.children or not any(step.subs for step in definition.steps):
        return definition
    known = definition.called if called is None else called
    return _woven(definition, known, frozenset({definition.sop}))


def subs_of(step: Step, known: Mapping[str, Definition]) -> Iterator[tuple[Sub, Definition | None]]:
    """The subs of a step as a case meets them, each with its SOP (None: unknown): of a service one for each SOP."""
    for sub in step.subs:
        if sub.sop is not None:
            yield sub, known.get(sub.sop)
            continue
        served = [one for one in known.values() if one.service == sub.service]
        slugs = [one.sop.partition("/")[2] for one in served]
        for one, slug in zip(served, slugs, strict=True):
            own = slug if slugs.count(slug) == 1 else one.sop.replace("/", "-")
            label = one.name if one.name == sub.label else f"{sub.label}: {one.name}"
            yield replace(sub, key=f"{sub.key}{BETWEEN_KEYS}{own}", label=label, sop=one.sop, service=None), one
        if not served:
            yield sub, None


def _woven(definition: Definition, known: Mapping[str, Definition], above: frozenset[str]) -> Definition:
    around = {key: one for key, one in known.items() if key not in above}
    steps: list[Step] = []
    lanes, forms = dict(definition.lanes), dict(definition.forms)
    limits, interrupts = list(definition.limits), list(definition.interrupts)
    children: dict[Inside, Child] = {}
    for step in definition.steps:
        found = list(subs_of(step, around))
        own = _said_out(definition, step)
        steps.append(replace(own, subs=tuple(sub for sub, _called in found)) if found else own)
        for sub, called in found:
            if called is None:
                continue
            inner = _woven(called, known, above | {called.sop})
            placed = _Placed(definition, inner, (step.key, sub.key), _door(inner, sub), lanes, forms)
            steps += placed.steps()
            limits += [
                replace(
                    limit,
                    key=placed.key(limit.key),
                    label=limit.label if limit.inside else f"{called.name}: {limit.label}",
                    reading=placed.time(limit.reading),
                    until=tuple(map(placed.key, limit.until)),
                    inside=placed.inside_of(limit.inside),
                )
                for limit in inner.limits
            ]
            interrupts += [
                replace(
                    one,
                    key=placed.key(one.key),
                    when=placed.condition(one.when),
                    starts=placed.key(one.starts),
                    inside=placed.inside_of(one.inside),
                )
                for one in inner.interrupts
            ]
            children |= placed.children()
    return replace(
        definition,
        steps=tuple(steps),
        lanes=lanes,
        forms=forms,
        limits=tuple(limits),
        interrupts=tuple(interrupts),
        children=children,
    )


def _said_out(definition: Definition, step: Step) -> Step:
    """The step with the key of the one that follows it in place of "next"."""

    def said(then: Then) -> Then:
        if "next" not in then.targets:
            return then
        targets = definition.targets(step, then)
        return Then("steps", targets) if targets else Then("end", reason=then.reason)

    outcomes = tuple(one if one.then is None else replace(one, then=said(one.then)) for one in step.outcomes)
    return replace(step, then=said(step.then), outcomes=outcomes)


def _door(called: Definition, sub: Sub) -> Door:
    """The door a called SOP is entered by: the one named, else the first for being called."""
    if sub.door is not None and sub.door in called.doors:
        return called.doors[sub.door]
    doors = called.doors.values()
    return next((door for door in doors if door.called), next(iter(doors)))


class _Placed:
    """A called SOP where it stands in the one that starts it; its lanes and forms are added to those of that one."""

    def __init__(
        self,
        around: Definition,
        called: Definition,
        inside: Inside,
        door: Door,
        lanes: dict[str, Lane],
        forms: dict[str, FormUse],
    ) -> None:
        self.called = called
        self.inside = inside
        self.door = door
        self.prefix = BETWEEN_KEYS.join((*inside, ""))
        same = called.jurisdiction == around.jurisdiction
        self.jurisdiction = None if same else called.jurisdiction
        self.lane_keys = self._lanes(lanes)
        self.form_keys = self._forms(forms)

    def key(self, key: str) -> str:
        """What a step, limit or interrupt of the called SOP is called here."""
        return self.prefix + key

    def inside_of(self, inside: Inside | None) -> Inside:
        """Where a part of the called SOP stands: in it, or in one that it starts in its turn."""
        return self.inside if inside is None else (self.key(inside[0]), inside[1])

    def children(self) -> dict[Inside, Child]:
        """The called SOP and those that it starts in its turn."""
        own = Child(self.called.sop, self.called.name, self.prefix, self.key(self.door.starts))
        inner = {
            self.inside_of(inside): replace(one, prefix=self.key(one.prefix), starts=self.key(one.starts))
            for inside, one in self.called.children.items()
        }
        return {self.inside: own, **inner}

    def steps(self) -> list[Step]:
        """Its steps; what its door requires is asked where it begins."""
        first = self._begins_at()
        return [self._step(step, self.door.requires if step.key in first else None) for step in self.called.steps]

    def _begins_at(self) -> frozenset[str]:
        """The steps of work that its door leads to: what stands before them is only read."""
        found, edge, seen = set[str](), [self.door.starts], set[str]()
        while edge:
            step = self.called.step(edge.pop())
            if step.worked:
                found.add(step.key)
            elif step.key not in seen:
                seen.add(step.key)
                edge += self.called.leads_to[step.key]
        return frozenset(found)

    def _step(self, step: Step, required: Gate | None) -> Step:
        return replace(
            step,
            key=self.key(step.key),
            lanes=tuple(self.lane_keys[key] for key in step.lanes),
            decides=None if step.decides is None else self.lane_keys[step.decides],
            needs=tuple(self._need(need) for need in step.needs),
            outputs=tuple(
                replace(
                    one,
                    form=None if one.form is None else self.form_keys.get(one.form, one.form),
                    when=self._maybe(one.when),
                )
                for one in step.outputs
            ),
            time=self.time(step.time),
            outcomes=tuple(self._outcome(one) for one in step.outcomes),
            then=self._then(step.then),
            applies_when=self._maybe(step.applies_when),
            gate=self._gate(step.gate, required),
            inside=self.inside_of(step.inside),
            sop_name=step.sop_name or self.called.name,
        )

    def _outcome(self, one: Outcome) -> Outcome:
        then = None if one.then is None else self._then(one.then)
        return replace(one, then=then, suggested_when=self._maybe(one.suggested_when))

    def _then(self, then: Then) -> Then:
        """The called SOP attaches nothing: its case is the one that started it."""
        if then.kind == "attach":
            return Then("end", reason=then.reason)
        return replace(then, targets=tuple(map(self.key, then.targets)))

    def _gate(self, gate: Gate | None, required: Gate | None) -> Gate | None:
        own = None if gate is None else self._own_gate(gate)
        asked = None if required is None else self._own_gate(required)
        if own is None or asked is None:
            return own or asked
        return Gate(All((asked.when, own.when)), f"{asked.words} {own.words}", own.override)

    def _own_gate(self, gate: Gate) -> Gate:
        override = None if gate.override is None else self.lane_keys[gate.override]
        return Gate(self.condition(gate.when), gate.words, override)

    def _need(self, need: Need) -> Need:
        subject = self.form_keys.get(need.subject, need.subject) if need.kind == "form" else need.subject
        options = tuple(self._need(option) for option in need.options)
        return replace(need, subject=subject, options=options, when=self._maybe(need.when))

    def time(self, time: TimeReading) -> TimeReading:
        """A time of the called SOP."""
        rule = time.extendable
        return replace(
            time,
            counts_from=self.key(time.counts_from) if time.counts_from in self.called.by_key else time.counts_from,
            tiers=tuple(replace(tier, when=self.condition(tier.when)) for tier in time.tiers),
            extendable=None if rule is None else replace(rule, lane=self.lane_keys[rule.lane]),
        )

    def _maybe(self, condition: Condition | None) -> Condition | None:
        return None if condition is None else self.condition(condition)

    def condition(self, condition: Condition) -> Condition:
        """A condition of the called SOP: by its own jurisdiction, and by the door it was called through."""
        match condition:
            case All(parts):
                return All(tuple(self.condition(part) for part in parts))
            case Any(parts):
                return Any(tuple(self.condition(part) for part in parts))
            case Not(part):
                return Not(self.condition(part))
            case JurisdictionMet() if self.jurisdiction is not None:
                return self.jurisdiction
            case Test("door", operator, value):
                named = value if isinstance(value, tuple) else (value,)
                return All(()) if operator == "known" or self.door.key in named else Any(())
        return condition

    def _lanes(self, lanes: dict[str, Lane]) -> Mapping[str, str]:
        """Its lanes are the office's: the same key is the same lane. One that is made of others is its own.

        So is one that is inside here and outside in the SOP around it: its steps here are done by whoever holds it.
        """
        keys = {
            key: key if key not in lanes or _alike(lanes[key], lane) else self.key(key)
            for key, lane in self.called.lanes.items()
        }
        for key, lane in self.called.lanes.items():
            if keys[key] not in lanes:
                parts = tuple(keys.get(part, part) for part in lane.made_of)
                plain = keys[key] != key and not lane.outside and not parts
                held = key if plain else lane.held_as
                lanes[keys[key]] = replace(lane, key=keys[key], made_of=(held,) if held else parts, held_as=held)
        return keys

    def _forms(self, forms: dict[str, FormUse]) -> Mapping[str, str]:
        """A form by the same name and definition is the same form: filled once, it serves both SOPs."""
        keys = {}
        for key, use in self.called.forms.items():
            keys[key] = key if forms.get(key, use) == use else self.key(key)
            forms[keys[key]] = replace(use, key=keys[key])
        return keys


def _alike(one: Lane, other: Lane) -> bool:
    if one.outside or other.outside:
        return one.outside == other.outside
    return (one.made_of, one.quorum) == (other.made_of, other.quorum)
