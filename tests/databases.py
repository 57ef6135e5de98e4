"""The tests' databases: one built as in production (migrations, template, four offices opened) and clones of it.

Building takes seconds and happens only when migrations or opening change; a clone takes a fraction of one.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROOT = Path(__file__).resolve().parents[1]
BUILT_FROM = (
    "tenants/**/*.py",
    "tenants/registry/*.csv",
    "platform/onboarding/**/*.py",
    "platform/*/migrations/*.py",
    "platform/accounts/models/*.py",
    "platform/library/**/*.py",
    "sop_library/catalogue/**/*.yaml",
    "platform/safeguards/keys.py",
    "sop_library/migrations/*.py",
    "tests/build_database.py",
    "tests/databases.py",
)
PACKAGES = ("django", "django-tenants", "django-allauth")
ONE_BUILDER = 7305099
WEB = "rangkul_web"


def owner_url(database: str = "") -> str:
    """Return the owner's address, of another database where one is named."""
    url = os.environ["RANGKUL_OWNER_URL"]
    return make_conninfo(url, dbname=database) if database else url


def url_of(login: str, database: str) -> str:
    """Return the address of a database for a process of its own, as `owner` or `web`."""
    before, question, options = os.environ[f"RANGKUL_{login.upper()}_URL"].partition("?")
    return f"{before.rpartition('/')[0]}/{database}{question}{options}"


def login_of(name: str) -> dict[str, str]:
    """Return Django's USER and PASSWORD of `owner` or `web`."""
    parts = conninfo_to_dict(os.environ[f"RANGKUL_{name.upper()}_URL"])
    return {"USER": str(parts["user"]), "PASSWORD": str(parts.get("password") or "")}


def built_from() -> str:
    """Return a hash over everything that the built database depends on."""
    digest = hashlib.sha256("|".join(f"{name} {version(name)}" for name in PACKAGES).encode())
    for pattern in BUILT_FROM:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def built_database() -> str:
    """Return the name of the built database, building it first where it is missing or out of date."""
    name = f"rangkul_built_{built_from()}"
    with psycopg.connect(owner_url(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ONE_BUILDER])
        if name not in _databases(connection, "rangkul_built_%"):
            unfinished = f"{name}_unfinished"
            for old in _databases(connection, "rangkul_built_%"):
                _drop(connection, old)
            _create(connection, unfinished, template="template0")
            _build(unfinished)
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name))
            )
    return name


@contextmanager
def cloned_database(name: str) -> Iterator[str]:
    """Clone the built database under a name of this process, and drop the clone and roles made in it afterwards."""
    template = built_database()
    with psycopg.connect(owner_url(), autocommit=True) as connection:
        _drop_orphans(connection)
        roles_before = _office_roles(connection)
        clone = f"rangkul_run_{os.getpid()}_{name}"
        _create(connection, clone, template=template)
        try:
            yield clone
        finally:
            _drop(connection, clone)
            for role in _office_roles(connection) - roles_before:
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def _build(name: str) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "RANGKUL_DB_AS": "owner",
        "RANGKUL_OWNER_URL": url_of("owner", name),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.build_database"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the tests' database could not be built:\n{done.stdout}{done.stderr}")


def _create(connection: psycopg.Connection, name: str, *, template: str) -> None:
    _drop(connection, name)
    connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(WEB)))


def _drop(connection: psycopg.Connection, name: str) -> None:
    """Drop a database; PostgreSQL waits five seconds for sessions to end, then refuses: a test left one open."""
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _databases(connection: psycopg.Connection, pattern: str) -> list[str]:
    return [row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])]


def _office_roles(connection: psycopg.Connection) -> set[str]:
    return {row[0] for row in connection.execute(r"SELECT rolname FROM pg_roles WHERE rolname ~ '^office_[rp]\d'")}


def _drop_orphans(connection: psycopg.Connection) -> None:
    """Drop what a killed run left behind."""
    for name in _databases(connection, "rangkul_run_%"):
        process = int(name.split("_")[2])
        if process != os.getpid() and not Path(f"/proc/{process}").exists():
            _drop(connection, name)
