"""The demo's own processes: web server, worker, schedule. Each in a group of its own, each ending with us."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from infra.demo.errors import DemoError
from infra.demo.state import ROOT
from infra.postgres.server import open_private

QUICK = 5.0
"""A process that ends within so many seconds of its start crashed at once."""
CRASHES = 4
"""So many crashes at once in a row mean that starting it again will not help."""
LONGEST_WAIT = 30.0
KEPT_LOG = 5_000_000


@dataclass
class Child:
    """One process that the demo keeps running."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    again_at: float | None = field(default=None)

    def start(self) -> None:
        """Start it; its output goes to its log."""
        if self.log.exists() and self.log.stat().st_size > KEPT_LOG:
            self.log.replace(self.log.with_suffix(".1.log"))
        setpriv = shutil.which("setpriv")
        ends_with_us = [setpriv, "--pdeathsig", "TERM"] if setpriv else []
        with open_private(self.log) as log:
            self.process = subprocess.Popen(
                [*ends_with_us, *self.command],
                env=self.environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.started, self.again_at = time.monotonic(), None

    def has_ended(self) -> bool:
        """Whether it was started and runs no more."""
        return self.process is not None and self.process.poll() is not None

    def keep_alive(self, now: float) -> str:
        """Plan or make a new start of an ended process; return what to say about it, or nothing.

        Raises:
            DemoError: it crashes at once, again and again.
        """
        if not self.has_ended():
            return ""
        if self.again_at is None:
            self.crashes = self.crashes + 1 if now - self.started < QUICK else 1
            if self.crashes >= CRASHES:
                raise DemoError(f"{self.name} terus berhenti sendiri:\n{self.last_words()}")
            wait = min(LONGEST_WAIT, 2.0 ** (self.crashes - 1))
            self.again_at = now + wait
            return f"{self.name} berhenti sendiri (kode {self.exit_code()}); dimulai lagi dalam {wait:.0f} detik."
        if now >= self.again_at:
            self.start()
            return f"{self.name} dimulai lagi."
        return ""

    def exit_code(self) -> int | None:
        """How it ended."""
        return None if self.process is None else self.process.returncode

    def last_words(self, count: int = 15) -> str:
        """Return its log's last lines."""
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.strip().splitlines()[-count:])

    def signal(self, number: signal.Signals) -> None:
        """Signal its whole group."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return


def stop_all(children: list[Child], *, patience: float = 10.0) -> None:
    """Stop all of them at once: politely, and after `patience` seconds for certain."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + patience
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.signal(signal.SIGKILL)
            child.process.wait()
        child.signal(signal.SIGKILL)  # whatever its group still holds
