"""A matter between offices goes on: a waiting file is brought up to date, and whoever sent it hears how it goes.

The service does not stop while an answer is awaited, so the file that opens with acceptance must be the case as it is
then, and a risk that rises is told at once. What happened here before this office knew of the acceptance follows as a
supplement: the order of the office's own events says so, since two offices' clocks never agree.
"""

from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from cases.models import Case, Event
from custody import chain, envelopes, holding
from custody.models import Envelope, Parcel, Part
from custody.states import WAITING
from referrals import leading, packing, refreshing, saying
from referrals.consenting import stands
from referrals.models import Exchange, Referral
from referrals.operations import feeding_back
from tenants.current import current_office

CONTENT = frozenset({
    "step_done", "step_skipped", "step_signed", "form_filled", "form_corrected", "facts_recorded", "note_added",
    "note_struck", "person_added", "person_corrected", "person_taken_off", "person_put_back", "incident_added",
    "incident_corrected", "incident_taken_off", "incident_put_back", "consent_recorded", "risk_rated",
    "report_attached", "requirement_brought", "appointment_made", "appointment_done", "appointment_cancelled",
    "appointment_moved", "file_received", "limit_recounted", "limit_extended", "report_corrected",
    "carried_limit_met", "carried_limit_moved", "step_unsigned", "requirement_set_back", "appointment_set_back",
    "carried_limit_reopened", "risk_assumed",
})  # fmt: skip
"""Kinds of events that change what a file says."""
AFTERWARDS = MappingProxyType({"note_added": "notes", "note_struck": "notes"})
"""What still happens in a case that another office has taken over, and goes after it where its scope lets it."""
TOGETHER = frozenset({
    "person_added", "person_corrected", "person_taken_off", "person_put_back", "incident_added", "incident_corrected",
    "incident_taken_off", "incident_put_back", "risk_rated", "risk_assumed", *AFTERWARDS,
})  # fmt: skip
"""What an office that handles the matter jointly with us hears of as long as it does."""
ALWAYS = frozenset({
    "risk_rated", "risk_assumed", "person_taken_off", "person_put_back", "incident_taken_off", "incident_put_back",
    "note_struck",
})  # fmt: skip
"""What one that helps hears of, too: the risk, and who and what it has by mistake."""
TAKEN = frozenset({Envelope.State.ACCEPTED.value, Envelope.State.FINISHED.value})
UNREADABLE_FILE = "unreadable"
"""Code of the question by which the sender hears, without anybody telephoning, that its file does not open."""


def follow(*, event: UUID | str) -> None:
    """Do what an event of a case between offices asks for. Repeated, nothing happens."""
    told = Event.objects.select_related("case", "by").get(id=event)
    rows = Referral.objects.select_for_update(of=("self",)).filter(case=told.case_id).select_related("consent")
    for row in rows.order_by("made_at"):
        if told.kind in leading.KINDS and row.side == Referral.Side.OUT and row.consent_withdrawn_at is None:
            leading.follow(row, told=told)
            continue
        envelope = Envelope.objects.filter(pk=row.pk).first()
        if envelope is None or envelope.consent_withdrawn_at is not None:
            continue
        if row.side == Referral.Side.IN:
            feeding_back.follow(row, envelope=envelope, case=Case.objects.get(pk=told.case_id), told=told)
        elif told.kind in CONTENT and (row.consent is None or stands(row.consent)):
            _renew(row, envelope=envelope, told=told)


def _renew(row: Referral, *, envelope: Envelope, told: Event) -> None:
    if envelope.state in WAITING:
        _bring_up_to_date(row, told=told)
    elif envelope.state in TAKEN and envelope.receiver_id is not None and _goes_after(row, envelope, told):
        _supplement(row, told=told)


