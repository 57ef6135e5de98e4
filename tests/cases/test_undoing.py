"""A report taken off the wrong case, a case undone that was opened under the wrong SOP or door: both with a trace."""

from datetime import timedelta

import pytest

from cases.carrying import file_of
from cases.danger_queries import danger_unrated
from cases.models import Case, Correction, Ending, Event, Fact, LimitClock, Report, ReportCorrection
from cases.operations import lifecycle, notes, opening, reports, undoing
from cases.operations.incidents import IncidentData
from cases.operations.reported import ReportDetails
from cases.operations.reports import ReportData
from cases.people import PersonData
from cases.queries import same_person, waiting_reports
from cases.refusals import NotAllowed, Refusal, Stale
from cases.report_queries import is_joined
from tests.cases.conftest import MONDAY, staff

pytestmark = pytest.mark.django_db
PHONE = "+6281212160212"
LATER = MONDAY + timedelta(hours=1)
DAYS_LATER = MONDAY + timedelta(days=9)


@pytest.fixture
def told(everyone):
    """Take in a report with a story."""

    def take(*, at=MONDAY, **given) -> Report:
        details = ReportDetails(
            victim=PersonData(name="Rekaan", phone=PHONE), incident=IncidentData(story="Yang terjadi pada orang lain.")
        )
        data = ReportData(channel="telepon", details=details, story="Yang terjadi pada orang lain.", **given)
        return reports.receive(data=data, by=everyone, at=at)

    return take


@pytest.fixture
def joined(new_case, told, everyone):
    """A case, and a report that was joined to it."""
    case, report = new_case(), told(in_danger=True)
    opening.attach(report=report, case=case, by=everyone, at=LATER)
    return Case.objects.get(pk=case.pk), Report.objects.get(pk=report.pk)


def test_a_report_taken_off_waits_again_and_its_story_goes_along_no_more(joined, everyone):
    case, report = joined
    assert "orang lain" in str(file_of(case, ["story"])["reports"])
    assert danger_unrated(cases=[case.pk])

    undoing.detach(report=report, reason="Nomor sama, orangnya lain", by=everyone, at=LATER)

    report = Report.objects.get(pk=report.pk)
    assert (report.state, report.case) == ("waiting", None)
    assert report in waiting_reports(to=everyone)
    case = Case.objects.get(pk=case.pk)
    assert "orang lain" not in str(file_of(case, ["story"]))
    assert not danger_unrated(cases=[case.pk])
    assert case.reports.count() == 1


def test_taking_it_off_leaves_a_trace_on_both_sides(joined, everyone):
    case, report = joined
    undoing.detach(report=report, reason="Orangnya lain", by=everyone, at=LATER)

    event = Event.objects.get(case=case, kind="report_detached")
    assert (event.data, event.by) == ({"report": report.code}, everyone)
    mended = Correction.objects.get(case=case, row_id=report.pk)
    assert (mended.field, mended.because.words, mended.by) == ("case", "Orangnya lain", everyone)
    row = ReportCorrection.objects.get(report=report)
    assert (row.field, row.before, row.reason) == ("case", case.number, "Orangnya lain")


def test_it_is_taken_off_once_and_may_become_a_case_or_be_joined_again(joined, everyone, langsung):
    case, report = joined
    undoing.detach(report=report, reason="Orangnya lain", by=everyone, at=LATER)
    with pytest.raises(Refusal) as refused:
        undoing.detach(report=report, reason="Orangnya lain", by=everyone, at=LATER)
    assert refused.value.code == "report_waiting"
    opening.attach(report=report, case=case, by=everyone, at=LATER)
    undoing.detach(report=Report.objects.get(pk=report.pk), reason="Sungguh lain", by=everyone, at=LATER)
    own = opening.open_from_report(report=report, version=langsung, door="datang", by=everyone, at=LATER)
    assert not is_joined(Report.objects.get(pk=report.pk))
    assert own.risk == "high"


def test_the_report_that_the_case_was_opened_from_stays(joined, everyone):
    case, _report = joined
    own = case.reports.get(channel="datang")
    assert not is_joined(own)
    with pytest.raises(Refusal) as refused:
        undoing.detach(report=own, reason="x", by=everyone, at=LATER)
    assert refused.value.code == "report_opened_case"
    assert Report.objects.get(pk=own.pk).case == case


def test_only_with_a_reason_from_a_fresh_page_and_by_whoever_works_in_the_sop(joined, everyone):
    _case, report = joined
    with pytest.raises(Refusal) as refused:
        undoing.detach(report=report, reason="  ", by=everyone, at=LATER)
    assert [one.field for one in refused.value.missing] == ["reason"]
    with pytest.raises(Stale):
        undoing.detach(report=report, reason="x", seen=report.revision - 1, by=everyone, at=LATER)
    with pytest.raises(NotAllowed):
        undoing.detach(report=report, reason="x", by=staff("tamu"), at=LATER)
    assert Report.objects.get(pk=report.pk).state == "taken"
    assert not ReportCorrection.objects.exists()


