import http.server
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import ClassVar

import pytest

from config.settings import base
from infra.demo import health, ports
from infra.demo.children import CRASHES, Child, stop_all
from infra.demo.errors import DemoError
from infra.demo.screen import seconds, welcome
from infra.demo.state import Running, State

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def state(tmp_path: Path) -> State:
    made = State(tmp_path / "demo")
    made.prepare()
    return made


@pytest.fixture
def taken_port() -> Iterator[int]:
    with closing(socket.create_server((ports.HOST, 0))) as listening:
        yield listening.getsockname()[1]


def test_a_chosen_port_that_is_taken_is_named(taken_port: int) -> None:
    with pytest.raises(DemoError, match=f"Port {taken_port} sudah dipakai program lain"):
        ports.choose(str(taken_port))


@pytest.mark.parametrize("asked", ["0", "70000", "delapan", "-1", "80.5"])
def test_what_is_no_port_is_refused(asked: str) -> None:
    with pytest.raises(DemoError, match="bukan nomor port"):
        ports.choose(asked)


def test_without_a_choice_the_next_free_port_is_taken_and_said(
    taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "FIRST", taken_port)
    monkeypatch.setattr(ports, "LAST", taken_port + 50)
    port, remark = ports.choose("")
    assert taken_port < port <= taken_port + 50
    assert remark == f"Port {taken_port} sudah dipakai program lain; demo memakai port {port}."


def test_a_free_port_is_taken_without_remark() -> None:
    with closing(socket.create_server((ports.HOST, 0))) as listening:
        port = listening.getsockname()[1]
    assert ports.choose(str(port)) == (port, "")


def test_keys_are_made_once_for_their_owner_alone(state: State) -> None:
    keys = state.keys()
    assert state.keys() == keys
    assert all(value.startswith("demo-") for value in keys.values())
    for path in (state.folder, state.folder / "log", state.folder / "broker" / "queue"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
    assert stat.S_IMODE((state.folder / "keys.json").stat().st_mode) == 0o600


FIT = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "RANGKUL_SECRET_KEY": "s" * 60,
    "RANGKUL_KEK": "a2V5" * 10 + "a2U=",
    "RANGKUL_WEB_URL": "postgresql://web:sendiri@db.example/rangkul",
    "RANGKUL_ALLOWED_HOSTS": "rangkul.example",
    "RANGKUL_OFFICE_DOMAIN": "rangkul.example",
    "REDIS_URL": "redis://cache.example",
    "PATH": os.environ["PATH"],
}


def start_production(**variables: str) -> subprocess.CompletedProcess[str]:
    """Load production's settings as a new process does."""
    load = [sys.executable, "-c", "import config.settings.production"]
    return subprocess.run(load, env={**FIT, **variables}, capture_output=True, text=True, check=False)


def test_production_starts_with_what_is_its_own() -> None:
    own = {"RANGKUL_OWNER_URL": "postgresql://owner:sendiri@db.example/x", "RANGKUL_BROKER_URL": "redis://b.example"}
    for variables in ({}, own):
        assert start_production(**variables).stderr == ""


