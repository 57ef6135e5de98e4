"""A filled database, a web server on it, a browser. What the machine lacks is an error with the line to type."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from infra.look import axe
from infra.look.browser import chromium
from tenants.database import connection
from tests import databases
from tests.conftest import _entered
from tests.journeys import server
from tests.journeys.between import hand_over
from tests.journeys.confessing import pytest_runtest_makereport, pytest_runtest_setup  # noqa: F401 - pytest finds them
from tests.journeys.desk import PATIENCE, Desk, open_desk
from tests.journeys.library_screens import publish_newer
from tests.journeys.server import WebServer
from tests.journeys.world import World, make_world


@pytest.fixture(scope="session")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[str, World]]:
    """The database's name and what was made in it."""
    with databases.cloned_database("journeys") as name:
        with _entered(name, "owner"), django_db_blocker.unblock():
            made = make_world(at=timezone.now())
            connection.set_schema_to_public()
            publish_newer(at=timezone.now())
        with _entered(name, "web"), django_db_blocker.unblock():
            keys, names = hand_over(case=made.cases["gambaran-terlambat"].id, at=timezone.now())
        yield name, replace(made, referrals={**made.referrals, **keys}, names=made.names | names)


@pytest.fixture(scope="session")
def world(filled: tuple[str, World]) -> World:
    return filled[1]


@pytest.fixture(scope="session")
def web(filled: tuple[str, World], tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """The web server of all journeys."""
    log: Path = tmp_path_factory.mktemp("web") / "web.log"
    with server.serving(filled[0], log=log) as running:
        yield running


@pytest.fixture(scope="module")
def browser(web: WebServer) -> Iterator[Browser]:
    """One Chromium for a module. Its loop would forbid Django's ORM to later tests, so it ends with the module."""
    axe.source()
    expect.set_options(timeout=PATIENCE * 1000)
    with chromium() as started:
        yield started


@pytest.fixture
def sit_down(browser: Browser, web: WebServer) -> Iterator[Callable[..., Desk]]:
    """`sit_down("salatiga", size=NARROW)`: a window at an office. Nothing may have gone wrong in any of them."""
    desks: list[Desk] = []

    def at(slug: str, **kwargs: Any) -> Desk:
        desks.append(open_desk(browser, web, slug, **kwargs))
        return desks[-1]

    yield at
    for desk in desks:
        desk.page.context.close()
    assert [fault for desk in desks for fault in desk.wrong] == []
