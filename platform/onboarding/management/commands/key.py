"""`rangkul key rotate 33.73`: a new key pair that other offices seal to; `list` and `end` see the old ones out."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from custody import rotating
from onboarding.codes import UnknownPlace
from onboarding.offices import NotOpen, open_office_of
from tenants.models import Office
from tenants.roles import NotTheOwner


class Command(BaseCommand):
    """Rotates, lists and ends the exchange keys of an office. Safe while referrals are on their way."""

    help = "Kunci pertukaran sebuah kantor: key rotate 33.73, key list 33.73, key end 33.73."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="rotate|list|end")
        for name, said in {
            "rotate": "Pasangan kunci baru; yang lama tetap membuka yang sudah disegel kepadanya.",
            "list": "Semua kunci kantor itu, dan berapa kiriman masih disegel kepadanya.",
            "end": "Hancurkan kunci yang sudah diganti dan tidak dipakai kiriman mana pun.",
        }.items():
            action = actions.add_parser(name, help=said)
            action.add_argument("code", help="Kode Kemendagri kantor dengan titik, misalnya 33.73.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            office = open_office_of(options["code"])
        except (UnknownPlace, NotOpen, NotTheOwner) as error:
            raise CommandError(str(error)) from error
        {"rotate": self._rotate, "list": self._list, "end": self._end}[options["action"]](office)

    def _rotate(self, office: Office) -> None:
        number = rotating.rotate(office=office, at=timezone.now())
        self.stdout.write(f"{office.name}: kunci {number} berlaku mulai sekarang.")
        self.stdout.write(f"Kunci lama tetap membuka kiriman di jalan. Nanti: rangkul key end {office.code}")

    def _list(self, office: Office) -> None:
        for key in rotating.keys_of(office=office):
            state = f"dihancurkan {key.ended_at:%Y-%m-%d %H:%M}" if key.ended_at else f"{key.parcels} kiriman"
            self.stdout.write(f"{key.number:>4}  dibuat {key.made_at:%Y-%m-%d %H:%M} UTC  {state}")

    def _end(self, office: Office) -> None:
        try:
            ended = rotating.end_replaced(office=office, at=timezone.now())
        except OperationalError as error:
            raise CommandError("Kiriman sedang ditulis terus-menerus. Coba lagi sebentar lagi.") from error
        numbers = ", ".join(str(number) for number in ended)
        self.stdout.write(
            f"{office.name}: kunci {numbers} dihancurkan." if ended else f"{office.name}: tidak ada yang dihancurkan."
        )
        waiting = [key for key in rotating.keys_of(office=office)[1:] if key.ended_at is None]
        for key in waiting:
            self.stdout.write(f"Kunci {key.number} tetap ada: {key.parcels} kiriman disegel kepadanya.")
