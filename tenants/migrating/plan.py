"""Which migrations which office lacks, and whether a migration is SQL alone."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import Migration, SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

Name = tuple[str, str]


class HalfSquashed(RuntimeError):
    """A schema has some of what a squashed migration replaces: the older release must finish it first."""


def applied_in(cursor: Any, schema_name: str) -> set[Name]:
    """Return the migrations that a schema's own record says are applied."""
    record = sql.Identifier(schema_name, "django_migrations")
    cursor.execute(sql.SQL("SELECT app, name FROM {}").format(record))
    return {(app, name) for app, name in cursor.fetchall()}


def full_order(loader: MigrationLoader) -> list[Migration]:
    """Return every migration on disk in an order in which they can be applied."""
    names: dict[Name, None] = {}
    for leaf in sorted(loader.graph.leaf_nodes()):
        names.update(dict.fromkeys(loader.graph.forwards_plan(leaf)))
    return [loader.graph.nodes[name] for name in names]


def lacking(order: Sequence[Migration], applied: dict[str, set[Name]]) -> list[tuple[Migration, list[str]]]:
    """Return, in order, each migration that some schema lacks, with those schemas.

    A squashed migration counts as applied where all it replaces are.
    """
    found = []
    for migration in order:
        schemas = [schema for schema, names in applied.items() if not _is_applied(migration, names)]
        if schemas:
            found.append((migration, schemas))
    return found


def _is_applied(migration: Migration, names: set[Name]) -> bool:
    if (migration.app_label, migration.name) in names:
        return True
    replaced = {(app, name) for app, name in migration.replaces}
    if replaced & names and not replaced <= names:
        raise HalfSquashed(f"{migration.app_label}.{migration.name} replaces migrations that are only partly applied")
    return bool(replaced) and replaced <= names


def is_sql_alone(migration: Migration) -> bool:
    """Whether the migration can be run as text: one transaction, and only operations of Django's own without Python."""
    return bool(migration.atomic) and all(_is_sql(operation) for operation in migration.operations)


def _is_sql(operation: Any) -> bool:
    if isinstance(operation, SeparateDatabaseAndState):
        return all(_is_sql(inner) for inner in operation.database_operations)
    return bool(operation.reduces_to_sql) and type(operation).__module__.startswith("django.")
