"""Appointments: made for a time to come, kept or called off with a reason, put off with a trace, gone with the case."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Staff
from cases.carrying import file_of
from cases.models import Appointment, Case, Event
from cases.operations import appointments, lifecycle
from cases.operations.appointments import AppointmentData
from cases.refusals import NotAllowed, Refusal, Stale
from tests.cases.conftest import MONDAY, staff

pytestmark = pytest.mark.django_db
NEXT_DAY = MONDAY + timedelta(days=1)
COUNSELLING = AppointmentData("counselling", NEXT_DAY, what="Sesi kedua", place="Ruang 2", with_whom="Bu Dewi")


@pytest.fixture
def case(new_case: Callable[..., Case]) -> Case:
    return new_case()


def kinds(case: Case) -> list[str]:
    return list(Event.objects.filter(case=case, kind__startswith="appointment").values_list("kind", flat=True))


def test_what_it_is_about_is_sealed_and_the_event_says_only_which_kind(case: Case, everyone: Staff) -> None:
    row = appointments.add(case=case, data=COUNSELLING, by=everyone, at=MONDAY)
    again = Appointment.objects.get(pk=row.pk)
    assert (again.what, again.place, again.with_whom) == ("Sesi kedua", "Ruang 2", "Bu Dewi")
    event = Event.objects.get(case=case, kind="appointment_made")
    assert event.data == {"appointment": str(row.pk), "what": "counselling"}


def test_every_fault_is_named_at_once(case: Case, everyone: Staff) -> None:
    with pytest.raises(Refusal) as refused:
        appointments.add(case=case, data=AppointmentData("party", MONDAY, place="\x00"), by=everyone, at=MONDAY)
    assert {one.field for one in refused.value.missing} == {"kind", "at", "place"}
    with pytest.raises(Refusal) as refused:
        appointments.add(case=case, data=AppointmentData("other", NEXT_DAY), by=everyone, at=MONDAY)
    assert [one.field for one in refused.value.missing] == ["what"]
    assert not Appointment.objects.exists()


def test_an_ended_case_takes_none(case: Case, everyone: Staff) -> None:
    lifecycle.close(case=case, reason="withdrawn", by=everyone, at=MONDAY)
    with pytest.raises(Refusal, match="case_ended"):
        appointments.add(case=case, data=COUNSELLING, by=everyone, at=MONDAY)


def test_done_once(case: Case, everyone: Staff) -> None:
    row = appointments.add(case=case, data=COUNSELLING, by=everyone, at=MONDAY)
    appointments.done(appointment=row, by=everyone, at=NEXT_DAY)
    with pytest.raises(Stale):
        appointments.cancel(appointment=row, reason="Sakit", by=everyone, at=NEXT_DAY)
    assert kinds(case) == ["appointment_made", "appointment_done"]


def test_calling_off_and_putting_off_say_why(case: Case, everyone: Staff) -> None:
    row = appointments.add(case=case, data=COUNSELLING, by=everyone, at=MONDAY)
    with pytest.raises(Refusal, match="reason_missing"):
        appointments.cancel(appointment=row, reason=" ", by=everyone, at=MONDAY)
    later = appointments.move(
        appointment=row, to=NEXT_DAY + timedelta(days=2), reason="Korban sakit", by=everyone, at=MONDAY
    )
    row.refresh_from_db()
    assert (row.state, row.because.words, later.replaces) == ("moved", "Korban sakit", row)
    assert (later.what, later.at, later.state) == ("Sesi kedua", NEXT_DAY + timedelta(days=2), "planned")
    appointments.cancel(appointment=later, reason="Tidak jadi", by=everyone, at=MONDAY)
    assert kinds(case) == ["appointment_made", "appointment_moved", "appointment_cancelled"]


def test_it_cannot_be_put_off_into_the_past(case: Case, everyone: Staff) -> None:
    row = appointments.add(case=case, data=COUNSELLING, by=everyone, at=MONDAY)
    with pytest.raises(Refusal, match="appointment_invalid"):
        appointments.move(appointment=row, to=MONDAY, reason="Salah", by=everyone, at=NEXT_DAY)
    row.refresh_from_db()
    assert row.state == "planned"


def test_an_outsider_touches_none(case: Case, everyone: Staff) -> None:
    row = appointments.add(case=case, data=COUNSELLING, by=everyone, at=MONDAY)
    outsider = staff("charlie")
    for act in (
        lambda: appointments.add(case=case, data=COUNSELLING, by=outsider, at=MONDAY),
        lambda: appointments.done(appointment=row, by=outsider, at=MONDAY),
        lambda: appointments.cancel(appointment=row, reason="x", by=outsider, at=MONDAY),
        lambda: appointments.move(appointment=row, to=NEXT_DAY, reason="x", by=outsider, at=MONDAY),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_planned_ones_go_along_and_end_here_when_the_case_was_taken(case: Case, everyone: Staff) -> None:
    kept = appointments.add(case=case, data=COUNSELLING, by=everyone, at=MONDAY)
    done = appointments.add(case=case, data=COUNSELLING, by=everyone, at=MONDAY)
    appointments.done(appointment=done, by=everyone, at=MONDAY)
    carried = file_of(case, ["appointments"])["appointments"]
    assert carried == [{
        "id": str(kept.pk), "kind": "counselling", "what": "Sesi kedua", "at": NEXT_DAY.isoformat(),
        "place": "Ruang 2", "with_whom": "Bu Dewi",
    }]  # fmt: skip
    assert file_of(case, [])["appointments"] == []

    assert appointments.hand_over(case=case, at=NEXT_DAY) == 1
    kept.refresh_from_db()
    assert (kept.state, kept.closed_at) == ("handed_over", NEXT_DAY)
    assert file_of(case, ["appointments"])["appointments"] == []

    later = NEXT_DAY + timedelta(days=9)
    assert appointments.take_over(case=case, carried=carried, by=everyone, at=later) == []
    kept.refresh_from_db()
    assert (kept.state, kept.closed_at) == ("planned", None), "it came back"
    (there,) = appointments.take_over(
        case=case, carried=[carried[0] | {"id": str(uuid.uuid4())}], by=everyone, at=later
    )  # fmt: skip
    assert (there.what, there.at, there.state) == ("Sesi kedua", NEXT_DAY, "planned")


def test_the_database_holds_that_whatever_is_closed_says_when_and_why(case: Case, everyone: Staff) -> None:
    row = appointments.add(case=case, data=COUNSELLING, by=everyone, at=MONDAY)
    for wrong in ({"state": "done"}, {"state": "cancelled", "closed_at": MONDAY}, {"state": "gone"}, {"kind": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.filter(pk=row.pk).update(**wrong)
