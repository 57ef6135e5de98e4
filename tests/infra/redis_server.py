"""A Redis of a test's own, on a free port of this machine alone. Without the program it is an error, never a skip."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as NotYet

from tests.journeys.server import LOOPBACK, free_port

PROGRAM = "redis-server"
PATIENCE = 30.0


class NoRedis(RuntimeError):
    """Redis is not on this machine. The message names the line to type."""


def program() -> str:
    """Where the server is. Raises NoRedis."""
    found = shutil.which(PROGRAM)
    if found is None:
        raise NoRedis("redis-server tidak ada di mesin ini. Ketik: make broker-tools")
    return found


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """The address of a server for the block; it keeps nothing. Raises NoRedis."""
    port, setpriv = free_port(), shutil.which("setpriv")
    command = [
        *([setpriv, "--pdeathsig", "KILL"] if setpriv else []),
        program(), "--bind", LOOPBACK, "--port", str(port), "--save", "", "--dir", str(folder),
    ]  # fmt: skip
    with (folder / "redis.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    try:
        _await(port, process)
        yield f"redis://{LOOPBACK}:{port}/0"
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    with Redis(host=LOOPBACK, port=port) as asking:
        while True:
            try:
                asking.ping()
            except NotYet:
                if process.poll() is not None or time.monotonic() > end:
                    raise
                time.sleep(0.02)
            else:
                return
