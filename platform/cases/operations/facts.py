"""The local reporting fact, kept beside the work. Counts and codes only; children are those under 18 (UU 23/2002)."""

from datetime import datetime

from django.utils import timezone

from cases.models import Case, Fact, Incident, Person, Role, StepPass
from sop_library.codes import child_bands
from sop_library.queries import definition_of


def _victims(case: Case) -> dict[str, int]:
    counts = {"girls": 0, "boys": 0, "women": 0, "men": 0, "unknown": 0}
    words = {("P", True): "girls", ("L", True): "boys", ("P", False): "women", ("L", False): "men"}
    children = set(child_bands())
    victims = Person.objects.filter(case=case, roles__kind=Role.Kind.VICTIM, roles__ended_at=None)
    for sex, band in victims.values_list("sex", "age_band"):
        counts[words.get((sex, band in children), "unknown") if sex and band else "unknown"] += 1
    return counts


def _first_assessed(case: Case) -> datetime | None:
    definition = definition_of(case.version)
    steps = [step.key for step in definition.steps if "assessment" in step.stages]
    done = StepPass.objects.filter(case=case, step__in=steps, status=StepPass.Status.DONE).order_by("done_at").first()
    return done.done_at if done else None


def keep_fact(*, case: Case, at: datetime) -> Fact:
    """Write the case's one fact as it stands now. Runs inside the caller's transaction."""
    incidents = list(Incident.objects.filter(case=case).values_list("kinds", "domestic", "place"))
    victim = Person.objects.filter(case=case, roles__kind=Role.Kind.VICTIM, roles__ended_at=None).first()
    fact, _ = Fact.objects.update_or_create(
        case=case,
        defaults={
            "matter": case.matter,
            "reported_on": timezone.localdate(case.reported_at),
            "service": case.version.sop.service,
            "channel": case.channel,
            "state": case.state,
            "stage": case.stage,
            "risk": case.risk,
            "kinds": sorted({kind for kinds, _domestic, _place in incidents for kind in kinds}),
            "domestic": next((domestic for _kinds, domestic, _place in incidents if domestic is not None), None),
            "incident_place": next((place for _kinds, _domestic, place in incidents if place), ""),
            "residence": victim.residence if victim else "",
            "first_assessed_at": _first_assessed(case),
            "ended_on": timezone.localdate(case.ended_at) if case.ended_at else None,
            "changed_at": at,
            **_victims(case),
        },
    )
    return fact
