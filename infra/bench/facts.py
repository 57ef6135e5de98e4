"""`python -m infra.bench.facts`: what the nation's numbers cost, and what they save. JSON.

A case is opened as the product opens it, with its fact and its message to the outbox and without them, in turn. Then a
hundred offices with two thousand cases each: the indicator query against the same SQL typed by hand, and against asking
the offices one by one. Data are made by plain SQL; the database is dropped at the end.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

from infra.bench.server import report_as_owner

OFFICES, CASES_EACH = 100, 2000
OPENINGS, BLOCK, QUESTIONS = 400, 20, 60
COST_AT_MOST, HAND_AT_MOST, LOOP_AT_LEAST = 1.25, 2.0, 50.0
AT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
MAY = date(2026, 5, 1)
SOP = "salatiga/pengaduan-langsung"
FILL = """
    INSERT INTO cases_case (id, matter, number, version_id, door, channel, reported_at, opened_at, opened_by_id, state,
                            stage, risk, revision, flow, earlier)
    SELECT gen_random_uuid(), gen_random_uuid(), 'B-' || i, %(version)s, 'datang', 'datang', at, at, %(staff)s,
           'running', (ARRAY['intake', 'assessment', 'service', 'monitoring'])[1 + i %% 4], '', 1, '{}', '[]'
    FROM generate_series(1, %(cases)s) AS i,
         LATERAL (SELECT timestamptz '2026-01-15 03:00+00' + make_interval(months => i %% 5) AS at) AS moment
"""
FACTS = """
    INSERT INTO cases_fact (id, case_id, matter, reported_on, service, channel, state, stage, risk, kinds,
                            incident_place, residence, girls, boys, women, men, unknown, changed_at)
    SELECT gen_random_uuid(), id, matter, reported_at::date, 'pengaduan-langsung', channel, state, stage, risk,
           (ARRAY['{FISIK}', '{PSIKIS}', '{SEKSUAL,FISIK}', '{PENELANTARAN}']
                ::varchar[])[1 + (row_number() OVER ()) %% 4]::varchar[],
           '', '', 0, 0, 1, 0, 0, opened_at
    FROM cases_case
"""
BY_HAND = """
    SELECT month, area, kind, stage, cases, withheld FROM public.reporting_cell
    WHERE kind = ANY (%s) AND stage = ANY (%s) AND area ~ '^\\d{2}\\.\\d{2}$' AND month >= %s AND month <= %s
    ORDER BY month, area, kind, stage LIMIT 5000
