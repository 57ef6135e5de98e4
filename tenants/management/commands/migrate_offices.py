"""`rangkul migrate_offices`: the shared schema, the template and every office, to the state of this release."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tenants.migrating import migrate_everything
from tenants.migrating.attempts import OfficesFailed
from tenants.migrating.plan import HalfSquashed
from tenants.roles import NotTheOwner
from tenants.template.building import TemplateFailed


class Command(BaseCommand):
    """Migrates everything; may run at any time, and again after it was interrupted."""

    help = "Perbarui skema bersama, skema acuan, dan skema semua kantor."

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            done = migrate_everything(at=timezone.now(), report=self.stdout.write)
        except (NotTheOwner, TemplateFailed, OfficesFailed, HalfSquashed) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("%(offices)d kantor, %(migrations)d migrasi, %(seconds)s detik.")
            % {
                "offices": done.offices,
                "migrations": len(done.migrations),
                "seconds": number_format(time.monotonic() - began, decimal_pos=1),
            }
        )
