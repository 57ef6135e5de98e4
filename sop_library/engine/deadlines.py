"""Due times of passes and limits: the reading that applies now, counted from the same start, with what stood still."""

from dataclasses import replace
from datetime import datetime

from sop_library.conditions import Scope, evaluate
from sop_library.durations import Duration
from sop_library.engine.effects import DueChanged, LimitMet, LimitMoved, LimitStarted
from sop_library.engine.state import Extension, LimitRun, Pass
from sop_library.engine.work import Work
from sop_library.parts import Clock, Inside, Limit, Step, TimeReading, deadline_of

UNNAMED = ("report", "case", "step")
"""Starts of a limit that name no step."""
OUTSIDE = ("case", "report")
"""Starts that lie outside the step: their clocks (usually the law's) run on while a case is paused or a step held."""


def reading_in(scope: Scope, reading: TimeReading) -> tuple[Duration | None, Clock]:
    """The length that makes the deadline, and its clock: the first tier that holds, else the reading's own."""
    for tier in reading.tiers:
        if evaluate(tier.when, scope):
            return deadline_of(tier.kind or reading.kind, tier.amount, tier.amount), tier.clock or reading.clock
    return reading.deadline, reading.clock


def reading_now(work: Work, reading: TimeReading) -> tuple[Duration | None, Clock]:
    """`reading_in` by what is known of the case."""
    return reading_in(work.scope, reading)


def due_of(work: Work, step: Step, one: Pass) -> datetime | None:
    """When the open pass is due, or None where its time makes no deadline."""
    if step.time.kind == "none" or one.opened_at is None:
        return None
    length, clock = reading_now(work, step.time)
    if length is None:
        return None
    counts_from = step.time.counts_from
    start = _start(work, counts_from, one.opened_at, step.inside)
    due = work.calendar.after(start, length, clock)
    for extension in one.extended:
        due = work.calendar.after(due, extension.amount, clock)
    if counts_from in OUTSIDE:
        return due
    for since, until in _standstills(work, one, start):
        due = work.calendar.carried(due=due, length=length, clock=clock, since=since, until=until)
    return due


def give_due(work: Work, one: Pass, *, held_since: datetime | None) -> Pass:
    """The pass just opened, with its due time: counted where it never was, else moved on past the while it was held."""
    if one.counted:
        return reread(work, one if held_since is None else _moved(work, one, since=held_since))
    return work.put(one, due_at=due_of(work, work.step_of(one), one), counted=counted_as(work, work.step_of(one).time))


def carry_on(work: Work, one: Pass, *, since: datetime) -> Pass:
    """The pass after work rested from `since` until now: what was left of its time runs on. Not a new count."""
    return _moved(work, one, since=since)


def reread(work: Work, one: Pass) -> Pass:
    """The pass with its time counted again from the same start, where another length or clock applies than it was
    counted by; else it keeps the due time it was given, whatever became of the office's hours since."""
    counted = counted_as(work, work.step_of(one).time)
    if counted == one.counted:
        return one
    due = due_of(work, work.step_of(one), one)
    if due != one.due_at:
        work.tell(DueChanged(one.id, one.due_at, due, recounted=True))
    return work.put(one, due_at=due, counted=counted)


def lengthen(work: Work, one: Pass, extension: Extension) -> Pass:
    """The pass with its time lengthened, from the due time that stands."""
    if one.due_at is None:
        return one
    _length, clock = reading_now(work, work.step_of(one).time)
    due = work.calendar.after(one.due_at, extension.amount, clock)
    work.tell(DueChanged(one.id, one.due_at, due))
    return work.put(one, due_at=due, extended=(*one.extended, extension))


def _moved(work: Work, one: Pass, *, since: datetime) -> Pass:
    length, clock = reading_now(work, work.step_of(one).time)
    if one.due_at is None or length is None or work.step_of(one).time.counts_from in OUTSIDE:
        return one
    since = max(since, one.opened_at or since)
    due = work.calendar.carried(due=one.due_at, length=length, clock=clock, since=since, until=work.now)
    if due == one.due_at:
        return one
    work.tell(DueChanged(one.id, one.due_at, due))
    return work.put(one, due_at=due)


def counted_as(work: Work, reading: TimeReading) -> str:
    """The length and clock that apply now, as a pass or a limit notes them."""
    length, clock = reading_now(work, reading)
    return f"{length} {clock}"


def start_limits(work: Work, counts_from: str) -> None:
    """Start the limits that count from the case's entry ("case", "report") or from a step's completion (its key)."""
    running = {run.key: run for run in work.limits}
    for limit in work.definition.limits:
        if limit.reading.counts_from != counts_from or (limit.inside is not None and counts_from in UNNAMED):
            continue
        if limit.key not in running or _of_an_earlier_round(work, limit, running[limit.key]):
            _run(work, limit)


def start_limits_inside(work: Work, inside: Inside, *, among: tuple[str, ...] = UNNAMED, anew: bool = True) -> None:
    """Start the limits of a woven SOP that has begun. Begun once more, they run `anew`; else what runs stays."""
    running = frozenset[str]() if anew else {run.key for run in work.limits}
    for limit in work.definition.limits:
        if limit.inside == inside and limit.reading.counts_from in among and limit.key not in running:
            _run(work, limit)


