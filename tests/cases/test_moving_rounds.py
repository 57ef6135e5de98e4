"""A case in a later round of a loop moves by key: each pass keeps its number, and the round before is not touched."""

from datetime import timedelta

import pytest

from cases.dry_run import look
from cases.models import StepPass
from cases.moving import road
from cases.operations import steps
from tests.cases.conftest import MONDAY
from tests.cases.moving import changed, everything, move_all, take_back
from tests.cases.test_moving import boss, longer, now_of
from tests.cases.test_worked_under import assessed

pytestmark = pytest.mark.django_db
__all__ = ["boss"]


@pytest.fixture
def again(new_case, langsung, boss):
    """A case somebody took back to its first step once it had come far."""
    case = assessed(new_case(), boss)
    first = StepPass.objects.filter(case=case, status="done").earliest("arrived")
    at = MONDAY + timedelta(days=1)
    return steps.go_back(case=case, to_step=first.step, reason="Salah orang", by=boss, at=at)


def passes_of(case):
    rows = StepPass.objects.filter(case=case).order_by("arrived")
    return list(rows.values_list("pk", "step", "number", "status", "came_from", "arrived"))


@pytest.mark.parametrize("plan", [{}, {"deadlines": "recount"}])
def test_each_pass_keeps_its_number_and_comes_back(again, new_case, langsung, boss, plan):
    new_case()
    newer = changed(langsung, longer, at=MONDAY)
    before, passes = everything(again), passes_of(again)
    assert max(number for _pk, _step, number, status, *_ in passes if status == "open") > 1
    assert look(road=road(of=langsung, to=newer, plan=plan), at=MONDAY).held == {}

    move = move_all(langsung, newer, by=boss, at=MONDAY + timedelta(days=2), **plan)

    assert passes_of(again) == passes
    assert now_of(again).version == newer
    take_back(move, by=boss, at=MONDAY + timedelta(days=2))
    assert everything(again) == before


def test_an_open_step_keeps_what_led_to_it(new_case, langsung, boss):
    case = assessed(new_case(), boss)
    passes = passes_of(case)
    assert [came_from for _pk, _step, _number, status, came_from, _place in passes if status == "open" and came_from]

    move_all(langsung, changed(langsung, longer, at=MONDAY), by=boss, at=MONDAY)

    assert passes_of(case) == passes
