"""A real Redis with a real worker and its schedule: both are killed while handoffs are under way, and come back."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cases.models import Case
from custody.models import Envelope
from outbox.models import Message
from referrals import following
from tests.faults.between import Between
from tests.faults.killing import await_all_locks
from tests.journeys.server import ROOT, environment_of, free_port

pytestmark = pytest.mark.slow
SALATIGA, BANYUWANGI = "33.73", "35.10"
ENDS_WITH_US = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
PATIENCE = 150.0
"""The sweeps come every 30 seconds; a worker that lost its broker tries again after at most 32."""


def until(true: Callable[[], bool], *, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.2)


class Outside:
    """Redis, and a worker that also keeps the schedule, as processes of their own."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.port = folder, free_port()
        self.variables = environment_of(database) | {
            "DJANGO_SETTINGS_MODULE": "infra.bench.handoff_settings", "RANGKUL_STATE": str(folder),
            "RANGKUL_BROKER_URL": f"redis://127.0.0.1:{self.port}/0",
        }  # fmt: skip
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        command = {
            "redis": ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--save", "",
                      "--dir", str(self.folder)],
            "worker": [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-c", "2", "-B",
                       "-s", str(self.folder / "schedule"), "--loglevel", "WARNING"],
        }[name]  # fmt: skip
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [*ENDS_WITH_US, *command], cwd=ROOT, env=self.variables, stdout=log, stderr=log, start_new_session=True
            )
        if name == "redis":
            until(self.answers, what="Redis does not answer")

    def answers(self) -> bool:
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self, name: str) -> None:
        """SIGKILL to it and all it started."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for name in list(self.running):
            self.kill(name)


@pytest.fixture
def outside(tmp_path: Path, faulty: str) -> Iterator[Outside]:
    made = Outside(tmp_path, faulty)
    try:
        made.start("redis")
        made.start("worker")
        yield made
    finally:
        made.end()


def carried(between: Between, key: object) -> bool:
    with between.desks[BANYUWANGI]():
        return Envelope.objects.filter(pk=key).exists()


def ended(between: Between, matter: object) -> bool:
    with between.desks[SALATIGA]():
        return Case.objects.get(matter=matter).state == "ended"


def all_out(between: Between) -> bool:
    for desk in between.desks.values():
        with desk():
            if Message.objects.filter(sent_at=None).exists() or following.behind():
                return False
    return True


@pytest.mark.parametrize("seconds", [10, 60, 300])
def test_a_broker_gone_and_a_worker_killed(between: Between, outside: Outside, seconds: int) -> None:
    first = between.send(SALATIGA, between.open_case(SALATIGA), BANYUWANGI)
    until(lambda: carried(between, first), what="nothing is carried at all")
    outside.kill("redis")
    began = time.monotonic()
    between.accept(BANYUWANGI, first)
    keys = [between.send(SALATIGA, between.open_case(SALATIGA), BANYUWANGI) for _one in range(3)]
    outside.kill("worker")
    outside.start("worker")
    time.sleep(max(0.0, began + seconds - time.monotonic()))
    assert not any(carried(between, key) for key in keys)
    outside.start("redis")
    until(lambda: all(carried(between, key) for key in keys), what="what was sent meanwhile is not carried")
    for key in keys:
        between.accept(BANYUWANGI, key)
    until(lambda: all(ended(between, matter) for matter in between.matters), what="the sender does not follow")
    outside.kill("worker")
    outside.start("worker")
    until(lambda: all_out(between), what="what a killed worker had under way is not carried by the sweep")
    outside.kill("worker")
    await_all_locks()
    between.settle()
    between.check_settled()
