"""What moving open cases to another version of their SOP costs. Part of `rangkul bench sop`; alone:
`python -m infra.bench.sop_moves`. JSON.

A hundred, a thousand and ten thousand cases at the same step, each with seven steps done, made by plain SQL from one
that was worked. Each move is rolled back, so that all begin alike; then the UPDATEs and INSERTs that it caused are sent
again, bare, from the same start.

What counts is the processor time of both sides, of this process and of the server's for it: how busy the machine is
with other things changes it least. Where the server runs elsewhere, waiting for it counts. The best of some rounds.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

from infra.bench.server import report_as_owner

SIZES = (100, 1_000, 10_000)
ROUNDS = {100: 50, 1_000: 6, 10_000: 2}
DONE = 7
FLAT_AT_MOST, BARE_AT_MOST = 1.3, 3.0
AT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
SOP = "salatiga/pengaduan-langsung"
WRITES = ("UPDATE", "INSERT")
COPY_CASES = """
    INSERT INTO cases_case SELECT (jsonb_populate_record(one, jsonb_build_object(
        'id', gen_random_uuid(), 'matter', gen_random_uuid(), 'number', 'B-' || i))).*
    FROM cases_case one, generate_series(%(from)s, %(to)s) i WHERE one.id = %(case)s
"""
COPY_PASSES = """
    INSERT INTO cases_steppass SELECT (jsonb_populate_record(pass, jsonb_build_object(
        'id', gen_random_uuid(), 'case_id', copy.id))).*
    FROM cases_steppass pass, cases_case copy WHERE pass.case_id = %(case)s AND copy.id <> %(case)s
        AND NOT EXISTS (SELECT FROM cases_steppass there WHERE there.case_id = copy.id)
"""
COPY_LIMITS = """
    INSERT INTO cases_limitclock SELECT (jsonb_populate_record(clock, jsonb_build_object(
        'id', gen_random_uuid(), 'case_id', copy.id))).*
    FROM cases_limitclock clock, cases_case copy WHERE clock.case_id = %(case)s AND copy.id <> %(case)s
        AND NOT EXISTS (SELECT FROM cases_limitclock there WHERE there.case_id = copy.id)
