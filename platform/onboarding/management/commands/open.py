"""`rangkul open 33.73`: open an office."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from onboarding.codes import UnknownPlace
from onboarding.operations import AlreadyOpen, FirstAdmin, SlugTaken, host_of, open_office
from tenants.database import connection
from tenants.roles import NotTheOwner, RoleUnsafe
from tenants.template.building import TemplateFailed


class Command(BaseCommand):
    """Opens the office of a Kemendagri code and prints its address and its first admin's one-time password."""

    help = "Buka kantor untuk sebuah kabupaten/kota (33.73) atau provinsi (33)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="Kode Kemendagri dengan titik, misalnya 33.73.")
        parser.add_argument("--slug", help="Alamat lain daripada yang diberikan daftar, misalnya salatiga.")
        parser.add_argument("--admin", default="admin", help="Nama pengguna admin pertama.")
        parser.add_argument("--name", default="Admin Kantor", help="Nama admin pertama.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            opened = open_office(
                code=options["code"],
                slug=options["slug"],
                admin=FirstAdmin(username=options["admin"], name=options["name"]),
                at=timezone.now(),
            )
        except AlreadyOpen as already:
            database = connection.settings_dict["NAME"]
            self.stdout.write(
                _("%(already)s %(host)s (basis data %(database)s).")
                % {"already": already, "host": host_of(already.office.slug), "database": database}
            )
            return
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except (UnknownPlace, SlugTaken, NotTheOwner, RoleUnsafe, TemplateFailed, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("%(name)s dibuka: %(host)s (basis data %(database)s).")
            % {"name": opened.office.name, "host": opened.host, "database": connection.settings_dict["NAME"]}
        )
        self.stdout.write(
            _("Admin pertama: %(username)s, kata sandi sekali pakai: %(password)s")
            % {"username": opened.username, "password": opened.password}
        )
