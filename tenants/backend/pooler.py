"""Refuses a pooler in transaction mode: there, role and search path of one request are met by the next one's office.

A pooler between us and PostgreSQL shows itself: the process number in the server's greeting is the pooler's invention,
while `pg_backend_pid()` is PostgreSQL's. Then a second connection is opened while the first one is idle. Where both get
the same server process, or the second one sees what the first one set, sessions are shared and we stop. Where they
don't, that proves little (another server process may just have been free), so session mode must also be declared by
RANGKUL_SESSION_POOLER.
"""

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PROBES = 5
_trusted: set[tuple[str, int, str]] = set()


class SharedSessions(ImproperlyConfigured):
    """Connections go through a pooler that shares server sessions between clients, or may."""


def session_mode_declared() -> bool:
    """Whether the settings say that the pooler in between is in session mode."""
    return bool(getattr(settings, "SESSION_POOLER", False))


def refuse_shared_sessions(connection: Any, *, connect: Callable[[], Any], accepted: bool) -> None:
    """Check this server once a process, on a connection just made. Raises SharedSessions.

    Args:
        connection: a new psycopg connection, in no transaction.
        connect: makes another one like it.
        accepted: whether a pooler in session mode is declared.
    """
    info = connection.info
    server = (info.host, info.port, info.dbname)
    if server in _trusted:
        return
    if behind_pooler(connection):
        if sessions_shared(connection, connect=connect):
            raise SharedSessions(
                "The pooler in front of PostgreSQL is in transaction mode: it would show one office another's data. "
                "Use session mode, or connect directly."
            )
        if not accepted:
            raise SharedSessions(
                "There is a pooler in front of PostgreSQL. If it is in session mode, say so: RANGKUL_SESSION_POOLER=1."
            )
    _trusted.add(server)


def behind_pooler(connection: Any) -> bool:
    """Whether the server process that answers is another than the one that greeted."""
    return bool(_ask(connection, "SELECT pg_catalog.pg_backend_pid()") != connection.info.backend_pid)


def sessions_shared(connection: Any, *, connect: Callable[[], Any]) -> bool:
    """Whether a second client meets the first one's server session while the first is idle."""
    mark = secrets.token_hex(8)
    for _attempt in range(PROBES):
        _ask(connection, "SELECT pg_catalog.set_config('rangkul.probe', %s, false)", mark)
        process = _ask(connection, "SELECT pg_catalog.pg_backend_pid()")
        other = connect()
        try:
            seen = _ask(other, "SELECT coalesce(pg_catalog.current_setting('rangkul.probe', true), '')")
            if seen == mark or _ask(other, "SELECT pg_catalog.pg_backend_pid()") == process:
                return True
        finally:
            other.close()
    return False


def forget() -> None:
    """Check every server again (after settings changed, and between tests)."""
    _trusted.clear()


def _ask(connection: Any, query: str, *values: str) -> Any:
    """One value, in a transaction of its own."""
    before = connection.autocommit
    if not before:
        connection.autocommit = True
    try:
        return connection.execute(query, values or None).fetchone()[0]
    finally:
        if not before:
            connection.autocommit = before
