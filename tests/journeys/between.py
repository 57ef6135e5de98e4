"""What the journeys find between offices: Salatiga and Barito Utara, a referral in every state that has a screen."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Staff
from cases.models import CarriedLimit, Case
from cases.operations import appointments, carried_limits, consents, filling, opening, reports
from cases.operations.appointments import AppointmentData
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from outbox.models import Message
from outbox.relay import relay
from referrals import following
from referrals.models import Referral
from referrals.operations import lettering, receiving, sending
from sop_library.models import SopVersion
from sop_library.queries import current_versions
from tenants.current import in_office
from tenants.models import Office
from tests.journeys.states import at_the_gate
from tests.journeys.world import PASSWORD

HERE, THERE = "33.73", "62.05"
SCOPE = ("identity", "contact", "story", "assessment", "appointments")
TRAVELLER = "Anggrek Wulandari"
NAMES = {"ditawarkan": "Melati Handayani", "ditanya": "Citra Lestari", "diserahkan": "Dahlia Puspita"}
Keys = Mapping[str, uuid.UUID]


def hand_over(*, case: uuid.UUID, at: datetime) -> tuple[Keys, frozenset[str]]:
    """Send three cases, let one be asked about and one be taken over; return the keys and the people's names.

    Runs as the web does, since each office acts under its own role.
    """
    here, there = Office.objects.get(code=HERE), Office.objects.get(code=THERE)
    with in_office(here):
        sent = {name: _send(name, at=at) for name in NAMES}
        found: dict[str, uuid.UUID] = {name: one.pk for name, one in sent.items()}
        found["kasus-diserahkan"] = _case_of(sent["diserahkan"])
        found["kasus-ditawarkan"] = _case_of(sent["ditawarkan"])
        for key in ("kasus-perjalanan", "kasus-perjalanan-polos"):
            found[key] = _open(TRAVELLER, region="35.10", risk="medium", at=at).pk
        found["janji"] = _appointment(case, at=at)
        found["berkas"] = _locked(case, at=at)
        found["gagal"] = _given_up(at=at)
    _carry(here, there, at=at)
    with in_office(there):
        by = Staff.objects.get(username="yulia")
        receiving.ask(envelope=found["ditanya"], words="Apakah anaknya ikut?", by=by, at=at)
        taken = receiving.accept(envelope=found["diserahkan"], version=_first(at), by=by, at=at)
        found["kasus-diterima"] = taken.pk
        limit = CarriedLimit.objects.filter(case=taken).earliest("due_at")
        found["tenggat"] = carried_limits.meet(limit=limit, by=by, at=at).pk
        found["kasus-menunggu"] = at_the_gate(password=PASSWORD, at=at)
    _carry(here, there, at=at)
    return found, frozenset(NAMES.values()) | {TRAVELLER}


def _first(at: datetime) -> SopVersion:
    return next(iter(current_versions(at=at)))


def _open(name: str, *, region: str, risk: str, at: datetime) -> Case:
    """A case of Salatiga, just opened, about somebody of another region."""
    by = Staff.objects.get(username="ratna")
    version = next(one for one in current_versions(at=at) if one.sop.slug == "pengaduan-langsung")
    victim = PersonData(name=name, sex="P", age_band="A25_44", residence=region, domicile=region, presence=HERE)
    report = reports.receive(data=ReportData(channel="datang"), by=by, at=at)
    told = IncidentData(kinds=("FISIK", "PSIKIS"), domestic=True, place=region, story="Cerita rekaan.")
    return opening.open_case(
        report=report, version=version, door="datang", victims=[victim], incident=told, risk=risk, by=by, at=at
    )


def _send(name: str, *, at: datetime) -> Referral:
    by = Staff.objects.get(username="ratna")
    case = _open(NAMES[name], region=THERE, risk="high" if name == "ditawarkan" else "medium", at=at)
    given: dict[str, Any] = {
        "kind": "rujukan" if name == "ditanya" else "pelimpahan", "reasons": ["residence", "domicile"],
        "urgency": "now" if name == "ditawarkan" else "day", "override_reason": "Keluarganya di sana.",
    }  # fmt: skip
    agreed = consents.record(
        case=case, person=case.people.get(roles__kind="victim"), kind="referral", given=True, way="signed",
        scope=SCOPE, receiver=THERE, by=by, at=at,
    )  # fmt: skip
    told = {
        "report_date": f"{at:%Y-%m-%d}", "reporter_relation": "KORBAN", "victim_name": NAMES[name], "education": "PT",
        "violence_types": ["FISIK", "PSIKIS"], "home_region": THERE, "condition_body": "Lebam di lengan.",
        "chronology": "Cerita rekaan yang sudah dituturkan.\n\nTidak perlu diulang.",
    }  # fmt: skip
    filling.fill(case=case, step_pass=None, form_key="formulir-pengaduan", answers=told, by=by, at=at)
    words = "Mohon dijemput di terminal."
    return sending.send(case=case, to_code=THERE, consent=agreed, scope=SCOPE, words=words, by=by, at=at, **given)


def _case_of(referral: Referral) -> uuid.UUID:
    if referral.case_id is None:
        raise LookupError("what was sent has a case")
    return referral.case_id


def _appointment(case: uuid.UUID, *, at: datetime) -> uuid.UUID:
    data = AppointmentData(kind="counselling", at=at + timedelta(hours=20), what="Konseling", place="Kantor")
    by = Staff.objects.get(username="ratna")
    return appointments.add(case=Case.objects.get(pk=case), data=data, by=by, at=at).pk


def _locked(case: uuid.UUID, *, at: datetime) -> uuid.UUID:
    """The locked file of the referral that goes to an office outside."""
    outside = Referral.objects.get(case=case)
    return lettering.lock(referral=outside, by=Staff.objects.get(username="ratna"), at=at).document.pk


def _given_up(*, at: datetime) -> uuid.UUID:
    return Message.objects.create(
        topic="referral.gone", stream="referral", matter=uuid.uuid4(), payload={}, written_at=at, dead_at=at,
        attempts=9, fault="KeyError",
    ).id  # fmt: skip


def _carry(*offices: Office, at: datetime) -> None:
    for office in offices:
        with in_office(office):
            relay(limit=500, at=at + timedelta(minutes=5))
    for office in offices:
        with in_office(office):
            for matter in following.behind():
                following.follow(matter, at=at)
