"""The app, and who may do what to its tables."""

from datetime import datetime

from django.apps import AppConfig

from tenants.roles import READ
from tenants.shared_tables import SharedTable, Wall


class LibraryConfig(AppConfig):
    """SOPs that offices adopt."""

    name = "library"
    verbose_name = "Pustaka SOP"
    shared_tables = (
        SharedTable(
            "library_libraryentry",
            Wall.ROWS,
            "an office reads what is the nation's and its own province's; consoles publish, each for its own reach",
            (),
            READ,
            office_column="province",
            keys_without_office="an SOP of the library has one name and one number, whoever reads it",
            consoles=("SELECT", "INSERT", "UPDATE"),
        ),
        SharedTable(
            "library_shelfdraft",
            Wall.NO_RIGHT,
            "SOPs that a console is bringing into the library, each console its own; no office sees them",
            consoles=("SELECT", "INSERT", "UPDATE"),
        ),
    )

    def renew_shared(self, *, at: datetime) -> int:
        """Bring the catalogue of this release into the library; return how many entries are new."""
        from library.operations.shipping import ensure_shipped

        return len(ensure_shipped(at=at))
