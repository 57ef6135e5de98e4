"""What the journeys find: the demo's four offices with their SOPs and staff; in Salatiga sample cases of every kind."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import OfficeProfile, Staff
from cases.calendars import office_calendar
from infra.demo.data.driving import play
from infra.demo.data.offices import OFFICES
from infra.demo.data.opening import Password, ensure_offices
from infra.demo.data.samples import salatiga
from infra.demo.data.times import Times
from tenants.current import in_office
from tenants.models import Office
from tests.journeys.called import make_called
from tests.journeys.drafted import write_drafts
from tests.journeys.furnishing import (
    CaseKeys,
    add_colleagues,
    close_a_day,
    keys_of,
    newer_version,
    owe_papers,
    refer_outside,
    report_aside,
    report_joined,
    show_emblem,
    work_on,
)
from tests.journeys.moved import move_nobody
from tests.journeys.states import ENDANGERED, in_danger, long_past, somebody_left

PASSWORD = "hanya-untuk-ujian-7"
SAMPLES = frozenset(
    {"selesai", "ditutup-awal", "dijeda", "paraf-bidang", "gambaran-terlambat", "bahan-hari-ini", "luar-wilayah",
     "asesmen-awal", "baru-datang", "penjangkauan-besok", "laporan-web", "laporan-wa"}
)  # fmt: skip
ERRORS = ("400", "403", "404", "429", "500", "503", "csrf", "host", "other")


@dataclass(frozen=True)
class World:
    """What was made in Salatiga: cases and reports by the names of the samples, staff by user name.

    `names` are those of all people, `errors` the error pages by name and language.
    """

    cases: Mapping[str, CaseKeys] = field(default_factory=dict)
    reports: Mapping[str, uuid.UUID] = field(default_factory=dict)
    staff: Mapping[str, uuid.UUID] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    errors: Mapping[tuple[str, str], str] = field(default_factory=dict)
    referrals: Mapping[str, uuid.UUID] = field(default_factory=dict)
    drafts: Mapping[str, uuid.UUID] = field(default_factory=dict)
    move: uuid.UUID | None = None
    called: Mapping[str, uuid.UUID] = field(default_factory=dict)


def make_offices(*, at: datetime) -> dict[str, Office]:
    """Furnish the offices of the current database as the demo does. Needs the owner's login."""
    found = ensure_offices(password=Password(PASSWORD, new=True), now=at, tell=_nobody)
    for plan in OFFICES:
        with in_office(found[plan.code]):
            OfficeProfile.objects.update(**plan.profile)
    return found


def make_world(*, at: datetime) -> World:
    """Furnish the offices, play the samples, and let every drawer of Salatiga hold something."""
    office = make_offices(at=at)["33.73"]
    with in_office(office), timezone.override(ZoneInfo(office.zone)):
        cases, reports, names = _play(office, at)
        reports["disisihkan"] = report_aside(at=at)
        reports["dilampirkan"] = report_joined(cases["gambaran-terlambat"], at=at)
        newer_version(at=at)
        add_colleagues(password=PASSWORD, at=at)
        close_a_day(at=at)
        show_emblem()
        work_on(cases["gambaran-terlambat"], at=at)
        owe_papers(cases["baru-datang"], at=at)
        cases["bahaya"] = in_danger(at=at)
        somebody_left(cases["dijeda"], password=PASSWORD, at=at)
        long_past(cases["selesai"])
        outside = refer_outside(cases["gambaran-terlambat"], at=at)
        called = make_called(password=PASSWORD, at=at)
        staff = {one.username: one for one in Staff.objects.all()}
        return World(
            cases={name: keys_of(case) for name, case in cases.items()},
            reports=reports,
            staff={name: one.pk for name, one in staff.items()},
            names=names | {one.name for one in staff.values()} | {ENDANGERED},
            errors=_error_pages(),
            referrals={"luar": outside},
            drafts=write_drafts(at=at),
            move=move_nobody(by=staff["admin"], at=at),
            called=called,
        )


def _play(office: Office, at: datetime) -> tuple[dict[str, uuid.UUID], dict[str, uuid.UUID], frozenset[str]]:
    cases: dict[str, uuid.UUID] = {}
    reports: dict[str, uuid.UUID] = {}
    names: set[str] = set()
    staff = {one.username: one for one in Staff.objects.filter(is_active=True)}
    times = Times(at, office_calendar(today=timezone.localdate(at)))
    wanted = [sample for sample in salatiga.samples(times) if sample.key in SAMPLES]
    assert len(wanted) == len(SAMPLES)
    for sample in sorted(wanted, key=lambda sample: sample.opened_at):
        reports[sample.key] = uuid.uuid5(office.id, sample.key)
        with transaction.atomic():
            case = play(sample=sample, region=office.code, staff=staff, report_id=reports[sample.key])
        names |= {sample.victim.name} | ({sample.reporter.name} if sample.reporter else set())
        if case is not None:
            cases[sample.key] = case.pk
    return cases, reports, frozenset(names)


def _error_pages() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {(name, language): render_to_string(f"errors/{name}.html") for name in ERRORS}
    return found


def _nobody(_line: str) -> None:
    """What the demo tells its user is of no interest here."""
