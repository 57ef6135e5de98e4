"""Starts the parts in order, keeps them running, stops them all."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from infra.demo import health, ports
from infra.demo.children import Child, stop_all
from infra.demo.errors import DemoError, Stopped
from infra.demo.screen import say, step, welcome
from infra.demo.state import ROOT, Running, State
from infra.demo.storage import Storage
from infra.postgres.server import open_private


def run(state: State, *, asked_port: str) -> None:
    """Run the demo until it is stopped.

    Raises:
        DemoError, PostgresError: it cannot start or go on.
        Stopped: it was asked to end; everything has ended.
    """
    began = time.monotonic()
    os.umask(0o077)
    state.prepare()
    hold = state.lock()
    _stop_on_signals()
    storage, children = Storage(state), list[Child]()
    try:
        if not (ROOT / "static_root" / "staticfiles.json").exists():
            raise DemoError("Berkas statis belum dibuat. Ketik: make")
        port, remark = ports.choose(asked_port)
        if remark:
            say(remark)
        with step("PostgreSQL"):
            storage.start()
        environment = _environment(state, storage)
        with step("Basis data, lima kantor, kasus contoh"):
            _prepare(environment, state)
        with step("Server web, pekerja latar, dan jadwal"):
            children += _children(state, environment, port)
            for child in children:
                child.start()
            health.wait_until_healthy(port, still_alive=lambda: _refuse_crash(children))
        state.mark_running(Running(port=port, pid=os.getpid()))
        welcome(accounts=state.accounts, port=port, took=time.monotonic() - began)
        _keep(children, storage)
    finally:
        _ignore_signals()
        state.forget_running()
        stop_all(children)
        storage.stop()
        hold.close()


def _environment(state: State, storage: Storage) -> dict[str, str]:
    """Return the environment of every part, and leave the demo's share of it in `.demo/env`."""
    redis = os.environ.get("REDIS_URL", "")
    ours = {
        **state.keys(),
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "RANGKUL_OWNER_URL": storage.owner_url,
        "RANGKUL_WEB_URL": storage.web_url,
        "RANGKUL_STATE": str(state.folder),
        "RANGKUL_BROKER_URL": redis or "filesystem://localhost//",
        "REDIS_URL": redis,
    }
    state.write_environment(ours)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "RANGKUL_"))}
    return {**inherited, **ours, "RANGKUL_DB_AS": "web"}


def _prepare(environment: dict[str, str], state: State) -> None:
    """Run `infra.demo.prepare` as the owner, its lines shown as they come.

    Raises:
        DemoError: it failed; its lines were shown.
    """
    program = [sys.executable, "-P", "-m", "infra.demo.prepare"]
    with (
        open_private(state.log("prepare")) as log,
        subprocess.Popen(
            program,
            env={**environment, "RANGKUL_DB_AS": "owner", "PYTHONUNBUFFERED": "1"}, cwd=ROOT,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        ) as process,
    ):  # fmt: skip
        try:
            for line in process.stdout or ():
                log.write(line)
                say(f"    {line.decode('utf-8', errors='replace').rstrip()}")
        except Stopped:
            process.terminate()
            raise
    if process.returncode != 0:
        raise DemoError(f"Basis data tidak dapat disiapkan (kode {process.returncode}); lihat {state.log('prepare')}.")


def _children(state: State, environment: dict[str, str], port: int) -> list[Child]:
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config.celery"]
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "2",
        "--host", ports.HOST, "--port", str(port), "--respawn-failed-workers", "--workers-kill-timeout", "5",
        "--log-level", "warning", "--no-access-log", "config.wsgi:application",
    ]  # fmt: skip
    worker = [*celery, "worker", "-P", "solo", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    provisioner = [*worker, "-Q", "provisioner", "-n", "provisioner@%h"]
    beat = [*celery, "beat", "--schedule", str(state.folder / "beat" / "schedule"), "--pidfile=", "-l", "WARNING"]
    return [
        Child("Server web", web, environment, state.log("web")),
        Child("Pekerja latar", worker, environment, state.log("worker")),
        Child("Pembuka kantor", provisioner, {**environment, "RANGKUL_DB_AS": "owner"}, state.log("provisioner")),
        Child("Jadwal", beat, environment, state.log("beat")),
    ]


def _refuse_crash(children: list[Child]) -> None:
    for child in children:
        if child.has_ended():
            raise DemoError(f"{child.name} langsung berhenti (kode {child.exit_code()}):\n{child.last_words()}")


def _keep(children: list[Child], storage: Storage) -> None:
    """Start again what ends by itself, for as long as the demo runs."""
    while True:
        if storage.has_ended():
            say("PostgreSQL berhenti sendiri; dimulai lagi.")
            storage.start_again()
        for child in children:
            remark = child.keep_alive(time.monotonic())
            if remark:
                say(remark)
        time.sleep(0.5)


def _stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        _ignore_signals()
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def _ignore_signals() -> None:
    """A second Ctrl-C must not interrupt the stopping."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
