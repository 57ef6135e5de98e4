"""The whole demo, as typed: it starts, recovers from being killed, and leaves nothing running."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.console import demo_environment
from infra.demo import health
from infra.demo.state import ROOT, State
from tests.infra.conftest import ask

pytestmark = pytest.mark.slow


class Typed:
    """One `rangkul demo`, and every process it started, found by the state folder in their environment."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.lines: list[str] = []
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("RANGKUL_", "DJANGO_"))}
        for given in ("DATABASE_URL", "REDIS_URL", "PORT"):
            inherited.pop(given, None)
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "config.console", "demo"],
            env={**inherited, "RANGKUL_STATE": str(state.folder)},
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip

    def wait_until_ready(self) -> int:
        """Read what it says until it is ready; return its port."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if "Hentikan: Ctrl-C" in line:
                running = self.state.running()
                assert running is not None
                return running.port
        raise AssertionError("".join(self.lines))

    def family(self) -> list[int]:
        """Return the living processes that carry our state folder's name."""
        mark = f"RANGKUL_STATE={self.state.folder}".encode()
        data = str(self.state.postgres / "data")
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    if mark in (entry / "environ").read_bytes() or os.readlink(entry / "cwd") == data:
                        found.append(int(entry.name))
        return found

    def kill_everything(self) -> None:
        for process in self.family():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        if self.process.stdout is not None:
            self.process.stdout.close()
        if self.process.poll() is None:
            self.kill_everything()


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State((tmp_path / "demo").resolve())


@pytest.fixture
def typed(state: State) -> Iterator[list[Typed]]:
    """The demos of a test; those still running are killed."""
    all_typed: list[Typed] = []
    yield all_typed
    for one in all_typed:
        one.end()


def test_a_killed_demo_recovers_every_acknowledged_write_and_ctrl_c_leaves_nothing(
    state: State, typed: list[Typed]
) -> None:
    first = Typed(state)
    typed.append(first)
    port = first.wait_until_ready()
    assert health.answers(port)
    offices = json.loads(state.accounts.read_text(encoding="utf-8"))
    slugs = ["salatiga", "banyuwangi", "nunukan", "barito-utara", "kabupaten-semarang", "console"]
    assert [office["slug"] for office in offices] == slugs

    second = Typed(state)
    typed.append(second)
    said, _nothing = second.process.communicate(timeout=60)
    assert (second.process.returncode, f":{port}/" in said) == (1, True), said

    owner = demo_environment(state.folder)["RANGKUL_OWNER_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE public.written (number int)")
        for number in range(200):
            connection.execute("INSERT INTO public.written VALUES (%s)", [number])
    first.kill_everything()

    again = Typed(state)
    typed.append(again)
    port = again.wait_until_ready()
    assert health.answers(port)
    owner = demo_environment(state.folder)["RANGKUL_OWNER_URL"]
    assert ask(owner, "SELECT count(*) FROM public.written") == 200
    assert json.loads(state.accounts.read_text(encoding="utf-8")) == offices

    os.kill(again.process.pid, signal.SIGKILL)
    again.process.wait()
    deadline = time.monotonic() + 60
    while again.family() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert again.family() == [], "its parts end by themselves when the supervisor was killed"

    last = Typed(state)
    typed.append(last)
    port = last.wait_until_ready()
    last.process.send_signal(signal.SIGINT)
    assert last.process.wait(timeout=30) == 0
    assert last.family() == []
    assert state.running() is None
    assert not health.answers(port, timeout=1)
