"""An office whose staff are machines: they speak JSON."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.frontend.screens import employ, enter, take

Send = Callable[..., HttpResponse]
API = "/api/v1/"


@pytest.fixture
def version(salatiga):
    return take(salatiga, "salatiga/pengaduan-langsung")


@pytest.fixture
def sari(salatiga, version):
    return employ(salatiga, "sari", "resepsionis")


@pytest.fixture
def client(salatiga, sari):
    return enter(salatiga, sari)


def ask(client: Client, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
    """One request; `body` goes as JSON."""
    sent = {"content_type": "application/json", "headers": headers}
    if body is None:
        return client.generic(method, API + path, headers=headers)
    return getattr(client, method.lower())(API + path, body, **sent)


def faults(answer: HttpResponse) -> dict[str, dict[str, Any]]:
    """The faults of a problem, by field."""
    assert answer["Content-Type"] == "application/problem+json", answer.content[:300]
    assert answer.json()["status"] == answer.status_code
    return {fault["field"]: fault for fault in answer.json().get("errors", [])}


def problem(answer: HttpResponse) -> tuple[int, str]:
    """Status and code of a problem."""
    assert answer["Content-Type"] == "application/problem+json", answer.content[:300]
    assert answer.json()["status"] == answer.status_code
    return answer.status_code, answer.json()["type"].rpartition(":")[2]
