"""A requirement (kelengkapan) that was not there when its step was done arrives."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.each_victim import Victim, is_asked_each, note_apart, split, victims_of
from cases.models import Case, RequirementSeen, StepPass
from cases.operations.events import append
from cases.operations.working import check_answers_for, locked
from cases.policies import check_can_see
from cases.refusals import Refusal, Stale
from cases.versions import needs_of, step_of


def _same_step(step_pass: StepPass, *, case: Case) -> QuerySet[StepPass]:
    return StepPass.objects.filter(case=case, step=step_pass.step, former=step_pass.former)


def _seen(step_pass: StepPass, *, case: Case) -> QuerySet[RequirementSeen]:
    return RequirementSeen.objects.filter(step_pass__in=_same_step(step_pass, case=case))


def _whose(step_pass: StepPass, *, case: Case, key: str) -> Victim | None:
    """The victim that a key names, where the step asks its need of each and the victim is one now; else None.

    Raises Refusal("nothing_owed") for a key that names somebody else.
    """
    need, whom = split(key)
    if whom is None:
        return None
    step = step_of(step_pass)
    asked = any(one.key == need and is_asked_each(one) for one in needs_of(step))
    found = next((one for one in victims_of(case) if one.person.pk == whom), None) if asked else None
    if found is None:
        raise Refusal("nothing_owed", _("Kelengkapan ini tidak diminta dari orang itu, atau ia bukan korban lagi."))
    return found


def _of(whose: Victim | None) -> dict[str, int]:
    """What the event says of whose it is: a number, where there are several."""
    return {"victim": whose.number} if whose is not None and whose.of > 1 else {}


@transaction.atomic
def bring(*, step_pass: StepPass, key: str, by: Staff, at: datetime) -> Case:
    """Note that a requirement which might follow is there now, for every pass of its step that owes or lacks it.

    `key`: of a need, `need@person` of one that is asked of each victim: also of a victim who was added later.
    Raises NotAllowed outside the SOP's lanes, Stale where another office holds the matter, Refusal("nothing_owed").
    """
    check_can_see(case=step_pass.case, by=by)
    case = locked(step_pass.case)
    check_answers_for(case)
    need, whom = split(key)
    whose = _whose(step_pass, case=case, key=key)
    if whose is not None:
        note_apart(_seen(step_pass, case=case).filter(key=need), victims_of(case))
    owed = _seen(step_pass, case=case).filter(key=need, person=whom, owed=True)
    noted = _seen(step_pass, case=case).filter(key=need, person=whom).values("step_pass")
    done = _same_step(step_pass, case=case).exclude(pk__in=noted)
    if whose is not None:
        lacking = list(done.filter(status=StepPass.Status.DONE))
    else:
        lacking = [one for one in done if need in one.engine.get("lacking", ())]
    RequirementSeen.objects.bulk_create(
        RequirementSeen(step_pass=one, key=need, person_id=whom, owed=False, at=at, by=by) for one in lacking
    )
    if not owed.update(owed=False, at=at, by=by) and not lacking:
        raise Refusal("nothing_owed", _("Kelengkapan ini sudah tercatat ada."))
    append(case=case, kind="requirement_brought", by=by, at=at, step=step_pass.step, need=need, **_of(whose))
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
    need, whom = split(key)
    whose = _whose(step_pass, case=case, key=key)
    if whose is not None:
        note_apart(_seen(step_pass, case=case).filter(key=need), victims_of(case))
    came = _seen(step_pass, case=case).filter(key=need, person=whom, owed=False)
    short: dict[str, list[RequirementSeen]] = {"owed": [], "lacking": []}
    for row in came.select_related("step_pass"):
        if whose is not None:
            done_at = row.step_pass.done_at
            short["lacking"] += [row] if done_at is not None and row.at > done_at else []
            continue
        for how, rows in short.items():
            if need in row.step_pass.engine.get(how, ()):
                rows.append(row)
    if not any(short.values()):
        raise Stale("not_there", _("Kelengkapan ini tercatat belum ada."))
    RequirementSeen.objects.filter(pk__in=[row.pk for row in short["owed"]]).update(owed=True, at=at, by=by)
    RequirementSeen.objects.filter(pk__in=[row.pk for row in short["lacking"]]).delete()
    append(case=case, kind="requirement_set_back", by=by, at=at, step=step_pass.step, need=need, **_of(whose))
    return case
