"""`rangkul demo_data`: makes the demo's offices, staff and sample cases, as the owner of the database."""

import os
import sys
from pathlib import Path

import django


def main() -> int:
    """Make what is missing; return the exit code."""
    from config.console import BASE_DIR, DEMO_SETTINGS, demo_environment

    folder = Path(os.environ.get("RANGKUL_STATE") or BASE_DIR / ".demo").resolve()
    if os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEMO_SETTINGS) == DEMO_SETTINGS:
        for name, value in demo_environment(folder).items():
            os.environ.setdefault(name, value)
    os.environ["RANGKUL_DB_AS"] = "owner"
    django.setup()

    from django.conf import settings
    from django.utils import timezone

    if not getattr(settings, "DEMO", False):
        sys.stderr.write("Data contoh hanya untuk demo: DJANGO_SETTINGS_MODULE harus config.settings.demo.\n")
        return 2

    from infra.demo.data.making import make

    make(folder=folder, now=timezone.now(), tell=_tell)
    return 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
