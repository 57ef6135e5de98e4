"""Appointments of a case: made, kept, called off with a reason, put off to another time, handed over with the case."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases import mediating
from cases.models import Appointment, Case, Reason
from cases.operations import reasons, taking_back
from cases.operations.events import append
from cases.operations.working import locked
from cases.policies import check_can_see
from cases.refusals import Missing, Refusal, Stale


@dataclass(frozen=True)
class AppointmentData:
    """What was agreed: `kind` is one of Appointment.Kind, `at` aware; the rest may be left open."""

    kind: str
    at: datetime
    what: str = ""
    place: str = ""
    with_whom: str = ""


def _check(case: Case, data: AppointmentData, *, at: datetime) -> None:
    faults = []
    if data.kind not in Appointment.Kind.values:
        faults.append(Missing("kind", _("Pilih jenis janji temu.")))
    if data.kind == Appointment.Kind.OTHER and not data.what.strip():
        faults.append(Missing("what", _("Tulis janji temu ini untuk apa.")))
    if data.kind == Appointment.Kind.MEDIATION and (against := mediating.why_not(case)):
        faults.append(Missing("kind", against))
    if data.at <= at:
        faults.append(Missing("at", _("Waktu janji temu harus di masa depan.")))
    unfit = _("Ada karakter yang tidak dapat disimpan.")
    faults += [Missing(name, unfit) for name in ("what", "place", "with_whom") if "\x00" in getattr(data, name)]
    if faults:
        raise Refusal("appointment_invalid", _("Janji temu belum dapat disimpan."), missing=faults)
    taking_back.check_goes_on(case)  # what was agreed before goes with the case; what is agreed now is agreed there


def write(
    *, case: Case, data: AppointmentData, by: Staff, at: datetime, replaces: Appointment | None = None,
    key: uuid.UUID | None = None,
) -> Appointment:  # fmt: skip
    """Write an appointment inside an operation that appends its own event; `key` where it came with a handover."""
    row = Appointment(
        pk=key or uuid.uuid4(), case=case, kind=data.kind, at=data.at, made_at=at, made_by=by, replaces=replaces
    )
    row.what, row.place = data.what.strip() or None, data.place.strip() or None
    row.with_whom = data.with_whom.strip() or None
    row.save(force_insert=True)
    return row


@transaction.atomic
def add(*, case: Case, data: AppointmentData, by: Staff, at: datetime) -> Appointment:
    """Make an appointment. Raises NotAllowed outside the SOP's lanes, Refusal("appointment_invalid" | "case_ended")."""
    check_can_see(case=case, by=by)
    case = locked(case)
    _check(case, data, at=at)
    row = write(case=case, data=data, by=by, at=at)
    append(case=case, kind="appointment_made", by=by, at=at, appointment=str(row.pk), what=row.kind)
    return row


def _planned(appointment: Appointment, *, by: Staff) -> Appointment:
    """The appointment, locked with its case and still planned. Raises NotAllowed, Stale."""
    check_can_see(case=appointment.case, by=by)
    case = locked(appointment.case)
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    row.case = case
    if row.state != Appointment.State.PLANNED:
        raise _changed(row)
    return row


def _changed(row: Appointment) -> Stale:
    label = Appointment.State(row.state).label
    return Stale("stale", _("Janji temu ini sudah berubah: sekarang %(state)s.") % {"state": label})


def _close(row: Appointment, state: str, *, because: Reason | None = None, by: Staff, at: datetime) -> Appointment:
    row.state, row.closed_at, row.closed_by, row.because = state, at, by, because
    row.save(update_fields=["state", "closed_at", "closed_by", "because"])
    append(case=row.case, kind=f"appointment_{state}", by=by, at=at, appointment=str(row.pk), what=row.kind)
    return row


def _why(row: Appointment, words: str, *, by: Staff, at: datetime) -> Reason:
    said = _("Tulis alasannya.")
    return reasons.required(case=row.case, words=words, by=by, at=at, message=said, missing=said)


@transaction.atomic
def done(*, appointment: Appointment, by: Staff, at: datetime) -> Appointment:
    """Say that it took place. Raises NotAllowed, Stale where it is no longer planned."""
    return _close(_planned(appointment, by=by), Appointment.State.DONE, by=by, at=at)