def test_deadlines_of_a_report_that_opened_the_case_again_count_from_the_cases_own(new_case, told, everyone):
    case = new_case()
    limits = dict(LimitClock.objects.filter(case=case).values_list("key", "due_at"))
    assert limits
    lifecycle.close(case=case, reason="unreachable", by=everyone, at=LATER)
    report = told(at=DAYS_LATER)
    opening.attach(report=report, case=case, by=everyone, at=DAYS_LATER)
    anew = dict(LimitClock.objects.filter(case=case).values_list("key", "due_at"))
    assert all(anew[key] > due for key, due in limits.items())

    undoing.detach(report=report, reason="Orangnya lain", by=everyone, at=DAYS_LATER)

    assert dict(LimitClock.objects.filter(case=case).values_list("key", "due_at")) == limits
    assert Case.objects.get(pk=case.pk).state == "running", "whoever opened it again closes it"


def test_a_report_is_taken_off_an_ended_case_too(joined, everyone):
    case, report = joined
    lifecycle.close(case=case, reason="unreachable", by=everyone, at=LATER)
    undoing.detach(report=report, reason="Orangnya lain", by=everyone, at=LATER)
    assert Report.objects.get(pk=report.pk).state == "waiting"
    assert Case.objects.get(pk=case.pk).state == "ended"


@pytest.fixture
def opened(told, langsung, everyone) -> Case:
    """A case made from everything a report says."""
    return opening.open_from_report(report=told(), version=langsung, door="datang", by=everyone, at=MONDAY)


def test_a_case_opened_by_the_wrong_door_ends_and_its_report_becomes_another(opened, langsung, everyone):
    notes.add(case=opened, body="tetap di sini", by=everyone, at=MONDAY)
    report = undoing.undo(case=opened, note="Ini konsultasi", by=everyone, at=LATER)

    case = Case.objects.get(pk=opened.pk)
    ending = Ending.objects.get(case=case)
    assert (case.state, ending.kind, ending.reason, ending.because.words) == (
        "ended", "early", "mistaken", "Ini konsultasi"
    )  # fmt: skip
    assert (report.state, report.case, report.story) == ("waiting", None, "Yang terjadi pada orang lain.")
    assert case.notes.count() == 1
    assert not case.reports.exists()
    assert [one.kind for one in Event.objects.filter(case=case).order_by("-number")[:2]] == [
        "report_detached", "case_ended"
    ]  # fmt: skip
    again = opening.open_from_report(report=report, version=langsung, door="datang", by=everyone, at=LATER)
    assert again.people.get(roles__kind="victim").name == "Rekaan"
    assert again.number != case.number


def test_reports_that_were_joined_to_it_wait_again_too(opened, told, everyone):
    other = told()
    opening.attach(report=other, case=opened, by=everyone, at=LATER)
    report = undoing.undo(case=opened, note="Salah pintu", by=everyone, at=LATER)
    assert report.pk != other.pk
    assert set(Report.objects.filter(state="waiting")) == {report, other}
    assert ReportCorrection.objects.count() == 2


def test_it_counts_as_no_matter_is_found_for_nobody_and_is_not_opened_again(opened, told, everyone):
    find = {"nik": "", "phone": PHONE, "to": everyone}
    assert same_person(**find) == [opened]
    undoing.undo(case=opened, note="Salah pintu", by=everyone, at=LATER)

    assert Fact.objects.get(case=opened).state == "undone"
    assert same_person(**find) == []
    with pytest.raises(Refusal) as refused:
        lifecycle.reopen(case=opened, because="x", by=everyone, at=LATER)
    assert refused.value.code == "opened_by_mistake"
    with pytest.raises(Refusal) as refused:
        opening.attach(report=told(), case=opened, by=everyone, at=LATER)
    assert refused.value.code == "opened_by_mistake"


def test_another_early_end_is_counted_and_nobody_chooses_this_one_there(opened, everyone):
    with pytest.raises(Refusal):
        lifecycle.close(case=opened, reason="mistaken", note="x", by=everyone, at=LATER)
    lifecycle.close(case=opened, reason="duplicate", by=everyone, at=LATER)
    assert Fact.objects.get(case=opened).state == "ended"
    with pytest.raises(Refusal) as refused:
        undoing.undo(case=opened, note="Salah pintu", by=everyone, at=LATER)
    assert refused.value.code == "case_ended"


def test_undone_only_with_a_reason_from_a_fresh_page_and_by_whoever_works_in_the_sop(opened, everyone):
    with pytest.raises(Refusal) as refused:
        undoing.undo(case=opened, note=" ", by=everyone, at=LATER)
    assert [one.field for one in refused.value.missing] == ["note"]
    seen = opened.revision
    lifecycle.pause(case=opened, reason="x", by=everyone, at=LATER)
    with pytest.raises(Stale):
        undoing.undo(case=opened, note="Salah", seen=seen, by=everyone, at=LATER)
    with pytest.raises(NotAllowed):
        undoing.undo(case=opened, note="Salah", by=staff("tamu"), at=LATER)
    undoing.undo(case=opened, note="Salah", by=everyone, at=LATER)
    assert not Case.objects.get(pk=opened.pk).pauses.filter(ended_at=None).exists()
