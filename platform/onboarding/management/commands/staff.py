"""`rangkul staff reset 33.73 USERNAME`: a one-time password for somebody whom no admin of the office can give one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from onboarding.codes import UnknownPlace
from onboarding.letting_in import NobodyHere, reset_staff
from onboarding.offices import NotOpen, open_office_of
from tenants.roles import NotTheOwner


class Command(BaseCommand):
    """Prints a one-time password; the office's trail says that it was given from outside."""

    help = "Kata sandi sekali pakai untuk petugas sebuah kantor, bila adminnya sendiri lupa: staff reset 33.73 NAMA."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="reset")
        reset = actions.add_parser("reset", help="Beri kata sandi sekali pakai; semua sesinya berakhir.")
        reset.add_argument("code", help="Kode Kemendagri kantor dengan titik, misalnya 33.73.")
        reset.add_argument("username", help="Nama pengguna.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            office = open_office_of(options["code"])
            let_in = reset_staff(office=office, username=options["username"], at=timezone.now())
        except (UnknownPlace, NotOpen, NobodyHere, NotTheOwner) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("%(office)s: %(username)s, kata sandi sekali pakai: %(password)s")
            % {"office": office.name, "username": let_in.username, "password": let_in.password}
        )