def test_whoever_keeps_production_running_may_ask_for_its_health_without_tls() -> None:
    asked = (
        "from django.test import RequestFactory as R; import django; django.setup();"
        "from django.middleware.security import SecurityMiddleware as S;"
        "told = S(lambda r: None).process_request;"
        "print([told(R(headers={'host': 'rangkul.example'}).get(at)) is None for at in ('/sehat', '/sehat/x', '/')])"
    )
    done = subprocess.run([sys.executable, "-c", asked], env=FIT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[True, False, False]", done.stderr


def test_no_neighbour_can_set_production_s_cookies_and_pages_find_them_all_the_same() -> None:
    asked = "import config.settings.production as p; print(p.SESSION_COOKIE_NAME, p.CSRF_COOKIE_NAME)"
    done = subprocess.run([sys.executable, "-c", asked], env=FIT, capture_output=True, text=True, check=False)
    session, form_key = done.stdout.split()
    assert session.startswith("__Host-")
    assert form_key.startswith("__Host-")
    script = (ROOT / "frontend" / "static" / "rangkul" / "app.js").read_text(encoding="utf-8")
    key = re.search(r"function key\(\) \{.*?\n  \}", script, re.DOTALL)
    assert key is not None
    for cookies, read in (
        (f"a=1; rangkul_csrf=neighbour; {form_key}=ours", "ours"),
        (f"{form_key}=ours", "ours"),
        (f"b=1; {base.CSRF_COOKIE_NAME}=demo", "demo"),
        ("b=1", ""),
    ):
        told = f"var document = {{cookie: {cookies!r}}}; {key.group()} console.log(key());"
        node = [ROOT / ".venv" / "bin" / "node", "-e", told]
        assert subprocess.run(node, capture_output=True, text=True, check=True).stdout.strip() == read


@pytest.mark.parametrize(
    "name",
    ["RANGKUL_SECRET_KEY", "RANGKUL_KEK", "RANGKUL_WEB_URL", "RANGKUL_OWNER_URL", "RANGKUL_BROKER_URL", "REDIS_URL"],
)
def test_production_refuses_what_a_demo_made(state: State, name: str) -> None:
    made = {**state.keys()}.get(name, "redis://somebody:demo-1234@db.example/rangkul")
    refused = start_production(**{name: made})
    assert refused.returncode == 1
    assert f"{name} was made by the demo" in refused.stderr
    assert made not in refused.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RANGKUL_KEK", "a2V5" * 11, "RANGKUL_KEK must be 32 bytes"),
        ("RANGKUL_KEK", "bukan base64", "RANGKUL_KEK must be 32 bytes"),
        ("RANGKUL_KEK", "", "RANGKUL_KEK is not set"),
        ("RANGKUL_OFFICE_DOMAIN", "", "RANGKUL_OFFICE_DOMAIN is not set"),
        ("RANGKUL_OFFICE_DOMAIN", "localhost", "RANGKUL_OFFICE_DOMAIN is not set"),
        ("RANGKUL_ALLOWED_HOSTS", ".localhost", "RANGKUL_ALLOWED_HOSTS is not set"),
        ("REDIS_URL", "", "REDIS_URL is not set"),
    ],
)
def test_production_does_not_start_half_set_up(name: str, value: str, said: str) -> None:
    refused = start_production(**{name: value})
    assert refused.returncode == 1
    assert said in refused.stderr


def test_a_second_demo_in_one_folder_is_told_where_the_first_is(state: State) -> None:
    hold = state.lock()
    state.mark_running(Running(port=8123, pid=4711))
    with pytest.raises(DemoError, match=r"sudah berjalan .*:8123/ \(proses 4711\)"):
        state.lock()
    hold.close()
    state.lock().close()


