"""A time limit that an office still owed when it handed a case on, met elsewhere: it is told back the way it came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import Staff
from cases.models import CarriedLimit, Case, Event, LimitClock
from cases.models.carried import of_office
from cases.operations.events import append
from referrals.models import Exchange, Referral
from tenants.current import current_office

MET = "limit_met"
"""Code of the feedback that tells it, or that it runs again after all."""
TOLD = frozenset({"carried_limit_met", "carried_limit_reopened"})


def met_by(told: Event, *, sender: Referral) -> dict[str, Any] | None:
    """Which limit an event is about, and when it was met, for the office it came from.

    None where it is about none, or where whoever sent the referral, and whose limit it is, told us.
    """
    row = CarriedLimit.objects.filter(pk=told.data.get("carried")).first() if told.kind in TOLD else None
    if row is None or (told.data.get("there") and row.is_of(code=sender.other_code, name=sender.other_name)):
        return None
    met_at = row.met_at.isoformat() if row.met_at is not None else None
    return {"office": row.office_name, "code": row.office_code, "key": row.key, "met_at": met_at}


def heard(said: Exchange, *, case: Case, by: Staff, at: datetime) -> None:
    """Take down that a limit is met, or runs again: this office's own, or one that came with the case and went on.

    A case that comes back then owes it no more; whoever told us of it is told in turn.
    """
    limit: Mapping[str, Any] = (said.content or {}).get("limit", {})
    try:
        met_at = datetime.fromisoformat(limit["met_at"]) if limit.get("met_at") is not None else None
    except (TypeError, ValueError):
        return
    whose, code, key = str(limit.get("office")), str(limit.get("code") or ""), str(limit.get("key"))
    changed, own = Q(met_at__isnull=met_at is not None), current_office()
    if code == own.code if code else whose == own.name:
        if LimitClock.objects.filter(changed, case=case, key=key).update(met_at=met_at):
            kind = "limit_met_there" if met_at is not None else "limit_runs_there"
            append(case=case, kind=kind, by=by, at=at, limit=key, to=said.referral.other_code)
        return
    row = CarriedLimit.objects.filter(changed, of_office(code=code, name=whose), case=case, key=key).first()
    if row is not None:
        row.met_at, row.met_by = met_at, None
        row.save(update_fields=["met_at", "met_by"])
        kind = "carried_limit_met" if met_at is not None else "carried_limit_reopened"
        append(case=case, kind=kind, by=by, at=at, carried=str(row.pk), onward=True)