def _goes_after(row: Referral, envelope: Envelope, told: Event) -> bool:
    """Whether the other office, which has the file, is to hear of this as well."""
    asks_for = AFTERWARDS.get(told.kind)
    if asks_for is not None and asks_for not in row.scope:
        return False
    answers = Event.objects.filter(case=told.case_id, kind="referral_answered", data__referral=str(row.pk))
    if not answers.filter(number__lt=told.number).exists():
        return not Parcel.objects.filter(pk=packing.parcel_id(row, f"file|{told.id}")).exists()
    if told.kind == "file_received":  # finished or not: whoever has the person by now came to it this way
        return _went_with(row, envelope) and _is_late(told, row)
    if envelope.state != Envelope.State.ACCEPTED:
        return False
    if envelope.kind == Envelope.Kind.BERSAMA and told.kind in TOGETHER:
        return True
    if not envelope.moves:
        return told.kind in ALWAYS
    return told.kind in AFTERWARDS and holding.part_in(row.matter) == Part.Kind.FORMER and _went_with(row, envelope)


def _went_with(row: Referral, envelope: Envelope) -> bool:
    """Whether another leads the matter, and it left us last with this one: what comes late goes on that way.

    So it does where we help by now. In no ring: each handover of a matter is later than the one before.
    """
    if not envelope.moves or holding.part_in(row.matter) == Part.Kind.HOLDER:
        return False
    left = Envelope.objects.filter(
        matter=row.matter, sender_id=current_office().id, moves=True, custody_revision__isnull=False
    )
    return left.order_by("-custody_revision").values_list("pk", flat=True).first() == row.pk


def _is_late(told: Event, row: Referral) -> bool:
    """Whether a file that came is what somebody before us told late: what comes from where the matter is stays here."""
    came_from = told.data.get("office")
    if came_from is None:  # of an edition that did not note it: then nothing came but to whoever had left the matter
        return holding.part_in(row.matter) == Part.Kind.FORMER
    held = holding.holder_of(row.matter)
    return came_from != row.other_code and (held is None or came_from != holding.address_of_office(held.office_id).code)


def _bring_up_to_date(row: Referral, *, told: Event) -> None:
    """Let the envelope and its parcels say what the case says now.

    The envelope is locked: an acceptance waits, or came first.
    """
    envelope = envelopes.locked(row.pk)
    if envelope.state not in WAITING:
        _renew(row, envelope=envelope, told=told)
        return
    risen = refreshing.rise(row, due=envelope.answer_by)
    if risen is not None:
        told_there = envelopes.say(
            envelope=row.pk, kind="risk_rated", changes=risen.changes, by_name=risen.by_name, at=risen.at,
            risk=row.risk,
        )  # fmt: skip
        refreshing.keep_due(row, due=told_there.answer_by, before=envelope.answer_by)
    _replace_parcels(row, envelope=envelope, occasion=told.id, by_name=told.by.name, at=told.at)


def seal_again(row: Referral, *, occasion: UUID, by_name: str, at: datetime) -> None:
    """Seal the file as it is now and put it in the place of one that the other office could not open."""
    envelope = envelopes.locked(row.pk)
    if envelope.state in WAITING and envelope.consent_withdrawn_at is None:
        _replace_parcels(row, envelope=envelope, occasion=occasion, by_name=by_name, at=at)


def _replace_parcels(row: Referral, *, envelope: Envelope, occasion: UUID, by_name: str, at: datetime) -> None:
    """Put the file of now, and the minimum where it says something else, in the place of those before."""
    to = envelope.receiver_id
    if to is None:
        return
    fresh = [packing.file_parcel(row, receiver=to, occasion=f"file|{occasion}")]
    if Parcel.objects.filter(pk=fresh[0].id).exists():
        return
    if refreshing.minimum_changed(row):
        fresh.append(packing.minimum_parcel(row, receiver=to, occasion=f"minimum|{occasion}"))
    row.save(update_fields=["content"])
    kinds = [one.kind for one in fresh]
    Parcel.objects.filter(envelope=row.pk, sender=current_office().id, kind__in=kinds).delete()
    envelopes.add_parcels(envelope=envelope, to=to, parcels=fresh, at=at)
    chain.append(
        matter=row.matter, kind="renewed", at=at, by_name=by_name, envelope=row.pk,
        parcels={one.kind: chain.head_of(one.body) for one in fresh},
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
        said.content = packing.supplement_content(row)
        said.save(update_fields=["content"])
        row.save(update_fields=["content"])
    saying.carry(row, said)
