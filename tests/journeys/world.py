"""What the journeys find: the demo's four offices with their SOPs and staff, and a few sample cases of Salatiga."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.models import OfficeProfile, Staff
from cases.calendars import office_calendar
from cases.models import Case, Report
from infra.demo.data.driving import play
from infra.demo.data.offices import OFFICES
from infra.demo.data.opening import Password, ensure_offices
from infra.demo.data.samples import salatiga
from infra.demo.data.times import Times
from tenants.current import in_office
from tenants.models import Office

PASSWORD = "hanya-untuk-ujian-7"
SAMPLES = frozenset(
    {"selesai", "ditutup-awal", "dijeda", "paraf-bidang", "gambaran-terlambat", "bahan-hari-ini", "luar-wilayah",
     "asesmen-awal", "baru-datang", "penjangkauan-besok", "laporan-web", "laporan-wa"}
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """Keys of what was made in Salatiga, by the names of the samples."""

    cases: Mapping[str, uuid.UUID] = field(default_factory=dict)
    reports: Mapping[str, uuid.UUID] = field(default_factory=dict)


def make_offices(*, at: datetime) -> dict[str, Office]:
    """Furnish the offices of the current database as the demo does. Needs the owner's login."""
    found = ensure_offices(password=Password(PASSWORD, new=True), now=at, tell=_nobody)
    for plan in OFFICES:
        with in_office(found[plan.code]):
            OfficeProfile.objects.update(**plan.profile)
    return found


def make_world(*, at: datetime) -> World:
    """Furnish the offices and play the samples."""
    office = make_offices(at=at)["33.73"]
    cases: dict[str, uuid.UUID] = {}
    reports: dict[str, uuid.UUID] = {}
    with in_office(office), timezone.override(ZoneInfo(office.zone)):
        staff = {one.username: one for one in Staff.objects.filter(is_active=True)}
        times = Times(at, office_calendar(today=timezone.localdate(at)))
        for sample in sorted(salatiga.samples(times), key=lambda sample: sample.opened_at):
            if sample.key not in SAMPLES:
                continue
            with transaction.atomic():
                reports[sample.key] = uuid.uuid5(office.id, sample.key)
                case = play(sample=sample, region=office.code, staff=staff, report_id=reports[sample.key])
            if case is not None:
                cases[sample.key] = case.pk
        assert Case.objects.count() == len(cases)
        assert Report.objects.count() == len(reports) == len(SAMPLES)
    return World(cases=cases, reports=reports)


def _nobody(_line: str) -> None:
    """What the demo tells its user is of no interest here."""
