"""Every table of the shared schema is walled or declared; taking the wall away shows."""

from dataclasses import replace

import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from pytest_django import Settings

from tenants import row_security
from tenants.checks import check_settings, check_walls
from tenants.current import in_office
from tenants.models import Office
from tenants.shared_tables import SharedTable, Wall, declared_tables


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def faults(**changed: SharedTable) -> list[str]:
    with connection.cursor() as cursor:
        return [str(fault) for fault in row_security.faults(cursor, declared=declared_tables() | changed)]


@pytest.mark.django_db
def test_the_wall_stands() -> None:
    assert faults() == []
    assert check_walls(None, databases=["default"]) == []


@pytest.mark.django_db
def test_every_declared_table_is_there_and_says_why() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        there = {row[0] for row in cursor.fetchall()}
    assert there == set(declared_tables())
    assert all(table.reason for table in declared_tables().values())


def test_what_offices_own_is_walled_by_rows() -> None:
    walled = {name for name, table in declared_tables().items() if table.wall is Wall.ROWS}
    assert {"tenants_office", "tenants_domain", "tenants_officekey"} <= walled


@pytest.mark.parametrize("table", ["tenants_office", "tenants_domain", "tenants_officekey"])
@pytest.mark.parametrize("broken", ["DISABLE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"])
def test_row_level_security_taken_out_shows(owner_db: str, table: str, broken: str) -> None:
    run(f"ALTER TABLE {table} {broken}")
    assert faults() == [f"public.{table}: row-level security is not forced"]
    assert [error.id for error in check_walls(None, databases=["default"])] == ["tenants.E006"]
    with pytest.raises(SystemCheckError, match="row-level security is not forced"):
        call_command("check", databases=["default"], tags=["database"], fail_level="ERROR")


def test_row_level_security_taken_out_lets_an_office_see_others(owner_db: str, salatiga: Office) -> None:
    """Why the check above matters: without it nothing else would keep the directory apart."""
    run("ALTER TABLE tenants_office DISABLE ROW LEVEL SECURITY")
    with in_office(salatiga):
        assert Office.objects.count() == 4


def test_a_table_that_nobody_declared_shows(owner_db: str) -> None:
    run("CREATE TABLE letters (id int)")
    assert faults() == ["public.letters: not declared, and no forced row-level security"]
    run("ALTER TABLE letters ENABLE ROW LEVEL SECURITY", "ALTER TABLE letters FORCE ROW LEVEL SECURITY")
    assert faults() == ["public.letters: not declared, and no forced row-level security"], "no policy yet"
    run("CREATE POLICY own ON letters TO office_base USING (false)")
    assert faults() == []


@pytest.mark.parametrize(
    ("grant", "fault"),
    [
        ("SELECT ON accounts_staff", "public.accounts_staff: offices have a right on it"),
        ("SELECT ON django_session", "public.django_session: offices have a right on it"),
        ("TRUNCATE ON tenants_officetemplate", "public.tenants_officetemplate: offices have a right on it"),
        ("UPDATE ON tenants_regency", "public.tenants_regency: offices may write it"),
    ],
)
def test_a_right_too_many_shows(owner_db: str, grant: str, fault: str) -> None:
    run(f"GRANT {grant} TO office_base")
    assert faults() == [fault]


def test_a_right_for_everybody_shows(owner_db: str) -> None:
    run("GRANT SELECT ON accounts_staff TO PUBLIC")
    assert faults() == ["public.accounts_staff: offices have a right on it"]


def test_a_key_without_the_office_shows(owner_db: str) -> None:
    domain = replace(declared_tables()["tenants_domain"], keys_without_office="")
    assert sorted(faults(tenants_domain=domain)) == [
        "public.tenants_domain: key tenants_domain_domain_key lacks the office",
        "public.tenants_domain: key tenants_domain_pkey lacks the office",
    ]
    run("CREATE UNIQUE INDEX number_alone ON tenants_officekey (number, public_key)")
    assert faults() == ["public.tenants_officekey: key number_alone lacks the office"]


def test_setting_the_rights_again_takes_back_what_was_too_much(owner_db: str) -> None:
    run(f"GRANT ALL ON DATABASE {owner_db} TO PUBLIC", "GRANT ALL ON SCHEMA public TO PUBLIC")
    run("GRANT ALL ON tenants_office, accounts_staff, tenants_officetemplate TO office_base, rangkul_web")
    with connection.cursor() as cursor:
        row_security.grant_shared(cursor, database=owner_db)
        cursor.execute("SELECT has_table_privilege('rangkul_web', 'tenants_office', 'UPDATE')")
        assert cursor.fetchone() == (False,)
        cursor.execute(
            "SELECT has_database_privilege('rangkul_web', %(name)s, 'TEMPORARY'),"
            " has_database_privilege('rangkul_web', %(name)s, 'CONNECT'),"
            " has_database_privilege('office_r3373', %(name)s, 'CONNECT'),"
            " has_schema_privilege('office_r3373', 'public', 'CREATE')",
            {"name": owner_db},
        )
        assert cursor.fetchone() == (False, True, False, False)
    assert faults() == []


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"wall": Wall.OPEN, "reason": ""}, "say why"),
        ({"wall": Wall.NO_RIGHT, "offices": ("SELECT",)}, "offices have rights"),
        ({"wall": Wall.OPEN, "offices": ("UPDATE",)}, "offices may write"),
        ({"wall": Wall.ROWS}, "which column"),
    ],
)
def test_a_declaration_that_makes_no_sense_is_refused(table: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        SharedTable(**({"name": "letters", "reason": "a trial"} | table))  # type: ignore[arg-type]


def test_the_settings_on_which_isolation_rests(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_settings(None) == []
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.STORAGES = {"staticfiles": {"BACKEND": "django_tenants.staticfiles.storage.TenantStaticFilesStorage"}}
    settings.TENANT_APPS = ["django.contrib.auth"]
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django_tenants.postgresql_backend")
    assert [error.id for error in check_settings(None)] == [
        "tenants.E001", "tenants.E002", "tenants.E003", "tenants.E004",
    ]  # fmt: skip


def test_the_checks_are_registered() -> None:
    registered = {check.__name__ for check in checks.registry.registry.get_checks(include_deployment_checks=True)}
    assert {"check_settings", "check_walls"} <= registered
