"""`rangkul template`: build the template schema from which offices are opened, where it is not up to date."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.roles import NotTheOwner
from tenants.template.building import TemplateFailed, ensure_template


class Command(BaseCommand):
    """Builds or refreshes the template."""

    help = "Bangun atau perbarui skema acuan kantor."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            template = ensure_template(at=timezone.now(), report=self.stdout.write)
        except (NotTheOwner, TemplateFailed) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Skema acuan siap (%(count)d perintah SQL).") % {"count": len(template.statements)})
