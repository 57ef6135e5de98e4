"""A limit over several steps that the new version does not know runs on beside it, and comes back with the case."""

import pytest

from cases.models import CarriedLimit, CaseMove, LimitClock
from cases.operations import carried_limits
from cases.progress import progress
from tests.cases.conftest import MONDAY
from tests.cases.moving import changed, everything, move_all, take_back
from tests.cases.test_moving import boss, now_of

pytestmark = pytest.mark.django_db
__all__ = ["boss"]


def without_limits(document):
    document["limits"] = []


def test_it_runs_on_until_somebody_says_it_is_met(new_case, langsung, boss):
    case = new_case()
    clock = LimitClock.objects.get(case=case)
    move_all(langsung, changed(langsung, without_limits, at=MONDAY), by=boss, at=MONDAY)
    carried = CarriedLimit.objects.get(case=case)
    assert (carried.office_name, carried.key, carried.due_at) == ("SOP versi 1", clock.key, clock.due_at)
    assert not LimitClock.objects.filter(case=case).exists()
    assert progress(case=now_of(case), by=boss).limits == ()


def test_it_comes_back_with_the_case(new_case, langsung, boss):
    case = new_case()
    before = everything(case)
    move = move_all(langsung, changed(langsung, without_limits, at=MONDAY), by=boss, at=MONDAY)
    take_back(move, by=boss, at=MONDAY)
    assert everything(case) == before


def test_once_it_was_said_to_be_met_the_case_stays(new_case, langsung, boss):
    case = new_case()
    move = move_all(langsung, changed(langsung, without_limits, at=MONDAY), by=boss, at=MONDAY)
    carried_limits.meet(limit=CarriedLimit.objects.select_related("case").get(case=case), by=boss, at=MONDAY)
    take_back(move, by=boss, at=MONDAY)
    assert CaseMove.objects.get(move=move, case=case).reasons == ["worked_on"]
    assert CarriedLimit.objects.get(case=case).met_at == MONDAY


def test_a_met_one_stays_as_it_is(new_case, langsung, boss):
    case = new_case()
    LimitClock.objects.filter(case=case).update(met_at=MONDAY)
    case.flow["limits"][0]["met_at"] = MONDAY.isoformat()
    case.save(update_fields=["flow"])
    move_all(langsung, changed(langsung, without_limits, at=MONDAY), by=boss, at=MONDAY)
    assert not CarriedLimit.objects.filter(case=case).exists()
    assert [row.met_at for row in progress(case=now_of(case), by=boss).limits] == [MONDAY]
