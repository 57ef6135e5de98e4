"""A PostgreSQL of their own for the benchmarks, as durable as in production, with an empty database each time."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from infra.postgres import ensure_database, start, stop, wait_for_server
from infra.postgres.passwords import for_given_server, keep_or_make

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".cache" / "bench-pg"
DATABASE = "rangkul_bench"


@contextmanager
def benchmark_environment() -> Iterator[dict[str, str]]:
    """Give an empty database as environment variables; DATABASE_URL names a real server instead of the embedded one."""
    given = os.environ.get("DATABASE_URL", "")
    STATE.mkdir(mode=0o700, parents=True, exist_ok=True)
    server = None if given else start(STATE)
    try:
        admin_url = given if server is None else server.admin_url
        wait_for_server(admin_url)
        _drop_what_was(admin_url)
        roles = _office_roles(admin_url)
        passwords = keep_or_make(STATE / "passwords.json") if server else for_given_server()
        owner, web = ensure_database(admin_url=admin_url, name=DATABASE, passwords=passwords, given=server is None)
        yield {
            "RANGKUL_OWNER_URL": owner,
            "RANGKUL_WEB_URL": web,
            "RANGKUL_STATE": str(STATE / "files"),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        }
        _drop_what_was(admin_url)
        _drop_roles(admin_url, _office_roles(admin_url) - roles)
    finally:
        if server is not None:
            stop(server)


def report_as_owner(measure: Callable[[], dict[str, object]]) -> int:
    """Measure as the owner in an empty database and print the report; 1 where a bound is missed."""
    with benchmark_environment() as variables:
        os.environ.update(variables | {"RANGKUL_DB_AS": "owner"})
        import django

        django.setup()
        from django.db import connections

        try:
            report = measure()
        finally:
            connections.close_all()
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    return 0 if report["holds"] else 1


def _office_roles(admin_url: str) -> set[str]:
    with psycopg.connect(admin_url) as connection:
        found = connection.execute(r"SELECT rolname FROM pg_roles WHERE rolname ~ '^office_[rp]\d'").fetchall()
    return {str(name) for (name,) in found}


def _drop_roles(admin_url: str, names: set[str]) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        for name in sorted(names):
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def _drop_what_was(admin_url: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
