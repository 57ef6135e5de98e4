"""The events of ordinary work: a case comes in, steps are completed, signed, skipped, sub-SOPs finish."""

from sop_library.conditions import Scope, asked, evaluate
from sop_library.engine.deadlines import meet_limits, start_limits
from sop_library.engine.demands import (
    acting_lane,
    check_lane,
    lane_labels,
    need_missing,
    needs_signatures,
    open_pass,
    still_missing,
)
from sop_library.engine.effects import Owed, ReferralProposed, Signed, Unsigned
from sop_library.engine.events import Complete, Enter, Sign, Skip, SubFinished, TakeOver, Unsign
from sop_library.engine.facts_changing import reconsider, take
from sop_library.engine.flow import after_subs, arrive, finish, rest, start_subs
from sop_library.engine.refusals import Refused
from sop_library.engine.state import Pass, SignOff
from sop_library.engine.work import Arrival, Work
from sop_library.engine.woven import note_finished
from sop_library.explaining import explain
from sop_library.facts import FactValue
from sop_library.parts import Door, Step
from sop_library.retelling import CREDITED


def enter(work: Work, event: Enter) -> None:
    """A case comes in by a door."""
    door = _come_in(work, event)
    arrive(work, Arrival(door.starts, work.new_wave(), ()))
    reconsider(work)


def take_over(work: Work, event: TakeOver) -> None:
    """A half-done case comes in from another office: what was done there is passed over with that reason."""
    _come_in(work, event)
    for key in (event.step, *event.credited):
        step = work.definition.by_key.get(key)
        if step is None or not step.worked or step.inside is not None:
            raise Refused("unknown_step", {"step": key})
    wave = work.new_wave()
    for key in sorted(set(event.credited) - {event.step}, key=work.definition.position.__getitem__):
        step = work.definition.by_key[key]
        credited = work.new_pass(step, wave=wave, came_from=())
        rest(work, credited, "passed_over", reason=CREDITED, leave=False)
        for stage in step.stages:
            if stage not in work.stages:
                work.stages = (*work.stages, stage)
        meet_limits(work, key)
    arrive(work, Arrival(event.step, wave, (), anew=True))
    reconsider(work)


def _come_in(work: Work, event: Enter | TakeOver) -> Door:
    if work.entered_at is not None:
        raise work.refuse("already_entered")
    door = work.definition.doors.get(event.door)
    if door is None:
        raise work.refuse("unknown_door", door=event.door)
    take(work, event.facts)
    said: dict[str, FactValue | None] = {"channel": door.channel, "office.regency": work.definition.regency}
    take(work, {name: value for name, value in said.items() if value and name not in work.facts} | {"door": door.key})
    if door.requires is not None:
        holds = evaluate(door.requires.when, work.scope)
        if holds is None:
            facts = work.fact_labels(asked(door.requires.when, work.scope))
            raise work.refuse("door_asks", door=door.label, facts=facts)
        if not holds:
            raise work.refuse("door_shut", door=door.label, words=door.requires.words)
    work.door = door.key
    work.entered_at = work.now
    work.reported_at = event.reported_at or work.now
    for counts_from in ("report", "case", "step"):
        start_limits(work, counts_from)
    return door


def complete(work: Work, event: Complete) -> None:
    """A step is done."""
    one = open_pass(work, event.pass_id)
    step = work.step_of(one)
    check_lane(work, step, event.lanes)
    if step.decides is not None and not event.lanes & work.definition.acting_for[step.decides]:
        raise work.refuse("wrong_lane", step, lanes=work.definition.lanes[step.decides].label)
    _check_outcomes(work, step, event.outcomes)
    chosen = tuple(sub for sub in step.subs if sub.key in event.subs)
    if len(chosen) != len(event.subs):
        unknown = min(event.subs - {sub.key for sub in step.subs})
        raise work.refuse("unknown_sub", step, sub=unknown)
    changed = take(work, event.facts)
    missing = tuple(still_missing(work, one, event))
    if missing:
        named = ", ".join(dict.fromkeys(item.label for item in missing))
        raise Refused("incomplete", {"step": step.name, "missing": named}, missing)
    lane = acting_lane(work.definition, step, event.lanes)
    one = _note_short(work, one, step, event)
    _propose_referrals(work, one, step, event.outcomes)
    if chosen and not one.subs:
        one = work.put(one, by=event.by, lane=lane, outcomes=event.outcomes)
        start_subs(work, one, chosen)
    else:
        finish(work, one, by=event.by, lane=lane, outcomes=event.outcomes)
    if changed:
        reconsider(work)


