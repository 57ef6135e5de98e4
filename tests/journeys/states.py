"""States that no sample brings: danger that nobody rated, somebody who left, a step that waits, a long past."""

import uuid
from datetime import datetime, timedelta

from accounts.models import Lane, Staff
from accounts.operations import add_staff, end_staff
from cases.models import Case, Event, Report
from cases.operations import opening, reports
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from cases.policies import lanes_of
from cases.progress import progress
from frontend.casework.trailing import PAGE
from sop_library.queries import current_versions, definition_of
from tests.cases.driving import work_step

ENDANGERED = "Kenanga Prameswari"
CHOSEN = {"5": ("tidak-perlu",), "6": ("setuju",)}
"""At which steps of Barito Utara's outreach what is decided, so that the gate before the interview stays shut."""


def in_danger(*, at: datetime) -> uuid.UUID:
    """A case of Salatiga whose report told of danger; nobody rated the risk since."""
    by = Staff.objects.get(username="ratna")
    report = reports.receive(data=ReportData(channel="datang", in_danger=True), by=by, at=at)
    return _open(report, "pengaduan-langsung", "datang", PersonData(name=ENDANGERED, sex="P"), by=by, at=at).pk


def somebody_left(case_id: uuid.UUID, *, password: str, at: datetime) -> None:
    """Somebody left and still holds a case; an admin who works in its SOP is to hand it over."""
    admin, case = Staff.objects.get(username="admin"), Case.objects.get(pk=case_id)
    lane = list(Lane.objects.filter(key__in=lanes_of(definition_of(case.version)))[:1])
    leaving = add_staff(
        by=admin, username="pindahan", name="Yoga Pratama", password=password, lanes=lane, at=at - timedelta(days=60)
    )
    opening.give_to(case=case, holder=leaving, by=leaving, at=at)
    end_staff(staff=leaving, by=admin, at=at)
    add_staff(
        by=admin, username="ketua", name="Sri Handayani", password=password, is_office_admin=True, lanes=lane,
        at=at - timedelta(days=60),
    )  # fmt: skip
    Staff.objects.filter(username="ketua").update(must_change_password=False)


def long_past(case_id: uuid.UUID) -> None:
    """So much happened in a case that its trail has three pages."""
    case, by = Case.objects.get(pk=case_id), Staff.objects.get(username="ratna")
    Event.objects.bulk_create(
        Event(case=case, kind="note_added", by=by, at=case.opened_at + timedelta(seconds=number))
        for number in range(2 * PAGE)
    )


def at_the_gate(*, password: str, at: datetime) -> uuid.UUID:
    """A case of Barito Utara whose only step waits until the victim agrees to be interviewed."""
    admin = Staff.objects.get(username="admin")
    by = add_staff(by=admin, username="segala", name="Rudi Hartono", password=password, lanes=list(Lane.objects.all()))
    report = reports.receive(data=ReportData(channel="telepon"), by=by, at=at)
    case = _open(report, "penjangkauan", "telepon", PersonData(sex="P", age_band="A25_44"), by=by, at=at)
    for _turn in range(9):
        panels = [panel for panel in progress(case=case, by=by).panels if not panel.waits_for]
        if not panels:
            return case.pk
        outcomes = CHOSEN.get((panels[0].step.number or "").rstrip("."), ())
        case = work_step(case=case, panel=panels[0], by=by, at=at, outcomes=outcomes)
    raise AssertionError("it waits for nothing")


def _open(report: Report, slug: str, door: str, victim: PersonData, *, by: Staff, at: datetime) -> Case:
    version = next(one for one in current_versions(at=at) if one.sop.slug == slug)
    told = IncidentData(kinds=("FISIK",), domestic=True, story="Cerita rekaan.")
    return opening.open_case(
        report=report, version=version, door=door, victims=[victim], incident=told, by=by, at=at
    )  # fmt: skip
