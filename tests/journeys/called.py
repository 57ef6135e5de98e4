"""SOPs that start others, for the screens: a case inside one, a trial of one, steps that the office gave to a lane."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Lane, Staff
from accounts.operations import add_staff
from cases.calendars import office_calendar
from cases.models import StepPass
from cases.operations import opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from cases.people import PersonData
from sop_library.definition import Definition, parse
from sop_library.models import Draft, SopVersion
from sop_library.operations import trials
from sop_library.operations.adopting import adopt
from sop_library.operations.binding import bind
from sop_library.operations.drafts import begin
from sop_library.trying import Act
from tests.cases.calling import accompanying, asks, consulting, serving
from tests.sop_library.opened import adopt_bound
from tests.sop_library.sheets import sop, step

WHO = "uji"
"""Whoever works by these SOPs; nobody else of the office sees their cases."""
LANES = {"uji-meja": {"label": "Meja uji"}, "uji-konselor": {"label": "Konselor uji"}}
OPEN_SOP = "uji-ditetapkan"
PAPERS = [
    {"document": "Akta kelahiran", "key": "akta", "for": "each_victim"},
    {"document": "Foto korban", "key": "foto", "for": "each_victim", "may_follow": True},
]
CALLED = {"contoh/konsultasi": "salatiga/uji-konsultasi", "contoh/pendampingan": "salatiga/uji-pendampingan"}


def of_this_office(definition: Definition, key: str, lane: str) -> Definition:
    """The SOP under a key of the office, done by one lane, and starting those of the office."""
    document: dict[str, Any] = dict(definition.document)
    rows = []
    for one in document["steps"]:
        row = one | {"lanes": {"any_of": [lane]}}
        if "sub" in row:
            row["sub"] = [sub | {"sop": CALLED[sub["sop"]]} for sub in row["sub"]]
        rows.append(row)
    return parse(document | {"sop": key, "lanes": {lane: LANES[lane]}, "steps": rows})


def make_called(*, password: str, at: datetime) -> Mapping[str, uuid.UUID]:
    """Name -> key: `case`, inside the SOP its own waits for; a `draft` with its trials; whose steps were `given`."""
    since, admin = at - timedelta(days=3), Staff.objects.get(username="admin")
    main = serving(step("terima", needs=PAPERS), asks(), step("tutup"), name="Layanan uji", title="LAYANAN UJI")
    inner = consulting(step("terima", needs=PAPERS), step("catat"))
    version = _adopt(inner, of_this_office(main, "salatiga/uji-layanan", "uji-meja"), at=since)
    lanes = list(Lane.objects.filter(key__in=LANES))
    by = add_staff(by=admin, username=WHO, name="Puspa Anggraini", password=password, lanes=lanes, at=since)
    Staff.objects.filter(pk=by.pk).update(must_change_password=False)
    return {"case": _inside(version, by=by, at=at), **_tried(version, by=admin, at=at), **_given(admin, at=at)}


def _adopt(inner: Definition, main: Definition, *, at: datetime) -> SopVersion:
    for order, one in enumerate((inner, accompanying()), start=40):
        adopt(definition=of_this_office(one, CALLED[one.sop], "uji-konselor"), at=at, order=order)
    return adopt(definition=main, at=at, order=42)


def _inside(version: SopVersion, *, by: Staff, at: datetime) -> uuid.UUID:
    """A case of two victims, whose own papers are there, in the first step of what it waits for."""
    report = reports.receive(data=ReportData(channel="datang"), by=by, at=at)
    victims = [PersonData(sex="P"), PersonData(sex="L")]
    case = opening.open_case(report=report, version=version, door="datang", victims=victims, by=by, at=at)
    row = StepPass.objects.get(case=case, step="terima")
    steps.complete(step_pass=row, work=StepWork(requirements={"akta": "seen", "foto": "owed"}), by=by, at=at)
    return case.pk


def _tried(version: SopVersion, *, by: Staff, at: datetime) -> dict[str, uuid.UUID]:
    """A draft that starts one of two, and its trial where that is asked."""
    document = dict(version.definition)
    document.pop("called", None)
    two = [
        {"key": key, "label": label, "sop": called}
        for key, label, called in zip(("k", "p"), ("Konsultasi", "Pendampingan"), CALLED.values(), strict=True)
    ]
    rows = [row | ({"sub": two} if "sub" in row else {}) for row in document["steps"]]
    draft = begin(
        document=document | {"sop": "salatiga/uji-mulai", "steps": rows}, slug="uji-mulai", name="Uji mulai",
        service="mediasi", by=by, at=at,
    )  # fmt: skip
    calendar = office_calendar(today=at.date())
    found = {"draft": draft.pk}
    for name, acts in (("trial", [Act("work", "terima#1")]), ("trial inside", [])):
        trial = trials.begin(draft=Draft.objects.get(pk=draft.pk), door="datang", calendar=calendar, by=by, at=at)
        for act in acts or [Act("work", "terima#1"), Act("work", "panggil#1", subs=("k",))]:
            trials.act(trial=trial, act=act, calendar=calendar, by=by)
        found[name] = trial.pk
    return found


def _given(admin: Staff, *, at: datetime) -> dict[str, uuid.UUID]:
    """An SOP in force whose source names nobody for a step; the office gave it to one lane, then to another."""
    definition = sop(*(step(key, lanes={"any_of": ["uji-meja"]}) for key in ("terima", "catat", "tutup")), lanes=LANES)
    names = {"sop": f"salatiga/{OPEN_SOP}", "name": "Uji pelaksana", "title": "UJI PELAKSANA"}
    document = dict(definition.document) | names
    version = adopt_bound(parse(document), "uji-meja", "catat", "tutup", at=at)
    bind(sop=version.sop, given={"catat": "uji-konselor"}, by=admin, at=at)
    return {"given": version.sop_id}
