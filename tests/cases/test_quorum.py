"""A lane of which several must sign: whoever has signed is no longer asked, and the page says how many have."""

from datetime import timedelta

import pytest

from cases.models import StepPass
from cases.operations import opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from cases.progress import progress
from cases.queries import work_list
from cases.refusals import Refusal
from sop_library.operations.adopting import adopt
from tests.cases.conftest import ADOPTED, MONDAY, staff
from tests.sop_library.sheets import sop, step

pytestmark = pytest.mark.django_db
LANES = {
    "analis": {"label": "Analis"}, "bidang": {"label": "Bidang"}, "dokter": {"label": "Dokter"},
    "tim": {"label": "Tim", "made_of": ["analis", "bidang", "dokter"], "quorum": 2}, "kepala": {"label": "Kepala"},
}  # fmt: skip
LATER = MONDAY + timedelta(minutes=5)


def _at_the_team(*lanes: str, rule: str = "any_of"):
    version = adopt(definition=sop(step("putus", lanes={rule: list(lanes)}), lanes=LANES), at=ADOPTED)
    everyone = staff("semua", "*")
    report = reports.receive(data=ReportData(channel="datang"), by=everyone, at=MONDAY)
    case = opening.open_case(report=report, version=version, door="datang", by=everyone, at=MONDAY)
    return case, StepPass.objects.get(case=case)


def _panel(case, by):
    return progress(case=case, by=by).panels[0]


def test_one_of_two_has_signed(in_salatiga):
    case, row = _at_the_team("tim")
    analyst, doctor = staff("analis", "analis"), staff("dokter", "dokter")
    assert not _panel(case, analyst).enough
    with pytest.raises(Refusal) as refused:
        steps.complete(step_pass=row, work=StepWork(), by=analyst, at=LATER)
    assert refused.value.code == "incomplete"

    steps.sign(step_pass=row, by=analyst, at=LATER)

    assert not work_list(to=analyst).exists()
    assert work_list(to=doctor).exists()
    sign = _panel(case, doctor).signs[0]
    assert (sign.given, sign.wanted, sign.signed_by, sign.signed_at, sign.mine) == (1, 2, "Analis", None, True)
    assert not _panel(case, analyst).signs[0].mine
    assert _panel(case, doctor).enough
    assert steps.complete(step_pass=row, work=StepWork(), by=doctor, at=LATER).state == "ended"


def test_the_turn_comes_again_with_a_signature_taken_back(in_salatiga):
    _case, row = _at_the_team("tim")
    analyst = staff("analis", "analis")
    steps.sign(step_pass=row, by=analyst, at=LATER)
    steps.unsign(step_pass=row, by=analyst, at=LATER)
    assert work_list(to=analyst).exists()


def test_beside_another_lane_either_suffices(in_salatiga):
    case, row = _at_the_team("tim", "kepala")
    head = staff("kepala", "kepala")
    assert _panel(case, head).enough
    assert steps.complete(step_pass=row, work=StepWork(), by=head, at=LATER).state == "ended"


def test_with_another_lane_both_are_wanted(in_salatiga):
    case, row = _at_the_team("tim", "kepala", rule="all_of")
    analyst, doctor, head = staff("analis", "analis"), staff("dokter", "dokter"), staff("kepala", "kepala")
    steps.sign(step_pass=row, by=analyst, at=LATER)
    row.refresh_from_db()
    assert "analis" not in row.lanes
    assert {"dokter", "kepala"} <= set(row.lanes)
    steps.sign(step_pass=row, by=doctor, at=LATER)
    row.refresh_from_db()
    assert row.lanes == ["kepala"]
    assert _panel(case, head).enough
