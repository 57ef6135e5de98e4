"""PostgreSQL itself is killed while a handoff is under way, and started again: what was acknowledged is there, once."""

import random
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from custody.models import Envelope
from infra.postgres import ensure_database, start, stop
from infra.postgres.passwords import keep_or_make
from infra.postgres.server import Server
from tests import databases
from tests.conftest import _change
from tests.faults.between import Between, furnish
from tests.faults.bounds import DATABASE_HANDOFFS
from tests.faults.conftest import nobody_wakes
from tests.faults.killing import DONE, REFUSED_CODE, begin, in_a_process

pytestmark = pytest.mark.slow
SALATIGA, BANYUWANGI = "33.73", "35.10"


class Cluster:
    """A durable server of our own, which may be killed. Its socket stays where it was."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.server: Server = start(state)

    def environment(self) -> dict[str, str]:
        secrets = keep_or_make(self.state / "passwords.json")
        owner, web = ensure_database(
            admin_url=self.server.admin_url, name="rangkul", passwords=secrets, owner_makes_databases=True
        )
        return {"RANGKUL_OWNER_URL": owner, "RANGKUL_WEB_URL": web}

    def kill(self) -> None:
        """SIGKILL to the postmaster; its children end when they see that it is gone."""
        connections.close_all()
        self.server.process.send_signal(signal.SIGKILL)
        self.server.process.wait()
        stop(self.server, starts_again=True)

    def start_again(self) -> None:
        self.server = start(self.state)


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    made = Cluster(tmp_path / "pg")
    try:
        for name, value in made.environment().items():
            monkeypatch.setenv(name, value)
        yield made
    finally:
        stop(made.server)


@pytest.fixture
def between(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker) -> Iterator[Between]:
    """The three offices on the server that is killed."""
    nobody_wakes(monkeypatch)
    settings = connections.settings["default"]
    before = dict(settings)
    host = str(cluster.server.socket_dir)
    name, template = "killed", databases.built_database()
    with psycopg.connect(databases.owner_url(), autocommit=True) as owner:
        databases._create(owner, name, template=template)  # it goes with its server
    connections.close_all()
    _change(settings | {"NAME": name} | databases.login_of("web"))
    for one in (settings, connections["default"].settings_dict):
        one["HOST"] = host
    try:
        with django_db_blocker.unblock():
            yield Between(furnish())
    finally:
        connections.close_all()
        _change(before)
        for one in (settings, connections["default"].settings_dict):
            one["HOST"] = before["HOST"]


def test_postgresql_killed_in_the_middle_of_handoffs(between: Between, cluster: Cluster) -> None:
    chance = random.Random(20261123)  # noqa: S311 - chance, not secrecy
    for number in range(DATABASE_HANDOFFS):
        matter = between.open_case(SALATIGA)
        key = between.send(SALATIGA, matter, BANYUWANGI)
        acts = {
            "relay": partial(between.relay, SALATIGA),
            "accept": partial(between.accept, BANYUWANGI, key),
            "follow": partial(between.follow, SALATIGA, matter),
        }
        hit = list(acts)[number % len(acts)]
        for name, act in acts.items():
            if name == hit:
                under_way = begin(act, pause_at=chance.randint(1, 25))
                under_way.go()
                paused = under_way.await_pause()
                cluster.kill()
                under_way.go()
                assert (under_way.end()[0] == DONE) is not paused, "nothing is acknowledged by a server that is gone"
                cluster.start_again()
            code, _points = in_a_process(act)
            assert code in (DONE, REFUSED_CODE)
        between.settle()
        with between.desks[BANYUWANGI]():
            assert Envelope.objects.get(pk=key).state == "accepted"
        assert between.holder_of(matter) == BANYUWANGI
        between.check_settled()
        between.matters.clear()
