"""What the demo keeps between starts, in `.demo/` (0700): keys, addresses, logs, the data. Never in git."""

import base64
import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from infra.demo.errors import DemoError
from infra.postgres.passwords import DEMO_PREFIX, write_private
from infra.postgres.server import open_private

ROOT = Path(__file__).resolve().parents[2]


def default_folder() -> Path:
    """Return the demo's folder: `.demo` in the checkout, or where RANGKUL_STATE says."""
    return Path(os.environ.get("RANGKUL_STATE") or ROOT / ".demo").resolve()


@dataclass(frozen=True)
class Running:
    """A demo that is up: the port on 127.0.0.1 and the process to ask about it."""

    port: int
    pid: int


@dataclass(frozen=True)
class State:
    """The demo's folder and what stands where in it."""

    folder: Path

    @property
    def postgres(self) -> Path:
        """The embedded server's own folder."""
        return self.folder / "postgres"

    @property
    def accounts(self) -> Path:
        """The invented staff who may log in, written with the demo's data."""
        return self.folder / "accounts.json"

    def log(self, name: str) -> Path:
        """The log of one part of the demo."""
        return self.folder / "log" / f"{name}.log"

    def prepare(self) -> None:
        """Make the folders, for their owner only."""
        for folder in (".", "log", "beat", "broker", "broker/queue", "broker/control"):
            path = self.folder / folder
            path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def lock(self) -> IO[bytes]:
        """Hold the folder for this process; the returned file is the hold.

        Raises:
            DemoError: another demo runs here.
        """
        hold = open_private(self.folder / "lock")
        try:
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            hold.close()
            other = self.running()
            where = f" di http://salatiga.localhost:{other.port}/ (proses {other.pid})" if other else ""
            raise DemoError(f"Demo sudah berjalan di folder ini{where}. Hentikan dulu dengan Ctrl-C.") from None
        return hold

    def keys(self) -> dict[str, str]:
        """Return this demo's keys, made at its first start. Production settings refuse them by their prefix."""
        path = self.folder / "keys.json"
        if not path.exists():
            made = {
                "RANGKUL_SECRET_KEY": DEMO_PREFIX + secrets.token_urlsafe(50),
                "RANGKUL_KEK": DEMO_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii"),
            }
            write_private(path, json.dumps(made, indent=1) + "\n")
        kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return kept

    def write_environment(self, variables: dict[str, str]) -> None:
        """Leave the variables for other `rangkul` commands typed while the demo runs."""
        lines = "".join(f"{name}={value}\n" for name, value in sorted(variables.items()))
        write_private(self.folder / "env", lines)

    def mark_running(self, running: Running) -> None:
        """Say where the demo answers."""
        write_private(self.folder / "running.json", json.dumps(asdict(running)) + "\n")

    def forget_running(self) -> None:
        """Take that back."""
        (self.folder / "running.json").unlink(missing_ok=True)

    def running(self) -> Running | None:
        """Return where a demo said it answers, or None; it may have been killed since."""
        try:
            said = json.loads((self.folder / "running.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return Running(port=int(said["port"]), pid=int(said["pid"]))
