"""Builds the tests' database in a process of its own, as the owner: migrations, template, four offices, the consoles.

The owner alone gives seats, so the people of the consoles are made here, with passwords that nobody knows.
"""

from datetime import UTC, datetime

import django

OFFICES = ("33.73", "35.10", "65.03", "62.05")
SEATS = {
    "jateng": "33",
    "jatim": "35",
    "kaltara": "65",
    "kalteng": "62",
    "pusat": "nation",
    "baru": "33",
    "mantan": "33",
}
OPENED_AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def build() -> None:
    """Migrate the database of this process's settings and open the offices in it."""
    from onboarding.operations import open_office
    from tenants.migrating import migrate_everything

    migrate_everything(at=OPENED_AT)
    for code in OFFICES:
        open_office(code=code, at=OPENED_AT)
    seat_everybody()


def seat_everybody() -> None:
    """Seats at the consoles; `baru` has a one-time password, `mantan` has left, `tamu` sits nowhere."""
    from accounts.models import Staff
    from onboarding.seats import add_seat

    for username, console in SEATS.items():
        add_seat(console=console, username=username, name=f"Konsol {username.title()}", at=OPENED_AT)
    Staff.objects.create_user("tamu", name="Tamu")
    Staff.objects.exclude(username="baru").update(must_change_password=False)
    Staff.objects.filter(username="mantan").update(is_active=False)


if __name__ == "__main__":
    django.setup()
    build()
