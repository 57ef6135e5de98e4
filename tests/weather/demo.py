"""The real demo in a folder of its own: started as a newcomer would, killed as a power cut would, stopped by Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.server import ROOT, free_port

PATIENCE = 240.0
OURS = ("RANGKUL_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "PG")


@dataclass
class Demo:
    """A demo of a state folder. `process` is its supervisor."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def said(self) -> Path:
        return self.folder.with_suffix(".out")

    def password(self) -> str:
        offices = json.loads((self.folder / "accounts.json").read_text(encoding="utf-8"))
        return str(offices[0]["accounts"][0]["password"])

    def owner_url(self) -> str:
        lines = (self.folder / "env").read_text(encoding="utf-8").splitlines()
        return next(line.partition("=")[2] for line in lines if line.startswith("RANGKUL_OWNER_URL="))

    def family(self) -> list[int]:
        """The supervisor and everything that descends from it."""
        children: dict[int, list[int]] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and (known := state_of(int(entry.name))):
                children.setdefault(known[1], []).append(int(entry.name))
        found = [self.process.pid]
        for one in found:
            found += children.get(one, [])
        return found

    def postmaster(self) -> int:
        return int((self.folder / "postgres" / "data" / "postmaster.pid").read_text().split("\n", 1)[0])

    def kill(self) -> None:
        """SIGKILL to every process of it, the supervisor held still first so that it starts nothing anew."""
        os.kill(self.process.pid, signal.SIGSTOP)
        family = self.family()
        for one in (self.postmaster(), *reversed(family)):
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait(timeout=PATIENCE)
        end = time.monotonic() + PATIENCE
        while left := living(family):
            assert time.monotonic() < end, f"{left} are still there"
            time.sleep(0.05)

    def stop(self) -> int:
        """Ctrl-C; return the exit code once nothing of it is left."""
        family = self.family()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=PATIENCE)
        assert living(family) == []
        return code


def state_of(process: int) -> tuple[str, int] | None:
    """The state of a process and its parent; None where there is no such process."""
    try:
        state, parent, *_more = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return state, int(parent)


def living(processes: list[int]) -> list[int]:
    """Those that have not ended; whoever only waits to be buried has."""
    return [one for one in processes if (known := state_of(one)) and known[0] not in "ZX"]


def start_demo(folder: Path) -> Demo:
    """Start the demo and wait until it says where it answers."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    with folder.with_suffix(".out").open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "infra.demo"], cwd=ROOT,
            env={**environment, "RANGKUL_STATE": str(folder), "PORT": str(port)},
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    demo = Demo(folder, port, process)
    end = time.monotonic() + PATIENCE
    running = folder / "running.json"
    while not (running.exists() and f'"pid": {process.pid}' in running.read_text(encoding="utf-8")):
        assert process.poll() is None, demo.said.read_text(encoding="utf-8")
        assert time.monotonic() < end, demo.said.read_text(encoding="utf-8")
        time.sleep(0.1)
    return demo
