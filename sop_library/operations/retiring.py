"""An SOP, or one version of it, is used no more: no case is opened by it, those that are open run on."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Staff
from sop_library.definition import Definition
from sop_library.models import Sop, SopEvent, SopVersion
from sop_library.operations.drafts import Kind
from sop_library.policies import check_can_approve
from sop_library.queries import current_versions, is_coming, is_in_force, sheet_definition_of
from sop_library.refusals import Refused
from tenants.current import current_office


@transaction.atomic
def retire(*, sop: Sop, version: SopVersion | None = None, why: str, by: Staff, at: datetime) -> Sop:
    """Use an SOP, or one version of it, no more: no case is opened by it from `at`. Open cases run on. The head alone.

    Without its newest version, new cases go by the one before it that still stands. Raises NotAllowed, Refused
    ("why_missing", "asked_for" where another SOP in force starts this one, "retired_already", "only_coming" where none
    would be in force until a later version is).
    """
    check_can_approve(by=by)
    now = Sop.objects.select_for_update().get(pk=sop.pk)
    if not why.strip():
        raise Refused("why_missing", _("Tulis alasannya."), field="why")
    if version is not None and _retire_version(now, version, why=why.strip(), by=by, at=at):
        return now
    if now.retired_at is not None:
        raise Refused("retired_already", _("SOP ini sudah tidak dipakai."))
    for other in current_versions(at=at):
        if other.sop_id != now.pk and _asks_for(sheet_definition_of(other), now, at=at):
            words = _("SOP ini masih dimulai dari SOP “%(name)s”. Ubah dulu SOP itu.")
            raise Refused("asked_for", words % {"name": other.sop.name})
    now.retired_at = at
    now.save(update_fields=["retired_at"])
    SopEvent.objects.create(kind=Kind.RETIRED, sop=now, version=version, by=by, at=at, why=why.strip())
    return now


def _retire_version(sop: Sop, version: SopVersion, *, why: str, by: Staff, at: datetime) -> bool:
    """Retire one version where another stands, or where nothing was begun by it yet; False where none would be left,
    so that the SOP goes as a whole."""
    one = sop.versions.select_for_update().get(pk=version.pk)
    if one.retired_at is not None:
        raise Refused("retired_already", _("Versi ini sudah ditarik."))
    others = sop.versions.filter(retired_at=None, published_at__isnull=False).exclude(pk=one.pk)
    if not others.exists() and not is_coming(one, at=at):
        return False
    if sop.retired_at is None and is_in_force(one, at=at) and not others.filter(effective_from__lte=at).exists():
        following = others.order_by("effective_from")[0]
        begins = following.effective_from or at
        words = _("Versi %(number)s baru berlaku %(day)s, dan sebelum itu tidak ada versi lain. Tarik SOP ini "
                  "seluruhnya, atau sahkan dulu versi yang berlaku mulai hari ini.")  # fmt: skip
        day = date_format(begins.astimezone(ZoneInfo(current_office().zone)), "j F Y")
        raise Refused("only_coming", words % {"number": following.number, "day": day})
    retire_versions(sop.versions.filter(pk=one.pk), why=why, by=by, at=at)
    return True


def retire_versions(versions: QuerySet[SopVersion], *, why: str, by: Staff | None, at: datetime) -> None:
    """Retire published versions, each with an event of its own. Whoever calls holds their SOP's row and the right."""
    for one in versions.filter(published_at__isnull=False).defer("definition").order_by("number"):
        one.retired_at = at
        one.save(update_fields=["retired_at"])
        SopEvent.objects.create(kind=Kind.VERSION_RETIRED, sop_id=one.sop_id, version=one, by=by, at=at, why=why)


def _asks_for(definition: Definition, sop: Sop, *, at: datetime) -> bool:
    """Whether a step of the definition starts this SOP by name, or any of its service where it is the only one."""
    in_force = current_versions(at=at)
    names = {version.origin for version in sop.versions.defer("definition")}
    names |= {sheet_definition_of(one).sop for one in in_force if one.sop_id == sop.pk}
    alone = not any(one.sop.service == sop.service and one.sop_id != sop.pk for one in in_force)
    return any(
        sub.sop in names or (alone and sub.service is not None and sub.service == sop.service)
        for step in definition.steps
        for sub in step.subs
    )
