"""`rangkul sop …`: what the screens do with SOPs, from the shell."""

from argparse import ArgumentParser
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from onboarding.sop_shell import ACTIONS, bpmn
from onboarding.sop_shell.printing import Printed, printable


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
        action = next(one for one in ACTIONS if options["action"] == one.NAME)
        out = self.stdout if action is bpmn else OutputWrapper(cast("TextIO", Printed(self.stdout)))
        try:
            action.run(options, out)
        except CommandError as fault:
            raise CommandError(printable(str(fault)), returncode=fault.returncode) from fault