def test_other_commands_find_the_demo_by_its_environment(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    from config.console import demo_environment

    state.write_environment({"RANGKUL_WEB_URL": "postgresql://x:y@/z?host=%2Ftmp&port=1", "REDIS_URL": ""})
    assert demo_environment(state.folder) == {
        "RANGKUL_WEB_URL": "postgresql://x:y@/z?host=%2Ftmp&port=1",
        "REDIS_URL": "",
    }
    assert stat.S_IMODE((state.folder / "env").stat().st_mode) == 0o600
    assert demo_environment(state.folder / "nowhere") == {}


def test_the_screen_names_addresses_and_accounts(state: State, capsys: pytest.CaptureFixture[str]) -> None:
    account = {"username": "resepsionis", "password": "demo-1", "duty": "Petugas Resepsionis"}
    state.accounts.write_text(json.dumps([{"office": "Kota Salatiga", "slug": "salatiga", "accounts": [account]}]))
    welcome(accounts=state.accounts, port=8123, took=12.34)
    said = capsys.readouterr().out
    assert "Rangkul siap dalam 12,3 detik." in said
    assert "Kota Salatiga: http://salatiga.localhost:8123/" in said
    assert "resepsionis            demo-1                 Petugas Resepsionis" in said
    assert seconds(0) == "0,0 detik"


def child(state: State, code: str) -> Child:
    return Child("Percobaan", [sys.executable, "-c", code], dict(os.environ), state.log("trial"))


def test_a_process_that_ends_is_started_again_later_each_time_and_given_up_at_last(state: State) -> None:
    crashing = child(state, "import sys; sys.exit('rusak')")
    crashing.start()
    waits = []
    for _crash in range(CRASHES - 1):
        assert crashing.process is not None
        crashing.process.wait()
        now = crashing.started + 1
        assert "berhenti sendiri (kode 1)" in crashing.keep_alive(now)
        assert crashing.again_at is not None
        waits.append(crashing.again_at - now)
        assert crashing.keep_alive(now) == ""
        assert crashing.keep_alive(crashing.again_at) == "Percobaan dimulai lagi."
    assert waits == [1.0, 2.0, 4.0]
    assert crashing.process is not None
    crashing.process.wait()
    with pytest.raises(DemoError, match=r"terus berhenti sendiri:\n(.*\n)*rusak"):
        crashing.keep_alive(crashing.started + 1)


def test_a_process_that_ran_for_a_while_is_not_counted_as_crashing(state: State) -> None:
    falling = child(state, "")
    falling.start()
    assert falling.process is not None
    falling.process.wait()
    falling.crashes = CRASHES - 1
    assert "dimulai lagi dalam 1 detik" in falling.keep_alive(falling.started + 60)


def test_stopping_ends_whole_groups_also_those_that_do_not_listen(state: State) -> None:
    deaf = child(
        state,
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); print('ready', flush=True);"
        "time.sleep(60)",
    )
    polite = child(state, "import time; time.sleep(60)")
    deaf.start()
    polite.start()
    assert deaf.process is not None
    assert polite.process is not None
    deadline = time.monotonic() + 10
    while "ready" not in deaf.last_words() and time.monotonic() < deadline:
        time.sleep(0.02)
    stop_all([deaf, polite], patience=0.5)
    assert (deaf.exit_code(), polite.exit_code()) == (-signal.SIGKILL, -signal.SIGTERM)
    deadline = time.monotonic() + 10
    while _group_lives(deaf.process.pid) and time.monotonic() < deadline:
        time.sleep(0.02)  # the kernel ends the killed grandchild in its own time
    assert not _group_lives(deaf.process.pid)


def _group_lives(group: int) -> bool:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _parent, group_of = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if int(group_of) == group and state != "Z":
                return True
    return False


class _Answer(http.server.BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Host"]))
        self.send_response(200 if len(self.asked) > 2 else 503)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def test_health_waits_until_an_office_answers() -> None:
    _Answer.asked.clear()
    with http.server.ThreadingHTTPServer((ports.HOST, 0), _Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        health.wait_until_healthy(server.server_port, still_alive=lambda: None)
        server.shutdown()
        thread.join()
        assert _Answer.asked == [("/sehat", f"salatiga.localhost:{server.server_port}")] * 3


def test_health_gives_up_when_waiting_is_pointless(taken_port: int) -> None:
    def crashed() -> None:
        raise DemoError("Server web langsung berhenti")

    with closing(socket.create_server((ports.HOST, 0))) as listening:
        free = listening.getsockname()[1]
    with pytest.raises(DemoError, match="langsung berhenti"):
        health.wait_until_healthy(free, still_alive=crashed)
    with pytest.raises(DemoError, match="belum menjawab"):
        health.wait_until_healthy(free, still_alive=lambda: None, patience=0.2)
