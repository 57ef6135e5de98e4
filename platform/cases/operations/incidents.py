"""What is said to have happened: added, corrected, taken off with a trace; and the risk, re-rated at any time."""

import uuid
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.keys import rising_key
from cases.models import Case, Correction, Incident, Reason
from cases.operations import reasons
from cases.operations.events import append, by_another
from cases.operations.working import check_answers_for, facts_changed, locked
from cases.policies import check_can_see
from cases.refusals import Missing, Refusal, Stale

TABLE, OFF, BACK = "cases_incident", "taken_off", "put_back"
"""How corrections name an incident, and that it was taken off its case or put back."""


@dataclass(frozen=True)
class IncidentData:
    """What is known of an incident. `kinds` are codes of the ministry's list, `place` a Kemendagri code."""

    kinds: tuple[str, ...] = ()
    domestic: bool | None = None
    place: str = ""
    place_kind: str = ""
    happened_on: date | None = None
    story: str = ""

    def is_empty(self) -> bool:
        """Whether nothing at all is known."""
        return all(not getattr(self, item.name) and getattr(self, item.name) is not False for item in fields(self))


def add_without_event(*, case: Case, data: IncidentData, at: datetime, key: uuid.UUID | None = None) -> Incident:
    """Write an incident inside an operation that appends its own event; `key` where it has one already."""
    incident = Incident(pk=key or rising_key(), case=case, added_at=at)
    write(incident, data)
    incident.save(force_insert=True)
    return incident


def write(incident: Incident, data: IncidentData) -> None:
    """Put the data on the row; it is not saved."""
    for item in fields(IncidentData):
        setattr(incident, item.name, getattr(data, item.name))
    incident.kinds = list(data.kinds)
    incident.story = data.story or None


def read(incident: Incident) -> IncidentData:
    """The data of a row, its story opened."""
    return IncidentData(
        kinds=tuple(incident.kinds), domestic=incident.domestic, place=incident.place, place_kind=incident.place_kind,
        happened_on=incident.happened_on, story=incident.story or "",
    )  # fmt: skip


@transaction.atomic
def add(*, case: Case, data: IncidentData, by: Staff, at: datetime) -> Incident:
    """Add an incident. Raises NotAllowed outside the SOP's lanes, Stale where another office holds the matter."""
    check_can_see(case=case, by=by)
    check_answers_for(locked(case))
    incident = add_without_event(case=case, data=data, at=at)
    append(case=case, kind="incident_added", by=by, at=at)
    facts_changed(case=case, by=by, at=at)
    return incident


@transaction.atomic
def correct(*, incident: Incident, data: IncidentData, reason: str, by: Staff, at: datetime) -> list[Correction]:
    """Correct an incident; what stood before is kept sealed. Raises as `people.correct` does."""
    incident, case = _locked(incident, by=by)
    before = read(incident)
    changed = [item.name for item in fields(IncidentData) if getattr(before, item.name) != getattr(data, item.name)]
    replaced = [name for name in changed if getattr(before, name) not in ("", None, ())]
    corrections = []
    because = reasons.of_correction(case=case, words=reason, by=by, at=at) if replaced else None
    for name in changed:
        correction = Correction(case=case, table=TABLE, row_id=incident.id, field=name, because=because, at=at, by=by)
        correction.before = str(getattr(before, name)) if name in replaced else ""
        corrections.append(correction)
    Correction.objects.bulk_create(corrections)
    if changed:
        write(incident, data)
        incident.save()
        append(case=case, kind="incident_corrected", by=by, at=at, fields=sorted(changed))
        facts_changed(case=case, by=by, at=at)
    return corrections


def check_may_take_off(incident: Incident) -> None:
    """Raise Stale("off_already"), Refusal("last_incident") where an incident can't be taken off its case."""
    if incident.taken_off_at is not None:
        raise Stale("off_already", _("Kejadian ini sudah dilepas dari kasus."))
    if not Incident.objects.filter(case=incident.case_id).exclude(pk=incident.pk).exists():
        only = _(
            "Ini satu-satunya kejadian dalam kasus ini. Tambahkan dulu kejadian yang benar, atau perbaiki datanya."
        )
        raise Refusal("last_incident", only)


