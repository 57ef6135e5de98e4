"""What another office still owed by a certain time when the case came: kept here, moved with it, met by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import CarriedLimit, Case
from cases.operations import taking_back
from cases.operations.events import append
from cases.operations.working import locked
from cases.policies import check_can_see
from cases.refusals import Refusal, Stale
from tenants.current import current_office

File = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A limit as a file tells of it. `code`: its office's; "" in files that told names alone."""

    code: str
    name: str
    key: str
    label: str
    due_at: datetime

    def is_(self, row: CarriedLimit) -> bool:
        """Whether the row is of this limit."""
        return self.key == row.key and row.is_of(code=self.code, name=self.name)


def take_over(
    *, case: Case, file: File, before: File | None, back: bool = False, office_name: str, office_code: str = "",
    by: Staff, at: datetime,
) -> list[CarriedLimit]:  # fmt: skip
    """Keep the limits of a file, each once; one that is there and not met moves to the time it is due now.

    What that office told of before and no longer does was met there, and of a case that comes `back` all that it does
    not tell of: the matter was theirs. This office's own limits, which come back with a
    case, are left to its SOP. A file that says nothing of limits (the case stays where it is) changes none. Returns
    what is new.
    """
    if "limits" not in file:
        return []
    new = []
    told = _limits(file, office_name=office_name, office_code=office_code)
    there = list(CarriedLimit.objects.select_for_update().filter(case=case))
    for one in told:
        row = next((row for row in there if one.is_(row)), None)
        if row is None:
            row = CarriedLimit(
                case=case, office_name=one.name, office_code=one.code, key=one.key, label=one.label,
                due_at=one.due_at, came_at=at,
            )  # fmt: skip
            row.save(force_insert=True)
            new.append(row)
            continue
        if one.code and not row.office_code:
            row.office_code = one.code
            row.save(update_fields=["office_code"])
        if row.met_at is None and row.due_at != one.due_at:
            was, row.due_at = row.due_at, one.due_at
            row.save(update_fields=["due_at"])
            moved = {"before": was.isoformat(), "after": one.due_at.isoformat()}
            append(case=case, kind="carried_limit_moved", by=by, at=at, carried=str(row.pk), **moved)
    earlier = _limits(before, office_name=office_name, office_code=office_code) if before is not None else []
    for row in there:
        gone = back or row.is_of(code=office_code, name=office_name) or any(one.is_(row) for one in earlier)
        if gone and row.met_at is None and not any(one.is_(row) for one in told):
            _meet(row, case=case, by=None, at=at)
            append(case=case, kind="carried_limit_met", by=by, at=at, carried=str(row.pk), there=True)
    return new


def _limits(file: File, *, office_name: str, office_code: str) -> list[Told]:
    """The limits of a file, each once: the teller's own, and those that came to it; without this office's own."""
    own, found = current_office(), {}
    for one in file.get("limits", ()):
        came = bool(one.get("office"))
        name = one["office"] if came else office_name
        limit = Told(
            code=one.get("office_code", "") if came else office_code, name=name[:80],
            key=one["key"], label=one["label"][:200], due_at=datetime.fromisoformat(one["due_at"]),
        )  # fmt: skip
        if limit.code != own.code if limit.code else limit.name != own.name:
            found[limit.code or limit.name, limit.key] = limit
    return list(found.values())


def _meet(row: CarriedLimit, *, case: Case, by: Staff | None, at: datetime) -> None:
    row.case, row.met_at, row.met_by = case, at, by
    row.save(update_fields=["met_at", "met_by"])


@transaction.atomic
def meet(*, limit: CarriedLimit, by: Staff, at: datetime) -> CarriedLimit:
    """Say that it is met. No step here tells: the limit is another SOP's.

    Raises NotAllowed outside the SOP's lanes, Stale where it is met already or another office holds the matter,
    Refusal("case_ended").
    """
    check_can_see(case=limit.case, by=by)
    case = locked(limit.case)
    taking_back.check_goes_on(case)
    row = CarriedLimit.objects.select_for_update(of=("self",)).get(pk=limit.pk)
    if row.met_at is not None:
        raise Stale("stale", _("Tenggat ini sudah dinyatakan terpenuhi."))
    _meet(row, case=case, by=by, at=at)
    append(case=case, kind="carried_limit_met", by=by, at=at, carried=str(row.pk))
    return row


@transaction.atomic
def reopen(*, limit: CarriedLimit, reason: str, by: Staff, at: datetime) -> CarriedLimit:
    """Say that it is not met after all: it runs on until the time it was due. What was met elsewhere stays met.

    Raises NotAllowed outside the SOP's lanes, Stale where it runs already or another office holds the matter,
    Refusal("met_there" | "case_ended" | "reason_missing").
    """
    check_can_see(case=limit.case, by=by)
    case = locked(limit.case)
    taking_back.check_goes_on(case)
    row = CarriedLimit.objects.select_for_update(of=("self",)).get(pk=limit.pk)
    if row.met_at is None:
        raise Stale("stale", _("Tenggat ini belum dinyatakan terpenuhi."))
    if row.met_by_id is None:
        raise Refusal("met_there", _("Tenggat ini terpenuhi di kantor asalnya, bukan dinyatakan di sini."))
    taking_back.keep(
        row=row, case=case, field="met_at", before=row.met_at.isoformat(), reason=reason, by=by, at=at
    )  # fmt: skip
    row.case, row.met_at, row.met_by = case, None, None
    row.save(update_fields=["met_at", "met_by"])
    append(case=case, kind="carried_limit_reopened", by=by, at=at, carried=str(row.pk))
    return row
