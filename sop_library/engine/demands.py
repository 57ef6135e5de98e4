"""What a step asks of whoever completes it: its lane, its requirements, its outputs, its outcome, its signatures."""

from collections.abc import Iterator

from sop_library.conditions import Condition, Scope, asked, evaluate
from sop_library.definition import Definition
from sop_library.engine.events import Complete
from sop_library.engine.refusals import WORDS, Missing
from sop_library.engine.state import Pass
from sop_library.engine.work import Work
from sop_library.facts import FACTS
from sop_library.parts import Need, Step

_WAITS = {
    "join": "waits_join",
    "facts": "waits_facts",
    "gate": "waits_gate",
    "sub": "waits_sub",
    "interrupt": "waits_interrupt",
}


def check_running(work: Work) -> None:
    """Refuse what needs a case at work: entered, not paused, and with something left to do."""
    if work.entered_at is None:
        raise work.refuse("not_entered")
    if work.ended and not work.live_ids:
        raise work.refuse("case_ended")
    if work.rests and work.rests[-1].until is None:
        raise work.refuse("case_paused", reason=work.rests[-1].reason)


def open_pass(work: Work, pass_id: str) -> Pass:
    """The pass, if it can be worked on now; refuses with the reason it can't."""
    check_running(work)
    one = work.by_id.get(pass_id)
    if one is None or one.step not in work.definition.by_key:
        raise work.refuse("unknown_pass")
    step = work.step_of(one)
    if one.wait is not None:
        words = step.gate.words if step.gate is not None else ""
        raise work.refuse(_WAITS[one.wait.kind], step, facts=work.fact_labels(one.wait.facts), words=words)
    if one.status != "open":
        raise work.refuse(f"pass_{one.status}", step)
    return one


def check_lane(work: Work, step: Step, lanes: frozenset[str]) -> None:
    """Refuse whoever holds no lane of the step."""
    if step.unsaid and not step.lanes:
        raise work.refuse("lane_not_bound", step)
    if not lanes & work.definition.lanes_of(step):
        raise work.refuse("wrong_lane", step, lanes=lane_labels(work.definition, step))


def lane_labels(definition: Definition, step: Step) -> str:
    """The step's lanes as the sheet names them."""
    keys = [*step.lanes, *([step.decides] if step.decides and step.decides not in step.lanes else [])]
    return ", ".join(definition.lanes[key].label if key in definition.lanes else key for key in keys)


def acting_lane(definition: Definition, step: Step, lanes: frozenset[str]) -> str | None:
    """The lane in whose name someone with `lanes` acts: the held one, or the outside lane that they record."""
    named = step.lanes if step.decides is None else (step.decides, *step.lanes)
    for key in named:
        if key in definition.lanes and definition.lanes[key].outside:
            continue
        held = sorted(definition.acting_for.get(key, frozenset({key})) & lanes)
        if held:
            return key if key in held else held[0]
    return step.lanes[0] if step.lanes else None


def signatures_missing(definition: Definition, step: Step, signed: frozenset[str]) -> tuple[str, ...]:
    """The step's lanes that have still to sign, once the lanes in `signed` have."""

    def enough(key: str) -> bool:
        quorum = definition.lanes[key].quorum if key in definition.lanes else 1
        return len(definition.acting_for.get(key, frozenset({key})) & signed) >= quorum

    if step.all_of:
        return tuple(key for key in step.lanes if not enough(key))
    return () if not step.lanes or any(enough(key) for key in step.lanes) else step.lanes[:1]


def turns_left(definition: Definition, step: Step, signed: frozenset[str]) -> frozenset[str]:
    """The lanes whose turn an open step is, once those in `signed` have signed; all of the step's at the end."""
    every = definition.lanes_of(step)
    unsigned = signatures_missing(definition, step, signed)
    if not unsigned:
        return every
    left = every
    if step.all_of:
        left = frozenset().union(*(definition.acting_for.get(key, frozenset({key})) for key in unsigned))
        left &= definition.inside
    counted = [key for key in step.lanes if key in definition.lanes and definition.lanes[key].quorum > 1]
    spent = frozenset().union(*(definition.acting_for[key] & signed for key in counted))
    decides = definition.acting_for[step.decides] if step.decides else frozenset()
    return left - (spent - decides) or every


def needs_signatures(definition: Definition, step: Step) -> bool:
    """True where one person of one lane can't complete the step alone."""
    quorums = (definition.lanes[key].quorum for key in step.lanes if key in definition.lanes)
    return (step.all_of and len(step.lanes) > 1) or step.decides is not None or any(count > 1 for count in quorums)


def still_missing(work: Work, one: Pass, event: Complete) -> Iterator[Missing]:
    """Everything the step lacks, all at once. `work.facts` already holds what the event brought."""
    step = work.step_of(one)
    scope = Scope(work.facts, work.definition.jurisdiction, frozenset(event.outcomes))
    if step.outcomes and not event.outcomes:
        yield Missing("outcome", "outcomes", WORDS["outcome"])
        scope = work.scope
    for need in step.needs:
        yield from _undecided(need.when, scope) if need.may_follow else need_missing(need, scope, event)
    for output in step.outputs:
        undecided = tuple(_undecided(output.when, scope))
        yield from undecided
        wanted = output.when is None or evaluate(output.when, scope)
        if wanted and output.key not in event.outputs and (output.form is None or output.form not in event.forms):
            yield Missing("output", output.key, output.label)
    for name in step.records:
        if name not in work.facts:
            yield Missing("fact", name, FACTS[name].label)
    if step.subs and not one.subs and not event.subs:
        yield Missing("sub", "subs", WORDS["sub"])
    if needs_signatures(work.definition, step):
        brought = frozenset(sign.lane for sign in one.signed) | signed_by(work.definition, step, event.lanes)
        for key in signatures_missing(work.definition, step, brought):
            yield Missing("sign_off", key, WORDS["sign_off"] % {"lane": work.definition.lanes[key].label})


def need_missing(need: Need, scope: Scope, event: Complete) -> Iterator[Missing]:
    """What is missing of one requirement: nothing, itself, or the facts that decide whether it applies."""
    if need.when is not None:
        applies = evaluate(need.when, scope)
        if applies is None:
            yield from _undecided(need.when, scope)
        if not applies:
            return
    if not _given(need, scope, event):
        yield Missing(need.kind, need.key, need.label)


def _given(need: Need, scope: Scope, event: Complete) -> bool:
    match need.kind:
        case "document":
            return need.key in event.documents
        case "form":
            return need.subject in event.forms or need.key in event.documents
        case "fact":
            return need.subject in scope.facts
        case "any_of":
            return need.key in event.documents or any(_given(option, scope, event) for option in need.options)


def _undecided(when: Condition | None, scope: Scope) -> Iterator[Missing]:
    if when is not None:
        for name in asked(when, scope):
            yield Missing("fact", name, FACTS[name].label)


def signed_by(definition: Definition, step: Step, lanes: frozenset[str]) -> frozenset[str]:
    """The lanes of the step for which whoever holds `lanes` signs by completing it."""
    return frozenset(lane for key in step.lanes for lane in definition.acting_for.get(key, frozenset({key})) & lanes)