"""
NEAR = ("", "127.0.0.1", "::1")
Statement = tuple[str, Any]


class Cost(NamedTuple):
    """Seconds: what decides, and what passed by the clock."""

    spent: float
    passed: float


@contextmanager
def an_office() -> Iterator[Any]:
    """An office with one SOP in two versions, somebody who holds every lane and oversees it, and one worked case."""
    from importlib.resources import files

    from accounts.models import Lane, LaneMembership, Staff
    from onboarding.operations import open_office
    from sop_library.definition import parse
    from sop_library.loading import load
    from sop_library.operations.adopting import adopt
    from tenants.current import in_office
    from tenants.migrating import migrate_everything

    migrate_everything(at=AT)
    office = open_office(code="33.73", at=AT).office
    definition = load(files("sop_library").joinpath("catalogue", f"{SOP}.yaml").read_bytes(), name=SOP)
    with in_office(office):
        adopt(definition=definition, at=AT)
        document = deepcopy(dict(definition.document))
        for step in document["steps"]:
            if step.get("time", {}).get("kind", "none") != "none":
                step["time"] = {"printed": "2 jam", "kind": "max", "amount": "PT2H"}
        adopt(definition=parse(document), at=AT)
        by = Staff.objects.create_user("ukur", password=None, name="Ukur", is_office_admin=True)
        LaneMembership.objects.bulk_create([LaneMembership(lane=lane, staff=by) for lane in Lane.objects.all()])
        yield by


def worked_case(by: Any) -> Any:
    """A case with DONE steps behind it."""
    from cases.models import Case, StepPass
    from cases.operations import opening, reports
    from cases.operations.reports import ReportData
    from sop_library.models import SopVersion

    report = reports.receive(data=ReportData(channel="datang"), by=by, at=AT)
    version = SopVersion.objects.get(number=1)
    case = opening.open_case(report=report, version=version, door="datang", by=by, at=AT)
    for number in range(DONE):
        row = StepPass.objects.filter(case=case, status="open").select_related("case__version").first()
        if row is None:
            raise RuntimeError(f"nothing is open after {number} steps")
        _skip_ahead(case, row, by=by, at=AT + timedelta(minutes=number + 1))
        case = Case.objects.select_related("version__sop").get(pk=case.pk)
    return case


def _skip_ahead(case: Any, row: Any, *, by: Any, at: datetime) -> None:
    """Complete a step as the engine sees it, whatever papers its screen would ask for."""
    from cases import running
    from sop_library.engine.events import Complete
    from sop_library.queries import definition_of

    step = definition_of(case.version).step(row.step)
    outcomes = tuple(one.key for one in step.outcomes)[:1]
    needs = frozenset(need.key for one in step.needs for need in (one, *one.options))
    event = Complete(
        pass_id=f"{row.step}#{row.number}", by=str(by.pk), lanes=by.lane_keys(), outcomes=outcomes, documents=needs,
        outputs=frozenset(one.key for one in step.outputs),
        forms=frozenset(one.form for one in step.outputs if one.form),
        facts=dict.fromkeys(step.records, True),
    )  # fmt: skip
    running.run(case=case, event=event, by_id=str(by.pk), at=at)
    case.save(update_fields=["flow", "stage"])


def copies(case: Any, *, start: int, upto: int) -> None:
    """Let there be so many open cases in all, each like the worked one."""
    from django.db import connection

    values = {"case": case.pk, "from": start + 1, "to": upto}
    with connection.cursor() as cursor:
        for statement in (COPY_CASES, COPY_PASSES, COPY_LIMITS):
            cursor.execute(statement, values)
        cursor.execute("ANALYZE cases_case, cases_steppass, cases_limitclock")


def servers_time() -> float | None:
    """Processor seconds the server has spent on this connection so far; None where it runs on another machine."""
    from django.db import connection

    connection.ensure_connection()
    info = connection.connection.info
    server = Path("/proc") / str(info.backend_pid)
    if info.hostaddr not in NEAR or not (server / "schedstat").exists():
        return None
    return int((server / "schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def undone(work: Callable[[], object]) -> Cost:
    """What `work` costs. It is taken back."""
    from django.db import connection, transaction

    waited = 0.0

    def wait(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
        nonlocal waited
        began, busy = perf_counter(), process_time()
        try:
            return execute(statement, values, many, context)
        finally:
            waited += max(0.0, perf_counter() - began - (process_time() - busy))

    with transaction.atomic():
        served, began, busy = servers_time(), perf_counter(), process_time()
        with connection.execute_wrapper(wait):
            work()
        busy, passed = process_time() - busy, perf_counter() - began
        there = servers_time()
        transaction.set_rollback(True)
    return Cost(busy + (waited if served is None or there is None else there - served), passed)


def move_them(by: Any) -> Callable[[], Any]:
    """What moves every open case of the first version to the second, by key; it returns the move."""
    from cases.operations import moving
    from sop_library.models import SopVersion
    from sop_library.moving import propose
    from sop_library.queries import definition_of

    of, to = (SopVersion.objects.select_related("sop").get(number=number) for number in (1, 2))
    plan = propose(definition_of(of), definition_of(to))

    def work() -> Any:
        move = moving.begin(of=of, to=to, plan=plan, why="Sesuai SOP baru.", by=by, at=AT)
        return moving.run(move=move, now=lambda: AT + timedelta(hours=1))

    return work


def all_moved(work: Callable[[], Any], *, size: int) -> None:
    """Move them once, and raise RuntimeError where a case stayed."""
    if work().cases.filter(outcome="moved").count() != size:
        raise RuntimeError("a case did not move")


def recorded(work: Callable[[], object]) -> list[Statement]:
    """The UPDATEs and INSERTs that `work` sends."""
    from django.db import connection

    found: list[Statement] = []

    def keep(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
        if statement.lstrip().startswith(WRITES):
            found.append((statement, values))
        return execute(statement, values, many, context)

    with connection.execute_wrapper(keep):
        undone(work)
    return found


def sent_again(statements: list[Statement]) -> Cost:
    """What the bare statements cost."""
    from django.db import connection

    def work() -> None:
        with connection.cursor() as cursor:
            for statement, values in statements:
                cursor.execute(statement, values)

    return undone(work)


def measure() -> dict[str, Any]:
    """Milliseconds a case for each number of cases, and against the bare statements."""
    per_case: dict[int, float] = {}
    ratios: dict[int, float] = {}
    passed: dict[int, float] = {}
    load = os.getloadavg()[0]
    with an_office() as by:
        case, there = worked_case(by), 1
        work = move_them(by)
        gc.collect()
        gc.freeze()  # what else lives in this process is not looked through again and again on either side's account
        for size in SIZES:
            copies(case, start=there, upto=size)
            there = size
            undone(partial(all_moved, work, size=size))
            took = [undone(work) for _ in range(ROUNDS[size])]
            statements = recorded(work)
            bare = [sent_again(statements) for _ in range(ROUNDS[size])]
            per_case[size] = min(took).spent / size * 1000
            ratios[size] = min(took).spent / min(bare).spent
            passed[size] = min(one.passed for one in took) / min(one.passed for one in bare)
        local = servers_time() is not None
    flat = max(per_case.values()) / min(per_case[size] for size in SIZES)
    growth = per_case[SIZES[-1]] / per_case[SIZES[0]]
    return {
        "milliseconds_a_case": {str(size): round(took, 3) for size, took in per_case.items()},
        "10000_over_100": round(growth, 2), "spread": round(flat, 2), "flat_at_most": FLAT_AT_MOST,
        "over_bare_statements": {str(size): round(ratio, 2) for size, ratio in ratios.items()},
        "by_the_clock": {str(size): round(ratio, 2) for size, ratio in passed.items()}, "bare_at_most": BARE_AT_MOST,
        "processor_time_of": "both sides" if local else "this side, and waiting for the other",
        "load": [round(load, 1), round(os.getloadavg()[0], 1)],
        "holds": growth <= FLAT_AT_MOST and all(ratio <= BARE_AT_MOST for ratio in ratios.values()),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(report_as_owner(measure))
