"""A case rests, goes on, ends early, is opened again; and a mistake is corrected by going back with a trace."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from cases.models import Case, Ending, Event, Fact, Pause, StepPass
from cases.operations import lifecycle, steps
from cases.progress import progress
from cases.refusals import Refusal
from cases.running import load
from tests.cases.conftest import MONDAY
from tests.cases.driving import drive, work_step

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_the_time_of_a_step_stands_still_while_the_case_rests_and_the_reports_clock_runs_on(new_case, everyone):
    case = new_case()
    due = StepPass.objects.get(case=case).due_at
    limit = case.limits.get().due_at
    lifecycle.pause(case=case, reason="Korban dirawat di rumah sakit", by=everyone, at=MONDAY + timedelta(minutes=2))
    case = lifecycle.resume(case=case, by=everyone, at=MONDAY + timedelta(minutes=62))

    assert StepPass.objects.get(case=case).due_at == due + HOUR
    assert case.limits.get().due_at == limit
    assert Pause.objects.get(case=case).ended_at == MONDAY + timedelta(minutes=62)


def test_a_paused_case_takes_no_work(new_case, everyone):
    case = lifecycle.pause(case=new_case(), reason="Menunggu visum", by=everyone, at=MONDAY)
    with pytest.raises(Refusal) as refused:
        lifecycle.pause(case=case, reason="lagi", by=everyone, at=MONDAY)
    assert refused.value.code == "case_paused"


def test_a_case_of_high_risk_rests_only_until_a_day_that_is_still_to_come(new_case, everyone):
    case, today = new_case(risk="high"), timezone.localdate(MONDAY)
    for code, day in (("look_again_missing", None), ("look_again_past", today - timedelta(days=1))):
        with pytest.raises(Refusal) as refused:
            lifecycle.pause(case=case, reason="Dirawat", look_again_on=day, by=everyone, at=MONDAY)
        assert (refused.value.code, [one.field for one in refused.value.missing]) == (code, ["look_again_on"])
    assert Case.objects.get(pk=case.pk).state == Case.State.RUNNING
    lifecycle.pause(case=case, reason="Dirawat", look_again_on=today, by=everyone, at=MONDAY)
    assert Pause.objects.get(case=case).look_again_on == today


@pytest.mark.parametrize(
    ("reason", "note", "field"), [("", "", "reason"), ("completed", "", "reason"), ("other", " ", "note")]
)
def test_an_early_end_wants_a_reason(new_case, everyone, reason, note, field):
    case = new_case()
    with pytest.raises(Refusal) as refused:
        lifecycle.close(case=case, reason=reason, note=note, by=everyone, at=MONDAY)
    assert [one.field for one in refused.value.missing] == [field]
    assert Case.objects.get(pk=case.pk).state == Case.State.RUNNING


def test_an_early_end_and_reopening_leave_both_on_record(new_case, everyone):
    case = new_case()
    case = lifecycle.close(case=case, reason="unreachable", by=everyone, at=MONDAY + HOUR)
    assert (case.state, Fact.objects.get(case=case).state) == ("ended", "ended")
    assert StepPass.objects.get(case=case).status == StepPass.Status.CANCELLED

    case = lifecycle.reopen(case=case, because="Korban menelepon kembali", by=everyone, at=MONDAY + 2 * HOUR)

    assert (case.state, case.ended_at) == ("running", None)
    ending = Ending.objects.get(case=case)
    assert (ending.reason, ending.reopened_at) == ("unreachable", MONDAY + 2 * HOUR)
    assert StepPass.objects.filter(case=case, status=StepPass.Status.OPEN).count() == 1
    case, done = drive(case=case, by=everyone, at=MONDAY + 3 * HOUR)
    assert (case.state, done[-1]) == ("ended", "rtl")


def test_going_back_opens_a_new_pass_and_undoes_nothing(new_case, everyone):
    case = new_case()
    for _step in ("buku-tamu", "hubungi-analis"):
        panel = progress(case=case, by=everyone).panels[0]
        case = work_step(case=case, panel=panel, by=everyone, at=MONDAY, outcomes=())
    case = steps.go_back(case=case, to_step="buku-tamu", reason="Salah orang", by=everyone, at=MONDAY + HOUR)

    rows = {(one.step, one.number): one.status for one in StepPass.objects.filter(case=case)}
    assert rows["buku-tamu", 1] == "done"
    assert rows["buku-tamu", 2] == "open"
    assert rows["identitas", 1] == "cancelled"
    assert Event.objects.filter(case=case, kind="step_back", step="buku-tamu").exists()


def test_columns_say_what_the_engines_state_says(new_case, everyone):
    case, _done = drive(case=new_case(), by=everyone, at=MONDAY, choose={"hubungi-bidang": "lengkapi"})
    state = load(case)

    for row in StepPass.objects.filter(case=case):
        one = state.by_id[f"{row.step}#{row.number}"]
        assert (row.status, row.opened_at, row.due_at, row.done_at) == (
            one.status, one.opened_at, one.due_at, one.done_at,
        )  # fmt: skip
        assert (str(row.done_by_id) if row.done_by_id else None, tuple(row.outcomes)) == (one.by, one.outcomes)


def test_the_database_refuses_half_an_ending(new_case):
    case = new_case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="ended")


@pytest.mark.parametrize("statement", ["UPDATE cases_event SET kind = 'x'", "DELETE FROM cases_event"])
def test_the_database_refuses_to_change_an_event(new_case, statement):
    new_case()
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
