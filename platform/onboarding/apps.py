"""The app, and who may do what to its tables."""

from django.apps import AppConfig

from tenants.roles import EVERYTHING, READ
from tenants.shared_tables import SharedTable, Wall


class OnboardingConfig(AppConfig):
    """Opening an office, and the door of those who open it."""

    name = "onboarding"
    verbose_name = "Pembukaan kantor"
    shared_tables = (
        SharedTable(
            "onboarding_seat",
            Wall.NO_RIGHT,
            "who of the shared staff sits at which console: the door reads it, the owner alone writes it",
            READ,
        ),
        SharedTable(
            "onboarding_officestate",
            Wall.ROWS,
            "what an office says of itself: numbers and days, written by itself, read by those above it",
            (),
            ("SELECT", "INSERT", "UPDATE"),
            office_column="office_id",
            consoles=READ,
        ),
        SharedTable(
            "onboarding_opening",
            Wall.NO_RIGHT,
            "openings that a console asked for, each console within its reach; the provisioner carries them out",
            consoles=EVERYTHING,
        ),
    )
