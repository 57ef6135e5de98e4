"""Migrations reach every office: as text where they are SQL, by Django where they are code; and nothing twice."""

import io
import re
from datetime import UTC, datetime

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection, migrations, models
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.test.utils import CaptureQueriesContext

from tenants.current import in_office
from tenants.migrating import migrate_everything, offices
from tenants.migrating.attempts import Attempts, OfficesFailed
from tenants.migrating.offices import migrate_offices
from tenants.migrating.plan import HalfSquashed, applied_in, is_sql_alone, lacking
from tenants.models import Office, OfficeTemplate
from tenants.roles import as_owner
from tenants.template.building import ensure_template
from tests.databases import owner_url

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SCHEMAS = ("r3373", "r3510", "r6205", "r6503")
SQL_ONE = ("cases", "0002_append_only")
CODE_ONE = ("tenants", "0003_registry")


def run(*statements: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def triggers(schema: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT tgisinternal AND c.relnamespace = %s::regnamespace",
            [schema],
        )
        return {row[0] for row in cursor.fetchall()}


def take_back(schema: str, *names: tuple[str, str]) -> None:
    """As if this office had never had these migrations."""
    for app, name in names:
        run(f"DELETE FROM {schema}.django_migrations WHERE app = '{app}' AND name = '{name}'")
    if SQL_ONE in names:
        run(
            f"DROP TRIGGER event_append_only ON {schema}.cases_event",
            f"DROP TRIGGER event_never_emptied ON {schema}.cases_event",
        )


@pytest.fixture
def complete(_database: None) -> set[str]:
    """The triggers of an office that lacks nothing."""
    return triggers("r3373")


def test_with_nothing_to_do_nothing_is_changed(owner_db: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert migrate_offices(schemas=SCHEMAS) == []
    assert not [query for query in queries if re.match(r"\s*(CREATE|ALTER|DROP|UPDATE|GRANT|REVOKE)", query["sql"])]
    assert migrate_everything(at=AT).migrations == ()


def test_sql_reaches_every_office_that_lacks_it(owner_db: str, complete: set[str]) -> None:
    for schema in SCHEMAS[:3]:
        take_back(schema, SQL_ONE)
    assert triggers("r3510") < complete
    said: list[str] = []
    assert migrate_offices(schemas=SCHEMAS, report=said.append) == ["cases.0002_append_only"]
    assert said == ["cases.0002_append_only: 3 kantor …"]
    assert [triggers(schema) for schema in SCHEMAS] == [complete] * 4
    assert migrate_offices(schemas=SCHEMAS) == []


def test_offices_at_different_states_all_arrive(owner_db: str, complete: set[str]) -> None:
    take_back("r3373", SQL_ONE)
    take_back("r6503", SQL_ONE, CODE_ONE)
    assert set(migrate_offices(schemas=SCHEMAS)) == {"tenants.0003_registry", "cases.0002_append_only"}
    assert [triggers(schema) for schema in SCHEMAS] == [complete] * 4
    assert migrate_offices(schemas=SCHEMAS) == []


def test_code_runs_by_django_s_own_way(owner_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    take_back("r3373", CODE_ONE)
    went: list[str] = []
    original = MigrationExecutor.migrate

    def migrate(self: MigrationExecutor, *args: object, **kwargs: object) -> object:
        went.append(connection.schema_name)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(MigrationExecutor, "migrate", migrate)
    assert migrate_offices(schemas=SCHEMAS) == ["tenants.0003_registry"]
    assert went == ["r3373"]
    assert migrate_offices(schemas=SCHEMAS) == []


def test_new_tables_get_their_rights_and_their_rows(owner_db: str, salatiga: Office) -> None:
    take_back("r3373", CODE_ONE)
    run("REVOKE ALL ON r3373.cases_case FROM office_r3373")
    with in_office(salatiga), as_owner(connection):
        ContentType.objects.filter(app_label="cases", model="case").delete()
    migrate_offices(schemas=SCHEMAS)
    with in_office(salatiga):
        run("SELECT count(*) FROM cases_case")
        assert ContentType.objects.filter(app_label="cases", model="case").exists()
        assert run(
            "SELECT count(*) FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id"
            " WHERE t.app_label = 'cases' AND t.model = 'case'"
        ) == [(4,)]


def test_rights_are_set_by_the_run_after_an_interrupted_one(
    owner_db: str, salatiga: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first office had got everything before another one failed: it lacks nothing but its rights."""
    for schema in SCHEMAS[:2]:
        take_back(schema, CODE_ONE)
    run("REVOKE ALL ON r3373.cases_case FROM office_r3373", "GRANT ALL ON r3373.cases_event TO office_r3373")
    with in_office(salatiga), as_owner(connection):
        ContentType.objects.filter(app_label="cases", model="case").delete()
    original = MigrationExecutor.migrate

    def interrupted(self: MigrationExecutor, *args: object, **kwargs: object) -> object:
        if connection.schema_name == "r3510":
            raise KeyboardInterrupt
        return original(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(MigrationExecutor, "migrate", interrupted)
        with pytest.raises(KeyboardInterrupt):
            migrate_offices(schemas=SCHEMAS)
    assert migrate_offices(schemas=SCHEMAS) == ["tenants.0003_registry"]
    may = "SELECT has_table_privilege('office_r3373', 'r3373.cases_case', 'UPDATE')"
    assert run(f"{may}, has_table_privilege('office_r3373', 'r3373.cases_event', 'UPDATE')") == [(True, False)]
    with in_office(salatiga):
        assert ContentType.objects.filter(app_label="cases", model="case").exists()


class Collected:
    """A loader that collects what Django's schema editor does, as its own does for one migration."""

    def collect_sql(self, plan: list[tuple[Migration, bool]]) -> list[str]:
        with connection.schema_editor(collect_sql=True) as editor:
            for made, _backwards in plan:
                made.apply(ProjectState(), editor, collect_sql=True)
        collected: list[str] = editor.collected_sql
        return collected


def test_sql_with_comments_of_its_own_is_run(owner_db: str) -> None:
    made = migration(
        migrations.RunSQL("-- why it is there\nCREATE TABLE trial_one (i int)"),
        migrations.RunSQL("CREATE TABLE trial_two (i int) -- and what it is for"),
        migrations.RunSQL(["-- the last\nCREATE TABLE trial_three (i int);"]),
        migrations.RunSQL(migrations.RunSQL.noop),
    )
    with as_owner(connection):
        attempts = Attempts(names={}, report=[].append)
        offices._apply(Collected(), made, SCHEMAS, attempts)
        attempts.conclude()
        for schema in SCHEMAS:
            run(*(f"SELECT i FROM {schema}.trial_{number}" for number in ("one", "two", "three")))
            assert ("cases", "0009_trial") in applied_in(connection.cursor(), schema)


def test_an_office_at_work_makes_the_migration_wait_then_go_on_with_the_others(
    owner_committed_db: str, complete: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offices, "LOCK_TIMEOUT", "50ms")
    for schema in SCHEMAS:
        take_back(schema, SQL_ONE)
    with psycopg.connect(owner_url(owner_committed_db)) as at_work:
        at_work.execute("LOCK TABLE r3510.cases_event IN ROW EXCLUSIVE MODE")
        with pytest.raises(OfficesFailed, match=r"\(r3510\): cases.0002_append_only: tabelnya terus dipakai"):
            migrate_offices(schemas=SCHEMAS)
        at_work.rollback()
    assert [triggers(schema) == complete for schema in SCHEMAS] == [True, False, True, True]
    assert migrate_offices(schemas=SCHEMAS) == ["cases.0002_append_only"]
    assert [triggers(schema) for schema in SCHEMAS] == [complete] * 4


def test_a_migration_that_fails_leaves_the_office_as_it_was(owner_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    take_back("r3373", SQL_ONE)
    run("DROP TABLE r3373.cases_event CASCADE")
    with pytest.raises(OfficesFailed, match="cases_event"):
        migrate_offices(schemas=SCHEMAS)
    assert run("SELECT count(*) FROM r3373.django_migrations WHERE app = 'cases' AND name = '0002_append_only'") == [
        (0,)
    ]
    assert connection.schema_name == "public"
    assert connection.acting_as_owner is False


def migration(*operations: object, atomic: bool = True, replaces: tuple[tuple[str, str], ...] = ()) -> Migration:
    made = Migration("0009_trial", "cases")
    made.operations = list(operations)
    made.atomic = atomic
    made.replaces = list(replaces)
    return made


class OurOwn(migrations.RunSQL):
    """An operation that Django does not know."""


def nothing(apps: object, schema_editor: object) -> None:
    """Code."""


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (migration(migrations.AddField("case", "x", models.IntegerField(null=True))), True),
        (migration(migrations.RunSQL("SELECT 1")), True),
        (migration(migrations.SeparateDatabaseAndState([migrations.RunSQL("SELECT 1")], [])), True),
        (migration(), True),
        (migration(migrations.RunPython(nothing)), False),
        (migration(migrations.SeparateDatabaseAndState([migrations.RunPython(nothing)], [])), False),
        (migration(OurOwn("SELECT 1")), False),
        (migration(migrations.RunSQL("SELECT 1"), atomic=False), False),
    ],
)
def test_what_may_run_as_text(made: Migration, text: bool) -> None:
    assert is_sql_alone(made) is text


def test_a_squashed_migration_counts_where_all_it_replaces_are_applied() -> None:
    squashed = migration(replaces=(("cases", "0001_a"), ("cases", "0002_b")))
    both, none = {("cases", "0001_a"), ("cases", "0002_b")}, set[tuple[str, str]]()
    assert lacking([squashed], {"r1": both, "r2": none}) == [(squashed, ["r2"])]
    with pytest.raises(HalfSquashed, match="partly"):
        lacking([squashed], {"r1": {("cases", "0001_a")}})


def _tables(template: OfficeTemplate) -> list[str]:
    """Its statements but for rows, which say when a migration was applied."""
    return [statement for statement in template.statements if not statement.startswith("INSERT")]


@pytest.mark.slow
def test_the_template_is_built_again_only_when_it_must(owner_committed_db: str) -> None:
    before = OfficeTemplate.objects.get()
    assert ensure_template(at=AT) == before
    OfficeTemplate.objects.update(key="another state")
    said: list[str] = []
    after = ensure_template(at=AT, report=said.append)
    assert said == ["Membangun skema acuan kantor …"]
    assert (after.key, after.made_at) == (before.key, AT)
    assert _tables(after) == _tables(before)
    assert OfficeTemplate.objects.count() == 1


def test_the_commands(owner_db: str) -> None:
    out = io.StringIO()
    call_command("migrate_offices", stdout=out)
    assert "4 kantor, 0 migrasi" in out.getvalue()
    call_command("template", stdout=out)
    assert "Skema acuan siap" in out.getvalue()
    call_command("registry", stdout=out)
    assert "38 provinsi, 514 kabupaten/kota" in out.getvalue()


def test_the_web_login_migrates_nothing(committed_db: str) -> None:
    with pytest.raises(CommandError, match="RANGKUL_DB_AS"):
        call_command("migrate_offices")


@pytest.mark.django_db
def test_tables_are_found_by_their_schema(salatiga: Office) -> None:
    with in_office(salatiga), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'r3373'")
        there = {row[0] for row in cursor.fetchall()}
        assert set(connection.introspection.table_names(cursor)) == there
