"""The four offices without a case, and a web server on them with four threads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.conftest import _entered
from tests.journeys import server
from tests.journeys.confessing import pytest_runtest_makereport, pytest_runtest_setup  # noqa: F401 - pytest finds them
from tests.journeys.server import WebServer
from tests.journeys.world import make_offices
from tests.weather.working import Crew

THREADS = 4


@pytest.fixture(scope="session")
def furnished(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The database's name."""
    with databases.cloned_database("weather") as name:
        with _entered(name, "owner"), django_db_blocker.unblock():
            make_offices(at=timezone.now())
        yield name


@pytest.fixture(scope="session")
def weather_web(furnished: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    log: Path = tmp_path_factory.mktemp("weather") / "web.log"
    with server.serving(furnished, log=log, threads=THREADS, storms=True) as running:
        yield running


@pytest.fixture
def crew() -> Iterator[Crew]:
    made = Crew()
    yield made
    made.close()
