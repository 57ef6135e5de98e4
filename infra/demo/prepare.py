"""Brings the demo's database up to this release and its offices into it, in one process, as the owner.

The supervisor starts it before the web server: starting Django once instead of twice saves seconds at every start.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import CommandError, call_command

from infra.demo.screen import say


def main() -> int:
    """Migrate everything, then make what is missing of the demo's data; return the exit code."""
    django.setup()
    from django.utils import timezone

    from infra.demo.data.making import make

    try:
        call_command("migrate_offices")
    except CommandError as problem:
        say(str(problem))
        return 1
    make(folder=Path(os.environ["RANGKUL_STATE"]), now=timezone.now(), tell=say)
    return 0


if __name__ == "__main__":
    sys.exit(main())
