"""A move taken back: what has gone on stays and may be tried again, what another office leads is left to it."""

from datetime import timedelta

import pytest

from cases import moving_rows
from cases.models import CaseMove, Move, StepPass
from cases.moving_rows import Shared
from cases.refusals import Refusal
from sop_library.operations.adopting import adopt
from sop_library.queries import definition_of
from tests.cases.conftest import MONDAY
from tests.cases.moving import changed, everything, move_all, take_back
from tests.cases.test_moving import boss, now_of
from tests.cases.test_worked_under import assessed
from tests.sop_library.renamed import prefixed

pytestmark = pytest.mark.django_db
__all__ = ["boss"]


LATER = MONDAY + timedelta(minutes=1)


def named(note):
    return lambda document: document.update(note=note)


def test_what_another_move_took_on_comes_back_once_that_one_is_taken_back(new_case, langsung, boss):
    case = new_case()
    before = everything(case)
    second = changed(langsung, named("dua"), at=MONDAY)
    third = changed(second, named("tiga"), at=MONDAY)
    first_move = move_all(langsung, second, by=boss, at=MONDAY)
    next_move = move_all(second, third, by=boss, at=MONDAY)

    take_back(first_move, by=boss, at=MONDAY)
    row = first_move.cases.get()
    assert (first_move.state, row.outcome, row.reasons) == (Move.State.DONE, "moved", ["worked_on"])
    assert now_of(case).version == third

    take_back(next_move, by=boss, at=MONDAY)
    take_back(first_move, by=boss, at=LATER)
    row.refresh_from_db()
    assert (first_move.state, row.outcome, row.reasons) == (Move.State.REVERTED, "reverted", [])
    assert (now_of(case).version, everything(case)) == (langsung, before)
    with pytest.raises(Refusal, match="already_reverted"):
        take_back(first_move, by=boss, at=MONDAY)


def test_a_case_that_another_office_leads_by_now_is_left_to_it(new_case, langsung, boss, monkeypatch):
    gone, here = new_case(), new_case()
    newer = changed(langsung, named("dua"), at=MONDAY)
    move = move_all(langsung, newer, by=boss, at=MONDAY)
    there = frozenset({gone.matter})
    monkeypatch.setattr(moving_rows, "shared_with_others", lambda matters: Shared(there, there))
    before = everything(gone)

    take_back(move, by=boss, at=MONDAY)

    assert (move.state, everything(gone)) == (Move.State.DONE, before)
    assert (now_of(gone).version, now_of(here).version) == (newer, langsung)
    assert CaseMove.objects.get(move=move, case=gone).reasons == ["elsewhere"]


def test_a_former_pass_keeps_its_number(new_case, langsung, boss):
    case = assessed(new_case(), boss)
    done = StepPass.objects.filter(case=case, status="done").order_by("arrived").first()
    newer = adopt(definition=prefixed(definition_of(langsung)), at=MONDAY)
    plan: dict[str, str | None] = {key: f"baru-{key}" for key in definition_of(langsung).by_key}
    plan[done.step] = None
    move_all(langsung, newer, by=boss, at=MONDAY, steps=plan)
    row = StepPass.objects.get(pk=done.pk)
    assert (row.former, row.step, row.number) == (True, done.step, done.number)
