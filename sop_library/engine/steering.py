"""The events that steer a case: going back, pausing, lengthening, opening a gate, closing early, reopening."""

from dataclasses import replace
from datetime import datetime

from sop_library.durations import Duration
from sop_library.engine.deadlines import (
    carry_on,
    lengthen,
    lengthen_limit,
    reading_now,
    recount_from_report,
    restart_limits,
)
from sop_library.engine.demands import check_lane, check_running, open_pass
from sop_library.engine.effects import CaseReopened, GateOverridden, Paused, Resumed
from sop_library.engine.events import (
    Cease,
    Close,
    Extend,
    FactChanged,
    GoBack,
    Override,
    Pause,
    Reopen,
    ReportDated,
    Resume,
)
from sop_library.engine.facts_changing import reconsider, take
from sop_library.engine.flow import arrive, end_case, rest, settle
from sop_library.engine.refusals import Refused
from sop_library.engine.state import Ending, Extension, Overridden, Pass, Rest
from sop_library.engine.waiting_again import await_again, awaiting_again, take_up, waits_for
from sop_library.engine.work import Arrival, Work
from sop_library.engine.woven import own_course, started_woven
from sop_library.parts import Extendable, Step, TimeReading
from sop_library.retelling import WENT_BACK


def fact_changed(work: Work, event: FactChanged) -> None:
    """Facts became known or changed. While the case is paused they are kept, and act when it goes on."""
    if work.entered_at is None:
        raise work.refuse("not_entered")
    if take(work, event.facts) and not _resting(work):
        reconsider(work)


def go_back(work: Work, event: GoBack) -> None:
    """Return to a step: what followed from it and still runs is cancelled with its trace, and a new pass opens."""
    check_running(work)
    if work.ended:
        raise work.refuse("case_ended")
    step = _known_step(work, event.step)
    reason = _reason(work, event.reason)
    last = work.newest(step.key)
    if last is None:
        raise work.refuse("never_there", step)
    if last.live:
        raise work.refuse("still_there", step)
    again = awaiting_again(work, step)
    following = _following(work, {step.key, *(one.step for one, sub in again if not one.live and waits_for(one, sub))})
    cancelled = [one for one in work.live() if one.id in following]
    if not any(event.lanes & work.definition.lanes_of(work.step_of(one)) for one in cancelled):
        check_lane(work, step, event.lanes)
    for one in _interrupted_first(cancelled):
        rest(work, one, "cancelled", reason=WENT_BACK % {"step": step.name, "reason": reason})
    wave = work.new_wave(came_back=True)
    await_again(work, again, wave)
    arrive(work, Arrival(step.key, wave, last.came_from, anew=True))


def pause(work: Work, event: Pause) -> None:
    """Work rests. Times counted from a step stand still; limits and times counted from case or report run on."""
    check_running(work)
    work.rests = (*work.rests, Rest(work.now, event.by, _reason(work, event.reason)))
    work.tell(Paused(event.reason.strip()))


def resume(work: Work, event: Resume) -> None:
    """Work goes on; what was left of each step's time runs on from now."""
    del event
    if not _resting(work):
        raise work.refuse("case_not_paused")
    rested = work.rests[-1]
    work.rests = (*work.rests[:-1], replace(rested, until=work.now))
    work.tell(Resumed(rested.since))
    for one in work.live():
        if one.status == "open":
            carry_on(work, one, since=rested.since)
    reconsider(work)


def extend(work: Work, event: Extend) -> None:
    """Lengthen a step's time or a limit, as often and as far as the SOP allows its lane."""
    if event.limit is not None:
        _extend_limit(work, event, event.limit)
        return
    one = open_pass(work, event.pass_id)
    step = work.step_of(one)
    rule = step.time.extendable
    if rule is None or one.due_at is None:
        raise work.refuse("not_extendable", step)
    if not event.lanes & work.definition.acting_for.get(rule.lane, frozenset()):
        raise work.refuse("extension_wrong_lane", step, lanes=work.definition.lanes[rule.lane].label)
    if len(one.extended) >= rule.times:
        raise work.refuse("extended_enough", step, times=str(rule.times))
    lengthen(work, one, _extension(work, event, step.time, rule, one.due_at))


def _extend_limit(work: Work, event: Extend, key: str) -> None:
    check_running(work)
    limit = next((one for one in work.definition.limits if one.key == key), None)
    run = next((one for one in work.limits if one.key == key and one.met_at is None), None)
    if limit is None or run is None:
        raise work.refuse("limit_not_running", limit=key if limit is None else limit.label)
    rule = limit.reading.extendable
    if rule is None:
        raise work.refuse("limit_not_extendable", limit=limit.label)
    if not event.lanes & work.definition.acting_for.get(rule.lane, frozenset()):
        raise work.refuse("limit_wrong_lane", limit=limit.label, lanes=work.definition.lanes[rule.lane].label)
    if len(run.extended) >= rule.times:
        raise work.refuse("limit_extended_enough", limit=limit.label, times=str(rule.times))
    lengthen_limit(work, limit, _extension(work, event, limit.reading, rule, run.due_at))


