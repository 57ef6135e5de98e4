"""An SOP goes by the name and the service of its version in force: one approved for a later day brings its own."""

from datetime import datetime

from django.db import transaction

from sop_library.models import Sop
from sop_library.queries import current_version, current_versions, sheet_definition_of


def take_up_names(*, at: datetime) -> int:
    """Give every SOP the name and service of the version in force; return how many went by another. Safe to repeat."""
    changed = 0
    for version in current_versions(at=at):
        definition = sheet_definition_of(version)
        if _named(version.sop) != (definition.name[:200], definition.service):
            changed += _take_up(version.sop, at=at)
    return changed


@transaction.atomic
def _take_up(sop: Sop, *, at: datetime) -> bool:
    now = Sop.objects.select_for_update().get(pk=sop.pk)
    version = current_version(now, at=at)
    if version is None:
        return False
    definition = sheet_definition_of(version)
    told = definition.name[:200], definition.service
    if _named(now) == told:
        return False
    now.name, now.service = told
    now.save(update_fields=["name", "service"])
    return True


def _named(sop: Sop) -> tuple[str, str]:
    return sop.name, sop.service
