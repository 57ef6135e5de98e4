"""What the ministry's document says is so: its ten lines are run as they stand there, against a server."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections

from api.nation import clients
from api.nation.asking import LARGEST, PARAMETERS
from api.nation.tokens import token
from reporting.indicators import KINDS, STAGE_CODES
from reporting.publishing import publish
from tests.reporting.conftest import AT
from tests.reporting.test_publishing import fill

DOCUMENT = (Path(__file__).resolve().parents[2] / "api" / "MINISTRY.md").read_text(encoding="utf-8")
SHOW = "\nprint(may[['area', 'kind', 'stage', 'cases']].to_csv(index=False))"


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def address(committed_db, settings) -> Iterator[str]:
    """A server of this process's own, on a free port of this machine."""
    settings.PUBLIC_HOSTS = ["127.0.0.1"]
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)

    def serve() -> None:
        server.serve_forever(poll_interval=0.05)
        connections.close_all()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def lines() -> str:
    return re.search(r"```python\n(.*?)```", DOCUMENT, re.DOTALL).group(1)


def run(code: str, environment: dict[str, str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code + SHOW], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [line for line in done.stdout.splitlines() if line]


def test_ten_lines_get_the_figures_of_may(address, offices):
    assert len([line for line in lines().splitlines() if line.strip()]) <= 10
    salatiga, banyuwangi, nunukan = offices
    fill(salatiga, 12)
    fill(banyuwangi, 15, kinds=("FISIK", "SEKSUAL"))
    fill(nunukan, 1)
    publish(at=AT)
    added = clients.add(name="Dasbor", scopes=["indicators:read"])
    environment = os.environ | {
        "RANGKUL_API": address, "RANGKUL_CLIENT_ID": added.id, "RANGKUL_CLIENT_SECRET": added.secret,
    }  # fmt: skip
    whole = run(lines(), environment)
    assert {"35.10,SEKSUAL,*,15", "35.10,SEKSUAL,service,15"} <= set(whole)
    assert "65.03,*,*," in whole, "withheld: no number, and no nought either"
    assert run(lines().replace("limit=5000", "limit=2"), environment) == whole, "every page is followed"
    assert run(lines().replace("2026-05", "2019-05"), environment) == whole[:1], "a quiet month is an empty table"


def test_it_names_every_code_and_parameter():
    said = set(re.findall(r"`([^`\n]+)`", DOCUMENT))
    assert {*KINDS, *STAGE_CODES, *PARAMETERS} <= said | set(re.findall(r"`(\w+)`", DOCUMENT))
    assert f"{LARGEST:,}" in DOCUMENT
    assert token.__name__ in DOCUMENT
