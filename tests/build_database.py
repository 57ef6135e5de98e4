"""Builds the tests' database in a process of its own, as the owner: migrations, template, the four offices."""

from datetime import UTC, datetime

import django

OFFICES = ("33.73", "35.10", "65.03", "62.05")
OPENED_AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def build() -> None:
    """Migrate the database of this process's settings and open the offices in it."""
    from onboarding.operations import open_office
    from tenants.migrating import migrate_everything

    migrate_everything(at=OPENED_AT)
    for code in OFFICES:
        open_office(code=code, at=OPENED_AT)


if __name__ == "__main__":
    django.setup()
    build()
