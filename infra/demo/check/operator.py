"""Whoever runs the demo's machine: commands typed in a terminal beside it, never a door on the web."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.demo.check.report import present, want

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 120.0
Run = Callable[[list[str]], tuple[int, str]]
"""Takes the words typed after `rangkul`, returns exit code and output."""


@dataclass(frozen=True)
class Operator:
    """Somebody at the machine."""

    run: Run

    def _done(self, *words: str) -> str:
        code, said = self.run(list(words))
        want(code == 0, f"rangkul {' '.join(words)} ended with {code}: {said[-300:]}")
        return said

    def let_pass(self, referral: str) -> None:
        """Let the deadline of an unanswered referral pass, which takes hours elsewhere."""
        self._done("hurry", "overdue", referral)

    def publish(self) -> None:
        """Publish the figures now, which happens every five minutes by itself."""
        self._done("hurry", "publish")

    def counts(self) -> dict[str, Any]:
        """What `rangkul reconcile` says, whether the counts agree or not."""
        _code, said = self.run(["reconcile", "--quiet"])
        want(said.startswith("{"), f"rangkul reconcile said {said[:300]!r}")
        found: dict[str, Any] = json.loads(said)
        return found

    @contextmanager
    def machine(self, name: str) -> Iterator[tuple[str, str]]:
        """A machine that may ask for the nation's figures: its id and secret, ended with the block."""
        lines = dict(line.split(":", 1) for line in self._done(
            "client", "add", name, "--scope", "indicators:read").splitlines() if ":" in line)  # fmt: skip
        client = present(lines.get("client_id"), f"no machine was added: {lines}").strip()
        try:
            yield client, lines["client_secret"].strip()
        finally:
            self._done("client", "end", client)


def at_the_machine(folder: Path) -> Operator:
    """The operator of the demo that keeps its state in a folder."""

    def run(words: list[str]) -> tuple[int, str]:
        module = ["infra.demo.hurry", *words[1:]] if words[0] == "hurry" else ["config.console", *words]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("RANGKUL_", "DJANGO_"))}
        done = subprocess.run(
            [sys.executable, "-P", "-m", *module], cwd=ROOT, env={**inherited, "RANGKUL_STATE": str(folder)},
            capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        return done.returncode, done.stdout if done.returncode == 0 else done.stdout or done.stderr

    return Operator(run)
