"""Due times of passes and limits: the reading that applies now, counted from the same start, with what stood still."""

from datetime import datetime

from sop_library.conditions import evaluate
from sop_library.durations import Duration
from sop_library.engine.effects import DueChanged, LimitMet, LimitMoved, LimitStarted
from sop_library.engine.state import LimitRun, Pass
from sop_library.engine.work import Work
from sop_library.parts import Clock, Limit, Step, TimeReading, deadline_of

OUTSIDE = ("case", "report")
"""Starts that lie outside the step: their clocks (usually the law's) run on while a case is paused or a step held."""


def reading_now(work: Work, reading: TimeReading) -> tuple[Duration | None, Clock]:
    """The length that makes the deadline, and its clock: the first tier that holds, else the reading's own."""
    for tier in reading.tiers:
        if evaluate(tier.when, work.scope):
            return deadline_of(tier.kind or reading.kind, tier.amount, tier.amount), tier.clock or reading.clock
    return reading.deadline, reading.clock


def due_of(work: Work, step: Step, one: Pass) -> datetime | None:
    """When the open pass is due, or None where its time makes no deadline."""
    if step.time.kind == "none" or one.opened_at is None:
        return None
    length, clock = reading_now(work, step.time)
    if length is None:
        return None
    counts_from = step.time.counts_from
    start = _start(work, counts_from, one.opened_at)
    due = work.calendar.after(start, length, clock)
    for extension in one.extended:
        due = work.calendar.after(due, extension.amount, clock)
    if counts_from in OUTSIDE:
        return due
    for since, until in _standstills(work, one, start):
        due = work.calendar.carried(due=due, length=length, clock=clock, since=since, until=until)
    return due


def reread(work: Work, one: Pass) -> Pass:
    """The pass with its due time read again; says so where it moved."""
    due = due_of(work, work.step_of(one), one)
    if due == one.due_at:
        return one
    work.tell(DueChanged(one.id, one.due_at, due))
    return work.put(one, due_at=due)


def start_limits(work: Work, counts_from: str) -> None:
    """Start the limits that count from the case's entry ("case", "report") or from a step's completion (its key)."""
    running = {limit.key for limit in work.limits}
    for limit in work.definition.limits:
        if limit.reading.counts_from == counts_from and limit.key not in running:
            start = _start(work, counts_from, work.now)
            due = _limit_due(work, limit, start)
            if due is not None:
                work.limits = (*work.limits, LimitRun(limit.key, start, due))
                work.tell(LimitStarted(limit.key, due))


def meet_limits(work: Work, step: str) -> None:
    """Note the limits that the completion of `step` keeps."""
    kept = {limit.key for limit in work.definition.limits if step in limit.until}
    if not kept:
        return
    met = []
    for run in work.limits:
        if run.key in kept and run.met_at is None:
            work.tell(LimitMet(run.key))
            met.append(LimitRun(run.key, run.started_at, run.due_at, work.now))
        else:
            met.append(run)
    work.limits = tuple(met)


def reread_limits(work: Work) -> None:
    """Read the tiers of running limits again, from the same start."""
    tiered = {limit.key: limit for limit in work.definition.limits if limit.reading.tiers}
    moved = []
    for run in work.limits:
        limit = tiered.get(run.key)
        due = None if limit is None or run.met_at else _limit_due(work, limit, run.started_at)
        if due is not None and due != run.due_at:
            work.tell(LimitMoved(run.key, due))
            moved.append(LimitRun(run.key, run.started_at, due))
        else:
            moved.append(run)
    work.limits = tuple(moved)


def _limit_due(work: Work, limit: Limit, start: datetime) -> datetime | None:
    length, clock = reading_now(work, limit.reading)
    return None if length is None else work.calendar.after(start, length, clock)


def _start(work: Work, counts_from: str, otherwise: datetime) -> datetime:
    if counts_from == "report":
        return work.reported_at or otherwise
    if counts_from == "case":
        return work.entered_at or otherwise
    if counts_from == "step":
        return otherwise
    last = work.newest(counts_from)
    return otherwise if last is None or last.done_at is None else last.done_at


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
