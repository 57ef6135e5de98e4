"""What moving open cases to another version of their SOP costs. Part of `rangkul bench sop`; alone:
`python -m infra.bench.sop_moves`. JSON.

Three roads: by key, deadlines kept ("by_key"); every step under another key, deadlines counted again ("renamed"); and
the way back of that one ("back").

A hundred, a thousand and ten thousand cases at the same step, each with seven steps done, made by plain SQL from one
that was worked. Each move is rolled back and what it left is cleared away, so that all begin alike; then the UPDATEs
and INSERTs that it caused are sent again, bare, from the same start.

What counts is the processor time of both sides, of this process and of the server's for it: how busy the machine is
with other things changes it least. Where the server runs elsewhere, waiting for it counts. The middle one of some
rounds: of many short rounds the best is luckier than of a few long ones, and would make the long ones look dear.
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
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

from infra.bench.server import report_as_owner

SIZES = (100, 1_000, 10_000)
ROUNDS = {100: 51, 1_000: 9, 10_000: 3}
DONE = 7
FLAT_AT_MOST, BARE_AT_MOST = 1.3, 3.0
AT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
SOP = "salatiga/pengaduan-langsung"
WRITES = ("UPDATE", "INSERT")
PREFIX = "baru-"
NAMING = ("then", "starts", "until", "counts_from", "steps", "step", "after")
"""What of an SOP's document names steps."""
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
WRITTEN = ("cases_case", "cases_steppass", "cases_limitclock", "cases_casemove", "cases_event", "cases_move")
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
        adopt(definition=_renamed(document), at=AT)
        by = Staff.objects.create_user("ukur", password=None, name="Ukur", is_office_admin=True)
        LaneMembership.objects.bulk_create([LaneMembership(lane=lane, staff=by) for lane in Lane.objects.all()])
        yield by


def _renamed(document: dict[str, Any]) -> Any:
    """The SOP with every step under another key."""
    from sop_library.definition import parse

    keys = {step["key"] for step in document["steps"]}

    def named(value: Any, *, names: bool) -> Any:
        if isinstance(value, dict):
            return {key: named(one, names=key in NAMING) for key, one in value.items()}
        if isinstance(value, list):
            return [named(one, names=names) for one in value]
        return PREFIX + value if names and isinstance(value, str) and value in keys else value

    found = named(document, names=False)
    found["steps"] = [step | {"key": PREFIX + step["key"]} for step in found["steps"]]
    return parse(found)


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


def cleared() -> None:
    """Clear away the rows that were rolled back, as a server does by itself in time: else the last pays for all before.
    Within a transaction nothing can be."""
    from django.db import connection

    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {', '.join(WRITTEN)}")


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


def move_them(by: Any, *, to: int, **plan: Any) -> Callable[[], Any]:
    """What moves every open case of the first version to version `to`, by key but for `plan`; it returns the move."""
    from cases.operations import moving
    from sop_library.models import SopVersion
    from sop_library.moving import from_json
    from sop_library.queries import definition_of

    of, new = (SopVersion.objects.select_related("sop").get(number=number) for number in (1, to))
    chosen = from_json(plan, old=definition_of(of), new=definition_of(new))

    def work() -> Any:
        move = moving.begin(of=of, to=new, plan=chosen, why="Ukur.", by=by, at=AT)
        return moving.run(move=move, now=lambda: AT + timedelta(hours=1))

    return work


def take_back(by: Any) -> Callable[[Any], Any]:
    """What takes a move back."""
    from cases.operations import moving_back

    def work(move: Any) -> Any:
        at = AT + timedelta(hours=2)
        return moving_back.run_back(move=moving_back.begin_back(move=move, why="Ukur.", by=by, at=at), now=lambda: at)

    return work


def all_moved(work: Callable[[], Any], *, size: int) -> None:
    """Move them once, and raise RuntimeError where a case stayed."""
    if work().cases.filter(outcome="moved").count() != size:
        raise RuntimeError("a case did not move")


def all_back(work: Callable[[], Any]) -> None:
    """Take them back once, and raise RuntimeError where a case stayed."""
    if work().state != "reverted":
        raise RuntimeError("a case did not come back")


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


class Measured(NamedTuple):
    """Of one road and number of cases: milliseconds a case, and how many times the bare statements, by processor time
    and by the clock."""

    a_case: float
    over: float
    passed: float


def compare(work: Callable[[], object], *, size: int) -> Measured:
    """The middle of some rounds of `work` and of its bare statements, in turns: both meet the machine alike."""
    statements = recorded(work)
    took, bare = [], []
    for _ in range(ROUNDS[size]):
        cleared()
        took.append(undone(work))
        cleared()
        bare.append(sent_again(statements))
    spent, least = (median(one.spent for one in rounds) for rounds in (took, bare))
    passed = median(one.passed for one in took) / median(one.passed for one in bare)
    return Measured(spent / size * 1000, spent / least, passed)


def measure_roads(by: Any, *, size: int) -> dict[str, Measured]:
    """Road -> what it costs for so many cases."""
    from django.db import transaction

    by_key = move_them(by, to=2)
    steps = {key: PREFIX + key for key in _step_keys()}
    renamed = move_them(by, to=3, steps=steps, deadlines="recount")
    found = {}
    for name, work in (("by_key", by_key), ("renamed", renamed)):
        undone(partial(all_moved, work, size=size))
        found[name] = compare(work, size=size)
    cleared()
    with transaction.atomic():
        back = partial(take_back(by), renamed())
        undone(partial(all_back, back))
        found["back"] = compare(back, size=size)
        transaction.set_rollback(True)
    return found


def _step_keys() -> list[str]:
    from sop_library.models import SopVersion
    from sop_library.moving.plan import worked
    from sop_library.queries import definition_of

    return list(worked(definition_of(SopVersion.objects.get(number=1))))


def measure() -> dict[str, Any]:
    """Milliseconds a case for each road and number of cases, and against the bare statements."""
    found: dict[int, dict[str, Measured]] = {}
    load = os.getloadavg()[0]
    with an_office() as by:
        case, there = worked_case(by), 1
        gc.collect()
        gc.freeze()  # what else lives in this process is not looked through again and again on either side's account
        for size in SIZES:
            copies(case, start=there, upto=size)
            there = size
            found[size] = measure_roads(by, size=size)
        local = servers_time() is not None
    roads = {name: _of_road({size: found[size][name] for size in SIZES}) for name in found[SIZES[0]]}
    return {
        "roads": roads, "flat_at_most": FLAT_AT_MOST, "bare_at_most": BARE_AT_MOST,
        "processor_time_of": "both sides" if local else "this side, and waiting for the other",
        "load": [round(load, 1), round(os.getloadavg()[0], 1)], "holds": all(road["holds"] for road in roads.values()),
    }  # fmt: skip


def _of_road(found: dict[int, Measured]) -> dict[str, Any]:
    costs = {size: one.a_case for size, one in found.items()}
    growth = costs[SIZES[-1]] / costs[SIZES[0]]
    return {
        "milliseconds_a_case": {str(size): round(took, 3) for size, took in costs.items()},
        "last_over_first": round(growth, 2), "spread": round(max(costs.values()) / min(costs.values()), 2),
        "over_bare_statements": {str(size): round(one.over, 2) for size, one in found.items()},
        "by_the_clock": {str(size): round(one.passed, 2) for size, one in found.items()},
        "holds": growth <= FLAT_AT_MOST and all(one.over <= BARE_AT_MOST for one in found.values()),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(report_as_owner(measure))
