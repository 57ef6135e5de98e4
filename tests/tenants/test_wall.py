"""What PostgreSQL refuses an office, whatever the query says; and the one thing it does not."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from psycopg.errors import InsufficientPrivilege

from accounts.models import Staff
from tenants.current import in_office
from tenants.models import Domain, Office, OfficeKey, Province, Regency

pytestmark = pytest.mark.django_db


def ask(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def refused(statement: str) -> bool:
    """Whether PostgreSQL denies it, by right and not by an error of ours."""
    try:
        with transaction.atomic():
            ask(statement)
    except ProgrammingError as error:
        return isinstance(error.__cause__, InsufficientPrivilege)
    return False


def test_the_tests_enter_as_the_login_that_may_nothing() -> None:
    assert ask("SELECT session_user::text, current_user::text") == [("rangkul_web", "rangkul_web")]
    assert ask(
        "SELECT rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles"
        " WHERE rolname = session_user"
    ) == [(False, False, False, False, False)]


def test_an_office_is_its_role_and_its_schema(salatiga: Office) -> None:
    with in_office(salatiga):
        assert ask("SELECT current_user::text, current_schema()::text") == [("office_r3373", "r3373")]
    assert ask("SELECT current_user::text, current_schema()::text") == [("rangkul_web", "public")]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM r3510.accounts_staff",
        "SELECT count(*) FROM r3510.cases_case",
        "UPDATE r3510.accounts_staff SET name = 'x'",
        "DELETE FROM r3510.accounts_lane",
        "INSERT INTO r3510.django_session VALUES ('k', 'd', now())",
        "SELECT ours.id FROM accounts_staff ours JOIN r3510.accounts_staff theirs ON true",
        "SELECT * FROM office_template.django_migrations",
    ],
)
def test_another_office_s_tables_are_refused(salatiga: Office, banyuwangi: Office, statement: str) -> None:
    with in_office(salatiga):
        assert refused(statement)
        assert not refused(statement.replace("r3510", "r3373").replace("office_template", "r3373"))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE r3373.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMPORARY TABLE accounts_staff (id int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "ALTER TABLE accounts_staff DISABLE TRIGGER ALL",
        "TRUNCATE accounts_staff",
        "DROP TABLE cases_case",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
        "UPDATE public.tenants_office SET name = 'x'",
        "INSERT INTO public.tenants_domain (domain, is_primary, tenant_id) VALUES ('x', false, gen_random_uuid())",
        "DELETE FROM public.tenants_officekey",
        "UPDATE public.tenants_regency SET name = 'x'",
        "DELETE FROM public.tenants_province",
        "SELECT * FROM public.tenants_officetemplate",
        "SELECT * FROM public.accounts_staff",
        "SELECT * FROM public.django_session",
        "SELECT * FROM public.account_emailaddress",
        "SELECT * FROM public.django_migrations",
        "ALTER TABLE public.tenants_office DISABLE ROW LEVEL SECURITY",
        "COPY accounts_staff TO PROGRAM 'cat'",
    ],
)
def test_making_tables_and_writing_shared_ones_is_refused(salatiga: Office, statement: str) -> None:
    with in_office(salatiga):
        assert refused(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM r3373.accounts_staff",
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMPORARY TABLE tenants_domain (id int)",
        "UPDATE tenants_office SET name = 'x'",
        "INSERT INTO tenants_officekey VALUES (1, '', now(), gen_random_uuid())",
        "SELECT * FROM tenants_officetemplate",
        "CREATE ROLE mine",
        "CREATE SCHEMA mine",
    ],
)
def test_the_web_login_itself_reads_no_office_and_writes_no_directory(salatiga: Office, statement: str) -> None:
    assert refused(statement)


def test_an_office_sees_of_the_directory_only_itself(salatiga: Office, banyuwangi: Office) -> None:
    assert {office.code for office in Office.objects.all()} == {"33.73", "35.10", "65.03", "62.05"}
    with in_office(salatiga):
        assert [office.code for office in Office.objects.all()] == ["33.73"]
        assert [domain.domain for domain in Domain.objects.all()] == ["salatiga.localhost"]
        assert not Office.objects.filter(id=banyuwangi.id).exists()
        assert ask("SELECT count(*) FROM public.tenants_domain WHERE domain = 'banyuwangi.localhost'") == [(0,)]


def test_an_office_reads_the_registry_and_every_public_key(salatiga: Office) -> None:
    with in_office(salatiga):
        assert (Province.objects.count(), Regency.objects.count()) == (38, 514)
        assert OfficeKey.objects.count() == 4
        assert all(len(bytes(key.public_key)) == 32 for key in OfficeKey.objects.all())


def test_what_a_wrong_office_gets_is_nothing_even_under_the_same_id(
    two_offices: tuple[Office, Office], in_both_offices: Callable[..., tuple[uuid.UUID, Staff, Staff]]
) -> None:
    ours, theirs = two_offices
    same, our_staff, their_staff = in_both_offices(
        lambda staff_id: Staff.objects.create(
            id=staff_id, username="sari", name=f"Sari {connection.schema_name}", joined_at=datetime.now(UTC)
        )
    )
    assert our_staff.pk == their_staff.pk == same
    with in_office(ours):
        assert Staff.objects.get(pk=same).name == "Sari r3373"
        Staff.objects.filter(pk=same).update(name="Berubah")
    with in_office(theirs):
        assert Staff.objects.get(pk=same).name == "Sari r3510"


def test_a_session_of_one_office_is_nothing_in_another(two_offices: tuple[Office, Office]) -> None:
    ours, theirs = two_offices
    with in_office(ours):
        Session.objects.create(session_key="a" * 32, session_data="x", expire_date=datetime(2030, 1, 1, tzinfo=UTC))
    with in_office(theirs):
        assert not Session.objects.filter(session_key="a" * 32).exists()
    assert not Session.objects.filter(session_key="a" * 32).exists()


def test_an_office_keeps_its_identity(owner_id_change: str) -> None:
    assert "keeps its id, schema and role" in owner_id_change


@pytest.fixture
def owner_id_change() -> str:
    """What the trigger says; its own connection, since only the owner may try."""
    import psycopg

    from tests.databases import owner_url

    with psycopg.connect(owner_url(str(connection.settings_dict["NAME"]))) as owner:
        with pytest.raises(psycopg.errors.RestrictViolation) as refusal:
            owner.execute("UPDATE tenants_office SET id = gen_random_uuid() WHERE code = '33.73'")
        owner.rollback()
    return str(refusal.value)


def test_the_honest_limit_whoever_can_run_any_sql_can_take_another_role(salatiga: Office, banyuwangi: Office) -> None:
    """Roles stop the wrong query, not an attacker with a whole statement to himself.

    The login may become every office, so a text of his own may too. What guards here is that no text ever comes from
    outside: queries are parameterised throughout and one module sets roles (see test_one_module_sets_roles). A login
    for each office would close this; it is not what runs.
    """
    with in_office(salatiga), transaction.atomic():
        ask("SET LOCAL ROLE office_r3510")
        assert ask("SELECT count(*) FROM r3510.accounts_staff") == [(1,)]
        ask("RESET ROLE")
        assert refused("SELECT count(*) FROM r3510.accounts_staff")
