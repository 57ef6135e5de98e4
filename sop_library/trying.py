"""Trying an SOP before anybody approves it: a made-up case played through the engine, act by act. Pure; writes nothing.

Whoever tries holds every lane and every paper: what is tried is the flow, its branches, gates and times. A trial is its
door and its acts; where it stands is played anew from them each time, so that the same acts give the same case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sop_library.calendar import OfficeCalendar
from sop_library.conditions import Condition, fact_tests
from sop_library.definition import Definition, content_hash
from sop_library.engine import Pass, State, advance
from sop_library.engine.effects import Effect
from sop_library.engine.events import Complete, Enter, Event, FactChanged, Override, Skip, SubFinished
from sop_library.engine.refusals import Refused
from sop_library.engine.woven import awaited
from sop_library.facts import FACTS, FactValue, FactValueWrong, UnknownFact, checked_value, is_consent
from sop_library.parts import Step
from sop_library.satisfying import satisfying
from sop_library.walking import WalkStuck, paths, walk

BY = "uji-coba"
PACE = timedelta(minutes=1)
MOST_ACTS = 300
MOST_STRIDES = 10_000
"""The most steps that one run of every branch works: a second or two. The seeds need 250 at the most."""
_OTHER_CASES = 3
"""Made-up cases that are tried for one branch before it is said to stop."""
LONGEST_CLOCK = timedelta(days=400)
REASON = "uji coba"
_SAID = frozenset({"label", "name", "printed", "note", "reading"})
_SAID_OF_A_STEP = frozenset({
    "step", "name", "text", "section", "page", "source_line", "marks", "printed_needs", "printed_output",
    "printed_forms", "fee", "remarks", "as_printed", "alignment", "reading", "note",
})  # fmt: skip
_SAID_OF_ALL = frozenset({
    "header", "based_on", "name", "title", "title_in_table", "regency_note", "legal_basis", "related",
    "qualifications", "equipment", "records", "note", "preamble", "standard", "columns", "headings", "narrative",
    "source", "anomalies", "reading",
})  # fmt: skip
"""What a sheet says that no case goes by: another word there leaves what was tried as it was."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done in a trial. `kind`: work, skip, override, sub, facts or clock.

    work: the step of `pass_id` is completed by `outcomes`, and starts `subs` where it may start several (None: nobody
    was asked, it starts the first; none chosen is refused as a case refuses it); `facts` are its answers to what it
    asks (None: left open), where none are given it answers by itself · facts: `facts` become known (None: unknown
    again) · clock: `minutes` go by · due: the clock goes to just after the next deadline.
    """

    kind: str
    pass_id: str = ""
    outcomes: tuple[str, ...] = ()
    facts: Mapping[str, FactValue | None] | None = None
    minutes: int = 0
    subs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What an act brought about, at a moment of the trial."""

    at: datetime
    act: Act | None
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """Where a trial stands. `refused`: the last act could not be done, and why; nothing of it counts."""

    state: State
    now: datetime
    log: tuple[Told, ...]
    refused: Refused | None = None

    @property
    def covered(self) -> frozenset[str]:
        """The branches taken: "step/outcome", and "door:KEY"."""
        taken = {f"{one.step}/{key}" for one in self.state.passes for key in one.outcomes}
        return frozenset(taken | ({f"door:{self.state.door}"} if self.state.door else set()))


