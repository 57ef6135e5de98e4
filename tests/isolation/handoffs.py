"""What one office holds between offices: a matter, an envelope to a third one, its parcel and its chain.

Their keys are nobody else's: a matter and an envelope stand once on the whole platform, so none can collide.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Staff
from cases.carrying import minimum_of
from cases.models import CarriedAnswers, CarriedLimit, Case
from cases.operations import appointments
from cases.operations.appointments import AppointmentData
from custody import envelopes
from custody.models import Address
from documents import operations as documents
from outbox.models import Message
from referrals.lettering import document_of
from referrals.models import Exchange, Followed, Referral, ReferralCounter
from referrals.operations import lettering, receiving
from tenants.current import current_office, in_office
from tenants.models import Office

THIRD, OUTSIDE = "65.03", "33.22"
MINIMUM = {
    "format": "rangkul-minimum/1", "initials": "R. K.", "age_band": "A25_44", "sex": "P", "kinds": ["FISIK"],
    "domestic": True, "relation": "", "risk": "low", "safe_tonight": True, "needs": [], "place": "65.03",
    "domicile": "65.03", "police_report": None, "stage": "assessment", "words": "",
}  # fmt: skip
FILE = {
    "format": "rangkul-file/1",
    "case": {
        "number": "NNK-26-0001", "reported_at": "2026-11-01T02:00:00+00:00", "channel": "datang", "risk": "low",
        "stage": "assessment", "service": "", "sop_title": "Intervensi krisis",
    },
    **{
        name: []
        for name in (
            "people", "incidents", "consents", "reports", "answers", "steps", "findings", "notes", "appointments",
            "limits",
        )
    },
}  # fmt: skip


@dataclass(frozen=True)
class HandoffThings:
    """The keys of what is between offices: a referral to a third one, one to an office outside with its locked file,
    one that a third office offers to this one, an appointment and one that is over, a limit of an office before and
    one that was said to be met, a message that was given up, a matter that can't be followed."""

    referral: uuid.UUID
    outside: uuid.UUID
    locked: uuid.UUID
    offered: uuid.UUID
    appointment: uuid.UUID
    over: uuid.UUID
    limit: uuid.UUID
    met: uuid.UUID
    dead: uuid.UUID
    stuck: uuid.UUID


def make_handoff(*, marker: str, case: uuid.UUID, by: uuid.UUID, third: Office, at: datetime) -> HandoffThings:
    """Send a matter of the current office to a third one, and note it in the office's own rows."""
    Address.objects.filter(code__in=("33.73", "35.10")).update(unit=f"Unit {marker}")
    envelope = uuid.uuid4()
    parcel = envelopes.seal_for(
        envelope=envelope, receiver=third.id, kind="minimum", content={"initials": marker}, parcel=uuid.uuid4()
    )
    data = envelopes.EnvelopeData(
        id=envelope, number=marker[-20:], matter=uuid.uuid4(), receiver=third.id, receiver_code=THIRD,
        kind="rujukan", moves=False, reasons=["residence"], scope=["identity"], risk="low", sent_at=at,
        answer_by=at + timedelta(days=3),
    )  # fmt: skip
    envelopes.post(data=data, parcels=[parcel], by_name=f"Petugas {marker}", at=at)
    matter = data.matter
    about, officer = Case.objects.get(pk=case), Staff.objects.get(pk=by)
    common = {
        "side": "out", "case": about, "kind": data.kind, "moves": False, "urgency": "days", "words": f"{marker}-CERITA",
        "content": {"minimum": minimum_of(about)}, "answer_by": data.answer_by, "made_at": at, "made_by": officer,
    }  # fmt: skip
    ours = Referral.objects.create(
        id=envelope, matter=matter, number=data.number, other_code=THIRD, other_name=f"Tujuan {marker}", state="sent",
        **common,
    )  # fmt: skip
    outside = Referral.objects.create(
        id=uuid.uuid4(), matter=about.matter, number=f"L-{data.number}", other_code=OUTSIDE,
        other_name=f"Tujuan {marker}", **common,
    )  # fmt: skip
    lettering.print_(referral=ours, by=officer, at=at)
    letter = document_of(outside)
    locked, _passphrase = documents.lock(document=letter, letter=documents.words_of(letter), by=officer, at=at)
    Exchange.objects.create(referral=ours, ours=True, kind="telephone", words=f"{marker}-CERITA", at=at)
    Followed.objects.create(matter=matter, number=1, at=at, fault="KeyError", attempts=9, next_at=at)
    agreed = AppointmentData(kind="other", at=at + timedelta(days=400), what=f"{marker}-CERITA")
    planned = appointments.write(case=Case.objects.get(pk=case), data=agreed, by=Staff.objects.get(pk=by), at=at)
    over = appointments.write(case=Case.objects.get(pk=case), data=agreed, by=Staff.objects.get(pk=by), at=at)
    appointments.done(appointment=over, by=Staff.objects.get(pk=by), at=at)
    carried = CarriedAnswers(case_id=case, form="buku-tamu", title=f"Buku {marker}", office_name=f"Kantor {marker}")
    carried.answers = {"guest_name": f"Tamu {marker}-ORANG"}
    carried.save(force_insert=True)
    limit = CarriedLimit.objects.create(
        case_id=case, office_name=f"Kantor {marker}", key="rtl", label=f"Batas {marker}", due_at=at + timedelta(days=9),
        came_at=at,
    )  # fmt: skip
    met = CarriedLimit.objects.create(
        case_id=case, office_name=f"Kantor {marker}", key="sudah", label=f"Sudah {marker}",
        due_at=at + timedelta(days=9), came_at=at, met_at=at, met_by_id=by,
    )  # fmt: skip
    dead = Message.objects.create(
        topic="referral.gone", stream="referral", matter=uuid.uuid4(), payload={"referral": marker}, written_at=at,
        dead_at=at, attempts=9, fault="KeyError",
    )  # fmt: skip
    ReferralCounter.objects.create(year=at.year, last=len(marker))
    return HandoffThings(
        referral=ours.pk, outside=outside.pk, locked=locked.pk,
        offered=offered(marker=marker, by=by, third=third, at=at),
        appointment=planned.pk, over=over.pk, limit=limit.pk, met=met.pk, dead=dead.id, stuck=matter,
    )  # fmt: skip


def offered(*, marker: str, by: uuid.UUID, third: Office, at: datetime) -> uuid.UUID:
    """A matter that the third office offers to the current one, looked at by `by` and not answered."""
    receiver = current_office()
    envelope = uuid.uuid4()
    with in_office(third):
        parcels = [
            envelopes.seal_for(envelope=envelope, receiver=receiver.id, kind=kind, content=content, parcel=uuid.uuid4())
            for kind, content in (("minimum", MINIMUM | {"words": f"{marker}-CERITA"}), ("file", FILE))
        ]
        data = envelopes.EnvelopeData(
            id=envelope, number=f"M-{marker[-20:]}", matter=uuid.uuid4(), receiver=receiver.id,
            receiver_code=receiver.code, kind="pelimpahan", moves=True, reasons=["domicile"], scope=["identity"],
            risk="low", sent_at=at, answer_by=at + timedelta(days=300),
        )  # fmt: skip
        envelopes.post(data=data, parcels=parcels, by_name=f"Pengirim {marker}", at=at)
    receiving.open_(envelope=envelope, by=Staff.objects.get(pk=by), at=at)
    return envelope
