"""`rangkul sop …`: what the screens do with SOPs, from the shell."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from onboarding.sop_shell import ACTIONS


class Command(BaseCommand):
    """What is done with SOP files and with the SOPs of an office. What only reads a file needs no database."""

    help = (
        "SOP dari berkas: sop check, sheet, bpmn, import, diff; sop adopt 33.73 BERKAS menjadikannya SOP kantor, "
        "sop migrate memindahkan kasusnya ke versi lain"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="|".join(one.NAME for one in ACTIONS))
        for action in ACTIONS:
            action.add_arguments(actions.add_parser(action.NAME, help=action.HELP))

    def handle(self, *args: Any, **options: Any) -> None:
        next(one for one in ACTIONS if options["action"] == one.NAME).run(options, self.stdout)
