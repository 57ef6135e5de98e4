"""Everything one office holds: staff in and out of lanes, reports, and cases at the points where each action fits."""

import hashlib
import uuid
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Closure, Lane, LaneMembership, OfficeProfile, Staff
from accounts.operations import set_emblem, set_hours
from accounts.png import clean
from cases.models import Case, Incident, Move, MoveBack, Report, StepPass
from cases.operations import (
    consents,
    filling,
    identities,
    incidents,
    lifecycle,
    notes,
    opening,
    people,
    reports,
    requirements,
    steps,
)
from cases.operations import waiting as wait_work
from cases.operations.incidents import IncidentData
from cases.operations.reported import ReportDetails
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from cases.people import PersonData
from reporting.carrying import carry_everything, tell_lag
from safeguards import keeping
from safeguards.access import SHOWN_FOR
from sop_library.forms import get
from sop_library.models import FormVersion, Sop, SopVersion
from sop_library.operations.adopting import adopt
from sop_library.operations.announcing import announce
from sop_library.queries import form_version
from tests.accounts.pictures import picture
from tests.cases.conftest import take
from tests.cases.driving import answers
from tests.cases.moving import changed, move_all
from tests.isolation.drafted import make_drafts
from tests.isolation.handoffs import HandoffThings
from tests.isolation.sheet import OWED, SLUG, sheet

NIK, PHONE = "3373015708950003", "+6281212160212"
OTHER_SOP = "barito-utara/penjangkauan"
OTHER_LANE = "penerima"
FORM = "buku-tamu"
LONG_OPEN = timedelta(minutes=50)  # the reader's ten minutes, moved so that they last for the whole run
PASSWORD = "jembatan kuning tua"
LANES = {
    "worker": ("meja",),
    "reader": ("meja",),
    "colleague": ("ruang",),
    "stranger": (OTHER_LANE,),
    "laneless": (),
    "chief": (),
    "newcomer": ("meja",),
    "former": ("meja",),
}


@dataclass(frozen=True)
class CaseThings:
    """The keys of one case and of what hangs on it."""

    id: uuid.UUID
    number: str
    revision: int
    passes: dict[str, uuid.UUID]
    people: dict[str, uuid.UUID] = field(default_factory=dict)
    incident: uuid.UUID | None = None
    consent: uuid.UUID | None = None
    filled: uuid.UUID | None = None
    note: uuid.UUID | None = None
    incident_off: uuid.UUID | None = None


@dataclass(frozen=True)
class Things:
    """The keys of everything. `cases`: fresh, running, beside, paused, ended; and other, of an SOP with other lanes."""

    staff: dict[str, uuid.UUID]
    lane: uuid.UUID
    closure: uuid.UUID
    waiting: uuid.UUID
    taken: uuid.UUID
    joined: uuid.UUID
    aside: uuid.UUID
    codes: tuple[str, ...]
    cases: dict[str, CaseThings]
    sop: str
    form: str
    drafts: dict[str, uuid.UUID]
    move: uuid.UUID
    handoff: HandoffThings | None = None


