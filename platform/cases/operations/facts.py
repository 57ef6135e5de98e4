"""The local reporting fact, kept beside the work. Counts and codes only; children are those under 18 (UU 23/2002)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from cases.calendars import local_date
from cases.case_facts import any_domestic
from cases.models import Case, Fact, Finding, Incident, Person, Role, StepPass
from outbox.operations import post
from sop_library.codes import child_bands
from sop_library.queries import definition_of

SEXES = {("P", True): "girls", ("L", True): "boys", ("P", False): "women", ("L", False): "men"}


def keep_fact(*, case: Case, at: datetime) -> Fact:
    """Write the case's one fact as it stands now, and tell the outbox where it changed. In the caller's transaction.

    `changed_at` is when anything that is counted last changed.
    """
    values = _values(case)
    fact = Fact.objects.filter(case=case).first()
    if fact is None:
        fact = Fact.objects.create(case=case, changed_at=at, **values)
    elif any(getattr(fact, name) != value for name, value in values.items()):
        for name, value in (values | {"changed_at": at}).items():
            setattr(fact, name, value)
        fact.save(force_update=True)
    else:
        return fact
    post(topic="fact.kept", matter=case.matter, payload={"revision": case.revision}, at=at)
    return fact


def _values(case: Case) -> dict[str, Any]:
    found = _ingredients(case)
    incidents, victims = found["said"], found["harmed"]
    return {
        "matter": case.matter,
        "reported_on": local_date(case.reported_at),
        "service": case.version.sop.service,
        "channel": case.channel,
        "state": case.state,
        "stage": case.stage,
        "risk": case.risk,
        "kinds": sorted({kind for one in incidents for kind in one["kinds"]}),
        "domestic": any_domestic(one["domestic"] for one in incidents),
        "incident_place": next((one["place"] for one in incidents if one["place"]), ""),
        "residence": victims[0]["residence"] if victims else "",
        "first_assessed_at": found["assessed"],
        "ended_on": local_date(case.ended_at) if case.ended_at else None,
        **_by_sex_and_age(victims, child=found["child"]),
    }


def _ingredients(case: Case) -> dict[str, Any]:
    """Everything the fact is made of, in one question to the database."""
    victims = Person.objects.filter(case=OuterRef("pk"), roles__kind=Role.Kind.VICTIM, roles__ended_at=None)
    incidents = Incident.objects.filter(case=OuterRef("pk"))
    finding = Finding.objects.filter(case=OuterRef("pk"), name="victim.child").order_by("-number")
    steps = [step.key for step in definition_of(case.version).steps if "assessment" in step.stages]
    done = StepPass.objects.filter(case=OuterRef("pk"), step__in=steps, status=StepPass.Status.DONE)
    found = Case.objects.values(
        said=ArraySubquery(incidents.values(one=JSONObject(kinds="kinds", domestic="domestic", place="place"))),
        harmed=ArraySubquery(victims.values(one=JSONObject(sex="sex", band="age_band", residence="residence"))),
        child=Subquery(finding.values("value")[:1]),
        assessed=Subquery(done.order_by("done_at").values("done_at")[:1]),
    ).get(pk=case.pk)
    return dict(found)


def _by_sex_and_age(victims: Sequence[dict[str, Any]], *, child: Any) -> dict[str, int]:
    counts = {"girls": 0, "boys": 0, "women": 0, "men": 0, "unknown": 0}
    bands = set(child_bands())
    bandless = _bandless_are_children(bandless=sum(not one["band"] for one in victims), found=child)
    for one in victims:
        is_child = one["band"] in bands if one["band"] else bandless
        counts["unknown" if is_child is None else SEXES.get((one["sex"], is_child), "unknown")] += 1
    return counts


def _bandless_are_children(*, bandless: int, found: Any) -> bool | None:
    """Whether victims of unknown age are children, by what a step found of "the victim"; None where it can't be told.

    "Anak" among several of unknown age says only that one of them is; "dewasa" says it of them all.
    """
    if not bandless or found is None:
        return None
    return None if found is True and bandless > 1 else found
