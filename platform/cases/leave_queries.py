"""Which due times of a list reach into a year whose cuti bersama is not known, in a fixed number of queries."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from cases.calendars import local_date, office_calendar
from cases.models import Case, LimitClock, StepPass
from cases.running import known_facts
from sop_library.conditions import Scope
from sop_library.engine.deadlines import reading_in
from sop_library.national_holidays import unknown_leave
from sop_library.queries import definition_of

Dues = Mapping[tuple[uuid.UUID, datetime], int]


def leave_unknown_in(rows: Iterable[tuple[Case, datetime | None]]) -> Dues:
    """(case, due time) -> the year, for the due times of `rows` that were counted without its cuti bersama.

    As the case's page says it (`cases.progress`). A limit of an office before is left out: how it was counted is not
    known here. No query where every due time lies in a year that is known, which is nearly always; else six, however
    many rows.
    """
    far: dict[tuple[uuid.UUID, datetime], int] = {}
    cases: dict[uuid.UUID, Case] = {}
    for case, due_at in rows:
        if due_at is not None and (year := unknown_leave(local_date(due_at))) is not None:
            far[case.pk, due_at], cases[case.pk] = year, case
    if not far:
        return {}
    scopes = dict(Case.objects.filter(pk__in=cases).order_by().values_list("pk", "flow__facts"))
    calendar = office_calendar(today=local_date(min(due_at for _case, due_at in far)))
    opened = StepPass.objects.filter(case__in=cases, status=StepPass.Status.OPEN).order_by()
    running = LimitClock.objects.filter(case__in=cases, met_at=None).order_by()
    found: dict[tuple[uuid.UUID, datetime], int] = {}
    steps = [
        (pk, due_at, definition_of(cases[pk].version).step(key).time)
        for pk, key, due_at in opened.values_list("case", "step", "due_at")
    ]
    limits = [
        (pk, due_at, limit.reading)
        for pk, key, due_at in running.values_list("case", "key", "due_at")
        for limit in definition_of(cases[pk].version).limits
        if limit.key == key
    ]
    for pk, due_at, reading in steps + limits:
        if due_at is None or (pk, due_at) not in far:
            continue
        definition = definition_of(cases[pk].version)
        length, clock = reading_in(Scope(known_facts(scopes[pk] or {}), definition.jurisdiction), reading)
        if length is not None and calendar.leaves_out(length, clock):
            found[pk, due_at] = far[pk, due_at]
    return found
