"""The order: shared schema and what it holds, template, every office's tables, then what they hold; each step may be
repeated.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import transaction
from django.utils.translation import gettext as _

from tenants import row_security
from tenants.database import connection
from tenants.migrating.offices import migrate_offices
from tenants.migrating.renewing import renew_offices, renew_shared
from tenants.models import Office
from tenants.roles import require_owner
from tenants.template.building import ensure_template

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a run did: how many offices there are, and which migrations any of them lacked."""

    offices: int
    migrations: tuple[str, ...]


def migrate_everything(*, at: datetime, report: Callable[[str], None] = logger.info) -> Migrated:
    """Migrate the shared schema, rebuild the template where needed, migrate every office, set the rights again, and
    bring what the offices hold to this release.

    Raises NotTheOwner on the web's login, TemplateFailed, OfficesFailed where some office lacks something still: what
    was done stays done, and the next run goes on from there.
    """
    connection.set_schema_to_public()
    require_owner(connection)
    report(_("Migrasi skema bersama …"))
    call_command(DjangoMigrate(), verbosity=0, interactive=False)
    with transaction.atomic(), connection.cursor() as cursor:
        row_security.grant_shared(cursor, database=str(connection.settings_dict["NAME"]))
    renew_shared(at=at, report=report)
    ensure_template(at=at, report=report)
    schemas = list(Office.objects.order_by("schema_name").values_list("schema_name", flat=True))
    applied = migrate_offices(schemas=schemas, report=report)
    renew_offices(schemas=schemas, report=report)
    return Migrated(offices=len(schemas), migrations=tuple(applied))
