"""`rangkul client add NAME --scope indicators:read`: machines that may ask for the nation's numbers."""

from argparse import ArgumentParser
from typing import Any

from allauth.idp.oidc.models import Client
from django.core.management.base import BaseCommand, CommandError

from api.nation import clients
from tenants.database import connection

UNKNOWN = "Tidak ada mesin dengan ID itu. Lihat: rangkul client list"


class Command(BaseCommand):
    """Adds, lists and ends the machines of ministry and provinces."""

    help = (
        "Mesin yang boleh meminta angka nasional: client add NAMA --scope indicators:read, client list, "
        "client renew ID, client end ID."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="add|list|renew|end")
        add = actions.add_parser("add", help="Rahasianya ditampilkan sekali dan tidak disimpan.")
        add.add_argument("name", help="Nama sistem, misalnya “Dasbor KemenPPPA”.")
        add.add_argument(
            "--scope", action="append", required=True, help=f"Salah satu dari: {', '.join(clients.SCOPES)}."
        )
        add.add_argument("--province", default="", help="Kode dua angka: hanya angka provinsi itu, misalnya 33.")
        actions.add_parser("list", help="Semua mesin, tanpa rahasianya.")
        renew = actions.add_parser("renew", help="Rahasia baru; yang lama dan semua tokennya tidak berlaku lagi.")
        renew.add_argument("id", help="ID mesin, seperti pada client list.")
        end = actions.add_parser("end", help="Mesin ini dan semua tokennya tidak berlaku lagi.")
        end.add_argument("id", help="ID mesin, seperti pada client list.")

    def handle(self, *args: Any, **options: Any) -> None:
        connection.set_schema_to_public()
        if options["action"] == "add":
            self._add(options["name"], options["scope"], options["province"])
        elif options["action"] == "renew":
            self._show(clients.renew(client_id=options["id"]))
        elif options["action"] == "end":
            if not clients.end(client_id=options["id"]):
                raise CommandError(UNKNOWN)
            self.stdout.write("Mesin ini tidak dapat masuk lagi.")
        else:
            for client in Client.objects.order_by("created_at"):
                reach = clients.reach_of(client)
                self.stdout.write(f"{client.id}  {reach}  {' '.join(client.get_scopes())}  {client.name}")

    def _add(self, name: str, scopes: list[str], province: str) -> None:
        try:
            added = clients.add(name=name, scopes=scopes, province=province)
        except clients.UnknownScope as known:
            raise CommandError(f"Scope tidak dikenal. Yang ada: {known}") from known
        except clients.UnknownProvince as unknown:
            raise CommandError(f"Tidak ada provinsi berkode {unknown}.") from unknown
        self._show(added)

    def _show(self, added: clients.Added | None) -> None:
        if added is None:
            raise CommandError(UNKNOWN)
        self.stdout.write(f"client_id:     {added.id}")
        self.stdout.write(f"client_secret: {added.secret}")
        self.stdout.write("Rahasia ini hanya ditampilkan sekali. Simpan sekarang di tempat rahasia sistem itu.")
