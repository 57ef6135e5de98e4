"""`rangkul seat add 33 --username … --name …`: an account at the console of a province or of the ministry."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from onboarding.seats import UnknownConsole, UserNameTaken, add_seat, console_name
from tenants.roles import NotTheOwner


class Command(BaseCommand):
    """Makes an account of the shared schema with a seat, and prints its one-time password."""

    help = "Akun konsol provinsi atau kementerian (seat add 33 --username NAMA --name NAMA)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="add")
        add = actions.add_parser("add", help="Beri seseorang akun konsol.")
        add.add_argument("console", help="Kode provinsi dua angka, misalnya 33, atau nation.")
        add.add_argument("--username", required=True, help="Nama pengguna.")
        add.add_argument("--name", required=True, help="Nama orangnya.")
        add.add_argument("--post", default="", help="Jabatannya.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seated = add_seat(
                console=options["console"],
                username=options["username"],
                name=options["name"],
                post=options["post"],
                at=timezone.now(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except (UnknownConsole, UserNameTaken, NotTheOwner) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("%(console)s: %(username)s, kata sandi sekali pakai: %(password)s")
            % {
                "console": console_name(seated.seat.console),
                "username": seated.seat.staff.username,
                "password": seated.password,
            }
        )
