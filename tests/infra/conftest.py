"""Servers of a test's own, in every way this machine can run one."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from infra import postgres
from infra.postgres import cluster, identity, reach

WAYS = ("account", "namespace") if os.geteuid() == 0 else ("direct",)
"""How PostgreSQL can be run by whoever runs the tests: root has two ways, anybody else runs it directly."""


@pytest.fixture(scope="session")
def reachable_programs() -> Iterator[Path]:
    """The server's programs where any account may run them, wherever the checkout is."""
    place = Path(tempfile.mkdtemp(prefix="rk-"))
    place.chmod(0o755)
    package = reach.PROGRAMS.parents[1]
    for folder in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(folder, place / folder.name)
    yield place / reach.PROGRAMS.relative_to(package.parent)
    shutil.rmtree(place)


@pytest.fixture
def open_place(reachable_programs: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A short folder that any account may enter; servers started in this test use the reachable programs."""
    monkeypatch.setattr(reach, "PROGRAMS", reachable_programs)
    place = Path(tempfile.mkdtemp(prefix="rk-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each way in turn. Where the kernel forbids namespaces, the account takes over."""
    name: str = request.param
    if name == "namespace":
        if identity.namespace() is None:
            return "account"
        monkeypatch.setattr(identity, "ACCOUNTS", ())
    return name


@pytest.fixture
def state(open_place: Path, way: str) -> Iterator[Path]:
    """A state folder for a server run in one of the ways."""
    folder = open_place / "state"
    yield folder
    if (folder / "data").exists():
        cluster.end_leftovers(folder / "data")


@pytest.fixture
def server(state: Path) -> Iterator[postgres.Server]:
    """A running server."""
    started = postgres.start(state)
    yield started
    postgres.stop(started)


def ask(url: str, query: str) -> object:
    """Return the first value of the first row."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]