def sign(work: Work, event: Sign) -> None:
    """One lane of several signs."""
    one = open_pass(work, event.pass_id)
    step = work.step_of(one)
    check_lane(work, step, event.lanes)
    if not needs_signatures(work.definition, step):
        raise work.refuse("no_signature_needed", step)
    signed = {sign.lane for sign in one.signed}
    held = _signable(work, step, event)
    if not held:
        raise work.refuse("wrong_lane", step, lanes=lane_labels(work.definition, step))
    lane = next((key for key in held if key not in signed), None)
    if lane is None:
        label = work.definition.lanes[held[0]].label
        raise work.refuse("already_signed", step, lane=label)
    work.put(one, signed=(*one.signed, SignOff(lane, event.by, work.now)))
    work.tell(Signed(one.id, lane))


def unsign(work: Work, event: Unsign) -> None:
    """A signature is taken back, and its lane's turn comes again. Nobody takes back what somebody else has given."""
    one = open_pass(work, event.pass_id)
    step = work.step_of(one)
    given = [sign for sign in one.signed if event.lane in (None, sign.lane)]
    theirs = [sign for sign in given if event.as_head or sign.by == event.by]
    if not given:
        raise work.refuse("not_signed", step)
    if not theirs:
        raise work.refuse("anothers_signature", step)
    back = theirs[-1]
    work.put(one, signed=tuple(sign for sign in one.signed if sign != back))
    work.tell(Unsigned(one.id, back.lane))


def skip(work: Work, event: Skip) -> None:
    """An optional step is left out, with a reason."""
    one = open_pass(work, event.pass_id)
    step = work.step_of(one)
    check_lane(work, step, event.lanes)
    if not step.optional:
        raise work.refuse("not_optional", step)
    if not event.reason.strip():
        raise work.refuse("reason_missing")
    lane = acting_lane(work.definition, step, event.lanes)
    rest(work, one, "skipped", reason=event.reason.strip(), by=event.by, lane=lane)


def sub_finished(work: Work, event: SubFinished) -> None:
    """An SOP that a step had started is finished; also while the case is paused."""
    if work.entered_at is None:
        raise work.refuse("not_entered")
    one = work.by_id.get(event.pass_id)
    if one is None:
        raise work.refuse("unknown_pass")
    if (one.step, event.sub) in work.definition.children:
        raise work.refuse("sub_has_steps")
    if not any(run.key == event.sub and run.finished_at is None for run in one.subs):
        raise work.refuse("sub_not_running")
    one = note_finished(work, one, event.sub)
    if one.wait is not None and one.wait.kind == "sub":
        after_subs(work, one)


def _check_outcomes(work: Work, step: Step, outcomes: tuple[str, ...]) -> None:
    for key in outcomes:
        if step.outcome(key) is None:
            raise work.refuse("unknown_outcome", step, outcome=key)
    if len(set(outcomes)) > 1 and not step.choose_some:
        raise work.refuse("one_outcome_only", step)


def _note_short(work: Work, one: Pass, step: Step, event: Complete) -> Pass:
    """Note what may follow and is not there: owed where it was promised, else lacking."""
    scope = Scope(work.facts, work.definition.jurisdiction, frozenset(event.outcomes))
    short = [need for need in step.needs if need.may_follow and any(True for _ in need_missing(need, scope, event))]
    owed = tuple(need for need in short if need.key in event.promised)
    for need in owed:
        work.tell(Owed(one.id, need))
    lacking = tuple(need.key for need in short if need not in owed)
    return work.put(one, owed=tuple(need.key for need in owed), lacking=lacking) if short else one


def _propose_referrals(work: Work, one: Pass, step: Step, outcomes: tuple[str, ...]) -> None:
    for key in outcomes:
        outcome = step.outcome(key)
        if outcome is None or outcome.refer is None:
            continue
        region = work.facts.get(outcome.refer.region_of) if outcome.refer.region_of else None
        why = explain(outcome.suggested_when, work.scope) if outcome.suggested_when is not None else ()
        work.tell(ReferralProposed(one.id, key, outcome.refer, region if isinstance(region, str) else None, why))


def _signable(work: Work, step: Step, event: Sign) -> list[str]:
    held = []
    for key in step.lanes:
        lane = work.definition.lanes[key]
        if lane.outside:
            held += [key] if event.lane == key else []
            continue
        acting = work.definition.acting_for[key] & event.lanes
        own = sorted(acting) if lane.quorum > 1 or key not in acting else [key]
        held += [name for name in own if event.lane in (None, key, name)]
    return held
