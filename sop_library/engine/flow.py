"""How the flow moves on its own: arriving at steps, waiting for other branches, opening, passing over, ending."""

from sop_library.conditions import asked, evaluate
from sop_library.engine.deadlines import give_due, meet_limits, start_limits, start_limits_inside
from sop_library.engine.effects import (
    AllDone,
    AttachProposed,
    CaseEnded,
    StageEntered,
    StepClosed,
    StepOpened,
    StepWaits,
    SubStarted,
)
from sop_library.engine.state import AtRest, BranchEnd, Ending, Held, Pass, SubRun, Wait
from sop_library.engine.work import Arrival, Work
from sop_library.engine.woven import awaited, note_finished, running_since, unfinished
from sop_library.explaining import explain
from sop_library.parts import BETWEEN_KEYS, Inside, Step, Sub, Then
from sop_library.retelling import BETWEEN, PASSED_OVER


def go(work: Work, one: Pass, then: Then) -> None:
    """Let the flow leave a pass the way `then` says."""
    lead_on(work, work.step_of(one), then, wave=one.wave, came_from=(one.id,))


def lead_on(
    work: Work, step: Step, then: Then, *, wave: int, came_from: tuple[str, ...], through: frozenset[str] = frozenset()
) -> None:
    """Let the flow leave `step` with a wave; `through` are the rules it has just come through without work."""
    source = came_from[-1] if came_from else step.key
    if then.kind == "attach":
        work.tell(AttachProposed(source))
    targets = work.definition.targets(step, then)
    if not targets and step.inside is not None:
        return
    if not targets:
        work.branch_ends = (*work.branch_ends, BranchEnd(source, then.reason, then.kind == "attach"))
        return
    here = work.definition.position[step.key]
    later = 0
    for target in targets:
        back = work.definition.position[target] < here
        if back:
            later = later or work.new_wave()
        onto_itself = target == step.key
        arrive(work, Arrival(target, later if back else wave, came_from, through, anew=back or onto_itself))


def arrive(work: Work, arrival: Arrival) -> None:
    """Come to a step, and to whatever follows from that. One after another, however many steps are passed over."""
    work.arrivals.append(arrival)
    if work.arriving:
        return
    work.arriving = True
    while work.arrivals:
        _come_to(work, work.arrivals.popleft())
    work.arriving = False


def _come_to(work: Work, arrival: Arrival) -> None:
    """Go through a rule; else join the pass that is there, be absorbed by one of this wave, or open the next pass.

    `anew` opens a new pass also where this wave has had one; `urgent` waits for no other branch.
    """
    step, wave, came_from = work.definition.by_key[arrival.step], arrival.wave, arrival.came_from
    if not step.worked:
        if step.key in arrival.through:
            raise work.refuse("flow_goes_in_circles", step)
        lead_on(work, step, step.then, wave=wave, came_from=came_from, through=arrival.through | {step.key})
        return
    last = work.newest(step.key)
    if last is not None and last.live:
        new = tuple(source for source in came_from if source not in last.came_from)
        if new or wave > last.wave:
            work.put(last, came_from=last.came_from + new, wave=max(last.wave, wave))
        return
    if last is not None and not arrival.anew and last.wave >= wave and last.status != "cancelled":
        return
    one = work.new_pass(step, wave=wave, came_from=came_from)
    if step.join == "all" and not arrival.urgent:
        work.put(one, wait=Wait("join"))
    else:
        settle(work, one)


def settle(work: Work, one: Pass) -> None:
    """Decide what becomes of a pass that nothing else holds back: passed over, asking, shut, or open."""
    if ruled_out(work, one):
        return
    step = work.step_of(one)
    if step.applies_when is not None and one.opened_at is None and evaluate(step.applies_when, work.scope) is None:
        _wait(work, one, Wait("facts", asked(step.applies_when, work.scope)))
        return
    if step.gate is not None and one.overridden is None and not evaluate(step.gate.when, work.scope):
        _wait(work, one, Wait("gate", asked(step.gate.when, work.scope)), words=step.gate.words)
        return
    _open(work, one, step)


