"""`rangkul sop check FILE`: every fault of an SOP at once, each with its line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from onboarding.sop_shell.sources import FILE, check, source

NAME = "check"
HELP = "Semua kesalahan sekaligus, masing-masing dengan barisnya."


def add_arguments(parser: ArgumentParser) -> None:
    """Ask for the files."""
    parser.add_argument("files", nargs="+", metavar="file", help=f"{FILE} Boleh beberapa.")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    """Check every file, also after one with faults. Raises CommandError once all were looked at."""
    wrong = []
    for word in options["files"]:
        try:
            check(*source(word), advise=True, out=out)
        except CommandError as fault:
            wrong.append(fault)
    if wrong:
        raise CommandError("\n".join(str(fault) for fault in wrong))
