"""Roles and rights in PostgreSQL. The only module that sets a role or a search path; a test forbids any other.

`rangkul_owner` owns database and tables and makes roles. `rangkul_web` has no right on any office: it can only become
one (SET, not INHERIT). `office_base` holds what every office may do to shared tables. Each office has its own role.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from psycopg import sql

OWNER = "rangkul_owner"
WEB = "rangkul_web"
OFFICE_BASE = "office_base"
CONSOLE_BASE = "console_base"
NATION = "nation"
PUBLIC_SCHEMA = "public"
TEMPLATE_SCHEMA = "office_template"
NO_ROLE = "none"

EVERYTHING = ("SELECT", "INSERT", "UPDATE", "DELETE")
READ = ("SELECT",)


class NotTheOwner(RuntimeError):
    """This process is connected as the web login, which can make no schema and no role."""


class RoleUnsafe(RuntimeError):
    """A role of this name exists already and may do more than an office may."""


def office_role(schema_name: str) -> str:
    """Return the role that goes with an office's schema."""
    return f"office_{schema_name}"


def role_for(schema_name: str) -> str:
    """Return the role to take for a schema: the office's own, or none (the login itself) for the shared schema."""
    return NO_ROLE if schema_name == PUBLIC_SCHEMA else office_role(schema_name)


def switch(cursor: Any, *, role: str, search_path: Sequence[str]) -> None:
    """Take role and search path together, in one statement, for the session.

    Raises ProgrammingError or DataError where the login may not take the role or there is none; nothing has changed.
    """
    quoted = ",".join('"{}"'.format(schema.replace('"', '""')) for schema in search_path)
    cursor.execute(
        "SELECT pg_catalog.set_config('role', %s, false), pg_catalog.set_config('search_path', %s, false)",
        [role, quoted],
    )


@contextmanager
def as_owner(connection: Any) -> Iterator[None]:
    """Inside, the connection keeps the current schema but acts as its login, the owner.

    Raises NotTheOwner if it is not. For migrations and opening only: the owner may change any office's tables.
    """
    before = connection.acting_as_owner
    connection.act_as_owner(True)
    try:
        if not before:
            require_owner(connection)
        yield
    finally:
        connection.act_as_owner(before)


def require_owner(connection: Any) -> None:
    """Raise NotTheOwner unless the login may make schemas here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_database_privilege(session_user, current_database(), 'CREATE')")
        if not cursor.fetchone()[0]:
            raise NotTheOwner("this needs the owner's login: set RANGKUL_DB_AS=owner and RANGKUL_OWNER_URL")


def console_role(console: str) -> str:
    """Return the role of a console: a province's by its two-digit code, or the ministry's (`nation`)."""
    return f"console_{console}" if console == NATION else f"console_p{console}"


@contextmanager
def as_console(connection: Any, console: str) -> Iterator[None]:
    """Inside, the connection acts in the shared schema as a province's console or the ministry's."""
    before = connection.acting_role
    connection.act_as(console_role(console))
    try:
        yield
    finally:
        connection.act_as(before)


def ensure_console_roles(cursor: Any) -> None:
    """Make the roles of all consoles that the registry's provinces ask for. Safe to repeat. Raises RoleUnsafe."""
    cursor.execute(
        "SELECT rolname, rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolcanlogin"
        " FROM pg_catalog.pg_roles WHERE starts_with(rolname, 'console_')"
    )
    there = dict(cursor.fetchall())
    if CONSOLE_BASE not in there:
        cursor.execute(_text("CREATE ROLE {} NOLOGIN", CONSOLE_BASE))
    cursor.execute(_text("GRANT USAGE ON SCHEMA public TO {}", CONSOLE_BASE))
    cursor.execute("SELECT code FROM public.tenants_province ORDER BY code")
    for console in (NATION, *(code for (code,) in cursor.fetchall())):
        role = console_role(console)
        if role not in there:
            cursor.execute(_text("CREATE ROLE {} NOLOGIN INHERIT", role))
        elif there[role]:
            raise RoleUnsafe(role)
        cursor.execute(_text("GRANT {} TO {} WITH INHERIT TRUE, SET FALSE", CONSOLE_BASE, role))
        for login in (WEB, OWNER):
            cursor.execute(_text("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE", role, login))


