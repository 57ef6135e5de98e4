"""A matter between offices goes on: a waiting file is brought up to date, and whoever sent it hears how it goes.

The service does not stop while an answer is awaited, so the file that opens with acceptance must be the case as it is
then. What happened here before acceptance and reached the centre after it follows as a supplement.
"""

from types import MappingProxyType
from uuid import UUID

from cases.models import Case, Event
from custody import chain, envelopes
from custody.models import Envelope, Parcel
from custody.states import WAITING
from referrals import packing, saying
from referrals.models import Exchange, Referral
from referrals.operations import feeding_back
from tenants.current import current_office

CONTENT = frozenset({
    "step_done", "step_skipped", "step_signed", "form_filled", "form_corrected", "facts_recorded", "note_added",
    "person_added", "person_corrected", "incident_added", "incident_corrected", "consent_recorded", "risk_rated",
    "report_attached", "requirement_brought", "appointment_made", "appointment_done", "appointment_cancelled",
    "appointment_moved",
})  # fmt: skip
"""Kinds of events that change what a file says."""
AFTERWARDS = MappingProxyType({"note_added": "notes"})
"""What still happens in a case that another office has taken over, and goes after it where its scope lets it."""


def follow(*, event: UUID | str) -> None:
    """Do what an event of a case between offices asks for. Repeated, nothing happens."""
    told = Event.objects.select_related("case", "by").get(id=event)
    rows = Referral.objects.select_for_update(of=("self",)).filter(case=told.case_id).select_related("consent")
    for row in rows.order_by("made_at"):
        envelope = Envelope.objects.filter(pk=row.pk).first()
        if envelope is None or envelope.consent_withdrawn_at is not None:
            continue
        if row.side == Referral.Side.IN:
            feeding_back.follow(row, envelope=envelope, case=Case.objects.get(pk=told.case_id), told=told)
        elif told.kind in CONTENT and envelope.receiver_id is not None:
            _renew(row, envelope=envelope, told=told)


def _renew(row: Referral, *, envelope: Envelope, told: Event) -> None:
    if envelope.state in WAITING:
        _replace_file(row, envelope=envelope, told=told)
    elif envelope.state == Envelope.State.ACCEPTED:
        late = envelope.answered_at is not None and told.at <= envelope.answered_at
        if late or (envelope.moves and AFTERWARDS.get(told.kind) in row.scope):
            _supplement(row, told=told)


def _replace_file(row: Referral, *, envelope: Envelope, told: Event) -> None:
    """Put the file of now in the place of the one before. The envelope is locked: acceptance waits, or came first."""
    row_now = envelopes.locked(row.pk)
    if row_now.state not in WAITING or row_now.receiver_id is None:
        _renew(row, envelope=row_now, told=told)
        return
    sealed = packing.file_parcel(row, receiver=row_now.receiver_id, occasion=f"file|{told.id}")
    if Parcel.objects.filter(pk=sealed.id).exists():
        return
    Parcel.objects.filter(envelope=row.pk, sender=current_office().id, kind="file").delete()
    envelopes.add_parcels(envelope=row_now, to=row_now.receiver_id, parcels=[sealed], at=told.at)
    chain.append(
        matter=row.matter, kind="renewed", at=told.at, by_name=told.by.name, envelope=row.pk,
        parcels={"file": chain.head_of(sealed.body)},
    )  # fmt: skip


def _supplement(row: Referral, *, told: Event) -> None:
    said, made = Exchange.objects.get_or_create(
        id=packing.parcel_id(row, f"supplement|{told.id}"),
        defaults={
            "referral": row, "ours": True, "kind": Exchange.Kind.SUPPLEMENT, "code": told.kind, "at": told.at,
            "by": told.by, "by_name": told.by.name,
        },
    )  # fmt: skip
    if made:
        said.content = {"format": packing.SUPPLEMENT, "file": packing.file_content(row)}
        said.save(update_fields=["content"])
    saying.carry(row, said)