def ruled_out(work: Work, one: Pass) -> bool:
    """Pass over a step that does not apply; also one that was open when a fact ruled it out. True where it did."""
    condition = work.step_of(one).applies_when
    if condition is None or evaluate(condition, work.scope) is not False:
        return False
    against = (reason for reason in explain(condition, work.scope) if reason.holds is False)
    rest(work, one, "passed_over", reason=PASSED_OVER % {"why": BETWEEN.join(reason.text for reason in against)})
    return True


def shut_again(work: Work, one: Pass) -> bool:
    """Shut an open pass whose gate no longer holds; True where it did."""
    gate = work.step_of(one).gate
    if gate is None or one.overridden is not None or evaluate(gate.when, work.scope) is not False:
        return False
    _wait(work, one, Wait("gate"), words=gate.words)
    return True


def hold(work: Work, one: Pass, wait: Wait) -> None:
    """Make an open pass wait; its time stands still."""
    _wait(work, one, wait)


def _wait(work: Work, one: Pass, wait: Wait, *, words: str = "") -> None:
    if one.wait == wait:
        return
    gate = work.step_of(one).gate
    stands_still = one.status == "open" and wait.kind != "sub"
    work.put(one, status="waiting", wait=wait, held=(*one.held, Held(work.now)) if stands_still else one.held)
    why = explain(gate.when, work.scope) if wait.kind == "gate" and gate is not None else ()
    work.tell(StepWaits(one.id, wait, words, why))


def _open(work: Work, one: Pass, step: Step) -> None:
    held_since = next((span.since for span in one.held if span.until is None), None)
    held = tuple(span if span.until else Held(span.since, work.now) for span in one.held)
    one = work.put(one, status="open", wait=None, held=held, opened_at=one.opened_at or work.now)
    if step.repeat is not None and step.repeat.every is not None and one.number > 1 and one.planned_at is None:
        one = work.put(one, planned_at=work.calendar.after(work.now, step.repeat.every, "clock"))
    one = give_due(work, one, held_since=held_since)
    work.tell(StepOpened(one.id, one.due_at))
    for stage in step.stages:
        if stage not in work.stages:
            work.stages = (*work.stages, stage)
            work.tell(StageEntered(stage, one.id))
    if any(awaited(run) for run in one.subs):
        _wait(work, one, Wait("sub"))
    elif len(step.subs) == 1 and not step.choose_some and not one.subs:
        start_subs(work, one, step.subs)


def start_subs(work: Work, one: Pass, subs: tuple[Sub, ...]) -> None:
    """Start other SOPs from an open pass; it waits for those it must wait for, else it goes on.

    A woven one begins at its first step. One that an earlier pass has started and that still runs is joined.
    """
    for sub in subs:
        work.tell(SubStarted(one.id, sub))
    running = {sub.key: running_since(work, (one.step, sub.key)) for sub in subs}
    runs = tuple(SubRun(sub.key, sub.wait, started_at=running[sub.key] or work.now) for sub in subs)
    work.put(one, subs=runs)
    for sub in subs:
        child = work.definition.children.get((one.step, sub.key))
        if child is not None and running[sub.key] is None:
            start_limits_inside(work, (one.step, sub.key))
            wave = work.new_wave(came_back=one.wave in work.came_back)
            arrive(work, Arrival(child.starts, wave, (one.id,), anew=True))
    after_subs(work, work.by_id[one.id])


def after_subs(work: Work, one: Pass) -> None:
    """Let a pass of a sub-SOP step wait, be worked on, or go on, as its sub-SOPs stand."""
    step = work.step_of(one)
    if any(awaited(run) for run in one.subs):
        _wait(work, one, Wait("sub"))
    elif one.by is not None:
        finish(work, one, by=one.by, lane=one.lane, outcomes=one.outcomes)
    elif step.outcomes or step.needs or step.outputs or step.records:
        if one.status == "waiting":
            _open(work, one, step)
    else:
        finish(work, one, by=work.by, lane=None, outcomes=())


