"""The whole demo, as typed, on a PostgreSQL that is somebody else's to run: DATABASE_URL names it.

The embedded one, its loss, a kill of everything and Ctrl-C are in `tests/weather/test_killed_demo.py`.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.console import demo_environment
from infra import postgres
from infra.demo import health
from infra.demo.check.browser import Browser
from infra.demo.state import ROOT, State
from infra.postgres.for_tests import FORGETFUL
from tests.infra.conftest import ask

pytestmark = pytest.mark.slow


class Typed:
    """One `rangkul demo`, and every process it started, found by the state folder in their environment."""

    def __init__(self, state: State, *, database: str) -> None:
        self.state = state
        self.lines: list[str] = []
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("RANGKUL_", "DJANGO_"))}
        for given in ("REDIS_URL", "PORT"):
            inherited.pop(given, None)
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "config.console", "demo"],
            env={**inherited, "RANGKUL_STATE": str(state.folder), "DATABASE_URL": database},
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
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    if mark in (entry / "environ").read_bytes():
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


@pytest.fixture
def given(tmp_path: Path) -> Iterator[postgres.Server]:
    """A server that the demo did not start; other tests and this checkout's logins are none of its business."""
    server = postgres.start(tmp_path / "given", settings=FORGETFUL)
    yield server
    postgres.stop(server)


def test_a_demo_on_a_given_server_starts_works_and_leaves_the_server_alone(
    state: State, typed: list[Typed], given: postgres.Server
) -> None:
    first = Typed(state, database=given.admin_url)
    typed.append(first)
    port = first.wait_until_ready()
    assert not state.postgres.exists(), "no PostgreSQL of its own"
    offices = json.loads(state.accounts.read_text(encoding="utf-8"))
    slugs = ["salatiga", "banyuwangi", "nunukan", "barito-utara", "kabupaten-semarang", "console"]
    assert [office["slug"] for office in offices] == slugs
    assert ask(given.admin_url, "SELECT count(*) FROM pg_database WHERE datname = 'rangkul_demo'") == 1
    somebody_logs_in(port, offices[0])

    second = Typed(state, database=given.admin_url)
    typed.append(second)
    said, _nothing = second.process.communicate(timeout=60)
    assert (second.process.returncode, f":{port}/" in said) == (1, True), said

    os.kill(first.process.pid, signal.SIGKILL)
    first.process.wait()
    deadline = time.monotonic() + 60
    while first.family() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert first.family() == [], "its parts end by themselves when the supervisor was killed"

    last = Typed(state, database=given.admin_url)
    typed.append(last)
    port = last.wait_until_ready()
    assert json.loads(state.accounts.read_text(encoding="utf-8")) == offices
    somebody_logs_in(port, offices[0])
    last.process.send_signal(signal.SIGINT)
    assert last.process.wait(timeout=30) == 0
    assert last.family() == []
    assert state.running() is None
    assert not health.answers(port, timeout=1)
    owner = demo_environment(state.folder)["RANGKUL_OWNER_URL"]
    assert ask(owner, "SELECT count(*) FROM tenants_office WHERE slug = 'salatiga'") == 1, "the server is still there"


def somebody_logs_in(port: int, office: dict[str, Any]) -> None:
    """The first person of an office is greeted by name."""
    person = office["accounts"][0]
    browser = Browser(host=f"{office['slug']}.localhost", port=port)
    try:
        form = browser.get("/masuk/").form(action=r"/masuk/$")
        page = browser.submit(form, {"login": person["username"], "password": person["password"]})
    finally:
        browser.client.close()
    assert (page.status, page.path) == (200, "/"), page.words[:300]
    assert person["name"] in page.words
