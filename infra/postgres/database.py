"""The two logins, the group and the database of Rangkul, on the embedded server or on a real one. Safe to repeat."""

import os
import time
from collections.abc import Mapping

import psycopg
from psycopg import sql

from infra.postgres.address import with_login, without_password
from infra.postgres.errors import PostgresError

OLDEST = 16
"""`GRANT … WITH INHERIT FALSE, SET TRUE` begins here."""

TAKE_LOGINS = "RANGKUL_TAKE_LOGINS"
"""Set where logins of a given server may get new passwords though somebody else made them."""

OWNER, WEB, OFFICES = "rangkul_owner", "rangkul_web", "office_base"

WEB_WAITS: Mapping[str, str] = {
    "lock_timeout": "15s", "statement_timeout": "1min", "idle_in_transaction_session_timeout": "1min",
}  # fmt: skip
"""How long the web's login waits and is waited for. Some locks are a whole office's (its register, its access log): one
transaction that hangs must not hold everybody else's request. No statement of a screen or a task takes a minute;
migrations, openings and the count of the nation are the owner's, who has no such limits."""


def wait_for_server(admin_url: str, *, patience: float = 60.0) -> None:
    """Wait until the server at `admin_url` answers, and refuse one that is too old.

    Raises:
        PostgresError: it does not answer within `patience` seconds, refuses the login, or is older than 16.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            with psycopg.connect(admin_url, connect_timeout=5, autocommit=True) as connection:
                refuse_old(connection.info.server_version)
                return
        except psycopg.OperationalError as problem:
            starting = isinstance(problem, psycopg.errors.CannotConnectNow) or problem.sqlstate is None
            if not starting or time.monotonic() > deadline:
                place = without_password(admin_url)
                raise PostgresError(f"Server PostgreSQL di {place} tidak menjawab: {problem}") from None
            time.sleep(0.2)


def refuse_old(server_version: int) -> None:
    """Refuse a server below 16; `server_version` is libpq's number (160004 for 16.4).

    Raises:
        PostgresError: it is older.
    """
    major = server_version // 10_000
    if major < OLDEST:
        raise PostgresError(f"Server PostgreSQL ini versi {major}; Rangkul memerlukan versi {OLDEST} atau lebih baru.")


def ensure_database(
    *, admin_url: str, name: str, passwords: Mapping[str, str], owner_makes_databases: bool = False, given: bool = False
) -> tuple[str, str]:
    """Make the roles and the database `name` where they are missing, and give both logins their passwords.

    Args:
        admin_url: a login that may create roles and databases (a superuser, or CREATEROLE and CREATEDB).
        passwords: by login, for `rangkul_owner` and `rangkul_web`.
        owner_makes_databases: also lets the owner create databases, as tests do.
        given: the server is not our own, and may be another Rangkul's as well.

    Returns:
        The owner's and the web's address of the database.

    Raises:
        PostgresError: the server is too old, a role of ours exists with rights it must not have, or the logins of a
            given server are another Rangkul's.
    """
    with psycopg.connect(admin_url, autocommit=True, connect_timeout=10) as connection:
        refuse_old(connection.info.server_version)
        if given and not os.environ.get(TAKE_LOGINS):
            _refuse_logins_of_others(connection, admin_url, passwords)
        _ensure_roles(connection, passwords, owner_makes_databases=owner_makes_databases)
        _ensure_database(connection, name)
    with psycopg.connect(_in_database(admin_url, name), autocommit=True, connect_timeout=10) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    owner, web = (with_login(admin_url, user=who, password=passwords[who], database=name) for who in (OWNER, WEB))
    return owner, web


def _refuse_logins_of_others(connection: psycopg.Connection, admin_url: str, passwords: Mapping[str, str]) -> None:
    """A new password would cut off whoever works with the old one; roles are the whole server's, not a database's."""
    there = connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[OWNER, WEB]]).fetchall()
    database = connection.info.dbname
    for (login,) in sorted(there):
        try:
            psycopg.connect(
                with_login(admin_url, user=login, password=passwords[login], database=database), connect_timeout=10
            ).close()
        except psycopg.OperationalError as problem:
            raise PostgresError(
                f"Di {without_password(admin_url)} peran {login} sudah dipakai Rangkul lain dengan kata sandi lain. "
                "Pakai server lain. Bila Rangkul itu tidak dipakai lagi, ulangi dengan "
                f"{TAKE_LOGINS}=1: kata sandinya diganti.\n{problem}"
            ) from None


def _ensure_roles(connection: psycopg.Connection, passwords: Mapping[str, str], *, owner_makes_databases: bool) -> None:
    there = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    made = {OWNER: "LOGIN CREATEROLE", WEB: "LOGIN NOINHERIT", OFFICES: "NOLOGIN"}
    for role, rights in made.items():
        if role not in there:
            kept = sql.SQL(" PASSWORD {}").format(
                sql.Literal(passwords.get(role))
            )  # at once: a half-made login is lost
            connection.execute(sql.SQL("CREATE ROLE {} " + rights).format(sql.Identifier(role)) + kept)
    for login in (OWNER, WEB):
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(passwords[login]))
        )
    _limit_web(connection)
    if owner_makes_databases:
        connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
    # The owner opens offices: it hands each office's role the group, and so needs the say over it, not its rights.
    connection.execute(
        sql.SQL("GRANT {} TO {} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE").format(
            sql.Identifier(OFFICES), sql.Identifier(OWNER)
        )
    )
    _refuse_powerful_web(connection)


def _limit_web(connection: psycopg.Connection) -> None:
    """Set what the login begins each of its sessions with, where it does not stand so already."""
    row = connection.execute(
        "SELECT setconfig FROM pg_db_role_setting WHERE setdatabase = 0 AND setrole = %s::regrole", [WEB]
    ).fetchone()
    there = dict(line.split("=", 1) for line in (row[0] if row else ()))
    for name, value in WEB_WAITS.items():
        if there.get(name) != value:
            change = sql.SQL("ALTER ROLE {} SET {} = {}")
            connection.execute(change.format(sql.Identifier(WEB), sql.Identifier(name), sql.Literal(value)))


def _refuse_powerful_web(connection: psycopg.Connection) -> None:
    """Isolation rests on what this login can not do; a role left over from elsewhere is no reason to start anyway."""
    rights = {
        "SUPERUSER": "rolsuper", "INHERIT": "rolinherit", "CREATEROLE": "rolcreaterole", "CREATEDB": "rolcreatedb",
        "BYPASSRLS": "rolbypassrls", "REPLICATION": "rolreplication",
    }  # fmt: skip
    columns = sql.SQL(", ").join(map(sql.Identifier, rights.values()))
    row = connection.execute(sql.SQL("SELECT {} FROM pg_roles WHERE rolname = %s").format(columns), [WEB]).fetchone()
    too_much = [right for right, has in zip(rights, row or (), strict=True) if has]
    if too_much:
        raise PostgresError(f"Peran {WEB} di server ini memegang {', '.join(too_much)}; cabut dahulu, lalu ulangi.")


def _ensure_database(connection: psycopg.Connection, name: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if known is None:
        _let_us_own_for_the_owner(connection)
        builtin = sql.SQL(" LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'")
        locale = builtin if connection.info.server_version >= 170_000 else sql.SQL("")
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'{}").format(
                sql.Identifier(name), sql.Identifier(OWNER), locale
            )
        )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(WEB)))


def _let_us_own_for_the_owner(connection: psycopg.Connection) -> None:
    """An administrator who is no superuser may give a database only to a role it can become."""
    superuser = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if superuser == (False,):
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))


def _in_database(admin_url: str, name: str) -> str:
    return psycopg.conninfo.make_conninfo(admin_url, dbname=name)
