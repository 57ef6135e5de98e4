"""A report while it waits: corrected with a trace, set aside with a reason, taken up again; nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from cases.models import Person, Report, ReportCorrection, SettingAside
from cases.operations import opening, reported, reports, waiting
from cases.operations.incidents import IncidentData
from cases.operations.reported import ReportDetails
from cases.people import PersonData
from cases.queries import waiting_reports
from cases.refusals import NotAllowed, Refusal, Stale
from cases.report_queries import reports_aside, visible_reports
from tests.cases.conftest import MONDAY, staff

LATER = MONDAY + timedelta(hours=1)
SAID = ReportDetails(
    victim=PersonData(name="Rukmini Rekaan", phone="+6281212160212", sex="P", age_band="A25_44"),
    reporter=PersonData(name="Marni Rekaan"),
    relation="TETANGGA",
    incident=IncidentData(kinds=("FISIK",), story="Cerita rekaan"),
)


def data_of(details: ReportDetails = SAID, **given) -> reports.ReportData:
    told = {"channel": "datang", "anonymous": False, "in_danger": None} | given
    return reports.with_details(details=details, **told)


@pytest.fixture
def report(everyone) -> Report:
    return reports.receive(data=data_of(), by=everyone, at=MONDAY)


def mend(report: Report, details: ReportDetails, by, **given) -> list[ReportCorrection]:
    told = {"reason": "Salah dengar", "seen": None, "received_at": MONDAY} | given
    return waiting.correct(report=report, data=data_of(details), by=by, at=LATER, **told)


def test_what_a_report_says_comes_back_as_it_was_told(report, everyone):
    stored = Report.objects.get()
    assert reports.read(stored) == data_of()
    assert (stored.state, stored.revision) == ("waiting", 0)


def test_of_a_report_without_details_its_columns_are_what_it_says(everyone):
    plain = reports.ReportData(
        channel="datang", reporter_name="Marni Rekaan", sex="P", kinds=("FISIK",), story="Cerita"
    )
    stored = Report.objects.get(pk=reports.receive(data=plain, by=everyone, at=MONDAY).pk)
    said = reported.details_of(stored)
    assert (said.reporter.name, said.victim.sex) == ("Marni Rekaan", "P")
    assert (said.incident.kinds, said.incident.story) == (("FISIK",), "Cerita")


def test_a_correction_keeps_what_stood_there_who_when_and_why_sealed(report, everyone):
    better = replace(SAID, victim=replace(SAID.victim, name="Rukmini Astuti", address="Jalan Rekaan 5"))
    mend(report, better, everyone)
    rows = {row.field: row for row in ReportCorrection.objects.all()}
    assert set(rows) == {"victim.name", "victim.address"}
    assert (rows["victim.name"].before, rows["victim.address"].before) == ("Rukmini Rekaan", None)
    assert all((row.reason, row.by, row.at) == ("Salah dengar", everyone, LATER) for row in rows.values())
    stored = Report.objects.get()
    assert (reported.details_of(stored), stored.revision) == (better, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT before, reason FROM cases_reportcorrection WHERE field = 'victim.name'")
        kept = b"".join(bytes(part) for part in cursor.fetchone())
    assert b"Rukmini" not in kept
    assert b"Salah dengar" not in kept


def test_what_is_counted_of_a_report_follows_its_correction(report, everyone):
    mend(report, replace(SAID, incident=IncidentData(kinds=("PSIKIS",), place="33.73")), everyone)
    stored = Report.objects.get()
    assert (stored.kinds, stored.place, stored.story) == (["PSIKIS"], "33.73", None)
    assert ReportCorrection.objects.get(field="incident.kinds").before == "FISIK"


def test_replacing_asks_for_a_reason_and_adding_does_not(report, everyone):
    with pytest.raises(Refusal) as caught:
        mend(report, replace(SAID, relation="KELUARGA"), everyone, reason=" ")
    assert caught.value.code == "reason_missing"
    assert not ReportCorrection.objects.exists()
    added = mend(report, replace(SAID, victim=replace(SAID.victim, domicile="33.73")), everyone, reason="")
    assert [row.field for row in added] == ["victim.domicile"]


def test_nothing_changed_leaves_no_trace(report, everyone):
    assert mend(report, SAID, everyone, reason="") == []
    assert Report.objects.get().revision == 0


def test_a_correction_from_an_old_page_is_refused(report, everyone):
    mend(report, replace(SAID, relation="KELUARGA"), everyone, seen=0)
    with pytest.raises(Stale):
        mend(report, replace(SAID, relation="LEMBAGA"), everyone, seen=0)
    assert reported.details_of(Report.objects.get()).relation == "KELUARGA"


def test_a_time_to_come_is_refused(report, everyone):
    with pytest.raises(Refusal, match="received_later"):
        mend(report, SAID, everyone, received_at=LATER + timedelta(minutes=1))


def test_corrections_stay_as_they_are(report, everyone):
    mend(report, replace(SAID, relation="KELUARGA"), everyone)
    for change in (ReportCorrection.objects.all().delete, lambda: ReportCorrection.objects.update(field="x")):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()


def test_set_aside_is_listed_apart_and_comes_back_with_both_halves_on_record(report, everyone):
    waiting.set_aside(
        report=report, reason="referred", referred_to="Dinas Rekaan", words="Di luar tugas", seen=0, by=everyone,
        at=LATER,
    )  # fmt: skip
    assert not waiting_reports(to=everyone).exists()
    found = reports_aside(to=everyone).get()
    assert (found.aside[0].referred_to, found.aside[0].by) == ("Dinas Rekaan", everyone)
    waiting.take_up(report=report, because="Ternyata tugas kita", by=everyone, at=LATER)
    assert waiting_reports(to=everyone).get() == report
    assert not reports_aside(to=everyone).exists()
    row = SettingAside.objects.get()
    assert (row.reason, row.words, row.taken_up_because, row.taken_up_by) == (
        "referred", "Di luar tugas", "Ternyata tugas kita", everyone,
    )  # fmt: skip
    assert Report.objects.get().revision == 2


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"reason": ""}, ["reason"]),
        ({"reason": "bosan"}, ["reason"]),
        ({"reason": "referred", "referred_to": " "}, ["referred_to"]),
        ({"reason": "other"}, ["words"]),
    ],
)
def test_setting_aside_without_its_reason_is_refused(report, everyone, given, fields):
    with pytest.raises(Refusal) as caught:
        waiting.set_aside(report=report, by=everyone, at=LATER, **given)
    assert [one.field for one in caught.value.missing] == fields
    assert Report.objects.get().state == "waiting"


def test_what_is_set_aside_becomes_no_case_and_is_not_corrected_before_it_is_taken_up(report, everyone, langsung):
    waiting.set_aside(report=report, reason="mistaken", by=everyone, at=LATER)
    with pytest.raises(Refusal, match="report_aside"):
        opening.open_from_report(report=report, version=langsung, door="datang", by=everyone, at=LATER)
    with pytest.raises(Refusal, match="report_aside"):
        mend(report, SAID, everyone)
    with pytest.raises(Refusal, match="report_aside"):
        waiting.set_aside(report=report, reason="mistaken", by=everyone, at=LATER)
    waiting.take_up(report=report, because="Keliru disisihkan", by=everyone, at=LATER)
    with pytest.raises(Refusal, match="report_waiting"):
        waiting.take_up(report=report, because="Sekali lagi", by=everyone, at=LATER)
    with pytest.raises(Stale):
        waiting.set_aside(report=report, reason="mistaken", seen=0, by=everyone, at=LATER)


def test_a_report_that_is_a_case_stays_one(report, everyone, langsung):
    case = opening.open_from_report(report=report, version=langsung, door="datang", by=everyone, at=LATER)
    assert set(Person.objects.values_list("roles__kind", flat=True)) == {"victim", "reporter"}
    assert case.incidents.get().story == "Cerita rekaan"
    assert (Report.objects.get().state, Report.objects.get().case) == ("taken", case)
    for refused in (
        lambda: mend(report, SAID, everyone),
        lambda: waiting.set_aside(report=report, reason="mistaken", by=everyone, at=LATER),
        lambda: waiting.take_up(report=report, because="x", by=everyone, at=LATER),
    ):
        with pytest.raises(Refusal, match="report_taken"):
            refused()


def test_whoever_holds_no_lane_does_none_of_it(report, everyone):
    nobody = staff("tanpa-lajur")
    with pytest.raises(NotAllowed):
        mend(report, replace(SAID, relation="KELUARGA"), nobody)
    with pytest.raises(NotAllowed):
        waiting.set_aside(report=report, reason="mistaken", by=nobody, at=LATER)
    waiting.set_aside(report=report, reason="mistaken", by=everyone, at=LATER)
    with pytest.raises(NotAllowed):
        waiting.take_up(report=report, because="x", by=nobody, at=LATER)
    assert not reports_aside(to=nobody).exists()
    assert not visible_reports(to=nobody).exists()
    assert visible_reports(to=everyone).get() == report


@pytest.mark.parametrize("state", ["taken", "hilang"])
def test_the_database_knows_which_states_fit(report, state):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(state=state)


def test_a_report_is_taken_up_though_the_clock_was_set_back(report, everyone):
    waiting.set_aside(report=report, reason="mistaken", by=everyone, at=LATER)
    waiting.take_up(report=report, because="Keliru disisihkan", by=everyone, at=LATER - timedelta(minutes=5))
    assert SettingAside.objects.get().taken_up_at == LATER
