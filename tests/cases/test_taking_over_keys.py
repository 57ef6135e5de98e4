"""A file whose keys are those of another case here, which only a forger makes, touches nothing of that case."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Staff
from cases.carrying import SCOPE, file_of
from cases.models import Case, Consent, Incident, Person
from cases.operations import consents
from cases.operations.incidents import IncidentData
from cases.operations.taking_over import merge
from cases.people import PersonData
from tests.cases.conftest import MONDAY

pytestmark = pytest.mark.django_db


def test_the_other_case_keeps_its_people_incidents_and_consents(new_case: Callable[..., Case], everyone: Staff) -> None:
    theirs = new_case(victims=[PersonData(name="Siti", sex="P")], incident=IncidentData(kinds=("FISIK",), story="A"))
    siti = theirs.people.get()
    consent = consents.record(
        case=theirs, person=siti, kind="referral", given=True, way="signed", scope=["contact"], receiver="35.10",
        by=everyone, at=MONDAY,
    )  # fmt: skip
    forged = file_of(theirs, list(SCOPE))
    forged["people"][0]["name"] = "Bukan Siti"
    forged["consents"][0]["withdrawn_at"] = (MONDAY + timedelta(days=1)).isoformat()
    ours = new_case(victims=[])
    for _ in range(2):
        merge(case=ours, file=forged, office_name="Kabupaten Lain", by=everyone, at=MONDAY + timedelta(hours=1))

    siti.refresh_from_db()
    consent.refresh_from_db()
    assert (siti.case_id, siti.name, consent.withdrawn_at) == (theirs.pk, "Siti", None)
    assert Incident.objects.filter(case=theirs).count() == 1
    (mine,) = Person.objects.filter(case=ours)
    assert (mine.name, mine.pk != siti.pk) == ("Bukan Siti", True)
    assert Incident.objects.filter(case=ours).count() == 1
    carried = Consent.objects.get(case=ours)
    assert (carried.person, carried.scope, carried.receiver) == (mine, ["contact"], "35.10")
    assert carried.withdrawn_at is not None
