"""A pooler that shares sessions is refused before the first query; PostgreSQL's own answers decide."""

from collections.abc import Iterator
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections
from pytest_django import Settings

from tenants.backend import pooler
from tenants.backend.pooler import SharedSessions, refuse_shared_sessions
from tenants.checks import check_walls


class ServerProcess:
    """One process of PostgreSQL with what its session has set."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.settings: dict[str, str] = {}


class Pooled:
    """A client's connection: `process` chooses which server process answers the next statement."""

    numbers = count(900_000)

    def __init__(self, process: Iterator[ServerProcess], *, greeting: int | None = None) -> None:
        self.processes = process
        self.autocommit = False
        invented = next(self.numbers) if greeting is None else greeting
        self.info = SimpleNamespace(backend_pid=invented, host="pooler", port=6432, dbname="rangkul")
        self.closed = False

    def execute(self, query: str, values: tuple[str, ...] | None = None) -> Any:
        assert self.autocommit, "each question is a transaction of its own"
        process = next(self.processes)
        if "set_config" in query:
            process.settings["probe"] = (values or ("",))[0]
            answer: object = process.settings["probe"]
        elif "current_setting" in query:
            answer = process.settings.get("probe", "")
        else:
            answer = process.number
        return SimpleNamespace(fetchone=lambda: (answer,))

    def close(self) -> None:
        self.closed = True


def always(process: ServerProcess) -> Iterator[ServerProcess]:
    while True:
        yield process


def in_turn(*processes: ServerProcess) -> Iterator[ServerProcess]:
    while True:
        yield from processes


@pytest.fixture(autouse=True)
def _ask_again() -> Iterator[None]:
    pooler.forget()
    yield
    pooler.forget()


def test_a_direct_connection_is_let_through() -> None:
    direct = Pooled(always(ServerProcess(77)), greeting=77)
    refuse_shared_sessions(direct, connect=lambda: pytest.fail("no second connection"), accepted=False)
    assert direct.autocommit is False


def test_transaction_mode_is_refused_where_both_meet_one_process() -> None:
    shared = always(ServerProcess(77))
    with pytest.raises(SharedSessions, match="transaction mode"):
        refuse_shared_sessions(Pooled(shared), connect=lambda: Pooled(shared), accepted=True)


def test_transaction_mode_is_refused_where_processes_change() -> None:
    shared = in_turn(*(ServerProcess(number) for number in range(3)))
    made: list[Pooled] = []

    def connect() -> Pooled:
        made.append(Pooled(shared))
        return made[-1]

    with pytest.raises(SharedSessions, match="transaction mode"):
        refuse_shared_sessions(Pooled(shared), connect=connect, accepted=True)
    assert all(other.closed for other in made)


def test_session_mode_must_be_declared() -> None:
    numbers = count(100)

    def connect() -> Pooled:
        return Pooled(always(ServerProcess(next(numbers))))

    with pytest.raises(SharedSessions, match="RANGKUL_SESSION_POOLER"):
        refuse_shared_sessions(connect(), connect=connect, accepted=False)
    refuse_shared_sessions(connect(), connect=connect, accepted=True)


def test_a_server_is_asked_once_a_process() -> None:
    refuse_shared_sessions(Pooled(always(ServerProcess(77)), greeting=77), connect=Pooled, accepted=False)
    shared = always(ServerProcess(77))
    refuse_shared_sessions(Pooled(shared), connect=lambda: Pooled(shared), accepted=False)


def test_our_own_server_is_direct(committed_db: str) -> None:
    connection.ensure_connection()
    assert pooler.behind_pooler(connection.connection) is False
    settings = connection.get_connection_params()
    assert (
        pooler.sessions_shared(connection.connection, connect=lambda: connection.Database.connect(**settings)) is False
    )


def test_the_backend_refuses_at_its_first_connection(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connections.close_all()
    monkeypatch.setattr(pooler, "behind_pooler", lambda _connection: True)
    monkeypatch.setattr(pooler, "sessions_shared", lambda _connection, connect: True)
    with pytest.raises(SharedSessions, match="transaction mode"):
        connection.ensure_connection()
    assert [error.id for error in check_walls(None, databases=["default"])] == ["tenants.E005"]


def test_the_setting_that_declares_session_mode(settings: Settings) -> None:
    assert pooler.session_mode_declared() is False
    settings.SESSION_POOLER = True
    assert pooler.session_mode_declared() is True
