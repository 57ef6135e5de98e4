"""The page that rates the risk tells how high it stands, who set it, when and on what; the trail has its line."""

from django.utils import timezone

from cases.case_facts import facts_of
from cases.models import Case
from cases.operations import filling, opening, reports
from cases.operations.reports import ReportData
from cases.people import PersonData
from frontend.casework.prefill import known_answers
from sop_library.queries import form_version
from tenants.current import in_office
from tests.cases.driving import answers
from tests.frontend.screens import faults_of, words


def in_danger(salatiga, version, sari) -> Case:
    now = timezone.now()
    with in_office(salatiga):
        report = reports.receive(data=ReportData(channel="telepon", in_danger=True), by=sari, at=now)
        return opening.open_case(
            report=report, version=version, door="datang", victims=[PersonData(sex="P")], by=sari, at=now
        )


def test_an_assumed_risk_is_told_from_an_assessed_one(salatiga, version, sari, client):
    case = in_danger(salatiga, version, sari)
    where = f"/kasus/{case.pk}/risiko/"
    page = client.get(where)
    assert faults_of(page) == []
    assert "Risiko tinggi, belum dinilai siapa pun" in words(page)
    assert "karena dalam bahaya saat melapor" in words(page)
    assert "Risiko dianggap tinggi karena dalam bahaya" in words(client.get(f"/kasus/{case.pk}/jejak/"))
    assert client.post(where, {"risk": "high"}).status_code == 303
    page = words(client.get(where))
    assert "Sekarang: Risiko tinggi. Dinilai Sari" in page
    assert "belum dinilai siapa pun" not in page


def test_saving_a_form_that_was_begun_with_the_assumed_risk_rates_nothing(salatiga, version, sari, client):
    case = in_danger(salatiga, version, sari)
    with in_office(salatiga):
        form = filling.form_of(form_version(key="asesmen"))
        whole = answers(form) | known_answers(form, facts_of(case))
        assert whole["risk"] == "TINGGI"
        filling.fill(case=case, step_pass=None, form_key="asesmen", answers=whole, by=sari, at=timezone.now())
    page = words(client.get(f"/kasus/{case.pk}/risiko/"))
    assert "Risiko tinggi, belum dinilai siapa pun" in page
    assert "karena dalam bahaya saat melapor" in page
    assert "Dalam bahaya saat melapor" in words(client.get(f"/kasus/{case.pk}/"))


def test_a_case_of_no_rating_says_so(case, client):
    assert "Belum dinilai." in words(client.get(f"/kasus/{case.pk}/risiko/"))


def test_a_risk_assumed_since_a_report_was_joined_says_since_when_and_by_whom(salatiga, version, sari, client):
    now = timezone.now()
    with in_office(salatiga):
        first = reports.receive(data=ReportData(channel="datang"), by=sari, at=now)
        case = opening.open_case(
            report=first, version=version, door="datang", victims=[PersonData(sex="P")], risk="low", by=sari, at=now
        )
        report = reports.receive(data=ReportData(channel="telepon", in_danger=True), by=sari, at=now)
        opening.attach(report=report, case=case, by=sari, at=now)
    page = words(client.get(f"/kasus/{case.pk}/risiko/"))
    assert f"Risiko tinggi, belum dinilai siapa pun sejak laporan {report.code}, yang menyebut bahaya" in page
    assert "digabungkan Sari" in page
