"""A right too few or too many of an office's role is mended by the next migration, and no other office is touched."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.migrating import offices
from tenants.migrating.attempts import OfficesFailed
from tenants.migrating.offices import migrate_offices
from tenants.office_rights import differing
from tenants.roles import as_owner
from tests.tenants.test_migrating import SCHEMAS, run

ROLE = "office_r3510"
CHANGES = {
    "a table cannot be read": f"REVOKE SELECT ON r3510.cases_case FROM {ROLE}",
    "a table has no right at all": f"REVOKE ALL ON r3510.cases_case FROM {ROLE}",
    "a new table was forgotten": "CREATE TABLE r3510.trial (i int)",
    "a sequence cannot be used": f"REVOKE USAGE ON r3510.django_migrations_id_seq FROM {ROLE}",
    "the schema cannot be entered": f"REVOKE USAGE ON SCHEMA r3510 FROM {ROLE}",
    "a table may be emptied": f"GRANT TRUNCATE ON r3510.cases_case TO {ROLE}",
    "what is append-only may be changed": f"GRANT UPDATE ON r3510.cases_event TO {ROLE}",
    "one column of it may be changed": f"GRANT UPDATE (kind) ON r3510.cases_event TO {ROLE}",
    "Django's record may be written": f"GRANT DELETE ON r3510.django_migrations TO {ROLE}",
    "a sequence may be set": f"GRANT UPDATE ON r3510.django_migrations_id_seq TO {ROLE}",
    "tables may be made": f"GRANT CREATE ON SCHEMA r3510 TO {ROLE}",
    "a right may be passed on": f"GRANT SELECT ON r3510.cases_case TO {ROLE} WITH GRANT OPTION",
    "tables to come get nothing": f"ALTER DEFAULT PRIVILEGES IN SCHEMA r3510 REVOKE ALL ON TABLES FROM {ROLE}",
    "tables to come get too much": f"ALTER DEFAULT PRIVILEGES IN SCHEMA r3510 GRANT TRUNCATE ON TABLES TO {ROLE}",
    "sequences to come get nothing": f"ALTER DEFAULT PRIVILEGES IN SCHEMA r3510 REVOKE ALL ON SEQUENCES FROM {ROLE}",
}


def wrong() -> set[str]:
    with as_owner(connection), connection.cursor() as cursor:
        return differing(cursor, schemas=SCHEMAS)


@pytest.mark.parametrize("change", CHANGES)
def test_what_differs_is_mended_in_that_office_alone(owner_db: str, change: str) -> None:
    assert wrong() == set()
    if change == "a new table was forgotten":
        run(f"ALTER DEFAULT PRIVILEGES IN SCHEMA r3510 REVOKE ALL ON TABLES FROM {ROLE}")
    run(CHANGES[change])
    assert wrong() == {"r3510"}
    with CaptureQueriesContext(connection) as queries:
        migrate_offices(schemas=SCHEMAS)
    granted = [query["sql"] for query in queries if query["sql"].lstrip().startswith(("GRANT", "REVOKE", "ALTER DEF"))]
    assert granted
    assert all('"r3510"' in statement for statement in granted)
    assert wrong() == set()


def test_nobody_is_without_a_right_while_rights_are_mended(owner_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking all and giving what is due is one transaction: where giving fails, the office has what it had."""
    run(f"GRANT TRUNCATE ON r3510.cases_case TO {ROLE}")

    def fails(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(offices, "grant_office", fails)
    with pytest.raises(OfficesFailed, match="r3510"):
        migrate_offices(schemas=SCHEMAS)
    assert run(f"SELECT has_table_privilege('{ROLE}', 'r3510.cases_case', 'SELECT')") == [(True,)]


def test_an_office_whose_role_is_gone_is_wrong(owner_db: str) -> None:
    run("CREATE SCHEMA r9999")
    with as_owner(connection), connection.cursor() as cursor:
        assert differing(cursor, schemas=["r9999", *SCHEMAS]) == {"r9999"}