def make_things(*, marker: str, at: datetime, name: str, sop: str = "") -> Things:
    """Fill the current office. `name` keeps a second set apart from the first; `sop` is adopted for that set alone."""
    hour_ago = at - timedelta(hours=1)
    if not name:
        _describe_office(marker)
    version = adopt(definition=sheet(marker), at=hour_ago)
    other = take(OTHER_SOP)
    if sop:
        take(sop)
    form = _own_form(marker, name)
    slug = sop.rsplit("/", 1)[-1] or SLUG
    staff = {role: _staff(role, lanes, marker, name) for role, lanes in LANES.items()}
    if not name:
        _open_daily(marker, by=staff["chief"], at=hour_ago)
        _show_emblem(marker, by=staff["chief"], at=hour_ago)
    announce(sop=Sop.objects.get(slug=slug), by=staff["chief"], at=hour_ago)
    written = make_drafts(
        sheet(marker), by=staff["chief"], submitted_by=staff["worker"], marker=marker, name=name, at=hour_ago
    )
    own_lane = Lane.objects.create(key=f"khusus{name}", label=f"Khusus {marker} {name}", order=99)
    closure = Closure.objects.create(date=_closed_on(name), name=f"Tutup {marker} {name}")
    cases, taken, joined = _cases(version, other, staff, marker=marker, at=hour_ago)
    waiting = _report(staff["worker"], marker, at=hour_ago)
    Report.objects.filter(pk=waiting.pk).update(received_at=hour_ago)
    aside = _set_aside(staff["worker"], marker, at=hour_ago)
    wait_work.correct(
        report=waiting, data=replace(reports.read(waiting), channel="telepon"), received_at=hour_ago,
        reason=f"Salah {marker}-CERITA", by=staff["worker"], at=at,
    )  # fmt: skip
    identities.show(
        case=Case.objects.get(pk=cases["running"].id), reason="other", words=f"Menelepon {marker}-ORANG",
        by=staff["reader"], at=at + LONG_OPEN,
    )  # fmt: skip
    for role in ("worker", "colleague"):  # closed again by now, but seen: who corrects must have seen what stands there
        identities.show(
            case=Case.objects.get(pk=cases["running"].id), reason="check", by=staff[role],
            at=at - SHOWN_FOR,
        )  # fmt: skip
    for role in ("worker", "colleague", "stranger"):
        identities.show_report(report=waiting, reason="check", by=staff[role], at=at - SHOWN_FOR)
    identities.show_report(
        report=waiting, reason="other", words=f"Periksa {marker}", by=staff["reader"], at=at + LONG_OPEN
    )
    moved = _moved(other, by=staff["chief"], at=at)
    carry_everything(at=at)
    tell_lag(at=at)
    return Things(
        staff={role: one.pk for role, one in staff.items()},
        lane=own_lane.pk,
        closure=closure.pk,
        waiting=waiting.pk,
        taken=taken.pk,
        joined=joined.pk,
        aside=aside.pk,
        codes=(waiting.code, taken.code, aside.code, joined.code),
        cases=cases,
        sop=slug,
        form=form.key,
        drafts=written,
        move=moved.pk,
    )


def _moved(version: SopVersion, *, by: Staff, at: datetime) -> Move:
    """A move of the cases of one SOP to its next version, and a way back that found none of them to take back."""
    newer = changed(version, lambda document: document.update(note="Versi berikutnya."), at=at)
    move = move_all(version, newer, by=by, at=at)
    MoveBack.objects.create(move=move, by=by, at=at, why="Versi berikutnya keliru.")
    return move


def _closed_on(name: str) -> date:
    """A day to come, so that lists show it."""
    return date(2039, 8, 18 if name else 17)


def _describe_office(marker: str) -> None:
    words = {
        key: f"{key} {marker}" for key in ("name", "short_name", "unit", "address", "phone", "hotline", "head_post")
    }
    OfficeProfile.objects.update(**words, email=f"{marker.lower()}@contoh.id", head_name=f"Kepala {marker}")


def emblem_of(marker: str) -> bytes:
    """An emblem in a colour of the office's own."""
    red, green, blue = hashlib.sha256(marker.encode()).digest()[:3]
    return clean(picture((red, green, blue))).body


def _show_emblem(marker: str, *, by: Staff, at: datetime) -> None:
    set_emblem(file=emblem_of(marker), by=by, at=at)


def _open_daily(marker: str, *, by: Staff, at: datetime) -> None:
    """Hours through the operation, so that the office's trail has a line."""
    interval = (time(8), time(16) if "SALATIGA" in marker else time(15))
    set_hours(hours={day: [interval] for day in range(7)}, by=by, at=at)


def _own_form(marker: str, name: str) -> FormVersion:
    """A form that only this office words so."""
    key = f"penanda{name}"
    shipped = get(FORM).document
    schema = {**shipped["schema"], "title": f"Formulir {marker}"}
    document = {**shipped, "key": key, "title": f"Formulir {marker}", "schema": schema}
    digest = hashlib.sha256(f"{key} {marker}".encode()).hexdigest()
    return FormVersion.objects.create(key=key, number=1, definition=document, content_hash=digest)


