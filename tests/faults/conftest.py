"""Three offices at work on a database of their own; a little is tried, or all of it (`make test-faults`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.conftest import _entered
from tests.faults.bounds import FULL
from tests.journeys.confessing import pytest_runtest_makereport, pytest_runtest_setup  # noqa: F401 - pytest finds them

if TYPE_CHECKING:
    from tests.faults.between import Between

collect_ignore_glob = [] if FULL else ["full/*"]


@pytest.fixture(scope="module")
def faulty(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database for the tests of a file, entered as web: what they commit stays until its end. Returns its name."""
    with databases.cloned_database("faults") as name, _entered(name, "web"), django_db_blocker.unblock():
        yield name


@pytest.fixture(scope="module")
def desks(faulty: str) -> dict[str, object]:
    """Its offices by their codes: each with an SOP and somebody who holds every lane."""
    from tests.faults.between import furnish

    return dict(furnish())


@pytest.fixture
def between(desks: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> Between:
    """The offices, with nobody to wake anybody: every test says itself what is carried and followed when."""
    from tests.faults.between import Between, Desk

    known = {code: desk for code, desk in desks.items() if isinstance(desk, Desk)}
    for desk in known.values():
        desk.reset()
    nobody_wakes(monkeypatch)
    return Between(known)


def nobody_wakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every waking is lost, as where there is no broker."""
    from outbox import waking as outbox_waking
    from referrals import waking

    monkeypatch.setattr(outbox_waking, "wake", lambda: None)
    monkeypatch.setattr(waking, "_wake", lambda office, matter: None)
