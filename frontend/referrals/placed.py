"""Where a case that came from another office begins here, told from its file once that is open: no guess any more."""

from dataclasses import dataclass

from cases.models import Case, Event, StepPass
from cases.versions import words_for
from frontend.casework.timeline import step_title
from frontend.casework.wording import stage_words
from referrals.models import Referral
from referrals.operations.placing_again import KIND


@dataclass(frozen=True)
class Placed:
    """`proposed` is "" where the case begins where its file proposed; else `who` chose the step."""

    office: str
    step: str
    proposed: str
    who: str
    stages: str


def placed(case: Case, came: Referral) -> Placed | None:
    """How the case was placed at acceptance; None for one that came back, or has gone beyond its first step here."""
    kinds = ["referral_accepted", KIND]
    told = Event.objects.filter(case=case, kind__in=kinds, data__referral=str(came.pk)).select_related("by")
    event = told.order_by("number").last()
    if event is None or "begins" not in event.data:
        return None
    begins, proposed = event.data["begins"], event.data["proposed"]
    if StepPass.objects.filter(case=case, step=begins, status=StepPass.Status.DONE).exists():
        return None
    definition = words_for(case).of(event)
    return Placed(
        office=came.other_name,
        step=step_title(definition, begins),
        proposed=step_title(definition, proposed) if proposed != begins else "",
        who=event.by.name,
        stages=", ".join(stage_words(stage).lower() for stage in event.data["stages"]),
    )
