"""`rangkul sop …`: what the screens do with SOPs, from the shell."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from onboarding.sop_shell import ACTIONS


class Command(BaseCommand):
    """Checks an SOP file, or makes it an office's own. What only reads a file needs no database."""

    help = "Periksa berkas SOP (sop check BERKAS), atau jadikan SOP sebuah kantor (sop adopt 33.73 BERKAS)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="|".join(one.NAME for one in ACTIONS))
        for action in ACTIONS:
            action.add_arguments(actions.add_parser(action.NAME, help=action.HELP))

    def handle(self, *args: Any, **options: Any) -> None:
        next(one for one in ACTIONS if options["action"] == one.NAME).run(options, self.stdout)
