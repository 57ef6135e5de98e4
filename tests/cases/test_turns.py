"""Whose turn a step is while several sign it: those who have signed are no longer asked."""

from datetime import timedelta

import pytest

from cases.models import StepPass
from cases.operations import steps
from cases.progress import progress
from cases.queries import work_list
from tests.cases.conftest import MONDAY, staff
from tests.cases.driving import work_step

pytestmark = pytest.mark.django_db
SIGNED_BY_THREE = "hubungi-bidang"


def _at_signing(new_case, everyone):
    case, at = new_case(), MONDAY
    while (panel := progress(case=case, by=everyone).panels[0]).step.key != SIGNED_BY_THREE:
        at += timedelta(minutes=1)
        chosen = {"wilayah": ("dalam",), "asal": ("sendiri",), "hukum": ("tidak",)}.get(panel.step.key, ())
        case = work_step(case=case, panel=panel, by=everyone, at=at, outcomes=chosen)
    return StepPass.objects.get(pk=panel.row.pk), at + timedelta(minutes=1)


def test_whoever_has_signed_leaves_the_turn_to_the_others(new_case, everyone):
    row, at = _at_signing(new_case, everyone)
    analyst, empowerment = staff("analis", "analis"), staff("pemberdayaan", "pemberdayaan")
    department, team = staff("bidang", "bidang-kpa"), staff("tim", "tim")
    assert row.pk in set(work_list(to=analyst).values_list("pk", flat=True))

    steps.sign(step_pass=row, by=analyst, at=at)

    waiting_for = {one.username for one in (analyst, empowerment, department, team) if work_list(to=one).exists()}
    assert waiting_for == {"bidang", "tim"}


def test_the_last_to_be_asked_is_the_lane_that_decides(new_case, everyone):
    row, at = _at_signing(new_case, everyone)
    analyst, department, team = staff("analis", "analis"), staff("bidang", "bidang-pugpp"), staff("tim", "tim")

    steps.sign(step_pass=row, by=analyst, at=at)
    steps.sign(step_pass=row, by=department, at=at)

    row.refresh_from_db()
    assert row.lanes == ["tim"]
    assert {one.username for one in (analyst, department, team) if work_list(to=one).exists()} == {"tim"}