def _extension(work: Work, event: Extend, reading: TimeReading, rule: Extendable, due_at: datetime) -> Extension:
    """By how much a time is lengthened: at most `up_to`, else the length of the tier in force, in its clock."""
    length, clock = reading_now(work, reading)
    at_most = rule.up_to or length or Duration()
    amount = event.amount or at_most
    if work.calendar.after(due_at, amount, clock) > work.calendar.after(due_at, at_most, clock):
        raise Refused("extension_too_long", {"up_to": str(at_most)})
    return Extension(amount, event.by, work.now, _reason(work, event.reason))


def override(work: Work, event: Override) -> None:
    """Open a shut gate for an urgent case; only the lane the SOP names may."""
    check_running(work)
    one = work.by_id.get(event.pass_id)
    if one is None:
        raise work.refuse("unknown_pass")
    step = work.step_of(one)
    if one.wait is None or one.wait.kind != "gate" or step.gate is None:
        raise work.refuse("gate_not_shut", step)
    if step.gate.override is None:
        raise work.refuse("not_overridable", step)
    if not event.lanes & work.definition.acting_for.get(step.gate.override, frozenset()):
        raise work.refuse("wrong_lane", step, lanes=work.definition.lanes[step.gate.override].label)
    reason = _reason(work, event.reason)
    work.tell(GateOverridden(one.id, reason))
    settle(work, work.put(one, overridden=Overridden(event.by, work.now, reason)))


def close(work: Work, event: Close) -> None:
    """End the case early. Every running step is cancelled with the reason; also while the case is paused."""
    if work.entered_at is None:
        raise work.refuse("not_entered")
    if work.ended:
        raise work.refuse("case_ended")
    reason = _reason(work, event.reason)
    if _resting(work):
        work.rests = (*work.rests[:-1], replace(work.rests[-1], until=work.now))
    end_case(work, Ending(work.now, event.by, "early", reason, _cut_off(work, reason)))


def cease(work: Work, event: Cease) -> None:
    """Cancel with the reason what runs on after the end. The ending stands; reopening takes up what was cut."""
    if not work.ended:
        raise work.refuse("case_not_ended")
    cut = _cut_off(work, _reason(work, event.reason))
    work.endings = (*work.endings[:-1], replace(work.endings[-1], cancelled=(*work.endings[-1].cancelled, *cut)))


def _cut_off(work: Work, reason: str) -> tuple[str, ...]:
    cut = tuple(work.live_ids)
    for one in _interrupted_first(work.live()):
        rest(work, one, "cancelled", reason=reason)
    return cut


def reopen(work: Work, event: Reopen) -> None:
    """Take an ended case up again: at a step it has passed before, or where an early end had cut it off.

    At a step: what was cut off beside it, in an SOP that nobody waits for or in the case itself, goes on as well.
    """
    if not work.ended:
        raise work.refuse("case_not_ended")
    reason = _reason(work, event.reason)
    cut = [work.by_id[key].step for key in work.endings[-1].cancelled]
    again: list[tuple[Pass, str]] = []
    if event.step is not None:
        step = _known_step(work, event.step)
        last = work.newest(step.key)
        if last is None:
            raise work.refuse("never_there", step)
        if last.live:
            raise work.refuse("still_there", step)
        beside = [key for key in cut if own_course(work, key) != own_course(work, event.step)]
        cut, again = [*beside, event.step], awaiting_again(work, step)
    elif not cut and not work.live_ids:
        raise work.refuse("nowhere_to_reopen")
    work.endings = (*work.endings[:-1], replace(work.endings[-1], reopened_at=work.now))
    work.tell(CaseReopened(reason))
    if event.reported_at is not None:
        work.reported_at = event.reported_at
        restart_limits(work)
    if cut:
        wave = work.new_wave(came_back=True)
        await_again(work, again, wave)
        for key in dict.fromkeys(cut):
            last = work.newest(key)
            if key != event.step and last is not None and started_woven(work, last):
                take_up(work, last, wave)
            else:
                arrive(work, Arrival(key, wave, last.came_from if last else (), anew=True))
    reconsider(work)


def report_dated(work: Work, event: ReportDated) -> None:
    """What counts from the report is counted again. Of a report that nothing counts from (any more) nothing changes."""
    if work.reported_at == event.before:
        work.reported_at = event.reported_at
        recount_from_report(work)


def _interrupted_first(passes: list[Pass]) -> list[Pass]:
    """Those that wait for an interrupt come first, so that cancelling the interrupt's own pass wakes none of them."""
    return sorted(passes, key=lambda one: one.wait is None or one.wait.kind != "interrupt")


def _resting(work: Work) -> bool:
    return bool(work.rests) and work.rests[-1].until is None


def _reason(work: Work, reason: str) -> str:
    if not reason.strip():
        raise work.refuse("reason_missing")
    return reason.strip()


def _known_step(work: Work, key: str) -> Step:
    step = work.definition.by_key.get(key)
    if step is None or not step.worked:
        raise Refused("unknown_step", {"step": key})
    return step


def _following(work: Work, steps: set[str]) -> set[str]:
    children: dict[str, list[str]] = {}
    for one in work.by_id.values():
        for source in one.came_from:
            children.setdefault(source, []).append(one.id)
    edge = [one.id for one in work.by_id.values() if one.step in steps]
    found = set(edge)
    while edge:
        for child in children.get(edge.pop(), ()):
            if child not in found:
                found.add(child)
                edge.append(child)
    return found
