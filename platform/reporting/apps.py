"""The app, and who may do what to its tables."""

from django.apps import AppConfig

from tenants.roles import EVERYTHING, READ
from tenants.shared_tables import SharedTable, Wall

PUBLISHED = "what is published: made from all facts by the ministry's role, read by each console as far as it reaches"


class ReportingConfig(AppConfig):
    """What the nation counts, and what of it leaves the platform."""

    name = "reporting"
    verbose_name = "Pelaporan"
    shared_tables = (
        SharedTable(
            "reporting_fact",
            Wall.ROWS,
            "the facts that the nation counts: an office keeps its own, a console reads those of its regencies",
            (),
            ("SELECT", "INSERT", "UPDATE"),
            office_column="office_id",
            consoles=READ,
        ),
        SharedTable(
            "reporting_lag",
            Wall.ROWS,
            "how far an office's facts lag behind its work",
            (),
            ("SELECT", "INSERT", "UPDATE"),
            office_column="office_id",
            consoles=READ,
        ),
        SharedTable("reporting_cell", Wall.NO_RIGHT, PUBLISHED, consoles=EVERYTHING),
        SharedTable("reporting_month", Wall.NO_RIGHT, PUBLISHED, consoles=EVERYTHING),
        SharedTable("reporting_publication", Wall.NO_RIGHT, PUBLISHED, consoles=EVERYTHING),
    )
