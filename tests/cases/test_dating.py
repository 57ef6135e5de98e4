"""When a report came in, put right after it became a case: the limit, the register and the nation's month follow."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Event, Fact, LimitClock, Report, ReportCorrection
from cases.operations import dating, lifecycle, opening, reports, undoing
from cases.operations.reports import ReportData
from cases.refusals import NotAllowed, Refusal, Stale
from tests.cases.conftest import MONDAY, staff

LIMIT = timedelta(hours=72)
LATER = MONDAY + timedelta(hours=1)
TRUE = MONDAY - timedelta(days=9)


def put_right(case: Case, by, **given):
    told = {"received_at": TRUE, "channel": "datang", "reason": "Tanggalnya tertukar", "at": LATER} | given
    return dating.correct(report=case.reports.get(), by=by, **told)


def test_the_limit_the_case_and_its_fact_follow_the_time_that_was_put_right(new_case, everyone):
    case = new_case()
    assert LimitClock.objects.get(case=case).due_at == MONDAY + LIMIT
    assert [row.field for row in put_right(case, everyone)] == ["received_at"]
    case.refresh_from_db()
    assert (case.reported_at, Report.objects.get().received_at) == (TRUE, TRUE)
    assert LimitClock.objects.get(case=case).due_at == TRUE + LIMIT
    assert Fact.objects.get(case=case).reported_on.isoformat() == "2026-11-14"
    kinds = list(Event.objects.filter(case=case).order_by("number").values_list("kind", flat=True))
    assert kinds[-2:] == ["report_corrected", "limit_recounted"]
    row = ReportCorrection.objects.get()
    assert (row.before, row.reason) == (MONDAY.isoformat(), "Tanggalnya tertukar")


def test_the_channel_is_put_right_and_counted(new_case, everyone):
    case = new_case()
    put_right(case, everyone, received_at=MONDAY, channel="telepon")
    assert (Case.objects.get().channel, Report.objects.get().channel) == ("telepon", "telepon")
    assert Fact.objects.get(case=case).channel == "telepon"


def test_nothing_changed_is_no_correction(new_case, everyone):
    assert put_right(new_case(), everyone, received_at=MONDAY, reason="") == []
    assert not ReportCorrection.objects.exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"received_at": LATER + timedelta(hours=1)}, "received_later"),
        ({"received_at": MONDAY + timedelta(minutes=30)}, "received_later"),
        ({"reason": "  "}, "reason_missing"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_moves(new_case, everyone, given, code):
    case = new_case()
    with pytest.raises(Refusal) as refused:
        put_right(case, everyone, **given)
    assert refused.value.code == code
    assert (Case.objects.get().reported_at, LimitClock.objects.get().due_at) == (MONDAY, MONDAY + LIMIT)


def test_only_who_sees_the_case_and_has_seen_the_report_puts_it_right(new_case, everyone):
    case = new_case()
    with pytest.raises(NotAllowed):
        put_right(case, staff("orang-lain"))
    put_right(case, everyone, seen=case.reports.get().revision)
    with pytest.raises(Stale):
        put_right(case, everyone, received_at=MONDAY, seen=0)


def test_a_report_that_waits_is_corrected_elsewhere(everyone):
    report = reports.receive(data=ReportData(channel="datang"), by=everyone, at=MONDAY)
    with pytest.raises(Refusal) as refused:
        dating.correct(report=report, received_at=TRUE, channel="datang", reason="x", by=everyone, at=LATER)
    assert refused.value.code == "report_waiting"


def test_a_report_that_joined_later_leaves_the_case_as_it_began(new_case, everyone):
    case = new_case()
    joined = reports.receive(data=ReportData(channel="surat"), by=everyone, at=LATER)
    opening.attach(report=joined, case=case, by=everyone, at=LATER)
    dating.correct(
        report=joined, received_at=TRUE, channel="telepon", reason="Salah ketik", by=everyone,
        at=LATER + timedelta(minutes=1),
    )  # fmt: skip
    case.refresh_from_db()
    assert (case.reported_at, case.channel) == (MONDAY, "datang")
    assert LimitClock.objects.get(case=case).due_at == MONDAY + LIMIT


def test_a_case_that_ended_is_put_right_too(new_case, everyone):
    case = new_case()
    lifecycle.close(case=case, reason="moved", note="Pindah", by=everyone, at=MONDAY + timedelta(minutes=5))
    put_right(Case.objects.get(), everyone)
    assert Case.objects.get().reported_at == TRUE
    assert Fact.objects.get(case=case).reported_on.isoformat() == "2026-11-14"


def test_who_comes_back_has_the_whole_limit_from_the_new_report(new_case, everyone):
    """The old limit had run out, or was met: neither says anything about who stands at the door now."""
    case = new_case()
    lifecycle.close(case=case, reason="moved", note="Pindah", by=everyone, at=MONDAY + timedelta(minutes=5))
    LimitClock.objects.update(met_at=MONDAY + timedelta(minutes=4))
    again = MONDAY + timedelta(days=30)
    report = reports.receive(data=ReportData(channel="datang"), by=everyone, at=again)
    opening.attach(report=report, case=Case.objects.get(), by=everyone, at=again)
    clock = LimitClock.objects.get(case=case)
    assert (clock.due_at, clock.met_at) == (again + LIMIT, None)
    assert Case.objects.get().reported_at == MONDAY, "the matter is counted in the month it came in"


def limit_of(case: Case):
    return LimitClock.objects.get(case=case).due_at


@pytest.fixture
def join(everyone):
    """Take in a report and join it to a case at the same moment."""

    def joined(case: Case, *, at) -> Report:
        report = reports.receive(data=ReportData(channel="surat"), by=everyone, at=at)
        opening.attach(report=report, case=Case.objects.get(pk=case.pk), by=everyone, at=at)
        return Report.objects.get(pk=report.pk)

    return joined


def test_of_two_reports_of_one_instant_only_the_one_that_opened_the_case_moves_it(new_case, join, everyone):
    case = new_case()
    joined = join(case, at=MONDAY)
    after_opening = {"received_at": MONDAY + timedelta(minutes=1), "channel": "telepon", "reason": "x", "at": LATER}
    dating.correct(report=joined, by=everyone, **after_opening)
    case.refresh_from_db()
    assert (case.reported_at, case.channel, limit_of(case)) == (MONDAY, "datang", MONDAY + LIMIT)
    own = case.reports.exclude(pk=joined.pk).get()
    with pytest.raises(Refusal) as refused:
        dating.correct(report=own, by=everyone, **after_opening)
    assert refused.value.code == "received_later"
    dating.correct(report=own, received_at=TRUE, channel="datang", reason="x", by=everyone, at=LATER)
    case.refresh_from_db()
    assert (case.reported_at, limit_of(case)) == (TRUE, TRUE + LIMIT)


def test_of_two_reports_of_one_instant_the_limit_counts_from_the_one_that_opened_it_again(new_case, join, everyone):
    case, again = new_case(), MONDAY + timedelta(days=30)
    lifecycle.close(case=case, reason="moved", by=everyone, at=LATER)
    back, besides = join(case, at=again), join(case, at=again)
    said = {"received_at": again - timedelta(hours=5), "channel": "surat", "reason": "x", "by": everyone, "at": again}
    dating.correct(report=besides, **said)
    assert limit_of(case) == again + LIMIT
    dating.correct(report=besides, **said | {"received_at": again})
    undoing.detach(report=besides, reason="Orangnya lain", by=everyone, at=again)
    assert limit_of(case) == again + LIMIT, "what was taken off is not what it counts from"
    dating.correct(report=back, **said)
    assert limit_of(case) == again - timedelta(hours=5) + LIMIT
    undoing.detach(report=Report.objects.get(pk=back.pk), reason="Orangnya lain", by=everyone, at=again)
    assert limit_of(case) == MONDAY + LIMIT


def test_whoever_changes_a_report_and_its_case_locks_the_case_first(new_case, join, everyone):
    """Two who lock in two orders wait for each other until the database ends one of them."""
    joined = join(new_case(), at=LATER)

    def locked(change) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            change()
        return [re.search(r'FROM "(\w+)"', one["sql"])[1] for one in asked if "FOR UPDATE" in one["sql"]]

    said = {"report": joined, "by": everyone, "at": LATER, "reason": "x"}
    for change in (lambda: dating.correct(received_at=TRUE, channel="surat", **said), lambda: undoing.detach(**said)):
        assert locked(change)[:2] == ["cases_case", "cases_report"]


def test_a_report_that_was_moved_meanwhile_is_stale(new_case, join, everyone, monkeypatch):
    case = new_case()
    joined = join(case, at=LATER)
    undoing.detach(report=joined, reason="Orangnya lain", by=everyone, at=LATER)
    monkeypatch.setattr(reports, "case_of", lambda _report: Case.objects.get(pk=case.pk))
    with pytest.raises(Stale):
        dating.correct(report=joined, received_at=TRUE, channel="surat", reason="x", by=everyone, at=LATER)
