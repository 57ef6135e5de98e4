"""Who may fill a form of a case, and when: the lanes of the step it is filled in, while that step is open."""

from datetime import timedelta

import pytest

from cases.models import FilledForm, StepPass
from cases.operations import filling, identities, lifecycle, steps
from cases.operations.steps import StepWork
from cases.progress import progress
from cases.refusals import NotAllowed, Refusal, Stale
from sop_library.queries import form_version
from tests.cases.conftest import MONDAY, staff, take
from tests.cases.driving import answers, stands

pytestmark = pytest.mark.django_db
GUESTS = "buku-tamu"


@pytest.fixture
def case(new_case):
    return new_case()


@pytest.fixture
def first(case) -> StepPass:
    return StepPass.objects.get(case=case, status=StepPass.Status.OPEN)


def fill(case, step_pass, by, *, key=GUESTS, reason="") -> FilledForm:
    given = answers(filling.form_of(form_version(key=key)))
    replaces = stands(case, step_pass, key)
    return filling.fill(
        case=case, step_pass=step_pass, form_key=key, answers=given, reason=reason, replaces=replaces, by=by, at=MONDAY
    )


def test_another_lane_neither_fills_nor_replaces_the_form_of_a_step(case, first, everyone):
    analis = staff("ratna", "analis")
    with pytest.raises(NotAllowed) as refused:
        fill(case, first, analis)
    assert "Resepsionis" in refused.value.message
    fill(case, first, everyone)
    with pytest.raises(NotAllowed):
        fill(case, first, analis, reason="Saya lebih tahu")
    assert FilledForm.objects.count() == 1


def test_a_step_that_is_done_takes_corrections_of_its_lanes_and_nothing_new(case, first, everyone):
    fill(case, first, everyone)
    steps.complete(step_pass=first, work=StepWork(), by=everyone, at=MONDAY)
    with pytest.raises(Stale) as refused:
        fill(case, first, everyone, key="formulir-pengaduan")
    assert refused.value.code == "pass_done"
    with pytest.raises(Refusal) as unsaid:
        fill(case, first, everyone)
    assert unsaid.value.code == "reason_missing"
    with pytest.raises(NotAllowed):
        fill(case, first, staff("ratna", "analis"), reason="Nama keliru")
    assert fill(case, first, everyone, reason="Nama keliru").replaces is not None


def test_what_stands_is_replaced_by_whoever_names_it_and_has_read_it(case, first, everyone):
    stood = fill(case, first, everyone)
    again = {
        "case": case, "step_pass": first, "form_key": GUESTS, "answers": stood.answers, "reason": "Salah", "at": MONDAY
    }  # fmt: skip
    for named in ({}, {"replaces": None}, {"replaces": case.pk}):
        with pytest.raises(Stale) as unread:
            filling.fill(**again, **named, by=everyone)
        assert unread.value.code == "form_changed"
    sari = staff("sari", "resepsionis")
    with pytest.raises(Refusal) as shut:
        filling.fill(**again, replaces=stood.pk, by=sari)
    assert shut.value.code == "identity_closed"
    assert FilledForm.objects.count() == 1
    identities.show(case=case, reason="form", by=sari, at=MONDAY)
    assert filling.fill(**again, replaces=stood.pk, by=sari).replaces == stood


def test_whoever_comes_back_to_a_step_finds_its_forms_filled_and_may_correct_them(case, first, everyone):
    there = fill(case, first, everyone)
    steps.complete(step_pass=first, work=StepWork(), by=everyone, at=MONDAY)
    steps.go_back(case=case, to_step=first.step, reason="Salah pilih", by=everyone, at=MONDAY)
    again = StepPass.objects.get(case=case, step=first.step, number=2)
    assert [row.given for panel in progress(case=case, by=everyone).panels for row in panel.outputs] == [True]
    steps.complete(step_pass=again, work=StepWork(), by=everyone, at=MONDAY)
    assert [one.form for one in again.outputs.all()] == [there]

    steps.go_back(case=case, to_step=first.step, reason="Nama keliru", by=everyone, at=MONDAY)
    third = StepPass.objects.get(case=case, step=first.step, number=3)
    with pytest.raises(Refusal) as unsaid:
        fill(case, third, everyone)
    assert unsaid.value.code == "reason_missing"
    corrected = fill(case, third, everyone, reason="Nama keliru")
    assert (corrected.replaces, corrected.step_pass) == (there, third)


def test_an_ended_case_takes_no_form(case, first, everyone):
    fill(case, first, everyone)
    case = lifecycle.close(case=case, reason="unreachable", by=everyone, at=MONDAY + timedelta(hours=1))
    for step_pass in (first, None):
        with pytest.raises(Refusal) as refused:
            fill(case, step_pass, everyone, reason="Nama keliru")
        assert refused.value.code == "case_ended"


def test_only_forms_that_the_sop_names_are_filled(case, first, everyone):
    take("salatiga/layanan-penjangkauan")
    with pytest.raises(Refusal) as refused:
        fill(case, first, everyone, key="laporan-penjangkauan")
    assert refused.value.code == "form_not_in_sop"


def test_a_pass_of_another_case_is_none_of_this_one(case, first, new_case, everyone):
    with pytest.raises(Refusal) as refused:
        fill(new_case(), first, everyone)
    assert refused.value.code == "unknown_pass"
    assert not FilledForm.objects.exists()
