"""What the sample cases alone don't bring: colleagues in every state, corrections, consents, a newer sheet, debts."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib.resources import files

from accounts.models import Closure, Lane, Staff
from accounts.operations import add_staff, end_staff, set_emblem
from cases import people as reading
from cases.models import Case, Consent, Incident, StepPass
from cases.operations import (
    consents,
    filling,
    identities,
    incidents,
    notes,
    opening,
    people,
    reports,
    steps,
    waiting,
)
from cases.operations.incidents import IncidentData
from cases.operations.steps import OWED, StepWork
from infra.demo.data.answers import About, answers_for
from infra.demo.data.people import woman
from referrals.operations import sending
from sop_library.forms import from_document
from sop_library.loading import load
from sop_library.operations.adopting import adopt
from sop_library.operations.announcing import announce
from sop_library.queries import definition_of, form_version
from tests.accounts.pictures import picture

NEWER = "salatiga/layanan-informasi"
OLD_TITLE, NEW_TITLE = "title: PELAYANAN INFORMASI\n", "title: PELAYANAN INFORMASI DAN EDUKASI\n"


@dataclass(frozen=True)
class CaseKeys:
    """The keys of one case and of what hangs on it."""

    id: uuid.UUID
    number: str
    passes: Mapping[str, uuid.UUID] = field(default_factory=dict)
    people: Mapping[str, uuid.UUID] = field(default_factory=dict)
    incident: uuid.UUID | None = None
    filled: Mapping[str, uuid.UUID] = field(default_factory=dict)
    consent: uuid.UUID | None = None
    note: uuid.UUID | None = None
    incident_off: uuid.UUID | None = None


def keys_of(case_id: uuid.UUID) -> CaseKeys:
    """Read them."""
    case = Case.objects.get(pk=case_id)
    incident = case.incidents.first()
    consent = Consent.objects.filter(case=case, given=True, withdrawn_at=None).first()
    return CaseKeys(
        id=case.pk,
        number=case.number,
        passes=dict(case.passes.values_list("step", "pk")),
        people=dict(case.people.values_list("roles__kind", "pk")),
        incident=incident.pk if incident else None,
        filled={key: pk for pk, key in case.filled_forms.values_list("pk", "form__key")},
        consent=consent.pk if consent else None,
        note=case.notes.values_list("pk", flat=True).first(),
        incident_off=Incident.every.filter(case=case).exclude(taken_off_at=None).values_list("pk", flat=True).first(),
    )


def add_colleagues(*, password: str, at: datetime) -> None:
    """One with a one-time password, one who forgot theirs, one without a lane, one who has left."""
    admin = Staff.objects.get(username="admin")
    lane = list(Lane.objects.filter(key="resepsionis"))
    since = at - timedelta(days=60)
    add_staff(
        by=admin, username="baru", name="Intan Permata", post="Petugas Resepsionis", password=password, lanes=lane,
        at=since,
    )  # fmt: skip
    add_staff(by=admin, username="pelupa", name="Wawan Setiawan", post="Staf", password=password)
    idle = add_staff(by=admin, username="kosong", name="Yanti Suryani", post="Staf", password=password)
    gone = add_staff(
        by=admin, username="mantan", name="Bambang Irawan", post="Staf", password=password, lanes=lane, at=since
    )
    end_staff(staff=gone, by=admin, at=at)
    Staff.objects.filter(pk=idle.pk).update(must_change_password=False)


def close_a_day(*, at: datetime) -> None:
    """A closed day of the office's own, some weeks ahead."""
    Closure.objects.create(date=(at + timedelta(days=40)).date(), name="Hari jadi kota")


def show_emblem() -> None:
    """An emblem on the office's letters."""
    set_emblem(file=picture(), by=Staff.objects.get(username="admin"))


def report_aside(*, at: datetime) -> uuid.UUID:
    """A report that was referred on and waits no longer, corrected before that."""
    by, came = Staff.objects.get(username="ratna"), at - timedelta(days=2)
    data = reports.ReportData(channel="telepon", sex="P", age_band="A25_44")
    report = reports.receive(data=data, by=by, at=came)
    mended = replace(reports.read(report), channel="whatsapp")
    waiting.correct(report=report, data=mended, received_at=came, reason="Salah pilih saluran", by=by, at=came)
    waiting.set_aside(report=report, reason="referred", referred_to="Dinas Sosial", by=by, at=at)
    return report.pk


def report_joined(case_id: uuid.UUID, *, at: datetime) -> uuid.UUID:
    """A second report on a case that was there before."""
    by = Staff.objects.get(username="ratna")
    data = reports.ReportData(channel="telepon", sex="P", age_band="A25_44")
    report = reports.receive(data=data, by=by, at=at - timedelta(hours=3))
    opening.attach(report=report, case=Case.objects.get(pk=case_id), by=by, at=at)
    return report.pk


def newer_version(*, at: datetime) -> None:
    """A second version of one sheet, so that the first is an old one; anybody may read its service standard."""
    text = files("sop_library").joinpath("catalogue", f"{NEWER}.yaml").read_text(encoding="utf-8")
    assert OLD_TITLE in text
    changed = load(text.replace(OLD_TITLE, NEW_TITLE).encode(), name=NEWER)
    version = adopt(definition=changed, at=at)
    assert version.number == 2
    announce(sop=version.sop, by=Staff.objects.get(username="admin"), at=at)


