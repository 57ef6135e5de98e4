"""A time that runs on through holidays and runs out while the office is closed: the case says so in words."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup

from accounts.models import Closure, Staff
from cases.models import Case, StepPass
from sop_library.models import SopVersion
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import employ, enter, faults_of, read, take
from tests.frontend.working import new_case

THURSDAY = datetime(2026, 11, 26, 2, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 29, 5, tzinfo=UTC)
SAID = "Waktu ini berjalan terus pada hari libur dan habis Minggu, 29 November, saat kantor tutup."
BEFORE = "Kantor terakhir buka sebelum itu: Jumat, 27 November, sampai 16.00."


@pytest.fixture
def version(salatiga: Office) -> SopVersion:
    return take(salatiga, "salatiga/pengaduan-langsung")


@pytest.fixture
def wulan(salatiga: Office, version: SopVersion) -> Staff:
    return employ(salatiga, "wulan", "*")


@pytest.fixture
def case(salatiga: Office, wulan: Staff, version: SopVersion) -> Case:
    with time_machine.travel(THURSDAY, tick=False):
        return new_case(salatiga, version, wulan)


def page(office: Office, case: Case, by: Staff, *, at: datetime = THURSDAY) -> BeautifulSoup:
    with time_machine.travel(at, tick=False):
        answer = enter(office, by).get(f"/kasus/{case.pk}/")
    assert faults_of(answer) == []
    return read(answer)


def said(found: BeautifulSoup, where: str) -> str:
    return " ".join(" ".join(one.get_text(" ") for one in found.select(where)).split())


def test_a_limit_of_the_case_that_runs_out_on_a_sunday_says_so(salatiga, case, wulan):
    """Three times 24 hours from Thursday morning end on Sunday morning."""
    beside = said(page(salatiga, case, wulan), "aside")
    assert SAID in beside
    assert BEFORE in beside
    assert "Waktu ini berjalan terus" not in said(page(salatiga, case, wulan), ".rk-hug"), "minutes end today"


def test_a_step_that_runs_out_on_a_sunday_says_so_at_its_time(salatiga, case, wulan):
    with in_office(salatiga):
        StepPass.objects.filter(case=case).update(due_at=SUNDAY)
    at_step = said(page(salatiga, case, wulan), ".rk-hug .rk-facts")
    assert f"{SAID} {BEFORE}" in at_step


def test_the_last_working_day_before_it_may_be_gone(salatiga, case, wulan):
    saturday = datetime(2026, 11, 28, 5, tzinfo=UTC)
    assert f"{SAID} Kantor tidak buka lagi sebelum itu." in said(page(salatiga, case, wulan, at=saturday), "aside")


def test_a_day_the_office_closed_itself_counts_as_closed(salatiga, case, wulan):
    with in_office(salatiga):
        Closure.objects.create(date=date(2026, 11, 27), name="Hari jadi")
        StepPass.objects.filter(case=case).update(due_at=datetime(2026, 11, 27, 5, tzinfo=UTC))
    assert "habis Jumat, 27 November, saat kantor tutup. Kantor terakhir buka sebelum itu: Kamis, 26 November" in said(
        page(salatiga, case, wulan), ".rk-hug .rk-facts"
    )


def test_on_a_day_the_office_works_nothing_is_said(salatiga, case, wulan):
    with in_office(salatiga):
        StepPass.objects.filter(case=case).update(due_at=datetime(2026, 11, 27, 5, tzinfo=UTC))
    assert "Waktu ini berjalan terus" not in said(page(salatiga, case, wulan), ".rk-hug")
