"""A run in several processes: how many, with which servers, and who gets which tests."""

import os
from types import SimpleNamespace

import pytest

from infra.postgres import pytest_plugin
from tests import dealing
from tests.house.test_layout import ROOT, committed

GIVEN = {"DATABASE_URL": "postgresql://admin@db.example:5432/postgres"}
BOTH = {"RANGKUL_OWNER_URL": "postgresql://a@db.example/x", "RANGKUL_WEB_URL": "postgresql://b@db.example/x"}
NAMES = ("DATABASE_URL", "RANGKUL_OWNER_URL", "RANGKUL_WEB_URL", "PYTEST_XDIST_WORKER")


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of somebody who typed `make test` on a machine with two processors."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    return monkeypatch


def hands_out(numprocesses: object = None, *, usepdb: bool = False) -> bool:
    asked = SimpleNamespace(numprocesses=numprocesses, usepdb=usepdb)
    return pytest_plugin._only_hands_out(SimpleNamespace(known_args_namespace=asked))  # type: ignore[arg-type]


@pytest.mark.parametrize(("processors", "processes"), [(1, 0), (2, 2), (3, 3), (64, pytest_plugin.AT_MOST)])
def test_every_processor_gets_a_process_up_to_a_few(plain: pytest.MonkeyPatch, processors: int, processes: int) -> None:
    plain.setattr(os, "sched_getaffinity", lambda _process: set(range(processors)))
    assert pytest_plugin.pytest_xdist_auto_num_workers() == processes


@pytest.mark.parametrize("given", [GIVEN, BOTH], ids=["server", "logins"])
def test_a_given_server_has_one_process(plain: pytest.MonkeyPatch, given: dict[str, str]) -> None:
    for name, value in given.items():
        plain.setenv(name, value)
    assert pytest_plugin.pytest_xdist_auto_num_workers() == 0
    assert not hands_out("auto")
    with pytest.raises(pytest.UsageError, match="leave out -n"):
        hands_out(2)


def test_who_runs_tests_has_a_server_and_who_hands_them_out_has_none(plain: pytest.MonkeyPatch) -> None:
    assert [hands_out(), hands_out(0), hands_out("auto", usepdb=True)] == [False] * 3
    assert [hands_out("auto"), hands_out(2)] == [True] * 2
    plain.setenv("PYTEST_XDIST_WORKER", "gw1")
    assert [hands_out("auto"), hands_out(2)] == [False] * 2


def test_a_file_stays_whole_and_the_journeys_stay_together() -> None:
    assert dealing.unit_of("tests/cases/test_people.py::test_x[a::b]") == "tests/cases/test_people.py"
    journeys = {dealing.unit_of(f"tests/journeys/{name}.py::test_x") for name in ("test_a", "test_b")}
    assert len(journeys) == 1


def test_the_longest_are_begun_first() -> None:
    nodes = ["tests/accounts/test_a.py::x", "tests/isolation/test_a.py::x", "tests/journeys/test_a.py::x"]
    assert sorted(nodes, key=dealing.turn_of) == nodes[::-1]


def test_the_folders_that_are_named_hold_tests() -> None:
    files = [str(file.relative_to(ROOT)) for file in committed(".py")]
    named = {*dealing.TOGETHER, *dealing.LONGEST_FIRST}
    assert [folder for folder in named if not any(file.startswith(f"{folder}test_") for file in files)] == []
