"""`rangkul rehearse`: a demo of its own in a temporary folder, checked twice from end to end; nothing of it stays.

One JSON object on stdout: what each play of the check found wrong. Whatever happens, Ctrl-C too, the demo is stopped.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from infra.demo import ports
from infra.demo.errors import DemoError, Stopped
from infra.demo.living import left_of
from infra.demo.state import ROOT, State

PLAYS = 2
TO_START, TO_PLAY, TO_STOP, TO_BURY = 900.0, 2400.0, 120.0, 10.0
"""Seconds, many times what two processors need: they end a rehearsal that hangs, and fail no slow one."""
PORTS_TRIED = 3
LOGS = ROOT / ".cache" / "rehearsal"
"""Where the logs of a rehearsal that failed are kept."""
NOT_OURS = ("RANGKUL_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "PORT", "PG")
"""How variables begin that would lead to another demo or another database."""
Signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Rehearsal:
    """A demo in a folder, and what is played against it. `demo`, `check`: the modules that are started."""

    folder: Path
    demo: str = "infra.demo"
    check: str = "infra.demo.check"
    process: subprocess.Popen[bytes] | None = None

    @property
    def said(self) -> Path:
        """All that the demo said."""
        return self.folder / "log" / "demo.log"

    def start(self) -> None:
        """Start the demo on a free port and wait until it answers. Raises DemoError."""
        (self.folder / "log").mkdir(mode=0o700, parents=True)
        for _try in range(PORTS_TRIED):
            port = ports.any_free()
            self._launch(port)
            if self._is_up():
                tell(f"Demo menjawab di port {port}.")
                return
            if not ports.is_taken(port):
                break
        raise DemoError(f"Demo tidak dapat dimulai:\n{self._last_words()}")

    def play(self, number: int) -> dict[str, Any]:
        """Play the check; return what it reported, or that it didn't."""
        tell(f"Pemeriksaan ke-{number} dari {PLAYS}.")
        program = [sys.executable, "-P", "-m", self.check]
        with subprocess.Popen(
            program, cwd=ROOT, env=self._environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
        ) as played:
            try:
                output, _nothing = played.communicate(timeout=TO_PLAY)
            except subprocess.TimeoutExpired:
                return _unplayed(f"belum selesai setelah {TO_PLAY:.0f} detik")
            finally:
                if played.poll() is None:
                    played.kill()
        try:
            report: dict[str, Any] = json.loads(output)
        except ValueError:
            return _unplayed(f"berhenti dengan kode {played.returncode} tanpa laporan")
        return report | {"ok": bool(report["ok"]) and played.returncode == 0}

    def stop(self) -> None:
        """Stop the demo as Ctrl-C does. Raises DemoError where something of it was left, which is killed then."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if left := left_of(self.folder, patience=TO_BURY):
            for one in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            left_of(self.folder, patience=TO_BURY)
            raise DemoError(f"Demo meninggalkan {len(left)} proses; semuanya dihentikan paksa.")

    def _launch(self, port: int) -> None:
        setpriv = shutil.which("setpriv")
        ends_with_us = [setpriv, "--pdeathsig", "TERM"] if setpriv else []
        with self.said.open("ab") as output:
            self.process = subprocess.Popen(
                [*ends_with_us, sys.executable, "-P", "-m", self.demo], cwd=ROOT,
                env={**self._environment(), "PORT": str(port)}, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip

    def _is_up(self) -> bool:
        """Wait until the demo says where it answers; False where it ended instead. Raises DemoError."""
        end = time.monotonic() + TO_START
        while self.process is not None and self.process.poll() is None:
            running = State(self.folder).running()
            if running is not None and running.pid == self.process.pid:
                return True
            if time.monotonic() > end:
                raise DemoError(f"Demo belum siap setelah {TO_START:.0f} detik:\n{self._last_words()}")
            time.sleep(0.2)
        return False

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
        return {**inherited, "RANGKUL_STATE": str(self.folder)}

    def _last_words(self) -> str:
        return "\n".join(self.said.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-15:])


def rehearse(rehearsal: Rehearsal) -> dict[str, Any]:
    """Start, play, stop; return the report. Raises Stopped once everything has ended."""
    plays: list[dict[str, Any]] = []
    problem = ""
    try:
        rehearsal.start()
        plays += (rehearsal.play(number) for number in range(1, PLAYS + 1))
    except DemoError as error:
        problem = str(error)
    finally:
        _on_signals(ignored=True)  # a second Ctrl-C must not interrupt the stopping
        try:
            rehearsal.stop()
        except DemoError as error:
            problem = problem or str(error)
    return report_of(plays, problem)


def report_of(plays: list[dict[str, Any]], problem: str = "") -> dict[str, Any]:
    """What is told of the plays: of each only the scenes that failed. `problem`: what is wrong besides."""
    told = [{**play, "scenes": len(play["scenes"]), "failed": _failed(play)} for play in plays]
    ok = not problem and len(plays) == PLAYS and all(play["ok"] for play in plays)
    return {"ok": ok, **({"problem": problem} if problem else {}), "plays": told}


def _failed(play: dict[str, Any]) -> list[dict[str, Any]]:
    return [scene for scene in play["scenes"] if not scene["ok"]]


def _unplayed(problem: str) -> dict[str, Any]:
    return {"ok": False, "problem": problem, "scenes": []}


def tell(line: str) -> None:
    """Say how far it is, on stderr: stdout holds the report alone."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _on_signals(*, ignored: bool = False) -> None:
    for number in Signals:
        signal.signal(number, signal.SIG_IGN if ignored else _stop)


def _stop(_number: int, _frame: FrameType | None) -> None:
    _on_signals(ignored=True)
    raise Stopped


def main(*, demo: str = Rehearsal.demo, check: str = Rehearsal.check) -> int:
    """Rehearse; print one JSON object; return 0 where both plays went well, 130 after Ctrl-C."""
    os.umask(0o077)
    _on_signals()
    try:
        with tempfile.TemporaryDirectory(prefix="rangkul-") as made:
            folder = Path(made).resolve() / "demo"
            report = rehearse(Rehearsal(folder, demo=demo, check=check))
            if not report["ok"]:
                shutil.copytree(folder / "log", LOGS, dirs_exist_ok=True)
                tell(f"Catatan demo: {LOGS.relative_to(ROOT)}/")
    except Stopped:
        tell("Dihentikan, demonya juga.")
        return 130
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    return 0 if report["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
