"""`python -m infra.bench.request [PATH]`: a page through tenancy and role, against the same page in plain Django. JSON.

Two processes over the same database and the same rows: one is the product, the other has the plain backend, role and
search path fixed at its start, and no look-up by host. They take turns, so that the machine's moods meet both.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter_ns
from typing import Any, TextIO

from infra.bench.server import ROOT, benchmark_environment

ROUNDS, REQUESTS, WARMING = 10, 100, 30
AT_MOST = 1.3
HOST, WHO = "salatiga.localhost", "ratna"
WAYS = {"tenancy": "config.settings.test", "plain": "infra.bench.plain_settings"}
NOW = datetime.now(UTC)


def prepare() -> None:
    """Make the database: four offices with their staff and sample cases."""
    import django

    django.setup()
    from django.db import connections

    from infra.demo.data.making import make
    from tenants.migrating import migrate_everything

    migrate_everything(at=NOW)
    make(folder=Path(os.environ["RANGKUL_STATE"]), now=NOW, tell=lambda _line: None)
    connections.close_all()


def serve(path: str, requests: TextIO, answers: TextIO) -> None:
    """Be one of the two: for each number read, request the page so often and answer with the milliseconds of each."""
    import django

    django.setup()
    client = _client()
    for line in requests:
        milliseconds = []
        for _request in range(int(line)):
            began = perf_counter_ns()
            response = client.get(path, headers={"host": HOST})
            milliseconds.append((perf_counter_ns() - began) / 1e6)
            if response.status_code != 200:
                raise RuntimeError(f"{path}: {response.status_code}")
        answers.write(json.dumps({"milliseconds": milliseconds, "bytes": len(response.content)}) + "\n")
        answers.flush()


def _client() -> Any:
    """A test client logged in at the office."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment

    from accounts.models import Staff

    setup_test_environment()
    client = Client(raise_request_exception=True)
    if connection.settings_dict["ENGINE"] == "tenants.backend":
        from tenants.current import in_office
        from tenants.models import Office

        with in_office(Office.objects.get(code="33.73")):
            client.force_login(Staff.objects.get(username=WHO))
    else:
        from infra.bench.plain_door import enter_one_office

        enter_one_office()
        client.force_login(Staff.objects.get(username=WHO))
    return client


def measure(path: str, variables: dict[str, str]) -> dict[str, Any]:
    """Start both, let them take turns, and compare medians."""
    workers = {
        way: subprocess.Popen(
            [sys.executable, "-m", "infra.bench.request", "--serve", path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env=os.environ | variables | {"DJANGO_SETTINGS_MODULE": settings, "RANGKUL_DB_AS": "web"},
        )
        for way, settings in WAYS.items()
    }  # fmt: skip
    try:
        size = {way: _turn(worker, WARMING)["bytes"] for way, worker in workers.items()}
        times: dict[str, list[float]] = {way: [] for way in workers}
        for number in range(ROUNDS):
            for way in sorted(workers, reverse=bool(number % 2)):
                times[way].append(median(_turn(workers[way], REQUESTS)["milliseconds"]))
    finally:
        for worker in workers.values():
            worker.terminate()
            worker.wait()
    ratio = median(through / plain for through, plain in zip(times["tenancy"], times["plain"], strict=True))
    return {
        "benchmark": "request",
        "path": path,
        "bytes": size,
        "rounds": ROUNDS,
        "requests_a_round": REQUESTS,
        "milliseconds": {way: round(median(values), 3) for way, values in times.items()},
        "ratio": round(ratio, 3),
        "at_most": AT_MOST,
        "holds": ratio <= AT_MOST and size["tenancy"] == size["plain"],
    }


def _turn(worker: "subprocess.Popen[str]", requests: int) -> dict[str, Any]:
    if worker.stdin is None or worker.stdout is None:
        raise RuntimeError("started without pipes")
    worker.stdin.write(f"{requests}\n")
    worker.stdin.flush()
    line = worker.stdout.readline()
    if not line:
        raise RuntimeError(f"a process ended with {worker.wait()}")
    answer: dict[str, Any] = json.loads(line)
    return answer


def main(words: list[str]) -> int:
    """Measure the work list, or the path given; fail where the ratio is too large."""
    if words[:1] == ["--serve"]:
        serve(words[1], sys.stdin, sys.stdout)
        return 0
    path = words[0] if words else "/"
    with benchmark_environment() as variables:
        os.environ.update(variables | {"RANGKUL_DB_AS": "owner"})
        prepare()
        report = measure(path, variables)
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    return 0 if report["holds"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
