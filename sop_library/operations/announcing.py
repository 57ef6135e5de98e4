"""An office lets everybody read the service standard of an SOP, and ends that: its head's or an admin's decision."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from sop_library.models import Sop, SopEvent
from sop_library.operations.drafts import Kind
from sop_library.policies import check_can_announce
from sop_library.queries import current_version
from sop_library.refusals import Refused


@transaction.atomic
def announce(*, sop: Sop, by: Staff, at: datetime) -> Sop:
    """Let anybody read the standard of the version in force, and of those after it. Nothing happens where they may.

    Raises NotAllowed, Refused("none_in_force").
    """
    check_can_announce(by=by)
    now = Sop.objects.select_for_update().get(pk=sop.pk)
    version = current_version(now, at=at)
    if version is None:
        raise Refused("none_in_force", _("Tidak ada versi SOP ini yang berlaku."))
    if now.announced_at is None:
        now.announced_at = at
        now.save(update_fields=["announced_at"])
        SopEvent.objects.create(kind=Kind.ANNOUNCED, sop=now, version=version, by=by, at=at)
    return now


@transaction.atomic
def close(*, sop: Sop, by: Staff, at: datetime) -> Sop:
    """Keep the standard to the office again. Nothing happens where it already is. Raises NotAllowed."""
    check_can_announce(by=by)
    now = Sop.objects.select_for_update().get(pk=sop.pk)
    if now.announced_at is not None:
        now.announced_at = None
        now.save(update_fields=["announced_at"])
        SopEvent.objects.create(kind=Kind.CLOSED, sop=now, by=by, at=at)
    return now
