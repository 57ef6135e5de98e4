"""One case to its end through each of the nine SOPs, by the operations that screens and API use."""

import pytest

from cases.models import Case, Ending, Event, Fact, StepPass
from cases.operations import opening, reports
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from sop_library.queries import definition_of
from tenants.current import in_office
from tests.cases.conftest import CATALOGUE, MONDAY, staff, take
from tests.cases.driving import drive

pytestmark = pytest.mark.django_db
NAMES = sorted(
    str(path.relative_to(CATALOGUE).with_suffix("")) for path in CATALOGUE.glob("*/*.yaml") if path.name[0] != "_"
)
OFFICE = {"salatiga": "salatiga", "banyuwangi": "banyuwangi", "nunukan": "nunukan", "barito-utara": "barito_utara"}


def test_there_are_nine():
    assert len(NAMES) == 9


@pytest.mark.parametrize("name", NAMES)
def test_a_case_runs_to_its_end(request, name):
    office = request.getfixturevalue(OFFICE[name.split("/")[0]])
    with in_office(office):
        version = take(name)
        worker = staff("semua", "*")
        definition = definition_of(version)
        for door in definition.doors.values():
            report = reports.receive(data=ReportData(channel=door.channel or "datang"), by=worker, at=MONDAY)
            case = opening.open_case(
                report=report, version=version, door=door.key, by=worker, at=MONDAY,
                victims=[PersonData(name="Sari Melati", sex="P", age_band="A25_44", residence=office.code)],
                reporter_is_victim=True,
                incident=IncidentData(kinds=("FISIK",), domestic=True, place=office.code),
            )  # fmt: skip
            case, done = drive(case=case, by=worker, at=MONDAY)

            assert case.state == Case.State.ENDED
            assert Ending.objects.get(case=case).kind == Ending.Kind.COMPLETED
            assert done
            assert not StepPass.objects.filter(case=case, status__in=["open", "waiting"]).exists()
            fact = Fact.objects.get(case=case)
            assert (fact.state, fact.women) == ("ended", 1)
            assert Event.objects.filter(case=case, kind="case_ended").count() == 1
