"""Starting and stopping one embedded server. It is our child: it ends with us, however we end."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from infra.postgres import cluster, identity, passwords, reach
from infra.postgres.address import address
from infra.postgres.errors import PostgresError, StateBusy

SOCKET_PATH_LIMIT = 107 - len("/.s.PGSQL.5432.lock")
"""Longest folder, in bytes, that still holds a Unix socket's address."""


@dataclass
class Server:
    """A running server. `admin_url` is its superuser's address, on a socket only we can reach."""

    admin_url: str
    socket_dir: Path
    pid: int
    state: Path
    process: subprocess.Popen[bytes]
    lock: IO[bytes]
    way: reach.Reach

    def has_ended(self) -> bool:
        """Whether the server process is gone."""
        return self.process.poll() is not None


def start(
    state: Path,
    *,
    settings: Mapping[str, str] | None = None,
    patience: float = 300.0,
) -> Server:
    """Start the server whose data live in `state`, making them at the first start, and wait until it answers.

    Args:
        state: the launcher's own folder; made 0700. Holds `data/`, `passwords.json`, `postgres.log`.
        settings: PostgreSQL settings on top of `cluster.SETTINGS`.
        patience: seconds for recovery after a crash, as long as the server process lives.

    Raises:
        StateBusy: another process has this server.
        PostgresError: it does not start; with the server log's last lines.
    """
    state = state.resolve()
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = _take_lock(state)
    way: reach.Reach | None = None
    try:
        secrets = passwords.keep_or_make(state / "passwords.json")
        data = state / "data"
        is_new = not data.exists()
        who = identity.choose(state=state, program=reach.PROGRAMS / "postgres") if is_new else identity.of_data(data)
        way = reach.find(state, who)
        if is_new:
            cluster.create(data, identity=who, reach=way, password=secrets["postgres"])
        cluster.end_leftovers(data)
        socket_dir = _socket_dir(state, who, outside=way.descriptor is not None)
        cluster.forget_socket(socket_dir)
        process = _launch(state, who, way, socket_dir, {**cluster.SETTINGS, **(settings or {})})
        admin_url = address(user="postgres", password=secrets["postgres"], database="postgres", host=str(socket_dir))
        server = Server(admin_url, socket_dir, process.pid, state, process, lock, way)
    except BaseException:
        if way is not None:
            way.release()
        lock.close()
        raise
    try:
        _await_ready(process, state, patience)
    except BaseException:
        stop(server)
        raise
    return server


def stop(server: Server, *, patience: float = 20.0, starts_again: bool = False) -> None:
    """Stop the server: sessions are ended, nothing acknowledged is lost. After `patience` seconds less politely.

    `starts_again`: its folder for the socket stays, so that whoever has its address finds the next one there.
    """
    for number, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        if server.process.poll() is None:
            server.process.send_signal(number)
        try:
            server.process.wait(timeout=seconds)
            break
        except subprocess.TimeoutExpired:
            continue
    if server.socket_dir.parent != server.state and not starts_again:
        shutil.rmtree(server.socket_dir, ignore_errors=True)
        (server.state / "socket-dir").unlink(missing_ok=True)
    server.way.release()
    server.lock.close()


def open_private(path: Path) -> IO[bytes]:
    """Open `path` for appending, made 0600 where it is new."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")


def _take_lock(state: Path) -> IO[bytes]:
    lock = open_private(state / "lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise StateBusy(f"Server PostgreSQL di {state} sedang dipakai proses lain.") from None
    return lock


def _socket_dir(state: Path, who: identity.Identity, *, outside: bool) -> Path:
    """A folder for the socket: in the state where that works and the path is short enough, else a private one."""
    inside, record = state / "socket", state / "socket-dir"
    if not outside and len(os.fsencode(inside)) <= SOCKET_PATH_LIMIT and not set(str(inside)) & set(",\"'"):
        inside.mkdir(mode=0o700, exist_ok=True)
        who.own(inside)
        return inside
    if record.exists():
        made_before = Path(record.read_text(encoding="utf-8"))
        if (
            made_before.is_dir()
            and made_before.stat().st_uid == who.owner
            and made_before.stat().st_mode & 0o777 == 0o700
        ):
            return made_before
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    private = who.how == "direct" and runtime.is_absolute() and os.access(runtime, os.W_OK)
    made = Path(tempfile.mkdtemp(prefix="rangkul-", dir=runtime if private else None))
    if len(os.fsencode(made)) > SOCKET_PATH_LIMIT:
        made.rmdir()
        raise PostgresError(f"Tidak ada folder sementara yang cukup pendek untuk soket PostgreSQL: {made}")
    passwords.write_private(record, str(made))
    who.own(made)
    return made


def _launch(
    state: Path, who: identity.Identity, way: reach.Reach, socket_dir: Path, settings: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    options = [f"--{name}={value}" for name, value in settings.items()]
    options += [f"--unix_socket_directories={socket_dir}", "--unix_socket_permissions=0600", "--port=5432"]
    with open_private(state / "postgres.log") as log:
        return subprocess.Popen(
            [*who.prefix, *_dies_with_us(), str(way.programs / "postgres"), "-D", f"{way.state}/data", *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True,
            env=cluster.CLEAN_ENVIRONMENT, pass_fds=way.descriptors, **who.popen,
        )  # fmt: skip


def _dies_with_us() -> tuple[str, ...]:
    """Words that have the kernel send the server a fast shutdown when we are gone, even by SIGKILL."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "INT") if setpriv else ()


def _await_ready(process: subprocess.Popen[bytes], state: Path, patience: float) -> None:
    deadline = time.monotonic() + patience
    while not cluster.is_ready(state / "data", process.pid):
        if process.poll() is not None:
            raise PostgresError(f"PostgreSQL tidak mau mulai:\n{cluster.last_log_lines(state / 'postgres.log')}")
        if time.monotonic() > deadline:
            raise PostgresError(
                f"PostgreSQL belum siap setelah {patience:.0f} detik:\n{cluster.last_log_lines(state / 'postgres.log')}"
            )
        time.sleep(0.02)
