"""Rekap bulanan: what the nation counts of the office, in its own words, for its head and its admins."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import OfficeProfile
from cases.models import Case, Incident, StepPass
from cases.operations import lifecycle, undoing
from cases.operations.incidents import IncidentData
from cases.people import PersonData
from cases.recap_queries import first_month, next_month, recap_of
from reporting.carrying import carry_everything
from reporting.models import NationalFact
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.working import new_case

RECAP = "/kantor/rekap/"
MAY = datetime(2026, 5, 20, 3, 0, tzinfo=UTC)
MONTH = MAY.date().replace(day=1)


@pytest.fixture
def admin(salatiga, version) -> Client:
    return enter(salatiga, employ(salatiga, "bagus", admin=True))


@pytest.fixture
def may(salatiga, version, sari) -> list[Case]:
    """Three cases of May; one more of its last hour in UTC, which is June here."""
    two = [PersonData(sex="L", age_band="A06_12"), PersonData(sex="P")]
    made = [
        new_case(salatiga, version, sari, at=MAY),
        new_case(salatiga, version, sari, at=MAY, victims=two, incident=IncidentData(kinds=("FISIK", "SEKSUAL"))),
        new_case(salatiga, version, sari, at=MAY, incident=None),
    ]
    new_case(salatiga, version, sari, at=datetime(2026, 5, 31, 18, 0, tzinfo=UTC))
    return made


def test_a_month_is_counted_by_report_kind_age_sex_and_door(salatiga, may):
    with in_office(salatiga):
        counted = recap_of(month=MONTH)
        assert (counted.cases, counted.running, counted.by_sop) == (3, 3, {"Pengaduan langsung": 3})
        assert list(counted.by_door.values()) == [3]
        assert counted.by_kind == {"FISIK": 2, "SEKSUAL": 1, "": 1}
        assert counted.people == {("A25_44", "P"): 2, ("A06_12", "L"): 1, ("", "P"): 1}
        assert recap_of(month=next_month(MONTH)).cases == 1
        assert first_month() == MONTH


def test_it_agrees_with_what_the_office_carries_to_the_nation(salatiga, sari, may):
    with in_office(salatiga):
        undoing.undo(case=may[0], note="pintunya keliru", by=sari, at=MAY + timedelta(hours=1))
        carry_everything(at=MAY)
        carried = NationalFact.objects.filter(month=MONTH).exclude(state="undone")
        counted = recap_of(month=MONTH)
        assert counted.cases == carried.count() == 2
        assert counted.by_kind["FISIK"] == carried.filter(kinds__contains=["FISIK"]).count() == 1
        assert counted.endings == {}, "a case opened by mistake did not end"


def test_endings_and_deadlines_count_when_they_happened(salatiga, sari, may):
    with in_office(salatiga):
        lifecycle.close(case=may[1], reason="moved", by=sari, at=MAY + timedelta(days=1))
        row = StepPass.objects.filter(case=may[0], status="open")
        done = {"status": "done", "done_by": sari, "done_at": MAY + timedelta(hours=2)}
        row.update(**done, due_at=MAY + timedelta(hours=1))
    with in_office(salatiga):
        counted = recap_of(month=MONTH)
        assert (counted.running, counted.endings) == (2, {"moved": 1})
        (steps,) = counted.steps.values()
        assert (steps.kept, steps.late) == (0, 1)
        assert recap_of(month=next_month(MONTH)).endings == {}


def test_the_page_says_it_in_words_and_leads_from_month_to_month(admin, may):
    page = admin.get(RECAP, {"bulan": "2026-05"})
    said = words(page)
    assert faults_of(page) == []
    assert "Rekap Mei 2026" in said
    assert "3 kasus diterima pada bulan ini, 3 belum selesai sampai hari ini." in said
    assert "25\N{EN DASH}44 tahun 2 0 0 2" in said
    assert "Belum diketahui 1 0 0 1" in said
    assert "4 korban" in said
    links = [link["href"] for link in read(page).select(".rk-head a, .rk-row a") if "bulan=" in link["href"]]
    assert links == ["?bulan=2026-06"], "nothing was reported before"
    for odd in ("2026-04", "2099-01", "ngawur", "2026-13", "\x00"):
        assert "Bulan ini masih berjalan" in words(admin.get(RECAP, {"bulan": odd}))


def test_a_month_without_anything_says_so(admin):
    assert "Belum ada yang tercatat pada bulan ini" in words(admin.get(RECAP))


def test_more_cases_ask_no_more_queries(salatiga, version, sari, admin, may):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(RECAP, {"bulan": "2026-05"}).status_code == 200
        return len(captured)

    queries()
    few = queries()
    for _number in range(4):
        case = new_case(salatiga, version, sari, at=MAY)
        with in_office(salatiga):
            Incident.objects.filter(case=case).update(kinds=["PSIKIS"])
    assert queries() == few
    assert few <= 22


def test_head_and_admins_come_in_and_the_bar_of_a_telephone_stays_at_five(salatiga, client, admin):
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala Dinas")
    head = enter(salatiga, employ(salatiga, "kepala", post="Kepala Dinas"))
    for browser, tabs in ((head, False), (admin, True)):
        page = read(browser.get(RECAP))
        assert bool(page.select(".rk-tabs")) is tabs
        bar = [entry for entry in page.select(".rk-rail li") if "rk-wide" not in entry.get("class", [])]
        assert len(bar) == 5
        assert read(browser.get("/")).find("a", href=RECAP)
    assert client.get(RECAP).status_code == 403
    assert read(client.get("/")).find("a", href=RECAP) is None
