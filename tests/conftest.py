"""Fixtures for everybody: a database as in production, entered as `rangkul_web`, and four offices in it.

`db` (or `@pytest.mark.django_db`): a transaction around the test, rolled back after it.
`committed_db`: a database of the test's own, for threads, servers and what must be committed.
`owner_db`: a transaction entered as the owner, for opening, migrations and the wall itself.
`owner_committed_db`: a database of the test's own, entered as the owner.
"""

from __future__ import annotations

import gc
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, TypeVar

import pytest
from celery.result import _set_task_join_will_block
from django.core.cache import cache
from django.db import connections, transaction
from pytest_django import DjangoDbBlocker

from tests import databases, dealing

if TYPE_CHECKING:
    from xdist.remote import Producer

    from tenants.models import Office

Made = TypeVar("Made")
ENTERED = {"committed_db", "owner_db", "owner_committed_db"}
FLUSHING = {"transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse what would empty tables after a test: the web's login may not, and `committed_db` is there."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        transactional = marker is not None and (marker.kwargs.get("transaction") or (marker.args or (False,))[0])
        if transactional or FLUSHING & set(getattr(item, "fixturenames", ())):
            raise pytest.UsageError(f"{item.nodeid}: use the committed_db fixture")
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: dealing.turn_of(item.nodeid))


def pytest_collection_finish() -> None:
    """What was loaded and collected stays for the whole run: the garbage collector need not look through it again."""
    gc.collect()
    gc.freeze()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> dealing.Dealing:
    """Deal whole files out to the processes of a run."""
    return dealing.Dealing(config, log)


@contextmanager
def _entered(name: str, login: str) -> Iterator[None]:
    """Point Django's connection at a database, as one of the two logins."""
    connections.close_all()
    settings = connections.settings["default"]
    before = {key: settings.get(key, "") for key in ("NAME", "USER", "PASSWORD")}
    _change(settings | {"NAME": name} | databases.login_of(login))
    try:
        yield
    finally:
        connections.close_all()
        _change(before)


def _change(values: dict[str, object]) -> None:
    for settings in (connections.settings["default"], connections["default"].settings_dict):
        settings.update({key: values[key] for key in ("NAME", "USER", "PASSWORD")})


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> Iterator[None]:
    """The run's own clone of the built database. Takes the place of pytest-django's, which would create one as web."""
    with databases.cloned_database("shared") as name, _entered(name, "web"):
        yield


@pytest.fixture
def committed_db(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A database of this test's own, entered as web; what it commits goes with it. Returns the database's name."""
    with _own_database(request, django_db_blocker, "web") as name:
        yield name


@pytest.fixture
def owner_committed_db(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A database of this test's own, entered as the owner. Returns the database's name."""
    with _own_database(request, django_db_blocker, "owner") as name:
        yield name


@pytest.fixture
def owner_db(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The run's database, entered as the owner, in a transaction rolled back after the test, tables and roles too."""
    _refuse_two_databases(request)
    name = str(connections.settings["default"]["NAME"])
    with _entered(name, "owner"), django_db_blocker.unblock(), transaction.atomic():
        yield name
        transaction.set_rollback(True)


@contextmanager
def _own_database(request: pytest.FixtureRequest, blocker: DjangoDbBlocker, login: str) -> Iterator[str]:
    _refuse_two_databases(request)
    with databases.cloned_database("own") as name, _entered(name, login), blocker.unblock():
        yield name


def _refuse_two_databases(request: pytest.FixtureRequest) -> None:
    asked = ENTERED & set(request.fixturenames)
    if len(asked) > 1 or "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        raise pytest.UsageError(f"{request.node.nodeid}: one database, entered one way")


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Neither office nor caches of one test reach the next."""
    from safeguards.keys import forget_keys
    from tenants.database import connection
    from tenants.middleware import hosts

    yield
    connection.set_schema_to_public()
    hosts.forget()
    forget_keys()
    cache.clear()


@pytest.fixture
def _database(request: pytest.FixtureRequest) -> None:
    """Whichever database the test asked for; the rolled-back one where it asked for none."""
    if not ENTERED & set(request.fixturenames):
        request.getfixturevalue("db")


def _office(code: str) -> Office:
    from tenants.models import Office

    return Office.objects.get(code=code)


@pytest.fixture
def salatiga(_database: None) -> Office:
    """Kota Salatiga, 33.73, WIB."""
    return _office("33.73")


@pytest.fixture
def banyuwangi(_database: None) -> Office:
    """Kabupaten Banyuwangi, 35.10, WIB."""
    return _office("35.10")


@pytest.fixture
def nunukan(_database: None) -> Office:
    """Kabupaten Nunukan, 65.03, WITA."""
    return _office("65.03")


@pytest.fixture
def barito_utara(_database: None) -> Office:
    """Kabupaten Barito Utara, 62.05, WIB (Pontianak)."""
    return _office("62.05")


@pytest.fixture
def in_office() -> Callable[[Office], AbstractContextManager[None]]:
    """`with in_office(salatiga): …`"""
    from tenants.current import in_office as enter

    return enter


@pytest.fixture
def two_offices(salatiga: Office, banyuwangi: Office) -> tuple[Office, Office]:
    """Ours and the other one."""
    return salatiga, banyuwangi


@pytest.fixture
def in_both_offices(
    two_offices: tuple[Office, Office],
) -> Callable[[Callable[[uuid.UUID], Made]], tuple[uuid.UUID, Made, Made]]:
    """Make something under one id in both offices: `id, ours, theirs = in_both_offices(lambda id: make(id=id))`."""
    from tenants.current import in_office as enter

    def make_in_both(make: Callable[[uuid.UUID], Made]) -> tuple[uuid.UUID, Made, Made]:
        same = uuid.uuid4()
        made = []
        for office in two_offices:
            with enter(office):
                made.append(make(same))
        return same, made[0], made[1]

    return make_in_both


@pytest.fixture(autouse=True)
def _tasks_may_be_waited_for() -> None:
    """Celery notes in one place for the whole process that a task is running. Threads that run tasks at the same moment
    put back what the other had set, and no test after them could wait for a result.
    """
    _set_task_join_will_block(False)
