"""Reads from PostgreSQL's own catalogue whether the shared schema is as declared, and sets the rights as declared."""

from dataclasses import dataclass
from typing import Any

from tenants import roles
from tenants.shared_tables import SharedTable, Wall, declared_tables

SHARED_TABLES_NOW = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
           EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid),
           has_table_privilege(%(base)s, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'),
           has_table_privilege(%(base)s, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
    FROM pg_catalog.pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    ORDER BY c.relname
"""
KEYS_WITHOUT_COLUMN = """
    SELECT i.indexrelid::regclass::text
    FROM pg_catalog.pg_index i
    WHERE i.indrelid = %s::regclass AND i.indisunique
      AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = i.indrelid AND a.attname = %s AND a.attnum = ANY (i.indkey)
      )
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """A shared table whose wall is not what it should be."""

    table: str
    what: str

    def __str__(self) -> str:
        return f"public.{self.table}: {self.what}"


def faults(cursor: Any, *, declared: dict[str, SharedTable] | None = None) -> list[Fault]:
    """Return every fault in the wall around the shared schema; an empty list means that it stands."""
    declared = declared_tables() if declared is None else declared
    found: list[Fault] = []
    cursor.execute(SHARED_TABLES_NOW, {"base": roles.OFFICE_BASE})
    for name, forced, has_policy, any_right, may_write in cursor.fetchall():
        table = declared.get(name)
        if table is None:
            if not (forced and has_policy):
                found.append(Fault(name, "not declared, and no forced row-level security"))
        elif table.wall is Wall.ROWS and not (forced and has_policy):
            found.append(Fault(name, "row-level security is not forced"))
        elif table.wall is Wall.NO_RIGHT and any_right:
            found.append(Fault(name, "offices have a right on it"))
        elif table.wall is Wall.OPEN and may_write:
            found.append(Fault(name, "offices may write it"))
        if table is not None and table.office_column and not table.keys_without_office:
            cursor.execute(KEYS_WITHOUT_COLUMN, [f"public.{name}", table.office_column])
            found += [Fault(name, f"key {row[0]} lacks the office") for row in cursor.fetchall()]
    return found


def grant_shared(cursor: Any, *, database: str) -> None:
    """Set the rights on the shared schema as declared; whatever is not declared belongs to the owner alone."""
    roles.close_database(cursor, database=database)
    roles.ensure_console_roles(cursor)
    declared = declared_tables()
    cursor.execute(SHARED_TABLES_NOW, {"base": roles.OFFICE_BASE})
    for name, *_state in cursor.fetchall():
        table = declared.get(name)
        web, offices, consoles = (table.web, table.offices, table.consoles) if table is not None else ((), (), ())
        for role, rights in ((roles.WEB, web), (roles.OFFICE_BASE, offices), (roles.CONSOLE_BASE, consoles)):
            roles.grant_table(cursor, schema_name=roles.PUBLIC_SCHEMA, table=name, role=role, rights=rights)
