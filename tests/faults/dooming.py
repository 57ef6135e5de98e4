"""A real process of the product that dies when told: a file names the point, counted from when the file appeared.

The points are those of `tests.faults.killing`: before every statement, before and after every commit. SIGKILL goes to
the process and everything it was started with, as a power cut would reach it.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created

NEVER = 10**9


def _write(path: Path, number: int) -> None:
    """Whole or not at all: another process reads it."""
    new = path.with_name(f"{path.name}.{os.getpid()}")
    new.write_text(str(number))
    new.rename(path)


@dataclass
class Doom:
    """The file, from outside: `at` tells the process when to die, `passed` what it has passed since."""

    path: Path

    def at(self, point: int = NEVER) -> None:
        """From now on count, and die at this point."""
        self._count.unlink(missing_ok=True)
        _write(self.path, point)

    def lift(self) -> int:
        """Tell it to live; return how many points it has passed."""
        self.path.unlink(missing_ok=True)
        return int(self._count.read_text()) if self._count.exists() else 0

    @property
    def _count(self) -> Path:
        return self.path.with_suffix(".passed")


class Doomed:
    """Inside the process: counts the points that it passes while the file is there."""

    def __init__(self, path: Path) -> None:
        self.path, self.count, self.passed = path, path.with_suffix(".passed"), 0
        self.told: tuple[int, int] | None = None

    def __call__(self) -> None:
        try:
            with self.path.open() as file:
                point, stands = int(file.read()), os.fstat(file.fileno())
        except FileNotFoundError:
            return
        told = (stands.st_ino, stands.st_mtime_ns)
        if told != self.told:  # another file: nothing may have been passed since the one before
            self.told, self.passed = told, 0
        self.passed += 1
        _write(self.count, self.passed)
        if self.passed == point:
            os.killpg(os.getpgrp(), signal.SIGKILL)

    def statement(self, execute: Callable[..., Any], *args: Any) -> Any:
        """Around every statement: a point before it."""
        self()
        return execute(*args)

    def watch(self, connection: Any, **_signal: Any) -> None:
        """Count on this connection: every statement, and before and after every commit."""
        if self.statement in connection.execute_wrappers:
            return  # connected anew
        commit = connection._commit

        def counted() -> None:
            self()
            commit()
            self()

        connection._commit = counted
        connection.execute_wrappers.append(self.statement)


def install(path: Path) -> None:
    """Let every connection of this process be watched."""
    connection_created.connect(Doomed(path).watch, weak=False)
