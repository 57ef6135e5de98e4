"""Opening a case."""

import pytest

from cases.models import Case, Event, Fact, StepPass
from outbox.models import Message

pytestmark = pytest.mark.django_db


def test_a_case_without_a_reporter_opens_its_first_step(new_case):
    case = new_case()

    assert case.number == "SLT-26-0001" or case.number.endswith("-26-0001")
    assert case.state == Case.State.RUNNING
    first = StepPass.objects.get(case=case)
    assert (first.step, first.status) == ("buku-tamu", StepPass.Status.OPEN)
    assert first.due_at is not None


def test_opening_writes_event_fact_and_outbox_in_one_go(new_case):
    case = new_case()

    assert list(Event.objects.filter(case=case).values_list("kind", flat=True)) == ["case_opened"]
    assert Fact.objects.get(case=case).matter == case.matter
    assert Message.objects.filter(matter=case.matter).count() == 1
