"""What PostgreSQL must refuse a request, tried from inside one: the tables of the other office, of the template, of the
shared schema. Each try that is not refused is named; an empty list means that the wall stands.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.utils import DatabaseError
from psycopg.errors import CheckViolation, ForeignKeyViolation, InsufficientPrivilege

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
READ_BY_ALL = {
    "tenants_officekey": "public keys: whoever seals to an office needs its key",
    "custody_address": "the directory: whoever refers somebody needs the other office's telephone",
    "library_libraryentry": "SOPs of the nation and of a province belong to no office; tests/library tries its wall",
}
"""Shared tables with rows of every office that every office may read. Whatever is not here shows each its own."""

ROWS_KEPT_APART = sorted(
    name for name, table in declared_tables().items() if table.wall is Wall.ROWS and name not in READ_BY_ALL
)
RULES = (CheckViolation, ForeignKeyViolation)
A_MATTER = "00000000-0000-4000-8000-00000000a77e"
FORGERIES = {
    "custody_custody": (
        "INSERT INTO public.custody_custody (matter, office_id, revision, since, length, head)"
        f" VALUES ('{A_MATTER}', %s, 0, now(), 0, '')"
    ),
    "custody_envelope": (
        "INSERT INTO public.custody_envelope (id, number, matter, sender_id, sender_code, receiver_code, kind, moves,"
        " reasons, scope, risk, binding, sent_at, answer_by, state, revision, assigned_to, assigned_by, proposed)"
        " SELECT gen_random_uuid(), 'X', c.matter, c.office_id, '35.10', '65.03', 'rujukan', false, '{}', '{}', '',"
        " false, now(), now(), 'sent', 0, '', '', '' FROM (SELECT %s::uuid AS office_id,"
        f" '{A_MATTER}'::uuid AS matter) c"
    ),
    "custody_link": (
        "INSERT INTO public.custody_link (matter, number, id, office_id, console, kind, at, by_name, data, previous,"
        f" digest) VALUES ('{A_MATTER}', 1, gen_random_uuid(), %s, '', 'sent', now(), '', '{{}}', '', '')"
    ),
    "custody_parcel": (
        "INSERT INTO public.custody_parcel (id, envelope, sender_id, receiver_id, kind, key_number, body, at)"
        " VALUES (gen_random_uuid(), gen_random_uuid(), %s, gen_random_uuid(), 'minimum', 1, '', now())"
    ),
    "custody_address": "UPDATE public.custody_address SET phone = '0' WHERE office_id = %s RETURNING 1",
    "reporting_fact": (
        "INSERT INTO public.reporting_fact (office_id, matter, code, month, state, stage, kinds, revision, changed_at,"
        " carried_at) VALUES (%s, gen_random_uuid(), '', '2026-05-01', 'running', '', '{}', 1, now(), now())"
    ),
    "onboarding_officestate": (
        "INSERT INTO public.onboarding_officestate (office_id, sops, staff, unheld, told_at)"
        " VALUES (%s, 1, 1, 0, now())"
    ),
    "reporting_lag": "INSERT INTO public.reporting_lag (office_id, code, unsent, told_at) VALUES (%s, '', 0, now())",
}
"""For each shared table that offices write: a statement that would write in another's name."""

INSIDE = "tests.isolation.inside"


@dataclass(frozen=True)
class Try:
    """One statement that must come to nothing: refused by right, or, where `rows` allows, finding no row.

    `rule`: a trigger of the table may refuse it before row-level security comes to it.
    """

    where: str
    statement: str
    parameters: tuple[Any, ...] = ()
    rows: bool = False
    rule: bool = False


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
            yield Try(where, f"SELECT last_value FROM {where}")
        elif name in declared:
            yield from _shared(declared[name], where, column, their_id)
        else:
            yield from _all_of(where, kind, column)


def _all_of(where: str, kind: str, column: str) -> Iterator[Try]:
    if kind == "S":
        yield Try(where, f"SELECT last_value FROM {where}")
        yield Try(where, f"SELECT nextval('{where}')")
        return
    yield Try(where, f"SELECT 1 FROM {where} LIMIT 1")
    yield from _writes(where, column)


def _writes(where: str, column: str) -> Iterator[Try]:
    yield Try(where, f'UPDATE {where} SET "{column}" = "{column}" WHERE false')
    yield Try(where, f"DELETE FROM {where} WHERE false")
    yield Try(where, f"INSERT INTO {where} SELECT * FROM {where} WHERE false")
    yield Try(where, f"TRUNCATE {where}")


def _shared(table: SharedTable, where: str, column: str, their_id: uuid.UUID) -> Iterator[Try]:
    if table.wall is Wall.NO_RIGHT:
        yield from _all_of(where, "r", column)
        return
    if table.wall is Wall.ROWS and table.name not in READ_BY_ALL:
        of_theirs = f'WHERE "{table.office_column}" = %s'
        yield Try(where, f"SELECT 1 FROM {where} {of_theirs}", (their_id,), rows=True)
    if set(table.offices) <= {"SELECT"}:
        yield from _writes(where, column)
        return
    of_theirs = f'WHERE "{table.office_column}" = %s RETURNING 1'
    office = table.office_column
    for statement in (f'UPDATE {where} SET "{office}" = "{office}" {of_theirs}', f"DELETE FROM {where} {of_theirs}"):
        yield Try(where, statement, (their_id,), rows=True)
    yield Try(where, FORGERIES[table.name], (their_id,), rows=True, rule=True)


def breaches(*, theirs: str, their_id: uuid.UUID) -> list[str]:
    """The tries that were not refused, as `"schema"."table": VERB`."""
    return sorted({f"{one.where}: {one.statement.split()[0]}" for one in _found(theirs, their_id)})


def _found(theirs: str, their_id: uuid.UUID) -> Iterator[Try]:
    for one in list(tries(theirs=theirs, their_id=their_id)):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(one.statement, one.parameters)
                refused = one.rows and cursor.description is not None and cursor.fetchone() is None
                transaction.set_rollback(True)
        except DatabaseError as error:  # any other error than this one says that the right was there
            refused = isinstance(error.__cause__, (InsufficientPrivilege, *(RULES if one.rule else ())))
        if not refused:
            yield one


def tried(here: Side, there: Side) -> list[str]:
    """What a request of `here` comes to; ROOT_URLCONF must be INSIDE."""
    answer = client_of(here, "worker").get(f"/dinding/{there.office.schema_name}/{there.office.pk}/")
    assert answer.status_code == 200, answer.content[:500]
    assert answer.json()["staff"] == str(here.things.staff["worker"])
    found: list[str] = answer.json()["breaches"]
    return found
