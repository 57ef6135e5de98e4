"""Walking an SOP from a door to an end: which choices lead through which outcome, and driving the engine along them."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sop_library.calendar import OfficeCalendar
from sop_library.checking.flow import steps_to_end
from sop_library.conditions import Condition, Scope, asked
from sop_library.definition import Definition
from sop_library.engine import State, advance
from sop_library.engine.demands import needs_signatures
from sop_library.engine.effects import Effect
from sop_library.engine.events import Complete, Enter, Event, FactChanged, Override, Sign, SubFinished
from sop_library.engine.state import Pass, SubRun
from sop_library.engine.woven import awaited
from sop_library.facts import FACTS, FactValue
from sop_library.parts import Outcome, Step
from sop_library.satisfying import satisfying

_LONGEST = 10_000


_COMING = frozenset({"door", "channel", "office.regency"})
"""Facts that the door says: no walk makes them up."""
_LASTING = frozenset(
    name for name in FACTS if name.partition(".")[0] in ("origin", "reporter", "victim", "incident", "respondent")
) - {"victim.count", "victim.domicile", "victim.place", "victim.safe"}  # fmt: skip
"""Facts of who came and what happened. They may be found out, but don't change because a gate is shut: a child stays
one. What else is known of a case changes while it is worked: its risk, what was consented to, what is needed."""


class WalkStuck(Exception):
    """The walk found nothing it could do, though the case has not ended.

    `otherwise`: facts of who came and what happened by which another case would have gone on where this one waits.
    """

    def __init__(self, said: str, otherwise: Mapping[str, FactValue] | None = None) -> None:
        self.otherwise: Mapping[str, FactValue] = otherwise or {}
        super().__init__(said)


@dataclass(frozen=True, slots=True)
class Path:
    """A way through an SOP: the door, and the outcome taken at each decision on the way to `step` and its `outcome`."""

    door: str
    choices: tuple[tuple[str, str], ...]
    step: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Stride:
    """One event of a walk, with what it brought about."""

    event: Event
    at: datetime
    state: State
    effects: tuple[Effect, ...]


def paths(definition: Definition) -> tuple[Path, ...]:
    """One shortest path for every outcome of every step that can be reached; for an SOP without any, one per door."""
    ways: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {}
    edge: deque[str] = deque()
    for door in definition.doors.values():
        if door.starts not in ways:
            ways[door.starts] = (door.key, ())
            edge.append(door.starts)
    while edge:
        key = edge.popleft()
        door_key, choices = ways[key]
        for outcome, target in _steps_on(definition, definition.step(key)):
            if target not in ways:
                ways[target] = (door_key, choices if outcome is None else (*choices, (key, outcome)))
                edge.append(target)
    found = [
        Path(ways[step.key][0], (*ways[step.key][1], (step.key, outcome.key)), step.key, outcome.key)
        for step in definition.steps
        if step.key in ways and step.worked
        for outcome in step.outcomes
    ]
    return tuple(found) or tuple(Path(door.key, (), door.starts, None) for door in definition.doors.values())


def walk(
    definition: Definition,
    *,
    start: datetime,
    calendar: OfficeCalendar,
    door: str | None = None,
    choices: tuple[tuple[str, str], ...] = (),
    state: State | None = None,
    facts: Mapping[str, FactValue] | None = None,
    by: str = "pejalan",
    pace: timedelta = timedelta(minutes=1),
    pick: Callable[[Sequence[Pass]], Pass | None] | None = None,
) -> Iterator[Stride]:
    """Drive a case through the SOP as someone who holds every lane and has every document, until nothing runs.

    At each step the next of `choices` for it is taken, then a forward outcome nobody took yet, then the one nearest to
    an end. `state` takes a case up where it stands, which must not be paused. `facts` are known from the start. `pick`
    says which of the open passes is worked on next, None for none of them yet; else it is the first. Raises WalkStuck.
    """
    walker = _Walker(definition, by, _queues(choices), pick or _first, facts or {})
    now = start
    event: Event | None
    if state is None:
        state, event = State(), walker.entering(door)
    else:
        walker.facts |= state.facts
        event = walker.next_event(state)
    for _ in range(_LONGEST):
        if event is None:
            return
        state, effects = advance(definition, state, event, now, calendar)
        yield Stride(event, now, state, effects)
        now += pace
        event = walker.next_event(state)
    raise WalkStuck(f"{definition.sop} did not end within {_LONGEST} events")


class _Walker:
    def __init__(
        self,
        definition: Definition,
        by: str,
        queues: dict[str, list[str]],
        pick: Callable[[Sequence[Pass]], Pass | None],
        given: Mapping[str, FactValue],
    ) -> None:
        self.definition = definition
        self.pick = pick
        self.distances = steps_to_end(definition)
        self.by = by
        self.queues = queues
        self.taken: set[tuple[str, str]] = set()
        self.lanes = definition.inside
        self.given = given
        self.facts: dict[str, FactValue] = {"office.regency": definition.regency or "33.73", **given}

    def entering(self, door: str | None) -> Enter:
        """The first event, with the facts the door requires."""
        entered = self.definition.doors[door] if door else next(iter(self.definition.doors.values()))
        if entered.requires is not None:
            self.facts |= (
                satisfying(entered.requires.when, given=self.facts, jurisdiction=self.definition.jurisdiction) or {}
            )
        return Enter(door=entered.key, by=self.by, lanes=self.lanes, facts=self.facts)

    def next_event(self, state: State) -> Event | None:
        """The next thing to do, or None where nothing runs any more."""
        if not state.live_ids:
            return None
        if state.open and (picked := self.pick(state.open)) is not None:
            return self.work_on(picked)
        for one in state.live:
            event = self.unblock(state, one)
            if event is not None:
                return event
        otherwise = next((facts for one in state.live if (facts := self.otherwise(state, one))), None)
        raise WalkStuck(f"{self.definition.sop}: {[(one.id, one.wait) for one in state.live]}", otherwise)

    def work_on(self, one: Pass) -> Event:
        """Sign where another lane has still to, else complete."""
        step = self.definition.step(one.step)
        if needs_signatures(self.definition, step):
            signed = {sign.lane for sign in one.signed}
            for key in step.lanes:
                for lane in self._signing(key):
                    if lane not in signed:
                        return Sign(pass_id=one.id, by=self.by, lanes=self.lanes, lane=lane)
        outcome = self.choose(step)
        chosen = frozenset() if outcome is None else frozenset({outcome.key})
        return Complete(
            pass_id=one.id,
            by=self.by,
            lanes=self.lanes,
            outcomes=() if outcome is None else (outcome.key,),
            documents=frozenset(need.key for need in step.needs),
            forms=frozenset(self.definition.forms),
            outputs=frozenset(output.key for output in step.outputs),
            facts=self.recorded(step, chosen),
            subs=frozenset(sub.key for sub in step.subs[:1]) if step.subs and not one.subs else frozenset(),
        )

    def choose(self, step: Step) -> Outcome | None:
        """The outcome to take: as queued, else one that leads forward, preferring what was not taken yet."""
        if not step.outcomes:
            return None
        queue = self.queues.get(step.key)
        if queue:
            outcome = step.outcome(queue.pop(0))
        else:
            fresh = (one for one in step.outcomes if self.leads_forward(step, one))
            nearest = min(step.outcomes, key=lambda one: self.distance(step, one))
            outcome = next((one for one in fresh if (step.key, one.key) not in self.taken), nearest)
        if outcome is not None:
            self.taken.add((step.key, outcome.key))
        return outcome

    def leads_forward(self, step: Step, outcome: Outcome) -> bool:
        """True where the outcome does not lead back, or to the step itself."""
        here = self.definition.position[step.key]
        targets = self.definition.targets(step, outcome.then) if outcome.then is not None else ()
        return all(self.definition.position[target] > here for target in targets)

    def distance(self, step: Step, outcome: Outcome) -> int:
        """How many steps lie between the outcome and an end."""
        targets = self.definition.targets(step, outcome.then) if outcome.then is not None else ()
        return max((self.distances.get(target, _LONGEST) for target in targets), default=0)

    def recorded(self, step: Step, outcomes: frozenset[str]) -> Mapping[str, FactValue]:
        """A value for each fact the step must leave known or its needs rest on."""
        wanted = [name for name in step.records if name not in self.facts]
        wanted += [need.subject for need in step.needs if need.kind == "fact" and need.subject not in self.facts]
        found = {name: _any_value(name) for name in wanted}
        for condition in (*(need.when for need in step.needs), *(output.when for output in step.outputs)):
            if condition is not None:
                found |= (
                    satisfying(
                        condition,
                        given={**self.facts, **found},
                        jurisdiction=self.definition.jurisdiction,
                        outcomes=outcomes,
                        fixed=_COMING,
                    )
                    or {}
                )
        self.facts |= found
        return found

    def unblock(self, state: State, one: Pass) -> Event | None:
        """What gets a waiting pass going: the facts it asks, its gate's facts or override, the end of its sub-SOP."""
        step = self.definition.step(one.step)
        if one.wait is None:
            return None
        if one.wait.kind == "sub":
            by_hand = (
                run.key for run in one.subs if awaited(run) and (one.step, run.key) not in self.definition.children
            )
            running = next(by_hand, None)
            return None if running is None else SubFinished(pass_id=one.id, sub=running, by=self.by)
        condition = self.waited_for(one)
        if condition is None:
            return None
        facts = self.found(condition, state.facts)
        if facts is None:
            names = {*asked(condition, Scope({}, self.definition.jurisdiction))} - _COMING - _LASTING
            facts = self.found(condition, {name: value for name, value in state.facts.items() if name not in names})
        if facts:
            self.facts |= facts
            return FactChanged(by=self.by, facts=facts)
        if one.wait.kind == "gate" and step.gate is not None and step.gate.override is not None:
            return Override(pass_id=one.id, by=self.by, lanes=self.lanes, reason="mendesak")
        return None

    def waited_for(self, one: Pass) -> Condition | None:
        """The condition on which a pass waits; None where it waits for something else."""
        step, kind = self.definition.step(one.step), one.wait.kind if one.wait is not None else ""
        shut = step.gate.when if step.gate is not None else None
        return {"facts": step.applies_when, "gate": shut}.get(kind)

    def found(self, condition: Condition, known: Mapping[str, FactValue]) -> dict[str, FactValue] | None:
        """Facts to add to what is known so that the condition holds; None where there are none."""
        return satisfying(condition, given=known, jurisdiction=self.definition.jurisdiction, fixed=_COMING)

    def otherwise(self, state: State, one: Pass) -> Mapping[str, FactValue]:
        """What another case, come by the same door, would have to be to go on where this one waits."""
        condition = self.waited_for(one)
        same = {name: value for name, value in state.facts.items() if name in _COMING or name in self.given}
        facts = None if condition is None else self.found(condition, same)
        return {} if not facts else {name: value for name, value in facts.items() if name in _LASTING}

    def plays(self, one: Pass, run: SubRun) -> bool:
        """True where the started SOP is woven in: it comes to its end by its own steps."""
        return (one.step, run.key) in self.definition.children

    def _signing(self, key: str) -> list[str]:
        lane = self.definition.lanes[key]
        return sorted(self.definition.acting_for[key])[: lane.quorum] if lane.quorum > 1 else [key]


def _first(passes: Sequence[Pass]) -> Pass:
    return passes[0]


def _queues(choices: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    queues: dict[str, list[str]] = {}
    for step, outcome in choices:
        queues.setdefault(step, []).append(outcome)
    return queues


def _steps_on(definition: Definition, step: Step) -> Iterator[tuple[str | None, str]]:
    for outcome in step.outcomes:
        if outcome.then is not None:
            for target in definition.targets(step, outcome.then):
                yield outcome.key, target
    if not step.outcomes:
        for target in definition.targets(step, step.then):
            yield None, target


def _any_value(name: str) -> FactValue:
    kind = FACTS[name]
    match kind.type:
        case "yes_no":
            return True
        case "choice":
            return next(iter(kind.values))
        case "choices":
            return (next(iter(kind.values)),)
        case "number":
            return 1
        case "region":
            return "33.73"
        case "name":
            return "lain"
