"""A due time counted in working days that reaches into a year whose cuti bersama is not known says so; others don't."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import OfficeProfile
from cases.calendars import leave_unknown
from cases.models import StepPass
from cases.operations import opening, reports
from cases.operations.reports import ReportData
from cases.progress import Progress, progress
from sop_library.definition import parse, to_document
from sop_library.durations import Duration
from sop_library.loading import load
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.cases.conftest import CATALOGUE, MONDAY, staff, take
from tests.cases.driving import work_step

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
OVER_NEW_YEAR = datetime(2027, 12, 29, 9, 0, tzinfo=WIB)


def opened(version, at: datetime) -> tuple:
    worker = staff("semua", "*")
    report = reports.receive(data=ReportData(channel="datang"), by=worker, at=at)
    return opening.open_case(report=report, version=version, door="datang", by=worker, at=at), worker


def stands_after_one_step(at: datetime) -> Progress:
    case, worker = opened(take("salatiga/layanan-informasi"), at)
    (panel,) = progress(case=case, by=worker).panels
    assert panel.leave_unknown is None  # five minutes
    work_step(case=case, panel=panel, by=worker, at=at, outcomes=())
    return progress(case=case, by=worker)


@pytest.mark.parametrize(
    ("at", "year"),
    [
        (OVER_NEW_YEAR, 2028),  # three working days: Thursday, Friday, Monday 3 January 2028
        (datetime(2027, 12, 27, 9, 0, tzinfo=WIB), None),  # Thursday 30 December
        (datetime(2026, 12, 29, 9, 0, tzinfo=WIB), None),  # over a New Year whose decree stands
    ],
)
def test_a_step_says_which_year_it_reaches_into(salatiga, at, year):
    with in_office(salatiga):
        (panel,) = stands_after_one_step(at).panels
        assert panel.leave_unknown == year


def test_minutes_run_through_the_new_year_and_say_nothing(salatiga):
    with in_office(salatiga):
        at = datetime(2027, 12, 31, 23, 58, tzinfo=WIB)
        case, worker = opened(take("salatiga/layanan-informasi"), at)
        assert StepPass.objects.get(case=case).due_at == datetime(2028, 1, 1, 0, 3, tzinfo=WIB)
        assert progress(case=case, by=worker).panels[0].leave_unknown is None


@pytest.mark.parametrize(("clock", "year"), [("working", 2028), ("clock", None)])
def test_a_limit_over_several_steps_says_it_too(salatiga, clock, year):
    with in_office(salatiga):
        printed = load((CATALOGUE / "salatiga/pengaduan-langsung.yaml").read_bytes(), name="langsung")
        document = to_document(printed)
        (limit,) = document["limits"]
        document["limits"] = [{**limit, "amount": "P3D", "clock": clock}]
        case, worker = opened(adopt(definition=parse(document), at=MONDAY), OVER_NEW_YEAR)
        (row,) = progress(case=case, by=worker).limits
        assert (row.due_at.astimezone(WIB).year, row.leave_unknown) == (2028, year)


@pytest.mark.parametrize(
    ("setting", "length", "year"),
    [
        (OfficeProfile.UnsaidDay.WORKING, Duration(days=2), 2028),
        (OfficeProfile.UnsaidDay.CLOCK, Duration(days=2), None),
        (OfficeProfile.UnsaidDay.WORKING, Duration(hours=2), None),
    ],
)
def test_a_bare_hari_goes_by_the_offices_setting(salatiga, setting, length, year):
    with in_office(salatiga):
        OfficeProfile.objects.update(unsaid_day=setting)
        assert leave_unknown(due_at=datetime(2028, 1, 4, tzinfo=UTC), length=length, clock="unsaid") == year


def test_a_due_time_in_a_known_year_costs_no_reading(salatiga):
    with in_office(salatiga), CaptureQueriesContext(connection) as read:
        for due_at in (datetime(2027, 12, 31, 9, tzinfo=UTC), None):
            assert leave_unknown(due_at=due_at, length=Duration(days=3), clock="working") is None
    assert len(read) == 0
