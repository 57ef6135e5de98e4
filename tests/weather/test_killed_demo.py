"""The demo loses its database, then everything at once while it writes; the next start has what it promised."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from psycopg import sql

from infra.demo.check.browser import Browser
from tests.weather.demo import Demo, start_demo
from tests.weather.working import NUMBER, Crew, new_case, number_on

pytestmark = pytest.mark.slow

DOOR, CHANNEL = "pengaduan-langsung/datang", "datang"
SCHEMA = "r3373"
WRITERS, ENOUGH = 3, 24
PATIENCE = 60.0
WHOLE = """
    SELECT c.id::text, c.number,
        (SELECT count(*) FROM {0}.cases_report r WHERE r.case_id = c.id),
        (SELECT count(*) FROM {0}.cases_steppass p WHERE p.case_id = c.id AND p.status = 'open'),
        (SELECT count(*) FROM {0}.cases_event e WHERE e.case_id = c.id AND e.kind = 'case_opened'),
        (SELECT count(*) FROM {0}.cases_fact f WHERE f.case_id = c.id)
    FROM {0}.cases_case c WHERE c.opened_at > %s
"""
"""Of each case: its report, its open first step, its opening in the trail, its fact: one of each."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "demo"


@pytest.fixture
def demo(folder: Path) -> Iterator[Demo]:
    running = start_demo(folder)
    yield running
    if running.process.poll() is None:
        running.stop()


class Writers:
    """Colleagues who open case after case until the server is gone, and remember what it acknowledged.

    `dying`: everything is being killed. Where the database goes a moment before the web server, that one still says so.
    """

    def __init__(self, browsers: list[Browser]) -> None:
        self.dying = threading.Event()
        self.acknowledged: list[str] = []
        self.refused: list[int] = []
        self.threads = [threading.Thread(target=self._write, args=(browser,)) for browser in browsers]

    def _write(self, browser: Browser) -> None:
        while True:
            try:
                address, pairs = new_case(browser, door=DOOR, channel=CHANNEL)
                headers = {"Content-Type": "application/x-www-form-urlencoded"}
                answer = browser.client.post(address, content=str(httpx.QueryParams(pairs)).encode(), headers=headers)
            except httpx.TransportError:
                return
            except AssertionError:
                if self.dying.is_set():
                    return
                raise
            if answer.status_code == 303:
                self.acknowledged.append(answer.headers["Location"].partition("#")[0])
            elif not (self.dying.is_set() and answer.status_code == httpx.codes.SERVICE_UNAVAILABLE):
                self.refused.append(answer.status_code)

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def until(self, enough: int) -> None:
        end = time.monotonic() + PATIENCE
        while len(self.acknowledged) < enough:
            assert time.monotonic() < end, f"only {len(self.acknowledged)} written, refused {self.refused}"
            time.sleep(0.01)

    def end(self) -> None:
        for thread in self.threads:
            thread.join(timeout=PATIENCE)
            assert not thread.is_alive()


def test_what_was_acknowledged_outlives_a_kill(demo: Demo, folder: Path, crew: Crew) -> None:
    lose_the_database(demo, crew)
    first = crew.log_in(demo.port, "ratna", password=demo.password())
    began = moment(demo)
    writers = Writers([crew.beside(first, demo.port) for _writer in range(WRITERS)])
    writers.start()
    writers.until(ENOUGH)
    writers.dying.set()
    demo.kill()
    writers.end()
    assert writers.refused == []
    again = start_demo(folder)
    try:
        whole = cases_since(again, began)
        kept = {f"/kasus/{key}/" for key in whole}
        assert set(writers.acknowledged) <= kept, "an acknowledged case is lost"
        halves = {number: counts for number, *counts in whole.values() if counts != [1, 1, 1, 1]}
        assert halves == {}
        numbers = sorted(int(number.rpartition("-")[2]) for number, *_counts in whole.values())
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        browser = crew.log_in(again.port, "ratna", password=again.password())
        seen = {number_on(browser.get(address)) for address in writers.acknowledged}
        assert len(seen) == len(writers.acknowledged)
        after = number_on(browser.send(*new_case(browser, door=DOOR, channel=CHANNEL)))
        assert NUMBER.fullmatch(after)
        assert int(after.rpartition("-")[2]) == numbers[-1] + 1
    finally:
        assert again.stop() == 0


def lose_the_database(demo: Demo, crew: Crew) -> None:
    """PostgreSQL alone is killed: the supervisor starts it again, the web server goes on with it."""
    browser = crew.log_in(demo.port, "ratna", password=demo.password())
    web = web_processes(demo)
    os.kill(demo.postmaster(), signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    answers = set()
    while 200 not in answers:
        assert time.monotonic() < end, answers
        answers.add(browser.get("/").status)
        time.sleep(0.05)
    assert answers <= {200, 503}
    assert web_processes(demo) == web
    assert "PostgreSQL berhenti sendiri" in demo.said.read_text(encoding="utf-8")


def web_processes(demo: Demo) -> list[int]:
    found = []
    for process in demo.family():
        with contextlib.suppress(OSError):
            if b"granian" in Path(f"/proc/{process}/cmdline").read_bytes():
                found.append(process)
    assert found
    return sorted(found)


def moment(demo: Demo) -> datetime:
    """The database's clock."""
    with psycopg.connect(demo.owner_url()) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    return row[0]


def cases_since(demo: Demo, began: datetime) -> dict[str, list[Any]]:
    """Key -> number and counts of each case opened since."""
    with psycopg.connect(demo.owner_url()) as connection:
        statement = sql.SQL(WHOLE).format(sql.Identifier(SCHEMA))
        return {key: found for key, *found in connection.execute(statement, [began]).fetchall()}
