"""A broker for a benchmark, and a worker on it: Redis where there is one, files where there is none."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from infra.bench.server import ROOT

PATIENCE = 60.0


@contextmanager
def broker(state: Path) -> Iterator[tuple[str, str]]:
    """Give a broker's address and what it is: REDIS_URL's, a redis-server of our own, or a folder of files."""
    if given := os.environ.get("REDIS_URL", ""):
        yield given, "redis (REDIS_URL)"
        return
    program = shutil.which("redis-server")
    if program is None:
        for folder in ("queue", "control"):
            (state / "broker" / folder).mkdir(parents=True, exist_ok=True)
        yield "filesystem://", "files, since there is no redis-server here"
        return
    with tempfile.TemporaryDirectory(prefix="rangkul-redis-") as folder:
        port = _free_port()
        process = subprocess.Popen(
            [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _await_port(port)
            yield f"redis://127.0.0.1:{port}/0", "redis"
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


@contextmanager
def worker(variables: Mapping[str, str], *, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker of the product for the block, and wait until it is ready."""
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-c", "2", "-P", "prefork"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--loglevel", "INFO", "--without-gossip", "--without-mingle"],
            cwd=ROOT, env={**os.environ, **variables}, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        end = time.monotonic() + PATIENCE
        while b" ready." not in log.read_bytes():
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the worker did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def _await_port(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return
