"""A failure shows what the servers said during its test."""

from pathlib import Path
from typing import Literal

import pytest

from tests.journeys import confessing


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    monkeypatch.setattr(confessing, "_logs", {})
    made = tmp_path / "web.log"
    made.write_text("said before\n")
    confessing.listen(made)
    confessing.pytest_runtest_setup(request.node)
    return made


def report_of(item: pytest.Item, outcome: Literal["passed", "failed"]) -> pytest.TestReport:
    made = pytest.TestReport(item.nodeid, ("", 0, ""), {}, outcome, None, "call")
    asked = confessing.pytest_runtest_makereport(item)
    next(asked)
    with pytest.raises(StopIteration) as ended:
        asked.send(made)
    assert ended.value.value is made
    return made


def test_an_error_of_the_server_stands_beside_the_failure(log: Path, request: pytest.FixtureRequest) -> None:
    with log.open("a") as said:
        said.write("Traceback (most recent call last):\nKeyError: 'langkah#1'\n")
    confessing.listen(log)
    [(name, words)] = report_of(request.node, "failed").sections
    assert name.endswith("web.log")
    assert "KeyError: 'langkah#1'" in words
    assert "said before" not in words
    assert report_of(request.node, "passed").sections == []


def test_a_server_that_said_nothing_adds_nothing(log: Path, request: pytest.FixtureRequest) -> None:
    assert report_of(request.node, "failed").sections == []
    log.unlink()
    assert report_of(request.node, "failed").sections == []
