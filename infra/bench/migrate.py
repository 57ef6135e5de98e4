"""`python -m infra.bench.migrate`: a release reaches all 514 regencies, against stock django-tenants' command. JSON.

Every office lacks one migration that is SQL alone and that nothing follows (two triggers on the documents); ours brings
it to all of them over one connection, rights and Django's rows included. The stock way, `migrate_schemas` for one
schema at a time, is measured over a sample of the same offices in the same database. One migration that is code goes by
Django's own way in both.
"""

import sys
from collections.abc import Sequence
from statistics import median
from time import perf_counter

from infra.bench.open import AT, open_one, seconds
from infra.bench.server import report_as_owner

SAMPLE = 8
AT_LEAST = 5.0
"""A fifth of what was measured (25, on a machine at work). Rights are compared by one query, not set anew."""
SQL_ALONE, CODE = ("documents", "0002_append_only"), ("tenants", "0003_registry")
TRIGGERS = ("document_append_only", "document_never_emptied")


def open_all(codes: Sequence[str]) -> None:
    """Open an office for every one of these regencies, by replay of the template."""
    for code in codes:
        open_one(code)


def take_back(schemas: Sequence[str], name: tuple[str, str]) -> None:
    """As if these offices had never had this migration."""
    from psycopg import sql

    from tenants.database import connection
    from tenants.roles import as_owner

    connection.set_schema_to_public()
    with as_owner(connection), connection.cursor() as cursor:
        for schema in schemas:
            record = sql.Identifier(schema, "django_migrations")
            cursor.execute(sql.SQL("DELETE FROM {} WHERE app = %s AND name = %s").format(record), name)
            for trigger in TRIGGERS if name == SQL_ALONE else ():
                of = (sql.Identifier(trigger), sql.Identifier(schema, "documents_document"))
                cursor.execute(sql.SQL("DROP TRIGGER {} ON {}").format(*of))


def ours(schemas: Sequence[str], name: tuple[str, str]) -> float:
    """Seconds that our way takes to bring this migration to these offices."""
    from tenants.migrating.offices import migrate_offices

    take_back(schemas, name)
    began = perf_counter()
    brought = migrate_offices(schemas=schemas, report=lambda _line: None)
    took = perf_counter() - began
    if brought != [".".join(name)]:
        raise RuntimeError(f"brought {brought} instead of {name}")
    return took


def stock(schema: str, name: tuple[str, str]) -> float:
    """Seconds that `migrate_schemas` takes to bring this migration to one office."""
    from django.core.management import call_command

    from tenants.database import connection
    from tenants.roles import as_owner

    take_back([schema], name)
    connection.set_schema_to_public()
    with as_owner(connection):
        return seconds(lambda: call_command("migrate_schemas", schema_name=schema, verbosity=0, interactive=False))


def measure() -> dict[str, object]:
    """Open every regency's office by replay, then measure; what warms up is not counted."""
    from tenants.migrating import migrate_everything
    from tenants.migrating.offices import migrate_offices
    from tenants.models import Office, Regency

    migrate_everything(at=AT)
    codes = list(Regency.objects.order_by("code").values_list("code", flat=True))
    opening = seconds(lambda: open_all(codes))
    schemas = list(Office.objects.order_by("schema_name").values_list("schema_name", flat=True))
    sample = schemas[:: len(schemas) // SAMPLE][:SAMPLE]
    ours(sample, SQL_ALONE)
    nothing = seconds(lambda: migrate_offices(schemas=schemas, report=lambda _line: None))
    sql_alone = ours(schemas, SQL_ALONE)
    code = ours(sample, CODE) / len(sample)
    stock_one = [stock(schema, SQL_ALONE) for schema in sample]
    ratio = median(stock_one) / (sql_alone / len(schemas))
    return {
        "benchmark": "migrate",
        "offices": len(schemas),
        "opening_seconds": round(opening, 1),
        "nothing_to_do_seconds": round(nothing, 2),
        "sql_seconds": round(sql_alone, 2),
        "sql_milliseconds_an_office": round(1000 * sql_alone / len(schemas), 1),
        "code_milliseconds_an_office": round(1000 * code, 1),
        "stock_milliseconds_an_office": [round(1000 * value, 1) for value in stock_one],
        "stock_seconds_extrapolated": round(median(stock_one) * len(schemas), 1),
        "ratio": round(ratio, 1),
        "at_least": AT_LEAST,
        "holds": ratio >= AT_LEAST,
    }


def main() -> int:
    """Measure, print, and fail where the ratio is too small."""
    return report_as_owner(measure)


if __name__ == "__main__":
    sys.exit(main())
