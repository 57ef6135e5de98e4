"""Every branch of Salatiga's direct SOP, taken once."""

from datetime import timedelta

import pytest

from cases.models import Case, Event, StepPass
from cases.operations import consents, incidents, opening, reports
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from cases.progress import progress
from tenants.current import in_office
from tests.cases.conftest import MONDAY, staff, take
from tests.cases.driving import drive, first, work_step

pytestmark = pytest.mark.django_db
ALL_STEPS = [
    "buku-tamu", "hubungi-analis", "identitas", "wilayah", "asal", "formulir", "cerita", "asesmen-awal", "hukum",
    "gambaran", "survei", "hubungi-bidang", "rtl",
]  # fmt: skip


def test_out_of_area_proposes_a_referral_and_serves_on(new_case, everyone):
    case = new_case(victims=[PersonData(sex="P", age_band="A25_44", residence="33.22")])
    case, done = drive(case=case, by=everyone, at=MONDAY, choose={"wilayah": "luar"})

    assert done == ALL_STEPS
    proposed = Event.objects.get(case=case, kind="referral_proposed")
    assert proposed.data == {"referral": "pelimpahan", "to": "region_of", "region": "33.22"}
    assert case.state == Case.State.ENDED


def test_inside_the_area_proposes_nothing(new_case, everyone):
    case, done = drive(case=new_case(), by=everyone, at=MONDAY, choose={"wilayah": "dalam"})

    assert done == ALL_STEPS
    assert not Event.objects.filter(case=case, kind="referral_proposed").exists()


@pytest.mark.parametrize(
    ("step", "outcome"), [("asal", "rujukan"), ("asal", "sendiri"), ("hukum", "ya"), ("hukum", "tidak")]
)
def test_branches_that_meet_again(new_case, everyone, step, outcome):
    case, done = drive(case=new_case(), by=everyone, at=MONDAY, choose={step: outcome})

    assert done == ALL_STEPS
    assert StepPass.objects.get(case=case, step=step).outcomes == [outcome]


def test_data_not_yet_complete_goes_back_to_the_assessment_and_keeps_both_passes(new_case, everyone):
    case, done = drive(case=new_case(), by=everyone, at=MONDAY, choose={"hubungi-bidang": "lengkapi"})

    assert done == [*ALL_STEPS[:12], *ALL_STEPS[7:]]
    passes = StepPass.objects.filter(case=case, step="asesmen-awal").order_by("number")
    assert [(one.number, one.status) for one in passes] == [(1, "done"), (2, "done")]


def test_mediation_that_was_open_is_closed_when_sexual_violence_comes_to_light(barito_utara):
    """UU 12/2022 art. 23: no settlement out of court; a fact that becomes known later counts too.

    And before anybody mediates the victim is asked.
    """
    with in_office(barito_utara):
        version = take("barito-utara/krisis")
        worker = staff("semua", "*")
        report = reports.receive(data=ReportData(channel="datang"), by=worker, at=MONDAY)
        case = opening.open_case(
            report=report, version=version, door=next(iter(version.definition["doors"])), by=worker, at=MONDAY,
            victims=[PersonData(sex="P", age_band="A25_44")], incident=IncidentData(kinds=("FISIK",)),
        )  # fmt: skip
        at = MONDAY
        for _step in range(12):
            panel = progress(case=case, by=worker).panels[0]
            if panel.step.key == "mediasi":
                break
            at += timedelta(minutes=3)
            work_step(case=case, panel=panel, by=worker, at=at, outcomes=first(panel) if panel.outcomes else ())
        assert StepPass.objects.get(case=case, step="mediasi").status == StepPass.Status.WAITING
        victim = case.people.get()
        consents.record(case=case, person=victim, kind="mediation", given=True, way="spoken", by=worker, at=at)
        assert StepPass.objects.get(case=case, step="mediasi").status == StepPass.Status.OPEN

        incidents.add(case=case, data=IncidentData(kinds=("SEKSUAL",)), by=worker, at=at)

        closed = StepPass.objects.get(case=case, step="mediasi")
        assert closed.status == StepPass.Status.PASSED_OVER
        assert closed.reason
        assert StepPass.objects.filter(case=case, status=StepPass.Status.OPEN).exists()
