"""A requirement (kelengkapan) that was owed arrives."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case, RequirementSeen, StepPass
from cases.operations.events import append
from cases.policies import check_can_see
from cases.refusals import Refusal


@transaction.atomic
def bring(*, step_pass: StepPass, key: str, by: Staff, at: datetime) -> Case:
    """Note that a requirement which might follow is there now, for every pass of its step that owes it.

    Raises NotAllowed outside the SOP's lanes, Refusal("nothing_owed").
    """
    case = step_pass.case
    check_can_see(case=case, by=by)
    owed = RequirementSeen.objects.filter(step_pass__case=case, step_pass__step=step_pass.step, key=key, owed=True)
    if not owed.update(owed=False, at=at, by=by):
        raise Refusal("nothing_owed", _("Kelengkapan ini sudah tercatat ada."))
    append(case=case, kind="requirement_brought", by=by, at=at, step=step_pass.step, need=key)
    return case
