"""A requirement (kelengkapan) that was not there when its step was done arrives."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case, RequirementSeen, StepPass
from cases.operations.events import append
from cases.operations.working import check_answers_for, locked
from cases.policies import check_can_see
from cases.refusals import Refusal, Stale


def _same_step(step_pass: StepPass, *, case: Case) -> QuerySet[StepPass]:
    return StepPass.objects.filter(case=case, step=step_pass.step, former=step_pass.former)


def _seen(step_pass: StepPass, *, case: Case) -> QuerySet[RequirementSeen]:
    return RequirementSeen.objects.filter(step_pass__in=_same_step(step_pass, case=case))


@transaction.atomic
def bring(*, step_pass: StepPass, key: str, by: Staff, at: datetime) -> Case:
    """Note that a requirement which might follow is there now, for every pass of its step that owes or lacks it.

    Raises NotAllowed outside the SOP's lanes, Stale where another office holds the matter, Refusal("nothing_owed").
    """
    check_can_see(case=step_pass.case, by=by)
    case = locked(step_pass.case)
    check_answers_for(case)
    owed = _seen(step_pass, case=case).filter(key=key, owed=True)
    done = _same_step(step_pass, case=case).exclude(requirements__key=key)
    lacking = [one for one in done if key in one.engine.get("lacking", ())]
    RequirementSeen.objects.bulk_create(
        RequirementSeen(step_pass=one, key=key, owed=False, at=at, by=by) for one in lacking
    )
    if not owed.update(owed=False, at=at, by=by) and not lacking:
        raise Refusal("nothing_owed", _("Kelengkapan ini sudah tercatat ada."))
    append(case=case, kind="requirement_brought", by=by, at=at, step=step_pass.step, need=key)
    return case


@transaction.atomic
def set_back(*, step_pass: StepPass, key: str, by: Staff, at: datetime) -> Case:
    """Note that a requirement said to have come is not there after all: each pass owes or lacks it as it did before.

    One that was there when its step was done is no such thing: it stays.

    Raises NotAllowed outside the SOP's lanes, Stale where none came or another office holds the matter.
    """
    check_can_see(case=step_pass.case, by=by)
    case = locked(step_pass.case)
    check_answers_for(case)
    came = _seen(step_pass, case=case).filter(key=key, owed=False)
    short: dict[str, list[RequirementSeen]] = {"owed": [], "lacking": []}
    for row in came.select_related("step_pass"):
        for how, rows in short.items():
            if key in row.step_pass.engine.get(how, ()):
                rows.append(row)
    if not any(short.values()):
        raise Stale("not_there", _("Kelengkapan ini tercatat belum ada."))
    RequirementSeen.objects.filter(pk__in=[row.pk for row in short["owed"]]).update(owed=True, at=at, by=by)
    RequirementSeen.objects.filter(pk__in=[row.pk for row in short["lacking"]]).delete()
    append(case=case, kind="requirement_set_back", by=by, at=at, step=step_pass.step, need=key)
    return case
