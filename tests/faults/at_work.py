"""The demo's web server and worker as processes of their own, with a broker between them; both can be doomed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from celery import Celery

from infra.demo.check.browser import Browser
from tenants.tasks import SCHEMA_HEADER
from tests.faults.dooming import Doom
from tests.journeys import server
from tests.journeys.server import ROOT, WebServer, environment_of

SETTINGS = "tests.faults.doomed_settings"
ENDS_WITH_US = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
WORKER = ["worker", "-P", "solo", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
"""As the demo starts it."""
PATIENCE = 120.0
"""Seconds for a process to start, to do its work or to die, on a machine that has other work."""


def until(true: Callable[[], bool], *, what: str, told: Callable[[], str] = str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"{what}\n{told()}"
        time.sleep(0.05)


def _environment(database: str, folder: Path, name: str) -> dict[str, str]:
    return environment_of(database) | {
        "DJANGO_SETTINGS_MODULE": SETTINGS, "RANGKUL_STATE": str(folder), "RANGKUL_BROKER_URL": "filesystem://",
        "RANGKUL_DOOM": str(folder / name),
    }  # fmt: skip


@dataclass
class Web:
    """A web server on the tests' database; started again under another port after each death."""

    database: str
    folder: Path
    running: WebServer | None = None
    kept: dict[str, Browser] = field(default_factory=dict)

    @property
    def doom(self) -> Doom:
        return Doom(self.folder / "web")

    @property
    def log(self) -> Path:
        return self.folder / "web.log"

    def start(self) -> None:
        """Start the server; whoever was logged in still is."""
        environment = _environment(self.database, self.folder, "web")
        self.running = server.start(environment=environment, log=self.log)
        for host, before in self.kept.items():
            self.kept[host] = Browser(host=host, port=self.running.port)
            self.kept[host].take_cookies(before)
            before.client.close()

    def stop(self) -> None:
        for browser in self.kept.values():
            browser.client.close()
        if self.running is not None:
            server.stop(self.running)

    def at(self, slug: str, *, username: str, password: str) -> Browser:
        """The one browser at an office, logged in."""
        host = f"{slug}.localhost"
        if host not in self.kept:
            assert self.running is not None
            self.kept[host] = Browser(host=host, port=self.running.port)
            form = self.kept[host].get("/masuk/").form(action=r"/masuk/$")
            page = self.kept[host].submit(form, {"login": username, "password": password})
            assert page.status == 200, page.words[:300]
            assert not page.has_form(r"/masuk/$"), page.words[:300]
        return self.kept[host]

    def killed_in(self, act: Callable[[], Any]) -> bool:
        """Do something over HTTP; return whether the server died of it. Then it is started again, not doomed."""
        assert self.running is not None
        try:
            act()
        except httpx.TransportError:
            died = self.running.process.wait(timeout=PATIENCE)
            self.doom.lift()
            assert died == -signal.SIGKILL, f"{died}\n{self.running.said()[-4000:]}"
            self.start()
            return True
        return False


@dataclass
class Worker:
    """A worker on the tests' database, and a client that sends it tasks."""

    database: str
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        for name in ("queue", "control"):
            (self.folder / "broker" / name).mkdir(parents=True, exist_ok=True)
        self.client = Celery(broker="filesystem://", set_as_current=False)
        queue, control = (str(self.folder / "broker" / name) for name in ("queue", "control"))
        self.client.conf.broker_transport = "config.whole_files:Transport"
        self.client.conf.broker_transport_options = {
            "data_folder_in": queue, "data_folder_out": queue, "control_folder": control,
        }  # fmt: skip

    @property
    def doom(self) -> Doom:
        return Doom(self.folder / "worker")

    @property
    def log(self) -> Path:
        return self.folder / "worker.log"

    def start(self) -> None:
        command = [*ENDS_WITH_US, sys.executable, "-m", "celery", "--quiet", "-A", "config.celery", *WORKER]
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=_environment(self.database, self.folder, "worker"), stdin=subprocess.DEVNULL,
                stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip

    def send(self, task: str, *args: str, schema: str = "public") -> None:
        """Put a task into the queue, as the schedule or a web server does."""
        self.client.send_task(task, args=args, headers={SCHEMA_HEADER: schema})

    def until(self, true: Callable[[], bool], *, what: str) -> None:
        """Wait until something is so while the worker lives."""
        until(lambda: not self.lives() or true(), what=what, told=self.said)
        assert self.lives(), self.said()

    def died(self, *, unless: Callable[[], bool]) -> bool:
        """Wait until the worker is dead, or has done its work; return whether it died, and let it be started again."""
        until(lambda: not self.lives() or unless(), what="it neither works nor dies", told=self.said)
        if self.lives():
            return False
        assert self.process is not None
        assert self.process.returncode == -signal.SIGKILL, self.said()
        self.doom.lift()
        return True

    def lives(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def stop(self) -> None:
        if self.process is not None and self.lives():
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=PATIENCE)
