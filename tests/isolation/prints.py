"""What stands in an office's tables, as one digest for each: whatever changed shows, whichever code changed it."""

from weakref import WeakKeyDictionary

from django.db import connection

from tenants.current import in_office
from tenants.models import Office

TABLES = """
    SELECT c.relname FROM pg_catalog.pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY c.relname
"""
Prints = dict[str, str]
_tables: dict[str, list[str]] = {}
_prepared: WeakKeyDictionary[object, set[str]] = WeakKeyDictionary()


def tables_of(office: Office) -> list[str]:
    """The names of an office's tables."""
    if office.schema_name not in _tables:
        with in_office(office), connection.cursor() as cursor:
            cursor.execute(TABLES)
            _tables[office.schema_name] = [row[0] for row in cursor.fetchall()]
    return _tables[office.schema_name]


def prints_of(office: Office, *, without: frozenset[str] = frozenset()) -> Prints:
    """Table -> digest of all its rows. One statement, which a connection plans once."""
    name = f"prints_{office.schema_name}"
    with in_office(office), connection.cursor() as cursor:
        known = _prepared.setdefault(connection.connection, set())
        if name not in known:
            cursor.execute(f"PREPARE {name} AS {_statement(tables_of(office))}")
            known.add(name)
        cursor.execute(f"EXECUTE {name}")
        return {table: digest for table, digest in cursor.fetchall() if table not in without}


def _statement(tables: list[str]) -> str:
    return " UNION ALL ".join(
        f"SELECT '{name}', count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"
        f' FROM "{name}" t'
        for name in tables
    )


def changed(before: Prints, after: Prints) -> list[str]:
    """The tables that are not as they were."""
    return sorted(name for name in before if before[name] != after[name])
