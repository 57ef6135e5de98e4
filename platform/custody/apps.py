"""The app, and who may do what to its tables."""

from django.apps import AppConfig

from tenants.roles import READ
from tenants.shared_tables import SharedTable, Wall

RANDOM = "made of 122 random bits by its office: that an id is taken tells nothing"


class CustodyConfig(AppConfig):
    """Who answers for a matter, and what passes between offices."""

    name = "custody"
    verbose_name = "Pemegang kasus"
    shared_tables = (
        SharedTable(
            "custody_address",
            Wall.ROWS,
            "how to reach an office: all read it, each changes its own",
            READ,
            ("SELECT", "UPDATE"),
            office_column="office_id",
            keys_without_office="a regency's code leads to one office of all",
            consoles=READ,
        ),
        SharedTable(
            "custody_custody",
            Wall.ROWS,
            "one row a matter, seen by whoever has a part in it; acceptance alone changes it",
            (),
            ("SELECT", "INSERT"),
            office_column="office_id",
            keys_without_office="one row a matter is the very point",
            consoles=READ,
        ),
        SharedTable(
            "custody_part",
            Wall.ROWS,
            "what an office is to a matter; triggers alone write it",
            (),
            READ,
            office_column="office_id",
            keys_without_office="one holder a matter is the very point",
        ),
        SharedTable(
            "custody_envelope",
            Wall.ROWS,
            "handoffs, seen by both offices and their provinces",
            (),
            ("SELECT", "INSERT", "UPDATE"),
            office_column="sender_id",
            keys_without_office=RANDOM,
            consoles=("SELECT", "UPDATE"),
        ),
        SharedTable(
            "custody_link",
            Wall.ROWS,
            "the chain of a matter, seen by whoever has a part in it",
            (),
            ("SELECT", "INSERT"),
            office_column="office_id",
            keys_without_office="numbered within the matter by PostgreSQL, across its offices",
            consoles=("INSERT",),
        ),
        SharedTable(
            "custody_parcel",
            Wall.ROWS,
            "sealed content from one office of an envelope to the other",
            (),
            ("SELECT", "INSERT", "DELETE"),
            office_column="sender_id",
            keys_without_office=RANDOM,
        ),
    )
