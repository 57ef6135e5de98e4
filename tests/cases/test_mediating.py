"""An appointment for mediation is refused as the gate of a step of mediation would be."""

from datetime import timedelta

import pytest

from cases.models import Appointment, Consent, Person
from cases.operations import appointments, findings, incidents
from cases.operations.appointments import AppointmentData
from cases.operations.incidents import IncidentData
from cases.people import PersonData
from cases.refusals import Refusal
from tests.cases.conftest import MONDAY

pytestmark = pytest.mark.django_db
MEDIATION = AppointmentData("mediation", MONDAY + timedelta(days=1))


@pytest.fixture
def arranged(new_case, everyone):
    """Why mediation was refused, "" where it was agreed on. `words`: (place among the victims or None, answer, way)."""

    def try_it(*words, kinds=("PSIKIS",), victims=1, child=None):
        case = new_case(victims=[PersonData(sex="P", age_band="A25_44") for _one in range(victims)])
        if kinds:
            incidents.add(case=case, data=IncidentData(kinds=kinds), by=everyone, at=MONDAY)
        found = dict(enumerate(Person.objects.filter(case=case).order_by("added_at", "id")))
        for minute, (who, answer, way) in enumerate(words):
            said = Consent(case=case, person=found.get(who), kind="mediation", given=answer, way=way, by=everyone)
            said.at, said.note = MONDAY + timedelta(minutes=minute), "Ditanyakan berdua"
            said.save(force_insert=True)
        if child is not None:
            findings.keep(
                case=case,
                asked={"respondent.child"},
                facts={"respondent.child": child},
                step="",
                by=everyone,
                at=MONDAY,
            )
        try:
            appointments.add(case=case, data=MEDIATION, by=everyone, at=MONDAY)
        except Refusal as refused:
            assert not Appointment.objects.filter(case=case).exists()
            return refused.missing[0].message
        return ""

    return try_it


def test_the_victim_agreed_and_it_is_arranged(arranged):
    assert arranged((0, True, "spoken")) == ""
    assert arranged((None, True, "signed")) == "", "the sheet of the only victim"


@pytest.mark.parametrize(
    "words",
    [(), ((0, True, "duty"),), ((0, True, "spoken"), (0, False, "spoken"))],
    ids=["nobody asked", "duty", "changed their mind"],
)
def test_without_their_own_yes_it_is_not(arranged, words):
    assert "persetujuan korban sendiri" in arranged(*words)


def test_each_of_several_victims_agrees_themselves(arranged):
    assert "persetujuan korban sendiri" in arranged((None, True, "signed"), victims=2)
    assert "persetujuan korban sendiri" in arranged((0, True, "spoken"), victims=2)
    assert arranged((0, True, "spoken"), (1, True, "spoken"), victims=2) == ""


def test_sexual_violence_is_not_mediated_whoever_agrees(arranged):
    yes = (0, True, "signed")
    assert "pasal 23" in arranged(yes, kinds=("SEKSUAL", "FISIK"))
    assert "pasal 23" in arranged(yes, kinds=("SEKSUAL",), child=False)
    assert arranged(yes, kinds=("SEKSUAL",), child=True) == ""


def test_what_kind_of_violence_it_was_is_known_first(arranged):
    assert "bentuk kekerasannya" in arranged((0, True, "signed"), kinds=())


def test_nobody_puts_it_off_once_the_yes_is_gone(new_case, everyone):
    case = new_case(victims=[PersonData(sex="P", age_band="A25_44")])
    incidents.add(case=case, data=IncidentData(kinds=("PSIKIS",)), by=everyone, at=MONDAY)
    victim = Person.objects.get(case=case)
    said = Consent.objects.create(
        case=case, person=victim, kind="mediation", given=True, way="spoken", at=MONDAY, by=everyone
    )
    row = appointments.add(case=case, data=MEDIATION, by=everyone, at=MONDAY)
    Consent.objects.filter(pk=said.pk).update(withdrawn_at=MONDAY + timedelta(minutes=1))
    with pytest.raises(Refusal, match="appointment_invalid"):
        appointments.move(
            appointment=row, to=MONDAY + timedelta(days=2), reason="Sakit", by=everyone, at=MONDAY + timedelta(hours=1)
        )
