"""The demo, answered for by the product in this process."""

import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from pytest_django import Settings

from infra.demo.check import stage
from infra.demo.check.operator import Operator
from infra.demo.data.making import make
from infra.demo.hurry import hurry

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


@pytest.fixture
def demo(owner_committed_db: str, tmp_path: Path, settings: Settings) -> Iterator[stage.Stage]:
    """The demo's offices in a database of their own, answered for by the product in this process."""
    settings.DEMO = True
    make(folder=tmp_path, now=timezone.now(), tell=lambda _line: None)
    accounts = stage.read_accounts((tmp_path / "accounts.json").read_text(encoding="utf-8"))
    transport = httpx.WSGITransport(app=get_wsgi_application())
    found = stage.Stage(port=PORT, offices=dict(accounts), operator=Operator(typed), transport=transport)
    yield found
    found.close()
