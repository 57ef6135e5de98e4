"""`rangkul seat add 33 --username … --name …`: accounts at the consoles; `reset` and `end` for those there are."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from onboarding.seats import (
    NotSeated,
    Seated,
    UnknownConsole,
    UserNameTaken,
    add_seat,
    console_name,
    end_seat,
    reset_seat,
)
from tenants.roles import NotTheOwner


class Command(BaseCommand):
    """Makes, resets and ends accounts of the shared schema with a seat; a one-time password is printed once."""

    help = "Akun konsol provinsi atau kementerian: seat add 33 --username NAMA --name NAMA, seat reset, seat end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="add|reset|end")
        add = actions.add_parser("add", help="Beri seseorang akun konsol.")
        add.add_argument("console", help="Kode provinsi dua angka, misalnya 33, atau nation.")
        add.add_argument("--username", required=True, help="Nama pengguna.")
        add.add_argument("--name", required=True, help="Nama orangnya.")
        add.add_argument("--post", default="", help="Jabatannya.")
        for name, said in {
            "reset": "Kata sandi sekali pakai yang baru; semua sesinya berakhir.",
            "end": "Tutup akun orang yang pergi; semua sesinya berakhir.",
        }.items():
            actions.add_parser(name, help=said).add_argument("username", help="Nama pengguna.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            {"add": self._add, "reset": self._reset, "end": self._end}[options["action"]](options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except (UnknownConsole, UserNameTaken, NotSeated, NotTheOwner) as error:
            raise CommandError(str(error)) from error

    def _add(self, options: dict[str, Any]) -> None:
        told = {name: options[name] for name in ("console", "username", "name", "post")}
        self._tell(add_seat(**told, at=timezone.now()))

    def _reset(self, options: dict[str, Any]) -> None:
        self._tell(reset_seat(username=options["username"]))

    def _end(self, options: dict[str, Any]) -> None:
        seat = end_seat(username=options["username"])
        said = {"console": console_name(seat.console), "username": seat.staff.username}
        self.stdout.write(_("%(console)s: akun %(username)s ditutup.") % said)

    def _tell(self, seated: Seated) -> None:
        self.stdout.write(
            _("%(console)s: %(username)s, kata sandi sekali pakai: %(password)s")
            % {
                "console": console_name(seated.seat.console),
                "username": seated.seat.staff.username,
                "password": seated.password,
            }
        )
