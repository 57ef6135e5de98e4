"""What one office holds between offices: a matter, an envelope to a third one, its parcel and its chain.

Their keys are nobody else's: a matter and an envelope stand once on the whole platform, so none can collide.
"""

import uuid
from datetime import datetime, timedelta

from accounts.models import Staff
from cases.models import CarriedAnswers, Case
from cases.operations import appointments
from cases.operations.appointments import AppointmentData
from custody import envelopes
from custody.models import Address
from referrals.models import Exchange, Followed, Referral, ReferralCounter

THIRD = "65.03"


def make_handoff(*, marker: str, case: uuid.UUID, by: uuid.UUID, at: datetime) -> None:
    """Send a matter of the current office to a third one, and note it in the office's own rows."""
    third = Address.objects.get(code=THIRD)
    Address.objects.filter(code__in=("33.73", "35.10")).update(unit=f"Unit {marker}")
    envelope = uuid.uuid4()
    parcel = envelopes.seal_for(
        envelope=envelope, receiver=third.office_id, kind="minimum", content={"initials": marker}, parcel=uuid.uuid4()
    )
    data = envelopes.EnvelopeData(
        id=envelope, number=marker[-20:], matter=uuid.uuid4(), receiver=third.office_id, receiver_code=THIRD,
        kind="rujukan", moves=False, reasons=["residence"], scope=["identity"], risk="low", sent_at=at,
        answer_by=at + timedelta(days=3),
    )  # fmt: skip
    envelopes.post(data=data, parcels=[parcel], by_name=f"Petugas {marker}", at=at)
    matter = data.matter
    ours = Referral.objects.create(
        id=envelope, side="out", case=Case.objects.get(pk=case), matter=matter, number=data.number, kind=data.kind,
        moves=False, other_code=THIRD, other_name=f"Tujuan {marker}", urgency="days", state="sent",
        words=f"{marker}-CERITA", answer_by=data.answer_by, made_at=at, made_by=Staff.objects.get(pk=by),
    )  # fmt: skip
    Exchange.objects.create(referral=ours, ours=True, kind="telephone", words=f"{marker}-CERITA", at=at)
    Followed.objects.create(matter=matter, number=1, at=at)
    agreed = AppointmentData(kind="other", at=at + timedelta(days=400), what=f"{marker}-CERITA")
    appointments.write(case=Case.objects.get(pk=case), data=agreed, by=Staff.objects.get(pk=by), at=at)
    carried = CarriedAnswers(case_id=case, form="buku-tamu", title=f"Buku {marker}", office_name=f"Kantor {marker}")
    carried.answers = {"guest_name": f"Tamu {marker}-ORANG"}
    carried.save(force_insert=True)
    ReferralCounter.objects.create(year=at.year, last=len(marker))
