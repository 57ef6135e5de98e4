import contextlib
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from infra import postgres
from infra.postgres import cluster, identity, reach
from tests.infra.conftest import ask

LAUNCH_AND_WAIT = """
import sys, time
from pathlib import Path
from infra import postgres
from infra.postgres import reach
reach.PROGRAMS = Path(sys.argv[2])
server = postgres.start(Path(sys.argv[1]))
print(server.admin_url, flush=True)
time.sleep(120)
"""


def kill_everything(state: Path) -> None:
    """Kill all of a server's processes; one of its short-lived helpers may end by itself meanwhile."""
    for process in cluster.living(state / "data"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def test_a_server_runs_in_each_way_with_the_settings_we_rely_on(server: postgres.Server, way: str) -> None:
    shown = {
        name: ask(server.admin_url, f"SELECT current_setting('{name}')")
        for name in (*cluster.SETTINGS, "data_checksums", "fsync", "server_encoding")
    }
    assert shown == {
        **cluster.SETTINGS,
        "data_checksums": "on",
        "fsync": "on",
        "server_encoding": "UTF8",
        "max_locks_per_transaction": "1024",
    }
    assert ask(server.admin_url, "SELECT concat(datlocprovider, datlocale) FROM pg_database LIMIT 1") == "bC.UTF-8"
    assert identity.of_data(server.state / "data").how == way


def test_stopping_leaves_no_process_and_the_next_start_finds_the_data(state: Path) -> None:
    first = postgres.start(state)
    with psycopg.connect(first.admin_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    postgres.stop(first)
    assert cluster.living(state / "data") == []
    second = postgres.start(state)
    try:
        assert second.admin_url == first.admin_url
        assert ask(second.admin_url, "SELECT number FROM kept") == 7
    finally:
        postgres.stop(second)


def test_every_acknowledged_write_survives_sigkill_of_all_processes(state: Path) -> None:
    server = postgres.start(state)
    with psycopg.connect(server.admin_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE written (number int)")
        for number in range(300):
            connection.execute("INSERT INTO written VALUES (%s)", [number])
    kill_everything(state)
    postgres.stop(server)
    again = postgres.start(state)
    try:
        assert ask(again.admin_url, "SELECT count(*) FROM written") == 300
    finally:
        postgres.stop(again)


def test_the_server_ends_with_a_killed_launcher_and_can_be_started_at_once(state: Path) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCH_AND_WAIT, state, reach.PROGRAMS], stdout=subprocess.PIPE, text=True
    )
    assert launcher.stdout is not None
    url = launcher.stdout.readline().strip()
    assert ask(url, "SELECT 1") == 1
    launcher.kill()
    launcher.wait()
    launcher.stdout.close()
    server = postgres.start(state)
    try:
        assert ask(server.admin_url, "SELECT 1") == 1
    finally:
        postgres.stop(server)
    assert cluster.living(state / "data") == []


def test_pid_files_naming_somebody_elses_process_do_not_prevent_a_start(state: Path) -> None:
    """So does a zombie's number, or one that the machine gave to another program since."""
    first = postgres.start(state)
    postgres.stop(first)
    left = [state / "data" / "postmaster.pid", first.socket_dir / ".s.PGSQL.5432.lock"]
    for file in left:
        file.write_text(f"{os.getpid()}\n{state / 'data'}\n{int(time.time())}\n5432\n\n\n\nready\n")
    (first.socket_dir / ".s.PGSQL.5432").touch()
    postgres.stop(postgres.start(state))
    assert [file for file in left if file.exists()] == []


def test_one_state_has_one_server(server: postgres.Server) -> None:
    with pytest.raises(postgres.StateBusy, match="sedang dipakai"):
        postgres.start(server.state)
    assert ask(server.admin_url, "SELECT 1") == 1


def test_a_server_that_will_not_start_says_why_and_can_be_started_afterwards(state: Path) -> None:
    with pytest.raises(postgres.PostgresError, match="shared_buffers"):
        postgres.start(state, settings={"shared_buffers": "banyak"})
    postgres.stop(postgres.start(state))


def test_nobody_else_may_read_the_state(server: postgres.Server) -> None:
    for path in [server.state / name for name in ("passwords.json", "postgres.log", "lock")]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    for path in (server.state / "data", server.socket_dir):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
    assert stat.S_IMODE(server.state.stat().st_mode) & 0o066 == 0


def test_only_the_right_password_logs_in(server: postgres.Server) -> None:
    wrong = server.admin_url.replace("demo-", "demo-x", 1)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_the_log_keeps_neither_statements_nor_values(server: postgres.Server) -> None:
    with psycopg.connect(server.admin_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE person (nik text PRIMARY KEY)")
        connection.execute("INSERT INTO person VALUES (%s)", ["3373016708990001"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES (%s)", ["3373016708990001"])
    log = (server.state / "postgres.log").read_text()
    assert "duplicate key" in log
    assert "3373016708990001" not in log
    assert "INSERT" not in log


def test_a_deep_folder_gets_its_socket_in_a_short_private_place(open_place: Path, way: str) -> None:
    deep = open_place.joinpath(*["folder-with-a-long-name"] * 5)
    deep.mkdir(parents=True)
    server = postgres.start(deep / "state")
    assert len(os.fsencode(server.socket_dir / ".s.PGSQL.5432.lock")) <= 107
    assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    assert ask(server.admin_url, "SELECT 1") == 1
    kill_everything(deep / "state")
    postgres.stop(server, starts_again=True)
    again = postgres.start(deep / "state")
    assert again.admin_url == server.admin_url, "whoever works with the server would look for it in the wrong place"
    assert ask(server.admin_url, "SELECT 1") == 1
    postgres.stop(again)
    assert not server.socket_dir.exists()


@pytest.mark.parametrize("namespaces", [True, False])
def test_under_a_folder_that_only_its_owner_may_enter_it_runs_recovers_and_leaves_it_closed(
    open_place: Path, namespaces: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root without namespaces, as in most containers, has the hardest way; an ordinary user needs neither."""
    if not namespaces:
        monkeypatch.setattr(identity, "namespace", lambda: None)
    open_place.chmod(0o700)
    state = open_place / "state"
    server = postgres.start(state)
    with psycopg.connect(server.admin_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    roundabout = server.way.copied
    assert (roundabout is not None) == (server.way.descriptor is not None)
    kill_everything(state)
    postgres.stop(server)
    again = postgres.start(state)
    assert ask(again.admin_url, "SELECT number FROM kept") == 7
    postgres.stop(again)
    assert stat.S_IMODE(open_place.stat().st_mode) == 0o700
    assert roundabout is None or not roundabout.exists()
    if os.geteuid() == 0 and not namespaces:
        assert roundabout is not None


def test_where_no_way_works_the_sentence_says_what_to_do(open_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(identity, "namespace", lambda: None)
    monkeypatch.setattr(identity, "ACCOUNTS", ())
    state = open_place / "state"
    state.mkdir(mode=0o700)
    with pytest.raises(postgres.PostgresError, match="DATABASE_URL"):
        identity.choose(state=state, program=reach.PROGRAMS / "postgres")
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