@dataclass(frozen=True, slots=True)
class Ran:
    """One branch run from its door to an end by itself.

    `refused`: what could not be done; `waiting`: the steps that nothing gets going, and `why` what their gates say, or
    which facts nobody can tell (msgids). All are empty where it ended. `given`: what the made-up case had to be from
    the start, since another stopped at a gate.
    """

    door: str
    choices: tuple[tuple[str, str], ...]
    steps: int
    lasted: timedelta
    late: int
    covered: frozenset[str]
    refused: Refused | None = None
    waiting: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    given: Mapping[str, FactValue] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Whether it came to an end."""
        return self.refused is None and not self.waiting


def to_json(act: Act) -> dict[str, Any]:
    """The act as JSON keeps it."""
    data: dict[str, Any] = {"kind": act.kind}
    if act.pass_id:
        data["pass"] = act.pass_id
    if act.outcomes:
        data["outcomes"] = list(act.outcomes)
    if act.facts:
        data["facts"] = {name: list(value) if isinstance(value, tuple) else value for name, value in act.facts.items()}
    if act.minutes:
        data["minutes"] = act.minutes
    if act.subs is not None:
        data["subs"] = list(act.subs)
    return data


def from_json(data: Mapping[str, Any]) -> Act:
    """The act that `to_json` made the data of."""
    facts = {
        name: tuple(value) if isinstance(value, list) else value for name, value in (data.get("facts") or {}).items()
    }
    return Act(
        kind=data["kind"],
        pass_id=data.get("pass", ""),
        outcomes=tuple(data.get("outcomes", ())),
        facts=facts or None,
        minutes=data.get("minutes", 0),
        subs=tuple(data["subs"]) if "subs" in data else None,
    )


def play(
    definition: Definition, *, door: str, acts: Iterable[Act], start: datetime, calendar: OfficeCalendar
) -> Played:
    """Play a trial from its door, act by act; stops at the first act that is refused. Raises Refused for the door."""
    entered = definition.doors[door]
    facts: dict[str, FactValue] = {"office.regency": definition.regency or "33.73"}
    if entered.requires is not None:
        facts |= satisfying(entered.requires.when, given=facts, jurisdiction=definition.jurisdiction) or {}
    event = Enter(door=door, by=BY, lanes=definition.inside, facts=facts)
    state, effects = advance(definition, State(), event, start, calendar)
    now, log = start, [Told(start, None, effects)]
    for act in acts:
        try:
            if act.kind in ("clock", "due"):
                now, effects = _later(state, act, now), ()
            else:
                now += PACE
                state, effects = _done(definition, state, act, now, calendar)
        except Refused as refused:
            return Played(state, now, tuple(log), refused)
        log.append(Told(now, act, effects))
    return Played(state, now, tuple(log))


def next_due(state: State, now: datetime) -> datetime | None:
    """The next deadline to come, of a step or a limit; None where none runs."""
    steps = [one.due_at for one in state.live if one.due_at is not None]
    limits = [one.due_at for one in state.limits if one.met_at is None]
    return min((due for due in (*steps, *limits) if due >= now), default=None)


def _later(state: State, act: Act, now: datetime) -> datetime:
    if act.kind == "due":
        due = next_due(state, now)
        return now if due is None else min(due + PACE, now + LONGEST_CLOCK)
    return now + timedelta(minutes=min(max(act.minutes, 0), LONGEST_CLOCK // timedelta(minutes=1)))


def _done(
    definition: Definition, state: State, act: Act, now: datetime, calendar: OfficeCalendar
) -> tuple[State, tuple[Effect, ...]]:
    match act.kind:
        case "work":
            return _worked(definition, state, act, now, calendar)
        case "skip":
            event: Event = Skip(pass_id=act.pass_id, by=BY, lanes=definition.inside, reason=REASON)
        case "override":
            event = Override(pass_id=act.pass_id, by=BY, lanes=definition.inside, reason=REASON)
        case "sub":
            event = SubFinished(pass_id=act.pass_id, sub=by_hand(definition, state, act.pass_id), by=BY)
        case _:
            event = FactChanged(by=BY, facts=_checked(act.facts or {}))
    return advance(definition, state, event, now, calendar)


def by_hand(definition: Definition, state: State, pass_id: str) -> str:
    """The first SOP that a pass waits for and that is not played step by step; "" for none."""
    waited = ((one.step, run.key) for one in state.live if one.id == pass_id for run in one.subs if awaited(run))
    return next((key for step, key in waited if (step, key) not in definition.children), "")


def _worked(
    definition: Definition, state: State, act: Act, now: datetime, calendar: OfficeCalendar
) -> tuple[State, tuple[Effect, ...]]:
    """Sign for every lane and complete the step, with the papers and the facts it asks for."""
    one = next((found for found in state.open if found.id == act.pass_id), None)
    if one is None:
        return advance(definition, state, Complete(pass_id=act.pass_id, by=BY, lanes=definition.inside), now, calendar)
    choices = tuple((one.step, outcome) for outcome in act.outcomes[:1])
    effects: list[Effect] = []
    strides = walk(
        definition, start=now, calendar=calendar, state=state, choices=choices, by=BY, pace=timedelta(),
        pick=lambda there: next((found for found in there if found.id == act.pass_id), None),
    )  # fmt: skip
    for stride in strides:
        if isinstance(stride.event, Complete) and _says_more(act):
            outcomes = act.outcomes or stride.event.outcomes
            subs = stride.event.subs if act.subs is None else frozenset(act.subs)
            facts = _answered(stride.event, act)
            event = replace(stride.event, outcomes=outcomes, subs=subs, facts=facts)
            state, last = advance(definition, state, event, now, calendar)
        else:
            state, last = stride.state, stride.effects
        effects += last
        if isinstance(stride.event, Complete):
            break
    return state, tuple(effects)


def _says_more(act: Act) -> bool:
    """Whether an act says what a walk would choose by itself."""
    return len(act.outcomes) > 1 or act.subs is not None or act.facts is not None


def _answered(event: Complete, act: Act) -> Mapping[str, FactValue]:
    """What the step brings to know: what was answered, and by itself only what nobody was asked."""
    answers = _checked(act.facts or {})
    itself = {name: value for name, value in event.facts.items() if name not in answers}
    return itself | {name: value for name, value in answers.items() if value is not None}


def _checked(facts: Mapping[str, FactValue | None]) -> dict[str, FactValue | None]:
    try:
        return {name: None if value is None else checked_value(name, value) for name, value in facts.items()}
    except (FactValueWrong, UnknownFact):
        raise Refused("fact_value", {"fact": ", ".join(facts)}) from None


def branches(definition: Definition) -> tuple[str, ...]:
    """Every branch there is to try: each door, and each outcome of each step that is worked."""
    doors = [f"door:{key}" for key in definition.doors]
    outcomes = [f"{step.key}/{one.key}" for step in definition.steps if step.worked for one in step.outcomes]
    return (*doors, *outcomes)


def run_all(definition: Definition, *, start: datetime, calendar: OfficeCalendar) -> tuple[Ran, ...]:
    """Run every branch from its door to an end, and every door, each once and by itself.

    No more begin once MOST_STRIDES steps were worked in all: the branches after that stay untried, and count as such.
    """
    ways: dict[tuple[str, tuple[tuple[str, str], ...]], None] = {(door, ()): None for door in definition.doors}
    ways |= {(path.door, path.choices): None for path in paths(definition)}
    found: list[Ran] = []
    worked = 0
    for door, choices in ways:
        if worked >= MOST_STRIDES:
            break
        ran, tried = _ran(definition, door, choices, start, calendar)
        found.append(ran)
        worked += tried
    return tuple(found)


def _ran(
    definition: Definition,
    door: str,
    choices: tuple[tuple[str, str], ...],
    start: datetime,
    calendar: OfficeCalendar,
) -> tuple[Ran, int]:
    """A case that stops because of who came or what happened gives way to another, of which that is so at the start.

    Returns the last of them, and how many steps were worked in all of them.
    """
    given: dict[str, FactValue] = {}
    tried = 0
    for _ in range(_OTHER_CASES):
        found, otherwise = _ran_once(definition, door, choices, start, calendar, given)
        tried += found.steps
        if not otherwise:
            break
        given |= otherwise
    return found, tried


def _ran_once(
    definition: Definition,
    door: str,
    choices: tuple[tuple[str, str], ...],
    start: datetime,
    calendar: OfficeCalendar,
    given: Mapping[str, FactValue],
) -> tuple[Ran, Mapping[str, FactValue]]:
    state, now = State(), start
    stopped: Refused | None = None
    waiting: tuple[Pass, ...] = ()
    otherwise: Mapping[str, FactValue] = {}
    try:
        for stride in walk(
            definition, start=start, calendar=calendar, door=door, choices=choices, facts=given, by=BY, pace=PACE
        ):
            state, now = stride.state, stride.at
    except Refused as refused:
        stopped = refused
    except WalkStuck as stuck:
        waiting, otherwise = tuple(state.live), stuck.otherwise
    late = sum(1 for one in state.passes if one.due_at and one.done_at and one.done_at > one.due_at)
    ran = Ran(
        door, choices, len(state.passes), now - start, late, Played(state, now, ()).covered, stopped,
        waiting=tuple(definition.step(one.step).name for one in waiting),
        why=tuple(dict.fromkeys(words for one in waiting for words in _why(definition, one))), given=dict(given),
    )  # fmt: skip
    return ran, otherwise


def _why(definition: Definition, one: Pass) -> tuple[str, ...]:
    gate = definition.step(one.step).gate
    if one.wait is not None and one.wait.kind == "gate" and gate is not None:
        return (gate.words,)
    return tuple(FACTS[name].label for name in one.wait.facts) if one.wait is not None else ()


def wanted_facts(step: Step) -> tuple[str, ...]:
    """What a case is asked at a step before it is done: what it must leave known, what its papers turn on."""
    turning = [one.when for one in step.needs if one.when is not None]
    turning += [one.when for one in step.outputs if one.when is not None]
    named = {*step.records, *(need.subject for need in step.needs if need.kind == "fact")}
    named |= {test.fact for one in turning for test in fact_tests(one)}
    return tuple(name for name in FACTS if name in named and FACTS[name].type != "name" and name != "office.regency")


def consents_wanted(step: Step) -> tuple[str, ...]:
    """The consents that must be known before the step is done: the case asks for them on their own page."""
    wanted = (*step.records, *(need.subject for need in step.needs if need.kind == "fact"))
    return tuple(name for name in dict.fromkeys(wanted) if is_consent(name))


def asked_facts(definition: Definition) -> tuple[str, ...]:
    """The facts that the SOP's conditions ask about, in the order of the list: what a made-up case can say.

    So do consents that a step wants known, though no condition turns on them: they are given by a person.
    """
    conditions: list[Condition] = [one.when for one in definition.interrupts]
    conditions += [definition.jurisdiction] if definition.jurisdiction is not None else []
    for step in definition.steps:
        conditions += [one for one in (step.applies_when, step.gate.when if step.gate else None) if one is not None]
        conditions += [one.suggested_when for one in step.outcomes if one.suggested_when is not None]
        conditions += [one.when for one in step.needs if one.when is not None]
        conditions += [one.when for one in step.outputs if one.when is not None]
        conditions += [one.when for one in step.time.tiers]
    named = {test.fact for one in conditions for test in fact_tests(one)}
    named |= {name for step in definition.steps for name in consents_wanted(step)}
    return tuple(name for name in FACTS if name in named and name not in ("office.regency", "door", "channel"))


def run_hash(document: Mapping[str, Any]) -> str:
    """The name of what runs in a sound document: steps, lanes, outcomes, conditions, papers, times; not its words.

    So what was tried still counts where only a sentence, a name, a number or the signature is another.
    """
    runs = {name: value for name, value in document.items() if name not in _SAID_OF_ALL}
    for section in ("lanes", "doors"):
        entries = document.get(section) or {}
        runs[section] = {key: _unsaid(entry, _SAID) for key, entry in entries.items()}
    runs["steps"] = [_step_runs(step) for step in document.get("steps") or ()]
    return content_hash(runs)


def _step_runs(step: Mapping[str, Any]) -> dict[str, Any]:
    runs = _unsaid(step, _SAID_OF_A_STEP)
    if "outcomes" in step:
        runs["outcomes"] = [_unsaid(outcome, _SAID) for outcome in step["outcomes"]]
    return runs


def _unsaid(part: Mapping[str, Any], said: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name not in said}