def _run(work: Work, limit: Limit) -> None:
    start = _start(work, limit.reading.counts_from, work.now, limit.inside)
    due = limit_due(work, limit, start)
    if due is not None:
        run = LimitRun(limit.key, start, due, counted=counted_as(work, limit.reading))
        work.limits = (*(one for one in work.limits if one.key != limit.key), run)
        work.tell(LimitStarted(limit.key, due))


def _of_an_earlier_round(work: Work, limit: Limit, run: LimitRun) -> bool:
    """Whether a limit ran when the woven SOP it is of was gone through before."""
    begun = None if limit.inside is None else _begun_at(work, limit.inside)
    return begun is not None and run.started_at < begun


def meet_limits(work: Work, step: str) -> None:
    """Note the limits that the completion of `step` keeps."""
    kept = {limit.key for limit in work.definition.limits if step in limit.until}
    if not kept:
        return
    met = []
    for run in work.limits:
        if run.key in kept and run.met_at is None:
            work.tell(LimitMet(run.key))
            met.append(replace(run, met_at=work.now))
        else:
            met.append(run)
    work.limits = tuple(met)


def reread_limits(work: Work) -> None:
    """Read the tiers of running limits again, from the same start."""
    tiered = {limit.key: limit for limit in work.definition.limits if limit.reading.tiers}
    moved = []
    for run in work.limits:
        limit = tiered.get(run.key)
        counted = run.counted if limit is None or run.met_at else counted_as(work, limit.reading)
        changed = limit is not None and counted != run.counted
        due = limit_due(work, limit, run.started_at, run.extended) if limit is not None and changed else None
        if due is not None and due != run.due_at:
            work.tell(LimitMoved(run.key, due, run.due_at))
        moved.append(replace(run, due_at=due or run.due_at, counted=counted) if changed else run)
    work.limits = tuple(moved)


def lengthen_limit(work: Work, limit: Limit, extension: Extension) -> None:
    """Lengthen a running limit, from the due time that stands."""
    _length, clock = reading_now(work, limit.reading)
    moved = []
    for run in work.limits:
        due = work.calendar.after(run.due_at, extension.amount, clock) if run.key == limit.key else None
        if due is not None:
            work.tell(LimitMoved(run.key, due, run.due_at))
        moved.append(run if due is None else replace(run, due_at=due, extended=(*run.extended, extension)))
    work.limits = tuple(moved)


def recount_from_report(work: Work) -> None:
    """Count again what counts from the report, since that moment was put right. A limit that was met stays met."""
    for one in work.live():
        step = work.step_of(one)
        if one.status == "open" and step.time.counts_from == "report":
            due = due_of(work, step, one)
            if due != one.due_at:
                work.tell(DueChanged(one.id, one.due_at, due, recounted=True))
            work.put(one, due_at=due)
    counting, moved = _from_report(work), []
    for run in work.limits:
        start = _start(work, "report", run.started_at, None)
        due = limit_due(work, counting[run.key], start, run.extended) if run.key in counting else None
        if due is not None and due != run.due_at:
            work.tell(LimitMoved(run.key, due, run.due_at))
        moved.append(run if due is None else replace(run, started_at=start, due_at=due))
    work.limits = tuple(moved)


def restart_limits(work: Work) -> None:
    """Let the limits that count from the report run anew, for the report that has just come in."""
    counting = _from_report(work)
    anew = {key for key, limit in counting.items() if limit.inside is None}
    inside = [counting[run.key] for run in work.limits if run.key in counting.keys() - anew and run.met_at is None]
    work.limits = tuple(run for run in work.limits if run.key not in anew)
    start_limits(work, "report")
    for limit in inside:
        _run(work, limit)


def _from_report(work: Work) -> dict[str, Limit]:
    return {limit.key: limit for limit in work.definition.limits if limit.reading.counts_from == "report"}


def limit_due(work: Work, limit: Limit, start: datetime, extended: tuple[Extension, ...] = ()) -> datetime | None:
    """When a limit that runs from `start` is due, with what it was lengthened by; None where it makes no deadline."""
    length, clock = reading_now(work, limit.reading)
    if length is None:
        return None
    due = work.calendar.after(start, length, clock)
    for extension in extended:
        due = work.calendar.after(due, extension.amount, clock)
    return due


def _start(work: Work, counts_from: str, otherwise: datetime, inside: Inside | None) -> datetime:
    """Where a time begins to count. What a woven SOP counts from its case, counts from when it was started."""
    if counts_from == "report":
        return work.reported_at or otherwise
    if counts_from == "case":
        return (work.entered_at if inside is None else _begun_at(work, inside)) or otherwise
    if counts_from == "step":
        return otherwise
    last = work.newest(counts_from)
    return otherwise if last is None or last.done_at is None else last.done_at


def _begun_at(work: Work, inside: Inside) -> datetime | None:
    """When a woven SOP was started last; None before it ever was."""
    last = work.newest(inside[0])
    return None if last is None else next((run.started_at for run in last.subs if run.key == inside[1]), None)


def _standstills(work: Work, one: Pass, start: datetime) -> list[tuple[datetime, datetime]]:
    spans = [(rest.since, rest.until) for rest in work.rests if rest.until is not None and rest.until > start]
    spans += [(held.since, held.until) for held in one.held if held.until is not None]
    merged: list[tuple[datetime, datetime]] = []
    for since, until in sorted((max(since, start), until) for since, until in spans):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(until, merged[-1][1]))
        else:
            merged.append((since, until))
    return merged