def _staff(role: str, lanes: tuple[str, ...], marker: str, name: str) -> Staff:
    staff = Staff.objects.create_user(
        f"{role}{name}",
        password=PASSWORD,
        name=f"{role.title()} {marker} {name}",
        post=f"{'head_post' if role == 'chief' else 'Jabatan'} {marker}",
        is_office_admin=role == "chief",
        must_change_password=role == "newcomer",
        is_active=role != "former",
    )
    LaneMembership.objects.bulk_create(
        LaneMembership(lane=lane, staff=staff) for lane in Lane.objects.filter(key__in=lanes)
    )
    return staff


def _report(by: Staff, marker: str, *, at: datetime) -> Report:
    return reports.receive(
        data=ReportData(
            channel="datang",
            story=f"{marker}-CERITA",
            reporter_name=f"Pelapor {marker}-ORANG",
            reporter_phone=PHONE,
            safe_contact=f"Kakak {marker}-ORANG",
            kinds=("FISIK",),
            details=ReportDetails(
                victim=PersonData(name=f"Lapor {marker}-ORANG", nik=NIK, phone=PHONE),
                incident=IncidentData(kinds=("FISIK",), story=f"{marker}-CERITA"),
            ),
        ),
        by=by,
        at=at,
    )


def _set_aside(by: Staff, marker: str, *, at: datetime) -> Report:
    """A report that was set aside, taken up and set aside again."""
    report = _report(by, marker, at=at)
    said: dict[str, Any] = {"referred_to": f"Dinas {marker}-CERITA", "words": f"Alasan {marker}-CERITA"}
    wait_work.set_aside(report=report, reason="referred", **said, by=by, at=at)
    wait_work.take_up(report=report, because=f"Kembali {marker}-CERITA", by=by, at=at)
    wait_work.set_aside(report=report, reason="referred", **said, by=by, at=at)
    return report


def _open(version: SopVersion, by: Staff, marker: str, *, door: str, at: datetime) -> tuple[Case, Report]:
    report = _report(by, marker, at=at)
    case = opening.open_case(
        report=report,
        version=version,
        door=door,
        victims=[PersonData(name=f"Korban {marker}-ORANG", nik=NIK, phone=PHONE, sex="P", residence="33.73")],
        reporter=PersonData(name=f"Pelapor {marker}-ORANG", phone=PHONE),
        respondents=[(PersonData(name=f"Terlapor {marker}-ORANG", sex="L"), "SUAMI")],
        incident=IncidentData(kinds=("FISIK",), story=f"{marker}-CERITA", place="33.73"),
        by=by,
        at=at,
    )
    return case, report


def _cases(
    version: SopVersion, other: SopVersion, staff: dict[str, Staff], *, marker: str, at: datetime
) -> tuple[dict[str, CaseThings], Report, Report]:
    """The cases, the report that the last of them was opened from, and one that was joined to another."""
    worker, colleague = staff["worker"], staff["colleague"]
    made: dict[str, Case] = {}
    for name in ("fresh", "running", "beside", "paused", "ended"):
        made[name], report = _open(version, worker, marker, door="datang", at=at)
    made["other"], _other_report = _open(other, staff["stranger"], marker, door="penjangkauan", at=at)
    for name in ("running", "beside", "paused", "ended"):
        made[name] = _work_on(made[name], worker, marker, at=at)
    signed = StepPass.objects.get(case=made["beside"], step="tanda")
    steps.sign(step_pass=signed, lane="ruang", by=colleague, at=at)
    requirements.bring(
        step_pass=StepPass.objects.get(case=made["beside"], step="terima"), key=OWED, by=colleague, at=at
    )  # fmt: skip
    for_a_while = lifecycle.pause(case=made["beside"], reason=f"Jeda {marker}", by=worker, at=at)
    lifecycle.resume(case=for_a_while, by=worker, at=at + timedelta(minutes=1))
    lifecycle.pause(
        case=made["paused"], reason=f"Jeda {marker}", by=worker, at=at,
        look_again_on=timezone.localdate(at) + timedelta(days=1),  # by then it is that day in every zone
    )  # fmt: skip
    lifecycle.close(case=made["ended"], reason="other", note=f"Tutup {marker}", by=worker, at=at)
    joined = _report(worker, marker, at=at)
    opening.attach(report=joined, case=made["beside"], by=worker, at=at)
    return {name: _keys_of(case) for name, case in made.items()}, report, joined


