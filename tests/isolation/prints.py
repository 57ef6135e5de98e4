"""What stands in an office's tables, as one digest for each: whatever changed shows, whichever code changed it."""

from weakref import WeakKeyDictionary

from django.db import connection
from django.db.backends.utils import CursorWrapper

from tenants.current import in_office
from tenants.models import Office

TABLES = """
    SELECT c.relname FROM pg_catalog.pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY c.relname
"""
DIGEST = "count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"
STANDING = "count(*) || ' ' || coalesce(sum(hash_record_extended(row(t.ctid, t.xmin::text::bigint), 0)), 0)"
Prints = dict[str, str]
Standing = tuple[str, str, str]
_tables: dict[str, list[str]] = {}
_prepared: WeakKeyDictionary[object, set[str]] = WeakKeyDictionary()
_kept: WeakKeyDictionary[object, dict[Standing, str]] = WeakKeyDictionary()
"""Digests by schema, table and which row versions stand in it. A row version never changes: it is read once."""


def tables_of(office: Office) -> list[str]:
    """The names of an office's tables."""
    if office.schema_name not in _tables:
        with in_office(office), connection.cursor() as cursor:
            cursor.execute(TABLES)
            _tables[office.schema_name] = [row[0] for row in cursor.fetchall()]
    return _tables[office.schema_name]


def prints_of(office: Office, *, without: frozenset[str] = frozenset()) -> Prints:
    """Table -> digest of all its rows. Only tables with other row versions than were seen before are read again."""
    schema = office.schema_name
    with in_office(office), connection.cursor() as cursor:
        kept = _kept.setdefault(connection.connection, {})
        standing: dict[str, Standing] = {table: (schema, table, rows) for table, rows in _standing(cursor, office)}
        unread = [table for table, rows in standing.items() if rows not in kept]
        if unread:
            cursor.execute(_each(unread, DIGEST))
            kept.update({standing[table]: digest for table, digest in cursor.fetchall()})
        return {table: kept[rows] for table, rows in standing.items() if table not in without}


def _standing(cursor: CursorWrapper, office: Office) -> list[tuple[str, str]]:
    """Each table, and which row versions stand in it. One statement, which a connection plans once."""
    name = f"standing_{office.schema_name}"
    known = _prepared.setdefault(connection.connection, set())
    if name not in known:
        cursor.execute(f"PREPARE {name} AS {_each(tables_of(office), STANDING)}")
        known.add(name)
    cursor.execute(f"EXECUTE {name}")
    return cursor.fetchall()


def _each(tables: list[str], value: str) -> str:
    return " UNION ALL ".join(f"SELECT '{name}', {value} FROM \"{name}\" t" for name in tables)


def changed(before: Prints, after: Prints) -> list[str]:
    """The tables that are not as they were."""
    return sorted(name for name in before if before[name] != after[name])
