"""A case and its end between offices: none ends while a handover waits, and a helper's ends with its help."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from cases import ending
from cases.models import Appointment, Case, Ending, Event, StepPass
from cases.operations import appointments, lifecycle, steps
from cases.operations.appointments import AppointmentData
from cases.operations.steps import StepWork
from cases.operations.working import act
from cases.refusals import Refusal, Stale
from custody import holding
from referrals.guarding import no_handover_waits
from referrals.models import Referral
from referrals.tasks import sweep
from sop_library.engine.effects import CaseEnded
from sop_library.engine.effects import Ending as Ended
from tests.cases.conftest import MONDAY
from tests.faults.between import REFUSED, Between

pytestmark = pytest.mark.django_db
A, B, C = "33.73", "35.10", "65.03"


def waiting(between: Between, kind: str = "pelimpahan", **more: object) -> tuple[UUID, UUID]:
    """A matter of Salatiga whose referral waits in Banyuwangi."""
    matter = between.open_case(A)
    key = between.send(A, matter, B, kind, **more)
    between.relay(A)
    return matter, key


def helped(between: Between) -> tuple[UUID, UUID]:
    """A matter of Salatiga in which Banyuwangi helps, with a case of its own."""
    matter, key = waiting(between, "rujukan")
    between.accept(B, key)
    between.settle()
    return matter, key


def close(between: Between, code: str, matter: UUID, reason: str = "unreachable") -> Case:
    desk = between.desks[code]
    with desk():
        return lifecycle.close(case=Case.objects.get(matter=matter), reason=reason, by=desk.by, at=between.now(code))


def ending_of(between: Between, code: str, matter: UUID) -> tuple[str, str, str]:
    with between.desks[code]():
        case = Case.objects.get(matter=matter)
        standing = case.endings.filter(reopened_at=None).first()
        return case.state, standing.kind if standing else "", standing.reason if standing else ""


# a handover waits ----------------------------------------------------------------


@pytest.mark.parametrize("how", [{}, {"kind": "bersama", "receiver_leads": True}])
def test_no_case_is_closed_while_a_handover_waits(between: Between, how: dict[str, object]) -> None:
    matter, key = waiting(between, **how)
    with pytest.raises(Refusal) as refused:
        close(between, A, matter)
    assert refused.value.code == "handover_waits"
    with between.desks[A]():
        assert Referral.objects.get(pk=key).number in refused.value.message
        assert not Ending.objects.filter(case__matter=matter).exists()
    between.decline(B, key)
    with pytest.raises(Refusal) as refused:
        close(between, A, matter)
    assert "baru saja dijawab" in refused.value.message, "nobody here has read it"
    between.settle()
    assert ending_of(between, A, matter)[0] == "running", "given back, the person is in somebody's hands"
    assert close(between, A, matter).state == "ended"


def test_nor_one_whose_handover_has_not_left_yet(between: Between) -> None:
    matter = between.open_case(A)
    key = between.send(A, matter, B)
    with pytest.raises(Refusal, match="handover_waits"):
        close(between, A, matter)
    between.withdraw(A, key)
    assert close(between, A, matter).state == "ended"


def test_nor_one_that_a_province_sent_elsewhere_just_now(between: Between) -> None:
    matter, key = waiting(between)
    between.assign("nation", key, C)
    with pytest.raises(Refusal, match="handover_waits"):
        close(between, A, matter)
    between.settle()
    with pytest.raises(Refusal, match="handover_waits"):
        close(between, A, matter)
    with between.desks[A]():
        onward = Referral.objects.get(follows=key)
        assert (onward.other_code, onward.state) == (C, "sent")
    between.accept(C, onward.pk)
    between.settle()
    assert ending_of(between, A, matter) == ("ended", "handed_over", "handed_over")


def test_nor_does_it_come_to_the_end_of_its_sop(between: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    matter, _key = waiting(between)
    desk = between.desks[A]
    from cases import running

    real = running.run

    def run(**given: object) -> object:
        before, after, effects = real(**given)  # type: ignore[arg-type]
        return before, after, (*effects, CaseEnded(Ended(kind="completed", reason="Selesai.", at=MONDAY, by="")))

    monkeypatch.setattr(running, "run", run)
    with desk():
        case = Case.objects.get(matter=matter)
        with pytest.raises(Refusal, match="handover_waits"):
            act(case=case, event=None, kind="", by=desk.by, at=between.now(A))
        assert Case.objects.get(matter=matter).state == "running"


def test_help_that_is_asked_for_keeps_nobody_from_closing(between: Between) -> None:
    matter, _key = waiting(between, "rujukan")
    assert close(between, A, matter).state == "ended"
    assert no_handover_waits in ending._guards


# the help is over ----------------------------------------------------------------


@pytest.mark.parametrize("who", [A, B])
def test_a_helpers_case_ends_with_its_help(between: Between, who: str) -> None:
    matter, key = helped(between)
    assert ending_of(between, B, matter)[0] == "running"
    between.finish(who, key)
    if who == B:
        assert ending_of(between, B, matter) == ("ended", "early", "help_over"), "at once, by whoever said so"
    between.settle()
    assert ending_of(between, B, matter) == ("ended", "early", "help_over")
    with between.desks[B]():
        assert not StepPass.objects.filter(case__matter=matter, status__in=["open", "waiting"]).exists()
        assert Event.objects.filter(case__matter=matter, kind="case_ended").count() == 1
    assert ending_of(between, A, matter)[0] == "running", "it is held there, and goes on"
    assert between.holder_of(matter) == A


def test_until_it_follows_a_helper_may_close_and_is_told_the_truth_of_its_steps(between: Between) -> None:
    matter, key = helped(between)
    between.finish(A, key)
    desk = between.desks[B]
    with desk():
        open_ = StepPass.objects.filter(case__matter=matter, status="open").first()
        with pytest.raises(Stale) as refused:
            steps.complete(step_pass=open_, work=StepWork(), by=desk.by, at=between.now(B))
        assert refused.value.code == "help_over"
        assert "diterima" not in refused.value.message
        assert "Kota Salatiga" in refused.value.message
    assert close(between, B, matter).state == "ended"
    between.settle()
    assert ending_of(between, B, matter) == ("ended", "early", "unreachable"), "as it was closed"


def test_what_was_agreed_with_the_person_stays_planned_until_somebody_says(between: Between) -> None:
    matter, key = helped(between)
    desk = between.desks[B]
    with desk():
        planned = appointments.add(
            case=Case.objects.get(matter=matter), data=AppointmentData("visit", MONDAY + timedelta(days=300)),
            by=desk.by, at=between.now(B),
        )  # fmt: skip
    between.finish(A, key)
    between.settle()
    with desk():
        row = Appointment.objects.get(pk=planned.pk)
        assert row.state == "planned"
        appointments.cancel(appointment=row, reason="Bantuan selesai.", by=desk.by, at=between.now(B))


def test_helping_in_two_things_it_goes_on_with_the_second(between: Between) -> None:
    matter, first = helped(between)
    second = between.send(A, matter, B, "rujukan")
    between.relay(A)
    between.accept(B, second)
    between.finish(A, first)
    between.settle()
    assert ending_of(between, B, matter)[0] == "running"
    between.finish(B, second)
    assert ending_of(between, B, matter) == ("ended", "early", "help_over")


def test_asked_again_the_helper_takes_its_case_up_where_it_was(between: Between) -> None:
    matter, key = helped(between)
    between.finish(A, key)
    between.settle()
    again = between.send(A, matter, B, "rujukan")
    between.relay(A)
    between.accept(B, again)
    between.settle()
    assert ending_of(between, B, matter)[0] == "running"
    with between.desks[B]():
        assert holding.part_in(matter) == "helper"
        assert StepPass.objects.filter(case__matter=matter, status="open").exists()


def test_who_held_it_and_helped_before_has_handed_it_over(between: Between) -> None:
    """Help first, then the matter itself, then on to a third: the end is that of the handover, in whatever order."""
    matter, key = helped(between)
    handover = between.send(A, matter, B)
    between.relay(A)
    between.accept(B, handover)
    between.settle()
    on = between.send(B, matter, C)
    between.relay(B)
    between.finish(A, key)
    between.accept(C, on)
    between.settle()
    assert ending_of(between, B, matter) == ("ended", "handed_over", "handed_over")


def test_who_still_helps_in_a_joint_handling_is_no_former_by_an_older_help(between: Between) -> None:
    matter, key = helped(between)
    handover = between.send(A, matter, B)
    between.relay(A)
    between.accept(B, handover)
    between.settle()
    joint = between.send(B, matter, C, "bersama", receiver_leads=True)
    between.relay(B)
    between.accept(C, joint)
    between.settle()
    between.finish(A, key)
    between.settle()
    with between.desks[B]():
        assert holding.part_in(matter) == "helper"
    assert ending_of(between, B, matter)[0] == "running"


def test_the_database_knows_the_reason_and_no_other(between: Between) -> None:
    matter, key = helped(between)
    between.finish(B, key)
    with between.desks[B](), pytest.raises(IntegrityError, match="ending_reason_known"), transaction.atomic():
        Ending.objects.filter(case__matter=matter).update(reason="bosan")


def test_the_sweep_ends_it_where_nobody_was_woken(between: Between) -> None:
    matter, key = helped(between)
    between.finish(A, key)
    connection.set_schema_to_public()
    assert sweep() > 0
    assert ending_of(between, B, matter)[0] == "ended"
    with pytest.raises(REFUSED):
        between.finish(B, key)
