"""The demo, answered for by the product in this process."""

import io
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from infra.demo.check import between, stage
from infra.demo.check.operator import Operator
from infra.demo.check.scenes import count
from infra.demo.data.making import make
from infra.demo.hurry import hurry
from outbox.relay import relay
from referrals.tasks import sweep
from tenants.current import in_office
from tenants.models import Office
from tests import databases
from tests.conftest import _entered

PORT = 8000


def typed(words: list[str]) -> tuple[int, str]:
    """What a terminal would answer, asked in this process."""
    if words[0] == "hurry":
        hurry(words[1:])
        return 0, ""
    said = io.StringIO()
    try:
        call_command(*words, stdout=said)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    return 0, said.getvalue()


def a_turn(_seconds: float) -> None:
    """What the schedule does while somebody waits: outboxes are swept, and every office follows the others."""
    relay_everything()
    sweep()


def relay_everything() -> None:
    for office in list(Office.objects.all()):
        with in_office(office):
            relay(at=timezone.now())


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The demo's data, made once for a file and entered as the owner; what its tests do to them stays until its end.
    Returns the folder with the accounts."""
    folder = tmp_path_factory.mktemp("demo")
    with databases.cloned_database("demo") as name, _entered(name, "owner"), django_db_blocker.unblock():
        with override_settings(DEMO=True):
            make(folder=folder, now=timezone.now(), tell=lambda _line: None)
        yield folder


@pytest.fixture
def demo(made: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[stage.Stage]:
    """The demo's offices, answered for by the product in this process; nobody is signed in yet."""
    settings.DEMO = True
    for waits in (between, count):
        monkeypatch.setattr(waits, "time", SimpleNamespace(sleep=a_turn, monotonic=time.monotonic))
    accounts = stage.read_accounts((made / "accounts.json").read_text(encoding="utf-8"))
    transport = httpx.WSGITransport(app=get_wsgi_application())
    found = stage.Stage(port=PORT, offices=dict(accounts), operator=Operator(typed), transport=transport)
    yield found
    found.close()
