"""A colleague who acts, once, before a statement one names of whatever else is being done."""

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.faults.between import REFUSED

PATIENCE = 60.0
WAITING = """
    SELECT FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE NOT l.granted AND a.datname = %s
"""


class Meanwhile:
    """Around the statements of this thread: before the `number`-th one somebody else acts, to the end or to a lock."""

    def __init__(self, number: int, act: Callable[[], object], *, database: str, blocker: DjangoDbBlocker) -> None:
        self.number, self.act, self.passed = number, act, 0
        self.database, self.blocker = database, blocker
        self.colleague = threading.Thread(target=self._act)
        self.broke: BaseException | None = None

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.passed += 1
        if self.passed == self.number:
            self.colleague.start()
            self._let_act()
        return execute(*args)

    def end(self) -> bool:
        """Wait for the colleague; return whether there was such a statement. Raises what the colleague met."""
        if self.passed < self.number:
            return False
        self.colleague.join(timeout=PATIENCE)
        assert not self.colleague.is_alive(), "they wait for each other"
        if self.broke is not None:
            raise self.broke
        return True

    def _let_act(self) -> None:
        """Until it is done or waits for what this thread holds."""
        end = time.monotonic() + PATIENCE
        with psycopg.connect(databases.owner_url(self.database), autocommit=True) as looking:
            while self.colleague.is_alive() and time.monotonic() < end:
                self.colleague.join(timeout=0.02)
                if looking.execute(WAITING, [self.database]).fetchone() is not None:
                    return

    def _act(self) -> None:
        with self.blocker.unblock():
            try:
                self.act()
            except REFUSED:
                return  # too late: it was done already
            except BaseException as error:  # noqa: BLE001 - raised where the test ends
                self.broke = error
            finally:
                connection.close()
