"""Role and search path stay together through whatever transactions, cursors and errors do."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DataError, IntegrityError, ProgrammingError
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import Lane, Staff
from tenants import roles
from tenants.current import NoOffice, current_office, in_office
from tenants.models import Office


class Undone(Exception):
    """Ends a block that is to be rolled back."""


@contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction, or a savepoint in one, that an error ends."""
    with suppress(Undone), transaction.atomic():
        yield
        raise Undone


@pytest.fixture(params=[True, False], ids=["remembering", "every cursor"])
def limited(request: pytest.FixtureRequest, settings: Settings) -> bool:
    """With and without django-tenants' TENANT_LIMIT_SET_CALLS."""
    settings.TENANT_LIMIT_SET_CALLS = request.param
    return bool(request.param)


def here() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text, current_schema()::text")
        row: tuple[str, str] = cursor.fetchone()
    return row


SALATIGA = ("office_r3373", "r3373")
BANYUWANGI = ("office_r3510", "r3510")
NOBODY = ("rangkul_web", "public")


@pytest.mark.django_db
def test_a_savepoint_rolled_back(limited: bool, salatiga: Office, banyuwangi: Office) -> None:
    with in_office(salatiga):
        assert here() == SALATIGA
        with rolled_back():
            Lane.objects.create(key="a", label="A")
        assert here() == SALATIGA
        assert not Lane.objects.exists()


@pytest.mark.django_db
def test_an_office_entered_inside_a_savepoint_that_is_rolled_back(
    limited: bool, salatiga: Office, banyuwangi: Office
) -> None:
    with in_office(salatiga):
        assert here() == SALATIGA
        with rolled_back():
            connection.set_tenant(banyuwangi)
            assert here() == BANYUWANGI
        assert here() == BANYUWANGI, "the connection still means Banyuwangi, whatever PostgreSQL took back"
        connection.set_tenant(salatiga)
        assert here() == SALATIGA
    assert here() == NOBODY


@pytest.mark.django_db
def test_an_office_left_inside_a_savepoint_that_is_rolled_back(
    limited: bool, salatiga: Office, banyuwangi: Office
) -> None:
    with in_office(salatiga):
        assert here() == SALATIGA
        with rolled_back(), in_office(banyuwangi):
            assert here() == BANYUWANGI
        assert here() == SALATIGA


@transaction.atomic
def clash_after_a_visit(other: Office) -> None:
    with in_office(other):
        Lane.objects.create(key="a", label="A")
    Lane.objects.create(key="a", label="again")


@pytest.mark.django_db
def test_an_error_of_the_database_inside_a_savepoint(limited: bool, salatiga: Office, banyuwangi: Office) -> None:
    with in_office(salatiga):
        Lane.objects.create(key="a", label="A")
        with pytest.raises(IntegrityError):
            clash_after_a_visit(banyuwangi)
        assert here() == SALATIGA
        assert Lane.objects.count() == 1
    with in_office(banyuwangi):
        assert not Lane.objects.exists()


def test_a_whole_transaction_rolled_back(
    limited: bool, committed_db: str, salatiga: Office, banyuwangi: Office
) -> None:
    with in_office(salatiga):
        with rolled_back():
            assert here() == SALATIGA
            connection.set_tenant(banyuwangi)
            assert here() == BANYUWANGI
        assert here() == BANYUWANGI
        with rolled_back(), in_office(salatiga):
            assert here() == SALATIGA
        assert here() == BANYUWANGI


def test_a_connection_lost_and_made_again(limited: bool, committed_db: str, salatiga: Office) -> None:
    with in_office(salatiga):
        assert here() == SALATIGA
        connection.close()
        assert here() == SALATIGA


def test_a_server_side_cursor(limited: bool, committed_db: str, salatiga: Office, banyuwangi: Office) -> None:
    with in_office(salatiga):
        names = Staff.objects.values_list("username", flat=True)
        connection.search_path_set_schemas = None  # the very first cursor of the office is the named one
        assert list(names.iterator(chunk_size=1)) == ["admin"]
        with transaction.atomic():
            rows: Iterator[str] = names.iterator(chunk_size=1)
            with in_office(banyuwangi):
                Staff.objects.create(username="b", name="B")
                assert here() == BANYUWANGI
            assert list(rows) == ["admin"]


@pytest.mark.django_db
def test_a_switch_that_fails_fails_the_query(limited: bool, salatiga: Office) -> None:
    with in_office(salatiga):
        assert here() == SALATIGA
        missing = Office(schema_name="r0000", role_name="office_r0000")
        with pytest.raises((ProgrammingError, DataError)), transaction.atomic(), in_office(missing):
            Staff.objects.count()
        assert here() == SALATIGA


@pytest.mark.django_db
def test_one_statement_takes_both_and_once(
    settings: Settings, salatiga: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.TENANT_LIMIT_SET_CALLS = True
    with in_office(salatiga):
        with django_assert_num_queries(2) as queries:
            Lane.objects.count()
        assert "set_config('role'" in queries.captured_queries[0]["sql"]
        assert "set_config('search_path'" in queries.captured_queries[0]["sql"]
        with django_assert_num_queries(3):
            for _again in range(3):
                Lane.objects.count()


@pytest.mark.django_db
def test_without_an_office_office_code_fails_loudly(salatiga: Office) -> None:
    with pytest.raises(NoOffice, match="public"):
        current_office()
    with in_office(salatiga):
        assert current_office() == salatiga


@pytest.mark.django_db
def test_the_web_login_can_not_act_as_owner(salatiga: Office) -> None:
    with pytest.raises(roles.NotTheOwner, match="RANGKUL_DB_AS"), roles.as_owner(connection):
        pass
    assert connection.acting_as_owner is False


def test_the_owner_too_is_the_office_while_it_works_in_one(owner_db: str, salatiga: Office) -> None:
    with in_office(salatiga):
        assert here() == SALATIGA
        with roles.as_owner(connection):
            assert here() == ("rangkul_owner", "r3373")
        assert here() == SALATIGA
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM r3510.accounts_staff")
    assert here() == ("rangkul_owner", "public")


def test_many_threads_and_one_pool_never_meet_another_office(committed_db: str, salatiga: Office) -> None:
    """A pooled connection comes back with whatever role it had; the next user takes its own before its first query."""
    offices = list(Office.objects.all())
    connection.close()
    settings = connections.settings["default"]
    kept = settings["OPTIONS"], settings["CONN_MAX_AGE"]
    settings["OPTIONS"] = {**kept[0], "pool": {"min_size": 1, "max_size": 2, "timeout": 20}}
    settings["CONN_MAX_AGE"] = 0
    wrong: list[tuple[str, str]] = []

    def work(seed: int) -> int:
        choice, asked = random.Random(seed), 0  # noqa: S311 - no secret
        for _visit in range(40):
            office = choice.choice(offices)
            with in_office(office):
                found = here()
            asked += 1
            if found != (office.role_name, office.schema_name):
                wrong.append(found)
            connection.close()
        return asked

    try:
        with ThreadPoolExecutor(max_workers=6) as threads:
            assert sum(threads.map(work, range(6))) == 240
    finally:
        connection.close_pool()
        settings["OPTIONS"], settings["CONN_MAX_AGE"] = kept
    assert wrong == []


def test_as_an_office_too_nobody_is_waited_for_without_end(salatiga):
    with in_office(salatiga), connection.cursor() as cursor:
        for setting in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SHOW {setting}")
            assert cursor.fetchone()[0] != "0", setting
