"""Making the published table from the facts there are: counted once, small numbers withheld, as of a moment."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from custody.models import Address
from reporting.counting import ROWS
from reporting.models import ALL, NO_STAGE, Cell, Lag, Month, Publication
from reporting.withholding import RULES, decide
from tenants.database import connection as office_connection
from tenants.roles import NATION, as_console

ONE_PUBLISHER = 7305011  # any constant: one publication is made after the other
SILENT_AFTER = timedelta(minutes=30)
"""An office that said nothing of its lag for so long is shown as not heard of."""
GROUPED = f"""
    SELECT f.month, k.kind, f.code AS area, coalesce(nullif(f.stage, ''), '{NO_STAGE}') AS stage, count(*) AS cases
    FROM ({ROWS}) AS f, LATERAL unnest(f.kinds || '{{{ALL}}}'::varchar[]) AS k(kind) GROUP BY 1, 2, 3, 4
"""  # noqa: S608 - constants of our own
DIGESTS = f"""
    SELECT month, pg_catalog.sha256(convert_to(%s || string_agg(line, ';' ORDER BY line), 'UTF8'))
    FROM (SELECT month, concat_ws('|', kind, area, stage, cases) AS line FROM ({GROUPED}) AS g) AS l GROUP BY month
"""  # noqa: S608
COUNTS = f"SELECT month, kind, area, stage, cases FROM ({GROUPED}) AS g WHERE month = ANY (%s) ORDER BY month"  # noqa: S608


def publish(*, at: datetime) -> int:
    """Publish what is counted now; return how many months are new, other than before or gone.

    Runs as the ministry, whatever the connection was before, in one transaction: readers see all of it or the last one.
    """
    with as_console(office_connection, NATION), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_PUBLISHER])
            cursor.execute(DIGESTS, [RULES])
            now = {month: bytes(digest) for month, digest in cursor.fetchall()}
        before = {month: bytes(digest) for month, digest in Month.objects.values_list("month", "digest")}
        changed = sorted(month for month, digest in now.items() if before.get(month) != digest)
        gone = sorted(before.keys() - now.keys())
        Cell.objects.filter(month__in=[*changed, *gone]).delete()
        Month.objects.filter(month__in=[*changed, *gone]).delete()
        for month, cells in _cells_of(changed):
            Cell.objects.bulk_create(cells, batch_size=2000)
            Month.objects.create(month=month, digest=now[month])
        _announce(at)
    return len(changed) + len(gone)


def _cells_of(months: list[date]) -> Iterator[tuple[date, list[Cell]]]:
    counts: dict[date, dict[tuple[str, str, str], int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [months])
        for month, kind, area, stage, cases in cursor.fetchall():
            counts[month][kind, area, stage] = cases
    for month, found in counts.items():
        yield month, [
            Cell(
                month=month, area=place.area, kind=kind, stage=place.stage,
                cases=None if place in table.withheld else number, withheld=table.withheld.get(place, ""),
            )
            for kind, table in decide(found).items()
            for place, number in table.numbers.items()
        ]  # fmt: skip


def _announce(at: datetime) -> None:
    """Say as of when this is, and how far each office lagged; an office not heard of is null."""
    told = {lag.code: lag for lag in Lag.objects.all()}
    lags = {
        code: _seconds(told[code]) if code in told and told[code].told_at > at - SILENT_AFTER else None
        for code in Address.objects.order_by("code").values_list("code", flat=True)
    }
    last = Publication.objects.select_for_update().first()
    number = last.number + 1 if last is not None else 1
    Publication.objects.update_or_create(id=1, defaults={"number": number, "as_of": at, "lags": lags})


def _seconds(lag: Lag) -> int:
    """How long the office's oldest unsent fact had waited when it was last asked; 0 where none did."""
    return max(0, int((lag.told_at - lag.oldest_at).total_seconds())) if lag.oldest_at is not None else 0
