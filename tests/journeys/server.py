"""The web server as a process of its own, on a database of the tests and a free port of 127.0.0.1."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.demo import health
from tests import databases
from tests.journeys import confessing

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
SETTINGS = "tests.journeys.settings"
PATIENCE = 60.0
UNWANTED = ("Traceback", "Internal Server Error", "panicked")


@dataclass
class WebServer:
    """A server that answers. `log` is all it said."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def at(self, slug: str) -> str:
        """Where an office's pages are."""
        return f"http://{slug}.localhost:{self.port}"

    def kill(self) -> None:
        """SIGKILL to the server and its workers, as by a power cut."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as asking:
        asking.bind((LOOPBACK, 0))
        return int(asking.getsockname()[1])


def start(*, environment: Mapping[str, str], log: Path, threads: int = 2) -> WebServer:
    """Start a server with one worker and wait until it answers. It ends with us, however we end."""
    port = free_port()
    setpriv = shutil.which("setpriv")
    command = [
        *([setpriv, "--pdeathsig", "TERM"] if setpriv else []),
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", str(threads),
        "--host", LOOPBACK, "--port", str(port), "--workers-kill-timeout", "5", "--log-level", "warning",
        "--no-access-log", "config.wsgi:application",
    ]  # fmt: skip
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(environment), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    server = WebServer(port, process, log)
    confessing.listen(log)

    def refuse_crash() -> None:
        if process.poll() is not None:
            raise RuntimeError(f"the web server ended at once:\n{server.said()}")

    try:
        health.wait_until_healthy(port, still_alive=refuse_crash, patience=PATIENCE)
    except BaseException:
        stop(server)
        raise
    return server


def stop(server: WebServer) -> int:
    """Ask the server to end, and see to it that nothing of it is left. Returns its exit code."""
    if server.process.poll() is None:
        os.killpg(server.process.pid, signal.SIGTERM)
    try:
        code = server.process.wait(timeout=PATIENCE / 4)
    except subprocess.TimeoutExpired:
        code = -signal.SIGKILL
    while _group_lives(server.process.pid):
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.poll()
        time.sleep(0.05)
    return code


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def environment_of(database: str) -> dict[str, str]:
    """The environment of a web server on a database of the tests."""
    urls = {f"RANGKUL_{login.upper()}_URL": databases.url_of(login, database) for login in ("owner", "web")}
    return {**os.environ, **urls, "DJANGO_SETTINGS_MODULE": SETTINGS, "RANGKUL_DB_AS": "web"}


@contextmanager
def serving(database: str, *, log: Path, threads: int = 2, storms: bool = False) -> Iterator[WebServer]:
    """A server for the block; afterwards it has ended, politely, and has nothing to confess.

    `storms`: its database is taken away in between, of which its log may tell.
    """
    server = start(environment=environment_of(database), log=log, threads=threads)
    try:
        yield server
    finally:
        code = stop(server)
    assert code == 0, f"the web server ended with {code}:\n{server.said()}"
    if storms:
        return
    confessed = [line for line in server.said().splitlines() if any(word in line for word in UNWANTED)]
    assert confessed == [], server.said()
