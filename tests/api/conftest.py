"""An office whose staff are machines: they speak JSON."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from reporting.publishing import publish
from tests.api.machine import HOST
from tests.frontend.screens import Answer, employ, enter, take
from tests.reporting.conftest import AT, offices
from tests.reporting.test_publishing import fill

__all__ = ["offices"]
Send = Callable[..., Answer]
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


@pytest.fixture
def door():
    return Client(headers={"host": HOST})


@pytest.fixture
def told(offices):
    """Two offices with enough cases to be published."""
    salatiga, banyuwangi, _nunukan = offices
    fill(salatiga, 12)
    fill(banyuwangi, 15, kinds=("FISIK", "SEKSUAL"))
    fill(salatiga, 6, reported_at=AT - timedelta(days=60))
    publish(at=AT)


def ask(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Answer:
    """One request; `body` goes as JSON."""
    sent: dict[str, Any] = {"content_type": "application/json", "headers": headers}
    if body is None:
        return client.generic(method, API + path, headers=headers)
    return getattr(client, method.lower())(API + path, body, **sent)


def faults(answer: Answer) -> dict[str, dict[str, Any]]:
    """The faults of a problem, by field."""
    assert answer["Content-Type"] == "application/problem+json", answer.content[:300]
    assert answer.json()["status"] == answer.status_code
    return {fault["field"]: fault for fault in answer.json().get("errors", [])}


def problem(answer: Answer) -> tuple[int, str]:
    """Status and code of a problem."""
    assert answer["Content-Type"] == "application/problem+json", answer.content[:300]
    assert answer.json()["status"] == answer.status_code
    return answer.status_code, answer.json()["type"].rpartition(":")[2]
