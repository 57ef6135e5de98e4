"""Every branch of Salatiga's direct SOP, taken once."""

import pytest

from cases.models import Case, Event, StepPass
from cases.people import PersonData
from tests.cases.conftest import MONDAY
from tests.cases.driving import drive

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