def create_office_role(cursor: Any, *, schema_name: str) -> None:
    """Make the office's role, or take over one left by another database of the same server. Raises RoleUnsafe.

    Both logins may become it, neither inherits from it. It can't log in, unless OFFICE_ROLES_LOG_IN says so: a sharded
    server reaches its workers by that very role, and its own rules must then keep everybody else from using it.
    """
    role = office_role(schema_name)
    login = bool(getattr(settings, "OFFICE_ROLES_LOG_IN", False))
    cursor.execute(
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication OR rolcanlogin <> %s"
        " FROM pg_catalog.pg_roles WHERE rolname = %s",
        [login, role],
    )
    found = cursor.fetchone()
    if found is None:
        cursor.execute(_text(f"CREATE ROLE {{}} {'LOGIN' if login else 'NOLOGIN'} INHERIT", role))
    elif found[0]:
        raise RoleUnsafe(role)
    cursor.execute(_text("GRANT {} TO {} WITH INHERIT TRUE, SET FALSE", OFFICE_BASE, role))
    cursor.execute(_text("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE", role, WEB))
    cursor.execute(_text("GRANT {} TO SESSION_USER WITH INHERIT FALSE, SET TRUE", role))


def grant_office(cursor: Any, *, schema_name: str) -> None:
    """Give the office's role its rights on its own schema, on the tables there are and on those to come."""
    role = office_role(schema_name)
    cursor.execute(_text("GRANT USAGE ON SCHEMA {} TO {}", schema_name, role))
    cursor.execute(_text("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {} TO {}", schema_name, role))
    cursor.execute(_text("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {} TO {}", schema_name, role))
    for table, rights in limited_tables().items():
        cursor.execute(_on_table("REVOKE ALL ON {} FROM {}", schema_name, table, role))
        cursor.execute(_on_table(f"GRANT {', '.join(rights)} ON {{}} TO {{}}", schema_name, table, role))
    future = "ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT "
    cursor.execute(_text(future + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}", schema_name, role))
    cursor.execute(_text(future + "USAGE, SELECT ON SEQUENCES TO {}", schema_name, role))


def revoke_office(cursor: Any, *, schema_name: str) -> None:
    """Take every right on its own schema from the office's role, before `grant_office` in the same transaction."""
    role = office_role(schema_name)
    for what in ("ALL TABLES IN SCHEMA", "ALL SEQUENCES IN SCHEMA", "SCHEMA"):
        cursor.execute(_text(f"REVOKE ALL ON {what} {{}} FROM {{}}", schema_name, role))
    for what in ("TABLES", "SEQUENCES"):
        cursor.execute(
            _text(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {{}} REVOKE ALL ON {what} FROM {{}}", schema_name, role)
        )


def limited_tables() -> dict[str, tuple[str, ...]]:
    """Return the tables of an office on which its role has less than everything, with the rights it has.

    A model says so by itself: `office_may = ("SELECT", "INSERT")` makes an append-only table.
    """
    limited: dict[str, tuple[str, ...]] = {"django_migrations": READ}
    for model in apps.get_models():
        rights = getattr(model, "office_may", None)
        if rights is not None:
            if not set(rights) <= set(EVERYTHING):
                raise ValueError(f"{model.__name__}.office_may names unknown rights: {rights}")
            limited[model._meta.db_table] = tuple(rights)
    return limited


def grant_table(cursor: Any, *, schema_name: str, table: str, role: str, rights: Sequence[str]) -> None:
    """Make exactly these the rights of a role on a table."""
    cursor.execute(_on_table("REVOKE ALL ON {} FROM {}", schema_name, table, role))
    if rights:
        unknown = set(rights) - set(EVERYTHING)
        if unknown:
            raise ValueError(f"unknown rights: {unknown}")
        cursor.execute(_on_table(f"GRANT {', '.join(rights)} ON {{}} TO {{}}", schema_name, table, role))


def close_database(cursor: Any, *, database: str) -> None:
    """Take away what PostgreSQL gives everybody: connecting, temporary tables (they would shadow real ones)."""
    cursor.execute(_text("REVOKE ALL ON DATABASE {} FROM PUBLIC", database))
    cursor.execute(_text("GRANT CONNECT ON DATABASE {} TO {}", database, WEB))
    cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for role in (WEB, OFFICE_BASE):
        cursor.execute(_text("GRANT USAGE ON SCHEMA public TO {}", role))
    cursor.execute(_text("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}", WEB))


def _text(template: str, *names: str) -> sql.Composed:
    return sql.SQL(template).format(*(sql.Identifier(name) for name in names))


def _on_table(template: str, schema_name: str, table: str, role: str) -> sql.Composed:
    return sql.SQL(template).format(sql.Identifier(schema_name, table), sql.Identifier(role))
