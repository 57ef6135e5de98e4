"""What PostgreSQL must refuse a request, tried from inside one: the tables of the other office, of the template, of the
shared schema. Each try that is not refused is named; an empty list means that the wall stands.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.utils import DatabaseError
from psycopg.errors import InsufficientPrivilege

from tenants.roles import TEMPLATE_SCHEMA
from tenants.shared_tables import SharedTable, Wall, declared_tables
from tests.isolation.visiting import client_of
from tests.isolation.world import Side

RELATIONS = """
    SELECT n.nspname, c.relname, c.relkind,
           (SELECT a.attname FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
            AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a' ORDER BY a.attnum LIMIT 1)
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY (%s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') ORDER BY 1, 2
"""
READ_BY_ALL = {"tenants_officekey": "public keys: whoever seals to an office needs its key"}
"""Shared tables with rows of every office that every office may read. Whatever is not here shows each its own."""

ROWS_KEPT_APART = sorted(
    name for name, table in declared_tables().items() if table.wall is Wall.ROWS and name not in READ_BY_ALL
)
INSIDE = "tests.isolation.inside"


@dataclass(frozen=True)
class Try:
    """One statement that must come to nothing: refused by right, or, where `rows` allows, finding no row."""

    where: str
    statement: str
    parameters: tuple[object, ...] = ()
    rows: bool = False


def tries(*, theirs: str, their_id: uuid.UUID) -> Iterator[Try]:
    """Everything a request of one office must not come to; `theirs` is the other's schema."""
    with connection.cursor() as cursor:
        cursor.execute(RELATIONS, [[theirs, TEMPLATE_SCHEMA, "public"]])
        relations = cursor.fetchall()
    declared = declared_tables()
    for schema, name, kind, column in relations:
        where = f'"{schema}"."{name}"'
        if schema != "public":
            yield from _all_of(where, kind, column)
        elif kind == "S":
            yield Try(where, f"SELECT last_value FROM {where}")  # noqa: S608
        elif name in declared:
            yield from _shared(declared[name], where, column, their_id)
        else:
            yield from _all_of(where, kind, column)


def _all_of(where: str, kind: str, column: str) -> Iterator[Try]:
    if kind == "S":
        yield Try(where, f"SELECT last_value FROM {where}")  # noqa: S608
        yield Try(where, f"SELECT nextval('{where}')")
        return
    yield Try(where, f"SELECT 1 FROM {where} LIMIT 1")  # noqa: S608
    yield from _writes(where, column)


def _writes(where: str, column: str) -> Iterator[Try]:
    yield Try(where, f'UPDATE {where} SET "{column}" = "{column}" WHERE false')  # noqa: S608
    yield Try(where, f"DELETE FROM {where} WHERE false")  # noqa: S608
    yield Try(where, f"INSERT INTO {where} SELECT * FROM {where} WHERE false")  # noqa: S608
    yield Try(where, f"TRUNCATE {where}")


def _shared(table: SharedTable, where: str, column: str, their_id: uuid.UUID) -> Iterator[Try]:
    if table.wall is Wall.NO_RIGHT:
        yield from _all_of(where, "r", column)
        return
    if table.wall is Wall.ROWS and table.name not in READ_BY_ALL:
        of_theirs = f'WHERE "{table.office_column}" = %s'
        yield Try(where, f"SELECT 1 FROM {where} {of_theirs}", (their_id,), rows=True)  # noqa: S608
    if set(table.offices) <= {"SELECT"}:
        yield from _writes(where, column)


def breaches(*, theirs: str, their_id: uuid.UUID) -> list[str]:
    """The tries that were not refused, as `"schema"."table": VERB`."""
    return sorted({f"{one.where}: {one.statement.split()[0]}" for one in _found(theirs, their_id)})


def _found(theirs: str, their_id: uuid.UUID) -> Iterator[Try]:
    for one in list(tries(theirs=theirs, their_id=their_id)):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(one.statement, one.parameters)
                refused = one.rows and cursor.fetchone() is None
                transaction.set_rollback(True)
        except DatabaseError as error:  # any other error than this one says that the right was there
            refused = isinstance(error.__cause__, InsufficientPrivilege)
        if not refused:
            yield one


def tried(here: Side, there: Side) -> list[str]:
    """What a request of `here` comes to; ROOT_URLCONF must be INSIDE."""
    answer = client_of(here, "worker").get(f"/dinding/{there.office.schema_name}/{there.office.pk}/")
    assert answer.status_code == 200, answer.content[:500]
    assert answer.json()["staff"] == str(here.things.staff["worker"])
    found: list[str] = answer.json()["breaches"]
    return found