def finish(work: Work, one: Pass, *, by: str, lane: str | None, outcomes: tuple[str, ...]) -> None:
    """A pass is done: note it, keep limits, end the case where the step closes it, and let the flow go on."""
    step = work.step_of(one)
    one = rest(work, one, "done", by=by, lane=lane, outcomes=outcomes, leave=False)
    meet_limits(work, step.key)
    start_limits(work, step.key)
    if step.closes and step.inside is not None:
        end_sub(work, step.inside)
    elif step.closes and not work.ended:
        end_case(work, Ending(work.now, by, "completed", step.name))
    for key in outcomes:
        outcome = step.outcome(key)
        if outcome is None or outcome.then is None:
            raise work.refuse("branch_without_target", step, outcome=key if outcome is None else outcome.label)
        go(work, one, outcome.then)
    if not outcomes:
        go(work, one, step.then)


def rest(
    work: Work,
    one: Pass,
    status: AtRest,
    *,
    reason: str = "",
    by: str | None = None,
    lane: str | None = None,
    outcomes: tuple[str, ...] = (),
    leave: bool = True,
) -> Pass:
    """Bring a pass to rest, with its trace; `leave`: where it was passed by, the flow goes on by the step's `then`."""
    held = tuple(span if span.until else Held(span.since, work.now) for span in one.held)
    one = work.put(
        one,
        status=status,
        wait=None,
        held=held,
        done_at=work.now,
        by=by or work.by,
        lane=lane,
        outcomes=outcomes,
        reason=reason,
    )
    work.tell(StepClosed(one.id, status, reason))
    release(work, one.id)
    if leave and one.status in ("skipped", "passed_over"):
        go(work, one, work.step_of(one).then)
    return one


def release(work: Work, pass_id: str) -> None:
    """Let the passes go on that waited for an interrupt's pass."""
    for one in work.live():
        if one.wait is not None and one.wait.kind == "interrupt" and one.wait.on == pass_id:
            settle(work, one)


def settle_joins(work: Work) -> None:
    """Open the waiting joins that no running step can still come to, in the order of the sheet."""
    while True:
        live = work.live()
        joins = [one for one in live if one.wait is not None and one.wait.kind == "join"]
        if not joins:
            return
        busy = {one.step for one in live if one.wait is None or one.wait.kind != "join"}
        ready = [one for one in joins if not any(_may_come(work, step, one.step) for step in busy)]
        if not ready:
            return
        first = min(ready, key=lambda one: work.definition.position[one.step])
        settle(work, work.put(first, wait=None))


def _may_come(work: Work, step: str, join: str) -> bool:
    definition = work.definition
    return definition.position[step] < definition.position[join] and definition.comes_to(step, join)


def end_sub(work: Work, inside: Inside) -> None:
    """A woven SOP is finished: whoever waited for it goes on."""
    for starter in [one for one, run in unfinished(work) if (one.step, run.key) == inside]:
        one = note_finished(work, work.by_id[starter.id], inside[1])
        if one.wait is not None and one.wait.kind == "sub":
            after_subs(work, one)


def settle_subs(work: Work) -> None:
    """Finish the woven SOPs in which nothing runs any more, the innermost first; not what an end cut off."""
    if work.ended and (work.endings[-1].kind == "early" or work.endings[-1].cancelled):
        return
    while work.definition.children:
        settle_joins(work)
        busy = {work.step_of(one).inside for one in work.live()}
        over = {(one.step, run.key) for one, run in unfinished(work)} - busy
        if not over:
            return
        end_sub(work, max(over, key=lambda inside: (inside[0].count(BETWEEN_KEYS), inside)))


def end_case(work: Work, ending: Ending) -> None:
    """Write the ending."""
    work.endings = (*work.endings, ending)
    work.tell(CaseEnded(ending))


def end_where_nothing_runs(work: Work) -> None:
    """End the case once no pass of its own is open or waiting; a woven SOP that nobody waits for may still run."""
    if work.ended:
        ran_on = bool(work.before.live_ids) and work.before.ended is not None
        if ran_on and not work.live_ids and not work.endings[-1].cancelled:
            work.tell(AllDone())
        return
    if any(work.step_of(one).inside is None for one in work.live()):
        return
    last = work.branch_ends[-1] if work.branch_ends else BranchEnd("", "")
    end_case(work, Ending(work.now, work.by, "attached" if last.attached else "completed", last.reason))
