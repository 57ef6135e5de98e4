"""An office at work: SOPs adopted from the catalogue, staff who hold the lanes."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sop_library
from accounts.models import Lane, LaneMembership, Staff
from cases.models import Case, Report
from cases.operations import opening, reports
from cases.operations.reports import ReportData
from sop_library.loading import load
from sop_library.models import SopVersion
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.models import Office

CATALOGUE = Path(sop_library.__file__).parent / "catalogue"
ADOPTED = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09.00 WIB, an ordinary working day


def take(name: str) -> SopVersion:
    """Adopt `owner/name` of the catalogue into the current office."""
    text = (CATALOGUE / f"{name}.yaml").read_text(encoding="utf-8")
    return adopt(definition=load(text, name=name), at=ADOPTED)


def staff(username: str, *lanes: str) -> Staff:
    """A staff member who holds `lanes`; "*" is every lane of the office."""
    person = Staff.objects.create_user(username, password=None, name=username.title())
    wanted = Lane.objects.all() if "*" in lanes else Lane.objects.filter(key__in=lanes)
    LaneMembership.objects.bulk_create([LaneMembership(lane=lane, staff=person) for lane in wanted])
    return person


@pytest.fixture
def in_salatiga(salatiga: Office):
    with in_office(salatiga):
        yield salatiga


@pytest.fixture
def langsung(in_salatiga: Office) -> SopVersion:
    return take("salatiga/pengaduan-langsung")


@pytest.fixture
def everyone(langsung: SopVersion) -> Staff:
    """Someone who holds every lane: for tests that are not about lanes."""
    return staff("semua", "*")


@pytest.fixture
def new_case(langsung: SopVersion, everyone: Staff) -> Callable[..., Case]:
    def make(**given) -> Case:
        report: Report = reports.receive(data=ReportData(channel="datang"), by=everyone, at=MONDAY)
        return opening.open_case(report=report, version=langsung, door="datang", by=everyone, at=MONDAY, **given)

    return make
