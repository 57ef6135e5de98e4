"""Processes of the product's own code, killed at a point one names: before a statement, before or after a commit.

A process is forked from the test's, so that it costs milliseconds; it opens a connection of its own, and SIGKILL leaves
it no time for anything. The points are counted by what the test wraps around the connection, nothing in the product.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, LiteralString, NoReturn

import psycopg
from django.db import connections

from tests.faults.between import REFUSED

Act = Callable[[], object]
DONE, BROKE, REFUSED_CODE, KILLED = 0, 1, 3, -signal.SIGKILL
PAUSED = b"p"
LOOKS = 2000


class Points:
    """Counts the points that a process passes, and kills it at one of them."""

    def __init__(self, kill_at: int | None, pause_at: int | None, *, gate: int, tell: int) -> None:
        self.passed, self.kill_at, self.pause_at = 0, kill_at, pause_at
        self.gate, self.tell = gate, tell

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.passed == self.pause_at:
            os.write(self.tell, PAUSED)
            os.read(self.gate, 1)

    def statement(self, execute: Callable[..., Any], *args: Any) -> Any:
        """Around every statement: a point before it."""
        self()
        return execute(*args)

    @contextmanager
    def on(self, connection: Any) -> Iterator[None]:
        """Count on this connection: every statement, and before and after every commit."""
        commit = connection._commit

        def counted() -> None:
            self()
            commit()
            self()

        connection._commit = counted
        with connection.execute_wrapper(self.statement):
            yield
        connection._commit = commit


@dataclass
class Running:
    """A forked process that waits to be let go."""

    pid: int
    gate: int
    told: int

    def go(self) -> None:
        """Let it begin, or go on where it paused."""
        with suppress(BrokenPipeError):  # it has ended meanwhile
            os.write(self.gate, b"g")

    def await_pause(self) -> bool:
        """Wait until it pauses; False where it came to its end without."""
        return os.read(self.told, 1) == PAUSED

    def end(self) -> tuple[int, int]:
        """Wait for it; return its exit code (negative: the signal) and how many points it passed, 0 where killed."""
        os.close(self.gate)
        _pid, status = os.waitpid(self.pid, 0)
        with os.fdopen(self.told, "rb") as told:
            said = told.read()
        if os.WIFSIGNALED(status):
            _await_its_locks(self.pid)
        return os.waitstatus_to_exitcode(status), int(said or 0)


def _await_its_locks(pid: int) -> None:
    """Wait until PostgreSQL has noticed that a process is gone: until then its rows stay locked and are passed over."""
    _await_none("application_name = %s", _named(pid))


def await_all_locks() -> None:
    """Wait, likewise, until nobody but this process is connected to its database: a worker that was killed is gone."""
    connections["default"].ensure_connection()
    _await_none(
        "datname = current_database() AND application_name LIKE 'rangkul-%%' AND pid <> %s",
        connections["default"].connection.info.backend_pid,
    )


def _await_none(which: LiteralString, *values: object) -> None:
    params = connections["default"].get_connection_params()
    to = {name: params[name] for name in ("host", "port", "user", "password", "dbname") if params.get(name)}
    with psycopg.connect(autocommit=True, **to) as one:
        for _look in range(LOOKS):
            if not one.execute("SELECT 1 FROM pg_stat_activity WHERE " + which, values).fetchone():
                return
            time.sleep(0.005)
    raise AssertionError("PostgreSQL keeps the session of a process that was killed")


def _named(pid: int) -> str:
    return f"doomed-{pid}"


def begin(act: Act, *, kill_at: int | None = None, pause_at: int | None = None) -> Running:
    """Fork a process that will do `act` once it is let go. No connection of this process may be open in it."""
    connections.close_all()
    gate, go = os.pipe()
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(go)
        os.close(told)
        _be(act, points=Points(kill_at, pause_at, gate=gate, tell=tell))
    os.close(gate)
    os.close(tell)
    return Running(pid, go, told)


def _be(act: Act, *, points: Points) -> NoReturn:
    code = BROKE
    connections["default"].settings_dict["OPTIONS"]["application_name"] = _named(os.getpid())
    try:
        os.read(points.gate, 1)
        with points.on(connections["default"]):
            act()
        code = DONE
    except REFUSED:
        code = REFUSED_CODE
    except BaseException:  # noqa: BLE001 - a forked copy of pytest must end here, whatever happened
        traceback.print_exc()
    finally:
        os.write(points.tell, str(points.passed).encode())
        sys.stderr.flush()
        os._exit(code)


def in_a_process(act: Act, *, kill_at: int | None = None) -> tuple[int, int]:
    """Do `act` in a process of its own; return its exit code and the points it passed."""
    running = begin(act, kill_at=kill_at)
    running.go()
    return running.end()


def at_once(acts: Sequence[Act]) -> list[int]:
    """Do all of these at the same moment, each in a process of its own; return their exit codes."""
    running = [begin(act) for act in acts]
    for one in running:
        one.go()
    return [one.end()[0] for one in running]