def work_on(case_id: uuid.UUID, *, at: datetime) -> None:
    """Corrections, consents given and withdrawn, a form filled twice, an identity opened once and closed again."""
    case = Case.objects.get(pk=case_id)
    by = Staff.objects.get(username="ratna")
    victim = case.people.get(roles__kind="victim")
    data = reading.read(victim)
    roles = {role.kind: role.relation for role in victim.roles.all()}
    for address, why in (("Jalan Melati 4", "Baru diketahui."), ("Jalan Melati 14", "Salah ketik nomor rumah.")):
        people.correct(person=victim, data=replace(data, address=address), roles=roles, reason=why, by=by, at=at)
    told = case.incidents.get()
    incidents.correct(
        incident=told, data=IncidentData(kinds=("FISIK", "PSIKIS"), domestic=True, place=told.place), by=by, at=at,
        reason="Bentuknya baru lengkap setelah asesmen.",
    )  # fmt: skip
    for kind in ("record", "interview"):
        consents.record(
            case=case, person=victim, kind=kind, given=True, way="signed", note="Dengan saksi.", by=by, at=at
        )
    withdrawn = Consent.objects.filter(case=case, kind="interview").get()
    consents.withdraw(consent=withdrawn, by=by, at=at)
    _fill_again(case, by=by, at=at)
    _put_right(case, by=by, at=at)
    identities.show(case=case, reason="check", words="", by=by, at=at)
    identities.hide(case=case, by=by, at=at)


def _put_right(case: Case, *, by: Staff, at: datetime) -> None:
    """Somebody and an incident taken off the case, and a note struck out beside one that stands."""
    stray = people.add(
        case=case, data=reading.PersonData(name="Wulan Sari", sex="P", age_band="A25_44"), roles={"companion": ""},
        by=by, at=at,
    )  # fmt: skip
    people.take_off(person=stray, reason="Pendamping kasus lain.", by=by, at=at)
    incidents.add(case=case, data=IncidentData(kinds=("PSIKIS",)), by=by, at=at)
    twice = incidents.add(case=case, data=IncidentData(kinds=("FISIK",)), by=by, at=at)
    incidents.take_off(incident=twice, reason="Tercatat dua kali.", by=by, at=at)
    wrong = notes.add(case=case, body="Sudah bertemu kakaknya.", by=by, at=at - timedelta(minutes=1))
    notes.strike(note=wrong, reason="Ditulis di kasus yang salah.", by=by, at=at)
    notes.add(case=case, body="Korban minta ditelepon sore.", by=by, at=at)


def _fill_again(case: Case, *, by: Staff, at: datetime) -> None:
    filled = case.filled_forms.select_related("form", "step_pass").get(form__key="formulir-pengaduan")
    about = About(victim=woman("Sekar Kusuma", 1995, 106), region="33.73", officer=by.name, on=at.date())
    version = form_version(key=filled.form.key)
    assert version is not None
    answers = answers_for(from_document(version.definition), about)
    filling.fill(
        case=case, step_pass=filled.step_pass, form_key=filled.form.key, answers=answers,
        reason="Nomor telepon keliru.", replaces=filled.pk, by=by, at=at,
    )  # fmt: skip


def refer_outside(case_id: uuid.UUID, *, at: datetime) -> uuid.UUID:
    """A referral to an office outside the platform, by whoever holds the case; return its key."""
    case, to = Case.objects.get(pk=case_id), "33.22"
    by = case.holder or Staff.objects.get(username="ratna")
    victim = case.people.filter(roles__kind="victim").first()
    agreed = consents.record(
        case=case, person=victim, kind="referral", given=True, way="signed", scope=("identity", "contact"), receiver=to,
        by=by, at=at,
    )  # fmt: skip
    sent = sending.send(
        case=case, to_code=to, kind="rujukan", reasons=["service"], urgency="now", consent=agreed,
        scope=("identity", "contact"), words="Mohon pendampingan psikolog.", override_reason="Layanannya ada di sana.",
        by=by, at=at,
    )  # fmt: skip
    return sent.pk


def owe_papers(case_id: uuid.UUID, *, at: datetime) -> None:
    """Bring a case to the step whose identity papers may follow, and let them follow."""
    case = Case.objects.get(pk=case_id)
    by = {one.username: one for one in Staff.objects.all()}
    guest = StepPass.objects.get(case=case, step="buku-tamu")
    version = form_version(key="buku-tamu")
    assert version is not None
    about = About(victim=woman("Laras Pitaloka", 1998, 113), region="33.73", officer=by["sari"].name, on=at.date())
    answers = answers_for(from_document(version.definition), about)
    filling.fill(case=case, step_pass=guest, form_key="buku-tamu", answers=answers, by=by["sari"], at=at)
    steps.complete(step_pass=guest, work=StepWork(), by=by["sari"], at=at)
    steps.complete(
        step_pass=StepPass.objects.get(case=case, step="hubungi-analis"), work=StepWork(), by=by["sari"], at=at
    )
    papers = StepPass.objects.get(case=case, step="identitas")
    need = definition_of(case.version).step("identitas").needs[0]
    steps.complete(step_pass=papers, work=StepWork(requirements={need.key: OWED}), by=by["ratna"], at=at)
