"""`python -m infra.bench.handoff`: what a handoff costs, from sending to standing in the other office's inbox. JSON.

Four measures in one run: how soon a referral is seen by the receiver at 20 a second, through broker and worker; the
relay against bare INSERTs of the rows it wrote; the same handoff with 5 and with 100 offices open; and what the sweeps
of those 100 take where there is nothing to do, reckoned up to all offices that the country may have.
"""

import json
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from infra.bench.broker import broker, worker
from infra.bench.server import ROOT, benchmark_environment

A_SECOND, SECONDS = 20, 10
P99_AT_MOST = 1.0
FEW, MANY, CYCLES = 5, 100, 30
FLAT_AT_MOST = 1.3
COUNTRY, SWEPT_EVERY = 552, 30.0
"""Regencies and provinces; seconds between two sweeps of a kind."""
SWEEPS_AT_MOST = 0.2
"""Of those seconds, how much both sweeps may take of one worker in a whole country that is idle."""
RELAYED = 100
SENDER, RECEIVER = "33.73", "35.10"
TABLES = ("custody_custody", "custody_part", "custody_envelope", "custody_link", "custody_parcel")


def open_offices(count: int) -> None:
    """Be the owner: make the database where there is none, and open offices until there are so many."""
    import django

    django.setup()
    from onboarding.operations import open_office
    from tenants.migrating import migrate_everything
    from tenants.models import Office, Regency

    at = datetime.now(UTC)
    there = set(Office.objects.values_list("code", flat=True)) if count > FEW else set()
    if not there:
        migrate_everything(at=at)
    others = Regency.objects.order_by("code").values_list("code", flat=True)
    wanted = dict.fromkeys([SENDER, RECEIVER, *others])
    for code in list(wanted)[:count]:
        if code not in there:
            open_office(code=code, at=at)


def as_owner(count: int, variables: dict[str, str]) -> None:
    """Open offices in a process of its own with the owner's login."""
    environment = {**os.environ, **variables, "RANGKUL_DB_AS": "owner"}
    subprocess.run([sys.executable, "-m", "infra.bench.handoff", str(count)], cwd=ROOT, env=environment, check=True)


def seen_in_time(desk: Any) -> dict[str, object]:
    """Send at a steady rate while the receiver looks at its inbox; return how long each took to be seen there."""
    cases = [desk.case() for _one in range(A_SECOND * SECONDS + 1)]
    sent: dict[Any, float] = {}
    seen: dict[Any, float] = {}
    watching = threading.Thread(target=desk.watch, args=(seen, len(cases)))
    watching.start()
    desk.send(cases.pop())
    time.sleep(1)
    began = time.perf_counter()
    for number, case in enumerate(cases):
        time.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
        before = time.perf_counter()
        sent[desk.send(case)] = before
    took = time.perf_counter() - began
    watching.join()
    waits = [seen[key] - moment for key, moment in sent.items() if key in seen]
    cuts = quantiles(waits, n=100)
    return {
        "handoffs": len(sent), "seen": len(waits), "a_second": round(len(sent) / took, 1),
        "p50_seconds": round(cuts[49], 4), "p99_seconds": round(cuts[98], 4), "at_most": P99_AT_MOST,
        "holds": cuts[98] <= P99_AT_MOST and len(waits) == len(sent),
    }  # fmt: skip


def relayed(desk: Any, owner_url: str) -> dict[str, object]:
    """Let the relay carry RELAYED referrals; then write the rows it wrote, one INSERT each, in batches as large."""
    keys = [desk.send(desk.case()) for _one in range(RELAYED)]
    began = time.perf_counter()
    carried = desk.relay()
    ours = time.perf_counter() - began
    bare = _bare_inserts(owner_url, desk.matters_of(keys))
    return {
        "handoffs": RELAYED, "messages": carried, "relay_a_second": round(RELAYED / ours, 1),
        "bare_inserts_a_second": round(RELAYED / bare, 1), "relay_over_bare": round(ours / bare, 1),
    }  # fmt: skip


