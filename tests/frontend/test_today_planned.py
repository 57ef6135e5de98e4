"""A step that recurs stands on the day's list with the day its next round is planned for, which is no deadline."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import StepPass
from cases.operations import opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from frontend.today.board import board_of
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.cases.conftest import ADOPTED
from tests.frontend.screens import employ, enter, faults_of, words
from tests.sop_library.sheets import outcome, sop, step

pytestmark = pytest.mark.django_db
WATCHED = step(
    "pantau", repeat={"every": "P30D", "printed": "tiap bulan"},
    outcomes=[outcome("lagi", "pantau"), outcome("selesai", {"end": "selesai"})],
)  # fmt: skip


@pytest.fixture
def watched(salatiga):
    """Somebody with a step that came round again just now."""
    now = timezone.now()
    with in_office(salatiga):
        version = adopt(definition=sop(WATCHED), at=ADOPTED)
    by = employ(salatiga, "sari", "*")
    with in_office(salatiga):
        report = reports.receive(data=ReportData(channel="datang"), by=by, at=now)
        case = opening.open_case(report=report, version=version, door="datang", by=by, at=now)
        first = StepPass.objects.get(case=case)
        steps.complete(step_pass=first, work=StepWork(outcomes=("lagi",)), by=by, at=now)
    return by, now


def _groups(office, by, at):
    with in_office(office):
        return [
            (one.key, [task.planned for task in one.tasks]) for one in board_of(to=by, now=at, zone=at.tzinfo).groups
        ]


def test_the_next_round_stands_on_its_day(salatiga, watched):
    by, now = watched
    plan = now + timedelta(days=30)
    (group,) = _groups(salatiga, by, now)
    assert group[0] == "later"
    assert group[1][0].startswith(f"Direncanakan {plan.day} ")
    assert _groups(salatiga, by, plan)[0][0] == "today"
    assert _groups(salatiga, by, plan + timedelta(days=9))[0][0] == "today", "a plan is never late"


def test_the_list_says_when(salatiga, watched):
    answer = enter(salatiga, watched[0]).get("/")
    assert "Direncanakan" in words(answer)
    assert faults_of(answer) == []
