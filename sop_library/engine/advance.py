"""The engine's one door: an event and a moment make the next state of a case, and say what happened."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sop_library.calendar import NaiveMoment, NoOpenDay, OfficeCalendar
from sop_library.definition import Definition
from sop_library.engine import events, steering, working
from sop_library.engine.effects import Effect
from sop_library.engine.events import Event
from sop_library.engine.facts_changing import raise_inside
from sop_library.engine.flow import end_where_nothing_runs, settle_joins, settle_subs
from sop_library.engine.refusals import Refused
from sop_library.engine.state import State
from sop_library.engine.work import Work

_HANDLERS: Mapping[type, Callable[[Work, Any], None]] = {
    events.Enter: working.enter,
    events.TakeOver: working.take_over,
    events.Complete: working.complete,
    events.Sign: working.sign,
    events.Unsign: working.unsign,
    events.Skip: working.skip,
    events.SubFinished: working.sub_finished,
    events.FactChanged: steering.fact_changed,
    events.GoBack: steering.go_back,
    events.Pause: steering.pause,
    events.Resume: steering.resume,
    events.Extend: steering.extend,
    events.Override: steering.override,
    events.Close: steering.close,
    events.Cease: steering.cease,
    events.Reopen: steering.reopen,
    events.ReportDated: steering.report_dated,
}


def advance(
    definition: Definition, state: State, event: Event, now: datetime, calendar: OfficeCalendar
) -> tuple[State, tuple[Effect, ...]]:
    """The state after `event` at `now` (aware), and its effects in order. Pure: the same input gives the same answer.

    Raises Refused for everything that can't happen; the state given is never touched.
    """
    try:
        calendar.local(now)
        work = Work(definition=definition, state=state, now=now, calendar=calendar, by=event.by)
        _HANDLERS[type(event)](work, event)
        raise_inside(work)
        settle_joins(work)
        settle_subs(work)
        if work.entered_at is not None:
            end_where_nothing_runs(work)
        if isinstance(event, events.Reopen) and work.ended:
            raise work.refuse("ends_at_once")
    except NoOpenDay:
        raise Refused("no_open_day") from None
    except NaiveMoment:
        raise Refused("moment_without_zone") from None
    return work.finished(), tuple(work.effects)
