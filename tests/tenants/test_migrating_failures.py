"""An office that a migration fails in is named; the others go on, and the exit status tells of it."""

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tenants.migrating import attempts, offices
from tenants.migrating.attempts import Attempts, OfficesFailed
from tenants.migrating.offices import migrate_offices
from tenants.roles import as_owner
from tests.databases import owner_url
from tests.tenants.test_migrating import CODE_ONE, SCHEMAS, SQL_ONE, run, take_back

SOMEBODY = "Rini Astuti"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The offices in which migrations of code fail; the fixture's set is filled by the test."""
    schemas: set[str] = set()
    original = MigrationExecutor.migrate

    def migrate(self: MigrationExecutor, *args: object, **kwargs: object) -> object:
        if connection.schema_name in schemas:
            raise ValueError(SOMEBODY)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(MigrationExecutor, "migrate", migrate)
    return schemas


def lacking(name: tuple[str, str]) -> list[str]:
    """The offices that have no record of a migration."""
    condition = f"WHERE app = '{name[0]}' AND name = '{name[1]}'"
    return [one for one in SCHEMAS if not run(f"SELECT 1 FROM {one}.django_migrations {condition}")]


def test_code_that_fails_in_one_office_holds_up_no_other(owner_db: str, failing: set[str]) -> None:
    for schema in SCHEMAS:
        take_back(schema, CODE_ONE)
    failing.add("r3510")
    told: list[str] = []
    with pytest.raises(OfficesFailed) as raised:
        migrate_offices(schemas=SCHEMAS, report=told.append)
    assert raised.value.failed == {"r3510": "tenants.0003_registry: ValueError"}
    assert "Kabupaten Banyuwangi (r3510): tenants.0003_registry: ValueError" in str(raised.value)
    assert isinstance(raised.value.__cause__, ValueError)
    assert "r3510: tenants.0003_registry: ValueError" in told
    assert SOMEBODY not in str(raised.value) + "".join(told)
    assert lacking(CODE_ONE) == ["r3510"]
    failing.clear()
    assert migrate_offices(schemas=SCHEMAS) == ["tenants.0003_registry"]
    assert lacking(CODE_ONE) == []


def test_code_gives_way_to_an_office_at_work_as_text_does(
    owner_committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It must not queue behind a long transaction of the office, with the office's other people queued behind it."""
    monkeypatch.setattr(offices, "LOCK_TIMEOUT", "50ms")
    original, tried = MigrationExecutor.migrate, []

    def migrate(self: MigrationExecutor, *args: object, **kwargs: object) -> object:
        tried.append(connection.schema_name)
        with transaction.atomic():
            run(f"ALTER TABLE {connection.schema_name}.cases_event DISABLE TRIGGER USER")
            run(f"ALTER TABLE {connection.schema_name}.cases_event ENABLE TRIGGER USER")
            return original(self, *args, **kwargs)

    monkeypatch.setattr(MigrationExecutor, "migrate", migrate)
    for schema in SCHEMAS:
        take_back(schema, CODE_ONE)
    with psycopg.connect(owner_url(owner_committed_db)) as at_work:
        at_work.execute("LOCK TABLE r3510.cases_event IN ROW EXCLUSIVE MODE")
        with pytest.raises(OfficesFailed, match=r"\(r3510\): tenants.0003_registry: tabelnya terus dipakai"):
            migrate_offices(schemas=SCHEMAS)
        at_work.rollback()
    assert tried.count("r3510") == offices.TRIES
    assert lacking(CODE_ONE) == ["r3510"]
    assert migrate_offices(schemas=SCHEMAS) == ["tenants.0003_registry"]
    assert run("SHOW lock_timeout") == [("0",)], "the login waits as before"


def test_sql_that_fails_in_the_first_office_reaches_the_others(owner_db: str) -> None:
    for schema in SCHEMAS:
        take_back(schema, SQL_ONE, CODE_ONE)
    run("DROP TABLE r3373.cases_event CASCADE")
    with pytest.raises(OfficesFailed, match=r"Kota Salatiga \(r3373\)"):
        migrate_offices(schemas=SCHEMAS)
    assert lacking(SQL_ONE) == lacking(CODE_ONE) == ["r3373"], "what follows is not tried where it failed"


def test_where_several_fail_the_fault_is_no_office_s_and_it_stops(
    owner_db: str, failing: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_FAILED", 2)
    for schema in SCHEMAS:
        take_back(schema, CODE_ONE)
    failing.update(SCHEMAS)
    with pytest.raises(OfficesFailed, match="Kantor berikutnya tidak dicoba") as raised:
        migrate_offices(schemas=SCHEMAS)
    assert list(raised.value.failed) == list(SCHEMAS[:2])


def test_the_command_ends_with_a_status_that_tells_of_it(owner_db: str, failing: set[str]) -> None:
    take_back("r6503", CODE_ONE)
    failing.add("r6503")
    with pytest.raises(CommandError, match=r"Kabupaten Nunukan \(r6503\)") as raised:
        call_command("migrate_offices")
    assert raised.value.returncode == 1


def test_a_fault_in_data_is_told_without_the_data(owner_db: str) -> None:
    """PostgreSQL quotes the value that it could not read."""

    def reads_a_name_as_a_number(_schema: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::int", [SOMEBODY])

    made = Attempts(names={}, report=lambda _line: None)
    with as_owner(connection):
        made.make("r3373", what="x", work=reads_a_name_as_a_number)
    assert made.failed == {"r3373": "x: InvalidTextRepresentation"}
