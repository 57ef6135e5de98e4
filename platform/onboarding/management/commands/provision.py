"""`rangkul provision`: carry out the openings that wait, without a worker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from onboarding.provisioning import carry_out_all
from tenants.roles import NotTheOwner


class Command(BaseCommand):
    """Opens the offices that consoles asked for."""

    help = "Buka kantor yang diminta dari konsol dan masih menunggu."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(str(carry_out_all(at=timezone.now())))
        except NotTheOwner as error:
            raise CommandError(str(error)) from error