"""


def milliseconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


@contextmanager
def without_fact() -> Iterator[None]:
    """Cases keep no fact and post nothing."""
    with patch("cases.operations.events.keep_fact"), patch("cases.operations.working.keep_fact"):
        yield


@contextmanager
def as_it_is() -> Iterator[None]:
    """Nothing is changed."""
    yield


def cost_of_opening(office: Any) -> dict[str, Any]:
    """Open cases with and without fact and outbox, in blocks that take turns."""
    from accounts.models import Staff
    from cases.operations import opening, reports
    from cases.operations.incidents import IncidentData
    from cases.operations.reports import ReportData
    from cases.people import PersonData
    from sop_library.models import SopVersion
    from tenants.current import in_office

    times: dict[str, list[float]] = {"with": [], "without": []}
    with in_office(office), patch("outbox.waking.wake"):
        by, version = Staff.objects.get(username="ukur"), SopVersion.objects.get()
        waiting = [reports.receive(data=ReportData(channel="datang"), by=by, at=AT) for _ in range(2 * OPENINGS)]

        def open_one() -> None:
            opening.open_case(
                report=waiting.pop(), version=version, door="datang", by=by, at=AT,
                victims=[PersonData(name="Ukur", sex="P")], incident=IncidentData(kinds=("FISIK",)),
            )  # fmt: skip

        for number in range(2 * OPENINGS // BLOCK):
            way = ("with", "without")[number % 2]
            with as_it_is() if way == "with" else without_fact():
                times[way] += [milliseconds(open_one) for _ in range(BLOCK)]
    warm = {way: values[BLOCK:] for way, values in times.items()}
    ratio = median(warm["with"]) / median(warm["without"])
    return {
        "milliseconds": {way: round(median(values), 3) for way, values in warm.items()},
        "ratio": round(ratio, 3), "at_most": COST_AT_MOST, "holds": ratio <= COST_AT_MOST,
    }  # fmt: skip


def make_offices() -> list[Any]:
    """Open the offices, fill them and bring their facts to the nation."""
    from importlib.resources import files

    from django.db import connection

    from accounts.models import Lane, LaneMembership, Staff
    from onboarding.operations import open_office
    from reporting.carrying import carry_everything
    from reporting.publishing import publish
    from sop_library.loading import load
    from sop_library.operations.adopting import adopt
    from tenants.current import in_office
    from tenants.registry.source import regencies

    definition = load(files("sop_library").joinpath("catalogue", f"{SOP}.yaml").read_bytes(), name=SOP)
    offices = []
    for number, code in enumerate(list(regencies())[:OFFICES]):
        office = open_office(code=code, at=AT).office
        with in_office(office):
            version = adopt(definition=definition, at=AT - timedelta(days=1))
            staff = Staff.objects.create(username="ukur", name="Ukur")
            if number == 0:
                LaneMembership.objects.bulk_create(
                    LaneMembership(lane=lane, staff=staff) for lane in Lane.objects.all()
                )
                cost = office
            with connection.cursor() as cursor:
                cursor.execute(FILL, {"version": version.pk, "staff": staff.pk, "cases": CASES_EACH})
                cursor.execute(FACTS, {})
            carry_everything(at=AT)
        offices.append(office)
    publish(at=AT)
    return [cost, *offices]


def questions(offices: list[Any]) -> dict[str, Any]:
    """May by regency and violence type: as the API asks it, by hand, and office by office."""
    from django.db import connection
    from django.db.models import Count, F, Func

    from cases.models import Fact
    from reporting.indicators import KINDS, Question, rows
    from reporting.models import ALL
    from tenants.current import in_office
    from tenants.database import connection as office_connection
    from tenants.roles import NATION, as_console

    asked = Question(first=MAY, last=MAY, level="regency", area=None, kinds=KINDS, stages=(ALL,))

    def ours() -> list[Any]:
        return rows(asked, limit=5000)

    def by_hand() -> list[Any]:
        with as_console(office_connection, NATION), connection.cursor() as cursor:
            cursor.execute(BY_HAND, [list(KINDS), [ALL], MAY, MAY])
            return list(cursor.fetchall())

    def one_by_one() -> list[Any]:
        found = []
        for office in offices:
            with in_office(office):
                facts = Fact.objects.filter(reported_on__year=2026, reported_on__month=5)
                kinds = facts.annotate(kind=Func(F("kinds"), function="unnest"))
                found += [(office.code, *pair) for pair in kinds.values_list("kind").annotate(cases=Count("pk"))]
        return found

    if {(row.area, row.kind, row.cases) for row in ours()} != set(one_by_one()):
        raise RuntimeError("the ways do not come to the same numbers")
    times: dict[str, list[float]] = {"indicator": [], "by_hand": [], "offices": []}
    for _ in range(QUESTIONS):
        times["indicator"].append(milliseconds(ours))
        times["by_hand"].append(milliseconds(by_hand))
    times["offices"] = [milliseconds(one_by_one) for _ in range(5)]
    middle = {way: median(values) for way, values in times.items()}
    hand, loop = middle["indicator"] / middle["by_hand"], middle["offices"] / middle["indicator"]
    return {
        "rows": len(ours()),
        "milliseconds": {way: round(value, 3) for way, value in middle.items()},
        "over_by_hand": round(hand, 2), "at_most": HAND_AT_MOST,
        "faster_than_offices": round(loop, 1), "at_least": LOOP_AT_LEAST,
        "holds": hand <= HAND_AT_MOST and loop >= LOOP_AT_LEAST,
    }  # fmt: skip


def measure() -> dict[str, Any]:
    """Prepare, then measure."""
    from tenants.migrating import migrate_everything

    migrate_everything(at=AT)
    began = perf_counter()
    first, *offices = make_offices()
    prepared = round(perf_counter() - began, 1)
    asked, opened = questions(offices), cost_of_opening(first)
    return {
        "benchmark": "facts", "offices": len(offices), "cases": len(offices) * CASES_EACH,
        "prepared_seconds": prepared, "opening_a_case": opened, "question": asked,
        "holds": opened["holds"] and asked["holds"],
    }  # fmt: skip


def main() -> int:
    """Measure, print, and fail where a bound is missed."""
    return report_as_owner(measure)


if __name__ == "__main__":
    sys.exit(main())
