"""Deadlines as staff see them, each against one computed by hand. Office hours: Monday to Friday, 07.30-16.00."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Closure, OfficeProfile
from cases.models import Case, LimitClock, StepPass
from cases.operations import opening, reports
from cases.operations.reports import ReportData
from cases.progress import progress
from tenants.current import in_office
from tests.cases.conftest import MONDAY, staff, take
from tests.cases.driving import work_step

pytestmark = pytest.mark.django_db
WIB, WITA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar")


def opened(name: str, at: datetime, *, received_at: datetime | None = None):
    """A case under `owner/name`, opened at `at`, and someone who may do everything."""
    version = take(name)
    worker = staff("semua", "*")
    report = reports.receive(data=ReportData(channel="datang"), by=worker, at=at, received_at=received_at)
    case = opening.open_case(report=report, version=version, door="datang", by=worker, at=at)
    return case, worker


def after_first_step(case: Case, worker, at: datetime) -> StepPass:
    """The pass that opens when the first step is done at `at`."""
    panel = progress(case=case, by=worker).panels[0]
    work_step(case=case, panel=panel, by=worker, at=at, outcomes=())
    return StepPass.objects.get(case=case, status=StepPass.Status.OPEN)


@pytest.mark.parametrize(
    ("done", "due"),
    [
        # Thursday: Friday, Monday, Tuesday.
        (datetime(2026, 11, 26, 10, 0, tzinfo=WIB), datetime(2026, 12, 1, 16, 0, tzinfo=WIB)),
        # A Friday evening counts from Monday on.
        (datetime(2026, 11, 27, 20, 0, tzinfo=WIB), datetime(2026, 12, 2, 16, 0, tzinfo=WIB)),
        # 24 December is cuti bersama, 25 Christmas: Wednesday 23, Monday 28, Tuesday 29.
        (datetime(2026, 12, 22, 9, 0, tzinfo=WIB), datetime(2026, 12, 29, 16, 0, tzinfo=WIB)),
        # New Year's Day 2027 is a Friday: Wednesday 30, Thursday 31, Monday 4 January.
        (datetime(2026, 12, 29, 9, 0, tzinfo=WIB), datetime(2027, 1, 4, 16, 0, tzinfo=WIB)),
    ],
)
def test_three_working_days(salatiga, done, due):
    with in_office(salatiga):
        case, worker = opened("salatiga/layanan-informasi", done)
        assert after_first_step(case, worker, done).due_at == due


def test_a_day_the_office_itself_is_closed_is_no_working_day(salatiga):
    with in_office(salatiga):
        done = datetime(2026, 11, 26, 10, 0, tzinfo=WIB)
        case, worker = opened("salatiga/layanan-informasi", done)
        Closure.objects.create(date=datetime(2026, 11, 30, tzinfo=WIB).date(), name="Pilkada")
        assert after_first_step(case, worker, done).due_at == datetime(2026, 12, 2, 16, 0, tzinfo=WIB)


def test_three_times_24_hours_run_through_a_holiday_and_from_the_report(salatiga):
    with in_office(salatiga):
        received = datetime(2026, 12, 23, 15, 20, tzinfo=WIB)
        case, _worker = opened("salatiga/pengaduan-langsung", received + timedelta(hours=20), received_at=received)
        assert LimitClock.objects.get(case=case).due_at == datetime(2026, 12, 26, 15, 20, tzinfo=WIB)


def test_minutes_run_on_the_offices_own_clock(nunukan):
    with in_office(nunukan):
        at = datetime(2026, 11, 23, 9, 0, tzinfo=WITA)
        case, worker = opened("nunukan/intervensi-krisis", at)
        assert StepPass.objects.get(case=case).due_at == datetime(2026, 11, 23, 9, 5, tzinfo=WITA)
        # "15-30 menit": late after the upper end.
        assert after_first_step(case, worker, at).due_at == datetime(2026, 11, 23, 9, 30, tzinfo=WITA)


@pytest.mark.parametrize(
    ("reading", "due"),
    [
        ("clock", datetime(2026, 11, 28, 14, 0, tzinfo=WIB)),
        ("working", datetime(2026, 11, 30, 16, 0, tzinfo=WIB)),
    ],
)
def test_a_bare_hari_is_read_as_the_office_decided(banyuwangi, reading, due):
    with in_office(banyuwangi):
        OfficeProfile.objects.update(unsaid_day=reading)
        case, _worker = opened("banyuwangi/p2tp2a", datetime(2026, 11, 27, 14, 0, tzinfo=WIB))
        assert StepPass.objects.get(case=case).due_at == due


def test_a_step_without_a_time_is_never_due(barito_utara):
    with in_office(barito_utara):
        version = take("barito-utara/penjangkauan")
        worker = staff("semua", "*")
        door = next(iter(version.definition["doors"]))
        report = reports.receive(data=ReportData(channel="datang"), by=worker, at=MONDAY)
        case = opening.open_case(report=report, version=version, door=door, by=worker, at=MONDAY)

        assert StepPass.objects.get(case=case).due_at is None
        assert not LimitClock.objects.filter(case=case).exists()


def test_an_office_without_hours_says_so_instead_of_guessing(salatiga):
    from accounts.models import OpeningHours
    from cases.refusals import Refusal

    with in_office(salatiga):
        case, worker = opened("salatiga/layanan-informasi", datetime(2026, 11, 26, 3, 0, tzinfo=UTC))
        OpeningHours.objects.all().delete()
        with pytest.raises(Refusal) as refused:
            after_first_step(case, worker, datetime(2026, 11, 26, 4, 0, tzinfo=UTC))
        assert refused.value.code == "no_open_day"
