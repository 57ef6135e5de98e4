"""What a web server said during a test that fails stands beside the failure: an answer of 500 explains itself."""

from collections.abc import Generator
from pathlib import Path

import pytest

MOST = 12_000
"""Characters of each log, the last ones."""

_logs: dict[Path, int] = {}
"""Of each server's log how much was there when the test began."""


def listen(log: Path) -> None:
    """From now on hear what a server writes into this file; one that is started anew goes on in it."""
    _logs.setdefault(log, log.stat().st_size if log.exists() else 0)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Whatever was said before is another test's."""
    del item
    logs = [log for log in _logs if log.exists()]
    _logs.clear()
    for log in logs:
        listen(log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to a failure what the servers said since the test began."""
    del item
    report = yield
    if report.failed:
        report.sections += [(f"{log.parent.name}/{log.name}", said) for log in _logs if (said := _said(log))]
    return report


def _said(log: Path) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(_logs[log])
        return file.read().decode(errors="replace")[-MOST:]
