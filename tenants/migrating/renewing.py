"""What an office holds of what a release ships is brought to that release: each app says how, this module where.

An app's config that has `renew_office` is asked once for every office, inside its schema and as the owner; one that
has `renew_shared` once for the shared schema.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.apps import AppConfig, apps
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.database import connection
from tenants.migrating.attempts import Attempts
from tenants.models import Office
from tenants.roles import as_owner

logger = logging.getLogger(__name__)


def renew_shared(*, at: datetime, report: Callable[[str], None] = logger.info) -> int:
    """Bring what the shared schema holds to the present release; return how much of it is new.

    May run again at any time; each app's part is done whole or not at all. The connection must be the owner's.
    """
    connection.set_schema_to_public()
    new = 0
    for config in apps.get_app_configs():
        if hasattr(config, "renew_shared"):
            with transaction.atomic():
                found = config.renew_shared(at=at)
            if found:
                report(_("%(app)s: %(count)d baru dari rilis ini.") % {"app": config.verbose_name, "count": found})
            new += found
    return new


def renew_offices(*, schemas: Sequence[str], report: Callable[[str], None] = logger.info) -> int:
    """Bring what these offices hold to the present release; return in how many of them anything was new.

    May run again at any time. Raises OfficesFailed once the others were brought forward.
    """
    connection.set_schema_to_public()
    attempts = Attempts(names=dict(Office.objects.values_list("schema_name", "name")), report=report)
    changed: set[str] = set()
    with as_owner(connection):
        try:
            for config in apps.get_app_configs():
                if hasattr(config, "renew_office"):
                    for schema in schemas:
                        attempts.make(schema, what=str(config.verbose_name), work=_renewal(config, changed))
        finally:
            connection.set_schema_to_public()
    attempts.conclude()
    if changed:
        report(_("Isi baru dari rilis ini: %(count)d kantor.") % {"count": len(changed)})
    return len(changed)


def _renewal(config: AppConfig, changed: set[str]) -> Callable[[str], None]:
    def renew(schema: str) -> None:
        with transaction.atomic():
            if config.renew_office():  # type: ignore[attr-defined]  # asked only of those that have it
                changed.add(schema)

    return renew
