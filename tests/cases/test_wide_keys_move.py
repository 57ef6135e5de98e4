"""The release whose keys of steps are longer: no table is rewritten under an office at work, and it goes back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cases.models import StepPass
from tenants.current import in_office
from tenants.migrating.offices import migrate_offices
from tenants.models import Office
from tenants.roles import as_owner
from tests.cases.calling import ASKED, adopted, opened, working
from tests.cases.conftest import staff

BEFORE, WIDE = [("cases", "0021_attached")], [("cases", "0022_steps_of_called")]
OLD = """
    ALTER TABLE cases_steppass ALTER COLUMN step TYPE varchar(80), ALTER COLUMN worked_as TYPE varchar(80),
        ALTER COLUMN lane TYPE varchar(80), ALTER COLUMN lanes TYPE varchar(80)[],
        ALTER COLUMN came_from TYPE varchar(80)[];
    ALTER TABLE cases_signoff ALTER COLUMN lane TYPE varchar(80);
    ALTER TABLE cases_limitclock ALTER COLUMN key TYPE varchar(80);
    ALTER TABLE cases_carriedlimit ALTER COLUMN key TYPE varchar(80);
    ALTER TABLE cases_event ALTER COLUMN step TYPE varchar(80);
"""
TABLES = ("steppass", "signoff", "limitclock", "carriedlimit", "event")


def migrate(office: Office, to: list[tuple[str, str]]) -> None:
    with in_office(office), as_owner(connection):
        MigrationExecutor(connection).migrate(to)


def files() -> dict[str, int]:
    """Where each table lies: a rewritten one lies elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relfilenode FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
            " AND relname = ANY (%s)",
            [[f"cases_{name}" for name in TABLES]],
        )
        return dict(cursor.fetchall())


def widths() -> set[int | None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT character_maximum_length FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND (table_name, column_name) IN (('cases_steppass', 'step'), ('cases_steppass', 'worked_as'),"
            " ('cases_steppass', 'lane'), ('cases_signoff', 'lane'), ('cases_limitclock', 'key'),"
            " ('cases_carriedlimit', 'key'), ('cases_event', 'step'))"
        )
        return {width for (width,) in cursor.fetchall()}


@pytest.mark.slow
def test_wider_keys_rewrite_no_table_and_going_back_keeps_every_row(owner_committed_db: str, salatiga: Office) -> None:
    with in_office(salatiga):
        version = adopted()
        by = staff("semua", "*")
        working(by)(opened(version, by), "terima")
        rows = list(StepPass.objects.order_by("id").values_list("id", "step", "lanes", "came_from"))
    migrate(salatiga, BEFORE)
    with in_office(salatiga):
        assert widths() == {200}, "the older release minds no wide column"
        with as_owner(connection), connection.cursor() as cursor:
            cursor.execute(OLD)
        assert widths() == {80}
        before = files()
        assert len(before) == len(TABLES)

    migrate(salatiga, WIDE)

    with in_office(salatiga):
        assert (widths(), files()) == ({200}, before)
    migrate_offices(schemas=[salatiga.schema_name])
    with in_office(salatiga):
        assert list(StepPass.objects.order_by("id").values_list("id", "step", "lanes", "came_from")) == rows
        assert ASKED in {step for _id, step, _lanes, _came in rows}
