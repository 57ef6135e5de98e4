"""The local reporting fact, kept beside the work. Counts and codes only; children are those under 18 (UU 23/2002)."""

from datetime import datetime

from cases.calendars import local_date
from cases.models import Case, Fact, Finding, Incident, Person, Role, StepPass
from sop_library.codes import child_bands
from sop_library.queries import definition_of


def _victims(case: Case) -> dict[str, int]:
    counts = {"girls": 0, "boys": 0, "women": 0, "men": 0, "unknown": 0}
    words = {("P", True): "girls", ("L", True): "boys", ("P", False): "women", ("L", False): "men"}
    children = set(child_bands())
    victims = Person.objects.filter(case=case, roles__kind=Role.Kind.VICTIM, roles__ended_at=None)
    rows = list(victims.values_list("sex", "age_band"))
    bandless = _bandless_are_children(case, bandless=sum(not band for _sex, band in rows))
    for sex, band in rows:
        child = band in children if band else bandless
        counts["unknown" if child is None else words.get((sex, child), "unknown")] += 1
    return counts


def _bandless_are_children(case: Case, *, bandless: int) -> bool | None:
    """Whether victims of unknown age are children, by what a step found of "the victim"; None where it can't be told.

    "Anak" among several of unknown age says only that one of them is; "dewasa" says it of them all.
    """
    found = Finding.objects.filter(case=case, name="victim.child").order_by("-number").first() if bandless else None
    child = found.value if found else None
    return None if child is True and bandless > 1 else child


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
            "reported_on": local_date(case.reported_at),
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
            "ended_on": local_date(case.ended_at) if case.ended_at else None,
            "changed_at": at,
            **_victims(case),
        },
    )
    return fact
