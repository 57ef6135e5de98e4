"""Opening a case."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from cases.models import Case, Event, Fact, Person, StepPass
from cases.operations import filling, lifecycle, opening, reports
from cases.operations.reported import ReportDetails
from cases.operations.reports import ReportData
from cases.people import PersonData
from cases.refusals import Refusal, Stale
from outbox.models import Message
from sop_library.queries import form_version
from tests.cases.driving import answers

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


@pytest.mark.parametrize("active", ["UTC", "Asia/Jayapura"])
def test_days_are_the_office_s_own_whichever_zone_is_active(langsung, everyone, active):
    """23.30 UTC on the last of December is 06.30 of the new year in Salatiga: a task in UTC counts that way too."""
    newyear = datetime(2026, 12, 31, 23, 30, tzinfo=UTC) if active == "UTC" else datetime(2026, 12, 31, 16, tzinfo=UTC)
    with timezone.override(active):
        report = reports.receive(data=ReportData(channel="datang"), by=everyone, at=newyear)
        case = opening.open_case(
            report=report, version=langsung, door="datang", by=everyone, at=newyear,
            victims=[PersonData(sex="P", birth_date=date(2009, 1, 1))],
        )  # fmt: skip

    day = date(2027, 1, 1) if active == "UTC" else date(2026, 12, 31)
    assert Fact.objects.get(case=case).reported_on == day
    assert case.number.split("-")[1] == f"{day.year % 100}"
    assert Person.objects.get(case=case).age_band == ("A18_24" if active == "UTC" else "A13_17")


def test_a_victim_born_after_the_report_came_in_loses_no_intake(langsung, everyone):
    victim = PersonData(sex="P", birth_date=date(2026, 12, 10))
    data = ReportData(channel="surat", details=ReportDetails(victim=victim, reporter_is_victim=True))
    at = datetime(2026, 12, 20, 3, tzinfo=UTC)
    report = reports.receive(data=data, by=everyone, at=at, received_at=datetime(2026, 12, 1, 3, tzinfo=UTC))
    opening.open_from_report(report=report, version=langsung, door="datang", by=everyone, at=at)
    assert Person.objects.get().age_band == "A00_05"


@pytest.mark.parametrize("active", ["UTC", "Asia/Jayapura"])
def test_forms_and_refusals_read_the_office_s_own_clock(langsung, everyone, active):
    newyear = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    report = reports.receive(data=ReportData(channel="datang"), by=everyone, at=newyear)
    case = opening.open_case(report=report, version=langsung, door="datang", by=everyone, at=newyear)
    given = answers(filling.form_of(form_version(key="buku-tamu")))
    step_pass = StepPass.objects.get(case=case)

    def fill(day: str) -> None:
        told = given | {"visit_date": day}
        filling.fill(case=case, step_pass=step_pass, form_key="buku-tamu", answers=told, by=everyone, at=newyear)

    with timezone.override(active):
        with pytest.raises(Refusal) as refused:
            fill("2027-01-02")
        assert refused.value.code == "form_invalid"
        fill("2027-01-01")
        seen = case.revision
        lifecycle.pause(case=case, reason="Dirawat", by=everyone, at=newyear)
        with pytest.raises(Stale) as stale:
            lifecycle.pause(case=case, reason="Dirawat", seen=seen, by=everyone, at=newyear)
        assert "06.30" in stale.value.message
