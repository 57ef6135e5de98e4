"""axe on every screen of the console, at both widths and in both languages; and an opening from end to end."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping

import pytest
from django.urls import resolve
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.conftest import _entered
from tests.isolation.routes import PUBLIC, routes_of
from tests.journeys.consoles import WITHOUT_A_SCREEN, furnish, screens
from tests.journeys.desk import open_desk
from tests.journeys.server import ROOT, WebServer
from tests.journeys.test_every_screen import LANGUAGES, Desks, faults_of
from tests.journeys.world import World

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def keys(filled: tuple[str, World], django_db_blocker: DjangoDbBlocker) -> Mapping[str, uuid.UUID]:
    """What the console shows, made in the journeys' database before any browser starts."""
    with _entered(filled[0], "owner"), django_db_blocker.unblock():
        return furnish(at=timezone.now())


@pytest.fixture(scope="module")
def desks(keys: Mapping[str, uuid.UUID], browser: Browser, web: WebServer) -> Iterator[Desks]:
    made = Desks(browser, web)
    yield made
    made.leave()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(language: str, keys: Mapping[str, uuid.UUID], desks: Desks, world: World) -> None:
    found = []
    for screen in screens(keys):
        found += faults_of(desks.of(screen.office, screen.by, language), screen, world, language)
    assert found == []


def test_every_address_is_looked_at(keys: Mapping[str, uuid.UUID]) -> None:
    """The one of the password is a screen of the journey below."""
    shown = {screen.route for screen in screens(keys)} | {"opening_password"}
    assert shown | WITHOUT_A_SCREEN.keys() == {address.name for address in routes_of(PUBLIC)}
    for screen in screens(keys):
        assert resolve(screen.path.split("?")[0], PUBLIC).url_name == screen.route


def test_a_regency_is_opened_and_its_first_admin_logs_in(
    keys: Mapping[str, uuid.UUID], desks: Desks, browser: Browser, web: WebServer, filled: tuple[str, World]
) -> None:
    desk = desks.of("console", "jateng", "id")
    desk.go("/pembukaan/?kode=33.24")
    for _step in ("place", "profile"):
        desk.after(desk.page.locator("main form button[type=submit]").first.click)
    desk.page.locator("main [type=checkbox]").nth(4).check()
    desk.after(desk.page.locator("main form button[type=submit]").first.click)
    desk.page.fill("[name=admin_name]", "Galuh Contoh")
    desk.after(desk.page.locator("main form button[type=submit]").first.click)
    desk.after(desk.page.get_by_role("button", name="Buka kantor ini").click)
    assert "Menunggu giliran" in desk.words("main")
    environment = os.environ | {
        "RANGKUL_OWNER_URL": databases.url_of("owner", filled[0]), "RANGKUL_DB_AS": "owner",
    }  # fmt: skip
    program = [sys.executable, "-m", "config.console", "provision"]
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    desk.page.get_by_role("button", name="Tampilkan kata sandi satu kali").wait_for()
    desk.after(desk.page.get_by_role("button", name="Tampilkan kata sandi satu kali").click)
    password = desk.words(".rk-once-word")
    office = open_desk(browser, web, "kendal")
    assert office.go("/masuk/") == 200
    office.page.fill("input[name=login]", "admin")
    office.page.fill("input[name=password]", password)
    office.after(lambda: office.page.click("main button[type=submit]"))
    assert office.path == "/sandi/"
    office.page.context.close()
    desk.go("/")
    assert "Kabupaten Kendal" in desk.words("main")
    assert desk.wrong == []