def _bare_inserts(owner_url: str, matters: list[Any]) -> float:
    """Seconds that bare INSERTs of these matters' rows take, into tables alike but without triggers and walls."""
    import psycopg
    from psycopg import sql

    from outbox.relay import BATCH

    with psycopg.connect(owner_url) as owner:
        rows: list[tuple[sql.Composed, tuple[Any, ...]]] = []
        for name in TABLES:
            table, copy = sql.Identifier("public", name), sql.Identifier("public", f"bare_{name}")
            owner.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(copy, table))
            column = "envelope" if name == "custody_parcel" else "matter"
            chosen = matters if column == "matter" else _envelopes(owner, matters)
            found = owner.execute(sql.SQL("SELECT * FROM {} WHERE {} = ANY(%s)").format(table, sql.Identifier(column)),
                                  [chosen])  # fmt: skip
            names = [one.name for one in found.description or []]
            types = {"data": "jsonb"}
            places = sql.SQL(", ").join(sql.SQL(f"%s::{types[one]}" if one in types else "%s") for one in names)
            insert = sql.SQL("INSERT INTO {} VALUES ({})").format(copy, places)
            rows += [(insert, tuple(json.dumps(v) if n in types else v for n, v in zip(names, row, strict=True)))
                     for row in found.fetchall()]  # fmt: skip
        owner.commit()
        began = time.perf_counter()
        for number, (insert, values) in enumerate(rows, start=1):
            owner.execute(insert, values)
            if number % (BATCH * len(TABLES)) == 0:
                owner.commit()
        owner.commit()
        return time.perf_counter() - began


def _envelopes(owner: Any, matters: list[Any]) -> list[Any]:
    found = owner.execute("SELECT id FROM public.custody_envelope WHERE matter = ANY(%s)", [matters])
    return [key for (key,) in found]


def cycles(desk: Any) -> float:
    """Median seconds of a whole handoff: sent, carried, seen."""
    took = []
    for case in [desk.case() for _one in range(CYCLES)]:
        began = time.perf_counter()
        key = desk.send(case)
        desk.relay()
        if not desk.sees(key):
            raise RuntimeError("it was carried and is not seen")
        took.append(time.perf_counter() - began)
    return median(took)


def flat(desk: Any, variables: dict[str, str]) -> dict[str, object]:
    """The same handoff with few and with many offices open."""
    few = cycles(desk)
    as_owner(MANY, variables)
    many = cycles(desk)
    return {
        "offices": [FEW, MANY], "median_ms": [round(few * 1000, 2), round(many * 1000, 2)],
        "ratio": round(many / few, 3), "at_most": FLAT_AT_MOST, "holds": many / few <= FLAT_AT_MOST,
    }  # fmt: skip


def idle() -> dict[str, object]:
    """What the sweeps take with MANY offices and nothing to do, and would take with COUNTRY."""
    from outbox import tasks as outbox
    from referrals import tasks as referrals
    from tenants.models import Office

    offices = Office.objects.count()
    took = {}
    for name, sweep in (("outbox", outbox.sweep), ("following", referrals.sweep)):
        sweep()  # whatever there was, and the connection's first look at each schema
        rounds = []
        for _round in range(5):
            began = time.perf_counter()
            sweep()
            rounds.append(time.perf_counter() - began)
        took[name] = median(rounds) / offices * COUNTRY
    share = sum(took.values()) / SWEPT_EVERY
    return {
        "offices": offices, "reckoned_up_to": COUNTRY, "share_of_a_worker": round(share, 4), "at_most": SWEEPS_AT_MOST,
        "seconds": {name: round(value, 3) for name, value in took.items()}, "holds": share <= SWEEPS_AT_MOST,
    }  # fmt: skip


def measure(variables: dict[str, str], state: Path) -> dict[str, object]:
    """Measure all four and return the report."""
    import django

    django.setup()
    from django.db import connections

    from infra.bench.handoff_desk import Desk

    desk = Desk(SENDER, RECEIVER)
    with worker(variables, log=state / "worker.log"):
        latency = seen_in_time(desk)
    desk.wakes_nobody()
    try:
        relay = relayed(desk, variables["RANGKUL_OWNER_URL"])
        growth = flat(desk, variables)
        sweeps = idle()
    finally:
        connections.close_all()
    return {"benchmark": "handoff", "seen": latency, "relay": relay, "flat": growth, "sweeps": sweeps,
            "holds": latency["holds"] and growth["holds"] and sweeps["holds"]}  # fmt: skip


def main() -> int:
    """Measure, print, and fail where a bound is missed."""
    if len(sys.argv) > 1:
        open_offices(int(sys.argv[1]))
        return 0
    with benchmark_environment() as given:
        state = Path(given["RANGKUL_STATE"])
        state.mkdir(parents=True, exist_ok=True)
        with broker(state) as (address, what):
            variables = {
                **given,
                "DJANGO_SETTINGS_MODULE": "infra.bench.handoff_settings",
                "RANGKUL_BROKER_URL": address,
            }
            as_owner(FEW, variables)
            os.environ.update(variables)
            report = {"broker": what, **measure(variables, state)}
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    return 0 if report["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
