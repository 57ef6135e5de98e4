"""`python -m infra.bench.open`: opening an office, against making one by stock django-tenants migrations. JSON.

Both ways make the same tables on the same server, in turn, round after round. Ours is measured whole: role, schema,
rights, keys, profile and first admin; stock makes the schema alone, so the ratio is unkind to ours.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

from infra.bench.server import report_as_owner

ROUNDS = 5
AT_LEAST = 10.0
CODES = ("11.01", "11.02", "11.03", "11.04", "11.05", "11.06", "11.07")
AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def open_one(code: str) -> None:
    """Our way."""
    from onboarding.operations import open_office

    open_office(code=code, at=AT)


def migrate_one(schema_name: str) -> None:
    """Stock django-tenants' way: `TenantMixin.create_schema`, which runs every migration."""
    from tenants.database import connection
    from tenants.models import Office
    from tenants.roles import as_owner

    connection.set_schema_to_public()
    with as_owner(connection):
        Office(schema_name=schema_name).create_schema(verbosity=0)


def measure() -> dict[str, object]:
    """Prepare the database, then measure in turn; the first round of each warms up and is not counted."""
    from tenants.migrating import migrate_everything

    prepared = seconds(lambda: migrate_everything(at=AT))
    ours: list[float] = []
    stock: list[float] = []
    for number, code in zip(range(ROUNDS + 1), CODES, strict=False):
        ours.append(seconds(lambda code=code: open_one(code)))  # type: ignore[misc]
        stock.append(seconds(lambda number=number: migrate_one(f"stock_{number}")))  # type: ignore[misc]
    ratio = median(slow / fast for slow, fast in zip(stock[1:], ours[1:], strict=True))
    return {
        "benchmark": "open",
        "rounds": ROUNDS,
        "opening_seconds": [round(value, 4) for value in ours[1:]],
        "stock_migrations_seconds": [round(value, 4) for value in stock[1:]],
        "opening_median": round(median(ours[1:]), 4),
        "stock_median": round(median(stock[1:]), 4),
        "shared_schema_and_template_seconds": round(prepared, 2),
        "ratio": round(ratio, 1),
        "at_least": AT_LEAST,
        "holds": ratio >= AT_LEAST,
    }


def main() -> int:
    """Measure, print, and fail where the ratio is too small."""
    return report_as_owner(measure)


if __name__ == "__main__":
    sys.exit(main())
