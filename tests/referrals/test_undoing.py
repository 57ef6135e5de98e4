"""A case opened by mistake is undone only while no other office has a part in it, and then nobody counts it."""

from uuid import UUID

import pytest

from cases.models import Case, Ending, Report
from cases.operations import undoing
from cases.refusals import Refusal, Stale
from tests.faults.between import Between

pytestmark = pytest.mark.django_db
A, B = "33.73", "35.10"


def undo(between: Between, code: str, matter: UUID) -> Report:
    desk = between.desks[code]
    with desk():
        return undoing.undo(case=Case.objects.get(matter=matter), note="Salah", by=desk.by, at=between.now(code))


def referred(between: Between, kind: str) -> tuple[UUID, UUID]:
    matter = between.open_case(A)
    key = between.send(A, matter, B, kind)
    between.relay(A)
    return matter, key


def test_a_case_that_was_referred_is_not_undone(between: Between) -> None:
    matter, key = referred(between, "rujukan")
    with pytest.raises(Refusal) as refused:
        undo(between, A, matter)
    assert refused.value.code == "stands_between_offices"
    between.decline(B, key)
    between.settle()
    with pytest.raises(Refusal):
        undo(between, A, matter)
    with between.desks[A]():
        assert not Ending.objects.filter(case__matter=matter).exists()


def test_neither_the_office_that_gave_a_case_away_nor_the_one_that_got_it_undoes_it(between: Between) -> None:
    matter, key = referred(between, "pelimpahan")
    between.accept(B, key)
    between.settle()
    with pytest.raises(Stale):
        undo(between, A, matter)
    with pytest.raises(Refusal) as refused:
        undo(between, B, matter)
    assert refused.value.code == "not_opened_here"


def test_a_case_that_nobody_else_knows_is_undone(between: Between) -> None:
    matter = between.open_case(A)
    assert undo(between, A, matter).state == Report.State.WAITING
