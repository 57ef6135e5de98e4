"""`rangkul registry`: copy the registry's files into the shared schema again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from tenants.models import Province, Regency
from tenants.registry.loading import load_registry


class Command(BaseCommand):
    """Loads provinces and regencies; may run at any time."""

    help = "Muat daftar provinsi dan kabupaten/kota ke skema bersama."

    def handle(self, *args: Any, **options: Any) -> None:
        provinces, regencies = load_registry(province_model=Province, regency_model=Regency)
        self.stdout.write(
            _("%(provinces)d provinsi, %(regencies)d kabupaten/kota.")
            % {"provinces": provinces, "regencies": regencies}
        )