def check_may_put_back(incident: Incident) -> None:
    """Raise Stale("on_already") where an incident was not taken off its case."""
    if incident.taken_off_at is None:
        raise Stale("on_already", _("Kejadian ini sudah bagian dari kasus."))


@transaction.atomic
def take_off(*, incident: Incident, reason: str, by: Staff, at: datetime) -> Incident:
    """Take an incident off the case that was recorded twice or belongs to another, with a reason; it stays to be read.

    Raises NotAllowed outside the SOP's lanes, Stale where another office holds the matter or it is off already,
    Refusal("last_incident" | "reason_missing").
    """
    incident, case = _locked(incident, by=by)
    check_may_take_off(incident)
    words = _("Tulis mengapa kejadian ini bukan bagian dari kasus ini.")
    why = reasons.required(case=case, words=reason, by=by, at=at, message=words, missing=words)
    move(incident, off=True, because=why, by=by, at=at)
    facts_changed(case=case, by=by, at=at)
    return incident


@transaction.atomic
def put_back(*, incident: Incident, reason: str, by: Staff, at: datetime) -> Incident:
    """Put an incident that was taken off back on its case, with a reason. Raises as `take_off` does, "on_already"."""
    incident, case = _locked(incident, by=by)
    check_may_put_back(incident)
    words = _("Tulis mengapa kejadian ini bagian dari kasus ini.")
    why = reasons.required(case=case, words=reason, by=by, at=at, message=words, missing=words)
    move(incident, off=False, because=why, by=by, at=at)
    facts_changed(case=case, by=by, at=at)
    return incident


def move(
    incident: Incident, *, off: bool, because: Reason | None, there: str = "", by: Staff, at: datetime
) -> None:  # fmt: skip
    """Take a locked incident off its case or put it back, with the trace, inside an operation of its own.

    `there`: the region's code of the office that did it, where it was not this one.
    """
    incident.taken_off_at = at if off else None
    incident.save(update_fields=["taken_off_at"])
    Correction.objects.create(
        case=incident.case, table=TABLE, row_id=incident.pk, field=OFF if off else BACK, because=because, at=at, by=by,
        there=there,
    )  # fmt: skip
    kind = "incident_taken_off" if off else "incident_put_back"
    append(case=incident.case, kind=kind, by=by, at=at, **by_another(there))


def _locked(incident: Incident, *, by: Staff) -> tuple[Incident, Case]:
    """An incident and its case, locked and read again. Raises NotAllowed, Stale where another office holds it."""
    check_can_see(case=incident.case, by=by)
    case = locked(incident.case)
    check_answers_for(case)
    incident = Incident.every.select_for_update(of=("self",)).get(pk=incident.pk)
    incident.case = case
    return incident, case


@transaction.atomic
def rate_risk(*, case: Case, risk: str, by: Staff, at: datetime) -> None:
    """Rate, re-rate or confirm the risk: each is an act with its event. Time tiers are read again from the same start.

    Raises Refusal("unknown_risk"), Stale where another office holds the matter.
    """
    check_can_see(case=case, by=by)
    if risk not in Case.Risk.values:
        raise Refusal("unknown_risk", _("Pilih tingkat risiko."), missing=[Missing("risk", _("Pilih tingkat risiko."))])
    case = locked(case)
    check_answers_for(case)
    rate(case=case, risk=risk, by=by, at=at)
    facts_changed(case=case, by=by, at=at)


def rate(*, case: Case, risk: str, by: Staff, at: datetime) -> None:
    """Write a rating and its event, also where it confirms what stood; the case must be locked."""
    before, case.risk = case.risk, risk
    case.save(update_fields=["risk"])
    append(case=case, kind="risk_rated", by=by, at=at, risk=risk, before=before)
