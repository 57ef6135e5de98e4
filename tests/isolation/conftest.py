"""The world in a database of its own, made once a run; each test enters it, and what it does is rolled back."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from tenants.database import connection
from tests import databases
from tests.conftest import _entered
from tests.isolation.walls import INSIDE
from tests.isolation.world import World, make_world


@pytest.fixture(scope="session")
def prepared(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[str, World]]:
    """The database's name and what is in it."""
    with databases.cloned_database("isolation") as name:
        with _entered(name, "web"), django_db_blocker.unblock():
            made = make_world(at=timezone.now())
        yield name, made


@pytest.fixture(scope="module")
def inside(prepared: tuple[str, World], django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Django's connection, as the web's login, in the world's database."""
    name, made = prepared
    with _entered(name, "web"), django_db_blocker.unblock():
        yield made


@pytest.fixture
def world(inside: World) -> Iterator[World]:
    """The world as it was made; nothing that a test does to it stays."""
    connection.set_schema_to_public()
    with transaction.atomic():
        yield inside
        connection.set_schema_to_public()
        transaction.set_rollback(True)


@pytest.fixture
def inside_urls(settings: Settings) -> None:
    """The office's addresses and the one that tries the wall."""
    settings.ROOT_URLCONF = INSIDE
