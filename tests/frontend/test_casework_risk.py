"""The page that rates the risk tells how high it stands, who set it, when and on what; the trail has its line."""

from django.utils import timezone

from cases.models import Case
from cases.operations import opening, reports
from cases.operations.reports import ReportData
from cases.people import PersonData
from tenants.current import in_office
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


def test_a_case_of_no_rating_says_so(case, client):
    assert "Belum dinilai." in words(client.get(f"/kasus/{case.pk}/risiko/"))
