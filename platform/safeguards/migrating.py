"""What a migration that seals needs: the office whose schema is being migrated, with its key."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tenants.current import in_office
from tenants.models import Office


@contextmanager
def sealing_office(schema_editor: BaseDatabaseSchemaEditor) -> Iterator[None]:
    """Inside, what is sealed is sealed by the office whose schema the migration runs in.

    Call it only where there are rows: the template has none, and no office. Raises Office.DoesNotExist there.
    """
    connection: Any = schema_editor.connection
    with in_office(Office.objects.get(schema_name=connection.schema_name)):
        yield


@contextmanager
def append_only_opened(schema_editor: BaseDatabaseSchemaEditor, *, table: str, trigger: str) -> Iterator[None]:
    """Inside, rows of an append-only table can be changed, by its owner alone and until the migration's end at most."""
    schema_editor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