def _work_on(case: Case, by: Staff, marker: str, *, at: datetime) -> Case:
    """Past the first step, with something in every drawer."""
    first = StepPass.objects.get(case=case, step="terima")
    version = form_version(key=FORM)
    assert version is not None
    given = answers(filling.form_of(version)) | {"guest_name": f"Tamu {marker}-ORANG"}
    filling.fill(case=case, step_pass=first, form_key=FORM, answers=given, by=by, at=at)
    work = StepWork(
        requirements={OWED: "owed"}, outputs={}, facts={"legal.process_open": True}, note=f"Catatan {marker}-CERITA"
    )
    case = steps.complete(step_pass=first, work=work, by=by, at=at)
    victim = case.people.get(roles__kind="victim")
    mended = PersonData(
        name=f"Korban {marker}-ORANG", nik=NIK, phone=PHONE, sex="P", residence="33.73", address=f"{marker}-ORANG"
    )
    people.correct(person=victim, data=mended, roles={"victim": ""}, reason="", by=by, at=at)
    mended = PersonData(**{**mended.__dict__, "domicile": "33.73", "address": f"Gang {marker}-ORANG"})
    people.correct(person=victim, data=mended, roles={"victim": ""}, reason=f"Alamat {marker}", by=by, at=at)
    consents.record(
        case=case, person=victim, kind="record", given=True, way="signed", note=f"{marker}-CERITA", by=by, at=at
    )
    incidents.add(case=case, data=IncidentData(kinds=("PSIKIS",), story=f"{marker}-CERITA"), by=by, at=at)
    notes.add(case=case, body=f"Catatan {marker}-CERITA", by=by, at=at)
    _put_right(case, by, marker, at=at)
    lost = {"note": [f"Terputus {marker}-CERITA"]}
    keeping.keep(fields=lost, path=f"/kasus/{case.pk}/catatan/", by=by.pk, at=timezone.now())
    return case


def _put_right(case: Case, by: Staff, marker: str, *, at: datetime) -> None:
    """Somebody, an incident and a note that did not belong here."""
    data, before = PersonData(name=f"Keliru {marker}-ORANG", phone=PHONE), at - timedelta(minutes=1)
    stray = people.add(case=case, data=data, roles={"companion": ""}, by=by, at=before)
    people.take_off(person=stray, reason=f"Lepas {marker}-CERITA", by=by, at=at)
    told = incidents.add(
        case=case, data=IncidentData(kinds=("FISIK",), story=f"Keliru {marker}-CERITA"), by=by, at=before
    )
    incidents.take_off(incident=told, reason=f"Ganda {marker}-CERITA", by=by, at=at)
    wrong = notes.add(case=case, body=f"Keliru {marker}-CERITA", by=by, at=before)
    notes.strike(note=wrong, reason=f"Coret {marker}-CERITA", by=by, at=at)


def _keys_of(case: Case) -> CaseThings:
    case = Case.objects.get(pk=case.pk)
    filled, consent, note = case.filled_forms.first(), case.consents.first(), case.notes.first()
    return CaseThings(
        id=case.pk,
        number=case.number,
        revision=case.revision,
        passes=dict(case.passes.values_list("step", "pk")),
        people=dict(case.people.values_list("roles__kind", "pk")),
        incident=case.incidents.values_list("pk", flat=True)[0],
        consent=consent.pk if consent else None,
        filled=filled.pk if filled else None,
        note=note.pk if note else None,
        incident_off=Incident.every.filter(case=case).exclude(taken_off_at=None).values_list("pk", flat=True).first(),
    )