@transaction.atomic
def cancel(*, appointment: Appointment, reason: str, by: Staff, at: datetime) -> Appointment:
    """Call it off. Raises NotAllowed, Stale, Refusal("reason_missing")."""
    row = _planned(appointment, by=by)
    return _close(row, Appointment.State.CANCELLED, because=_why(row, reason, by=by, at=at), by=by, at=at)


@transaction.atomic
def set_back(*, appointment: Appointment, reason: str, by: Staff, at: datetime) -> Appointment:
    """Plan it again as it was, where it was said to have taken place or called off by mistake.

    Raises NotAllowed, Stale where it is neither or another office holds the matter, Refusal("case_ended" |
    "reason_missing").
    """
    check_can_see(case=appointment.case, by=by)
    case = locked(appointment.case)
    taking_back.check_goes_on(case)
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    row.case = case
    if row.state not in (Appointment.State.DONE, Appointment.State.CANCELLED):
        raise _changed(row)
    taking_back.keep(
        row=row, case=case, field="state", before=row.state, reason=reason, by=by, at=at,
        said=row.because.words if row.because is not None else "",
    )  # fmt: skip
    row.state, row.closed_at, row.closed_by, row.because = Appointment.State.PLANNED, None, None, None
    row.save(update_fields=["state", "closed_at", "closed_by", "because"])
    append(case=case, kind="appointment_set_back", by=by, at=at, appointment=str(row.pk), what=row.kind)
    return row


@transaction.atomic
def move(*, appointment: Appointment, to: datetime, reason: str, by: Staff, at: datetime) -> Appointment:
    """Put it off to another time: a new row, and the old one says so.

    Raises NotAllowed, Stale, Refusal("reason_missing" | "appointment_invalid" | "case_ended").
    """
    row = _planned(appointment, by=by)
    data = read(row, at=to)
    _check(row.case, data, at=at)
    _close(row, Appointment.State.MOVED, because=_why(row, reason, by=by, at=at), by=by, at=at)
    return write(case=row.case, data=data, by=by, at=at, replaces=row)


def hand_over(
    *, case: Case, at: datetime, by: Staff | None = None, only: Collection[uuid.UUID] | None = None
) -> int:  # fmt: skip
    """End what is planned because another office has taken the case with it, inside an operation with its own event.

    Not where the consent kept the appointments here: then the other office knows of none, and they stay ours to keep or
    to call off. `only`: those that it has said it keeps; None: all of them.
    """
    planned = Appointment.objects.filter(case=case, state=Appointment.State.PLANNED)
    planned = planned if only is None else planned.filter(pk__in=only)
    return planned.update(state=Appointment.State.HANDED_OVER, closed_at=at, closed_by=by)


def take_over(*, case: Case, carried: Iterable[Mapping[str, str]], by: Staff, at: datetime) -> list[Appointment]:
    """Write the appointments that came with a file (`cases.carrying`), also those that have passed meanwhile.

    One that is here already stays as it is; one that we handed over and that comes back is planned again.
    """
    written = []
    for one in carried:
        key = uuid.UUID(one["id"])
        if Appointment.objects.filter(pk=key).exclude(case=case).exists():
            key = uuid.uuid5(case.matter, str(key))
        there = Appointment.objects.filter(pk=key)
        back = there.filter(state=Appointment.State.HANDED_OVER)
        back.update(state=Appointment.State.PLANNED, closed_at=None, closed_by=None)
        if there.exists():
            continue
        data = AppointmentData(
            kind=one["kind"] if one["kind"] in Appointment.Kind.values else Appointment.Kind.OTHER.value,
            at=datetime.fromisoformat(one["at"]), what=one["what"], place=one["place"], with_whom=one["with_whom"],
        )  # fmt: skip
        written.append(write(case=case, data=data, by=by, at=at, key=key))
    return written


def read(row: Appointment, *, at: datetime | None = None) -> AppointmentData:
    """The data of a row, opened; at another time where one is given."""
    return AppointmentData(
        kind=row.kind, at=at or row.at, what=row.what or "", place=row.place or "", with_whom=row.with_whom or ""
    )
