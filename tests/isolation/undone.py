"""Several visits in one test, each from the same start."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import transaction

from tenants.database import connection


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is taken back, errors of the database included."""
    connection.set_schema_to_public()
    with transaction.atomic():
        try:
            yield
        finally:
            connection.set_schema_to_public()
            transaction.set_rollback(True)
            cache.clear()
