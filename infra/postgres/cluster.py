"""A data folder: making it, its settings, and the processes a killed server may have left in it."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from infra.postgres.errors import PostgresError
from infra.postgres.identity import Identity
from infra.postgres.passwords import write_private
from infra.postgres.reach import Reach

CLEAN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "password_encryption": "scram-sha-256",
    "max_locks_per_transaction": "1024",  # one statement may touch 514 schemas; the default 64 fails at 2 of them
    "recovery_init_sync_method": "syncfs",  # recovery in 0.3 s instead of 9.4 s: no fsync of every single file
    "shared_preload_libraries": "pg_stat_statements",
    "wal_level": "logical",  # an office can move to another server while it works
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",  # our queries are short; compiling them costs more than it saves
    # What a statement carries is somebody's life: neither its text, its parameters nor a clashing key reach the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
"""Settings of every server that the launcher starts; more on the measured ones in infra/decisions/."""


def create(data: Path, *, identity: Identity, reach: Reach, password: str) -> None:
    """Make a new cluster at `data`: checksums, builtin C.UTF-8, scram for everyone. A half-made one never stands there.

    Raises:
        PostgresError: initdb failed; with its last lines.
    """
    half_made, secret = data.with_name("data.new"), data.with_name("initdb-password")
    shutil.rmtree(half_made, ignore_errors=True)
    half_made.mkdir(mode=0o700)
    identity.own(half_made)
    write_private(secret, password)
    identity.own(secret)
    command = [
        *identity.prefix, reach.programs / "initdb", "-D", f"{reach.state}/{half_made.name}",
        "--username=postgres", f"--pwfile={reach.state}/{secret.name}", "--auth=scram-sha-256",
        "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--data-checksums",
    ]  # fmt: skip
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True, text=True, check=False, cwd="/", env=CLEAN_ENVIRONMENT,
        pass_fds=reach.descriptors, **identity.popen,
    )  # fmt: skip
    secret.unlink()
    if done.returncode != 0:
        raise PostgresError(f"initdb gagal:\n{_last_lines(done.stdout + done.stderr)}")
    half_made.rename(data)


def living(data: Path) -> list[int]:
    """Return the process ids that work in `data`: a server and its backends keep their working directory there."""
    here, found = str(data.resolve()), []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if os.readlink(entry / "cwd") == here:
                found.append(int(entry.name))
        except OSError:  # gone meanwhile, or not ours to look at
            continue
    return found


def end_leftovers(data: Path, *, patience: float = 30.0) -> None:
    """End what a killed launcher left running in `data`, then forget its pid file.

    The caller holds the state's lock, so whoever runs here has no launcher any more. PostgreSQL itself would refuse
    to start over a pid file whose process is a zombie or whose number another program has since been given; the same
    holds of its socket's lock (`forget_socket`).

    Raises:
        PostgresError: a process would not end within `patience` seconds.
    """
    pid_file, began, sent = data / "postmaster.pid", time.monotonic(), ""
    while left := living(data):
        waited = time.monotonic() - began
        if waited > patience:
            raise PostgresError(f"Proses PostgreSQL lama masih berjalan di {data}: {', '.join(map(str, left))}.")
        step = "fast" if waited < patience / 3 else "immediate"
        if step != sent:
            _signal_postmaster(pid_file, left, signal.SIGINT if step == "fast" else signal.SIGQUIT)
            sent = step
        time.sleep(0.05)
    pid_file.unlink(missing_ok=True)


def forget_socket(folder: Path) -> None:
    """Remove a dead server's socket and lock from `folder`, which is ours alone."""
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (folder / name).unlink(missing_ok=True)


def is_ready(data: Path, pid: int) -> bool:
    """Whether the server `pid` says in its pid file that it takes connections."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="ascii").splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def last_log_lines(log: Path, count: int = 15) -> str:
    """Return the server log's last `count` lines."""
    return _last_lines(log.read_text(encoding="utf-8", errors="replace"), count) if log.exists() else ""


def _last_lines(text: str, count: int = 15) -> str:
    return "\n".join(text.strip().splitlines()[-count:])


def _signal_postmaster(pid_file: Path, living_here: list[int], number: signal.Signals) -> None:
    """Signal the postmaster among `living_here`; without one, its orphaned backends end by themselves."""
    try:
        postmaster = int(pid_file.read_text(encoding="ascii").split("\n", 1)[0])
    except (OSError, ValueError):
        return
    if postmaster in living_here:
        try:
            os.kill(postmaster, number)
        except ProcessLookupError:
            return
