"""The database goes away in the middle of a request, and comes back: the web process stays the same."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests import databases
from tests.journeys.server import WebServer
from tests.weather.conftest import THREADS
from tests.weather.working import Crew, at_once, completing, new_case

pytestmark = pytest.mark.slow

SCHEMA = "r3373"
DOOR, CHANNEL = "layanan-konsultasi/datang", "datang"
WRITTEN_LAST = "cases_fact"  # the last that every step writes; the outbox hears of it where it changed
COUNTED = ("cases_event", "cases_note", "cases_steppass", "cases_fact", "outbox_message")
PATIENCE = 30.0
NOTE = "Catatan yang tidak boleh tersimpan separuh, dan tidak boleh ada di catatan server."
PATHS = ("/", "/kasus/", "/masuk/", "/laporan/baru/", "/sehat")
GONE = "Layanan sedang tidak tersambung"


def administer(statement: Any, *values: object) -> list[tuple[Any, ...]]:
    """Do what only the server's administrator may."""
    with psycopg.connect(os.environ["RANGKUL_ADMIN_URL"], autocommit=True) as connection:
        found = connection.execute(statement, values)
        return found.fetchall() if found.description else []


def rows(database: str) -> dict[str, int]:
    """How many rows stand in the tables that a step writes to."""
    with psycopg.connect(databases.owner_url(database)) as connection:
        return {
            table: connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(SCHEMA, table))
            ).fetchone()[0]  # type: ignore[index]
            for table in COUNTED
        }  # fmt: skip


def until(happened: Callable[[], bool], *, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def held_up(database: str) -> bool:
    """Whether the web waits for somebody else's lock."""
    found = administer(
        "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND usename = %s AND wait_event_type = 'Lock'",
        database, databases.WEB,
    )  # fmt: skip
    return bool(found)


@contextmanager
def locked(database: str, table: str) -> Iterator[None]:
    """Nobody writes into the table for the length of the block."""
    with psycopg.connect(databases.owner_url(database)) as connection:
        connection.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.Identifier(SCHEMA, table)))
        try:
            yield
        finally:
            connection.rollback()


@contextmanager
def unreachable(database: str) -> Iterator[None]:
    """The web's connections are cut and no new one is let in, for the length of the block."""
    name, web = sql.Identifier(database), sql.Identifier(databases.WEB)
    with psycopg.connect(databases.owner_url(), autocommit=True) as owner:
        owner.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM {}").format(name, web))
        try:
            administer(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = %s",
                database, databases.WEB,
            )  # fmt: skip
            yield
        finally:
            owner.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, web))


def test_a_request_cut_in_the_middle_writes_nothing_and_says_so(
    weather_web: WebServer, furnished: str, crew: Crew
) -> None:
    browser = crew.log_in(weather_web.port, "ratna")
    case = browser.send(*new_case(browser, door=DOOR, channel=CHANNEL))
    handed_in = completing(browser, case.path, note=NOTE)
    before = rows(furnished)
    with ThreadPoolExecutor(1) as pool, locked(furnished, WRITTEN_LAST):
        answer = pool.submit(browser.send, *handed_in)
        until(lambda: held_up(furnished), what="the request never came as far as its last table")
        with unreachable(furnished):
            page = answer.result(timeout=PATIENCE)
            assert (page.status, page.heading) == (503, GONE)
            assert page.says("tidak ada yang tersimpan separuh")
            others = at_once([lambda path=path: crew.beside(browser, weather_web.port).get(path) for path in PATHS])
            assert [other.status for other in others] == [503] * len(PATHS)
            assert {other.heading for other in others if other.path != "/sehat"} == {GONE}
    assert rows(furnished) == before
    assert NOTE not in weather_web.said()
    assert weather_web.process.poll() is None
    back = at_once([lambda: crew.beside(browser, weather_web.port).get("/") for _thread in range(2 * THREADS)])
    assert [page.status for page in back] == [200] * len(back)
    assert "Langkah 1 dari 4" in browser.get(case.path).words
    assert "Langkah 1 selesai" in browser.send(*handed_in).words
