"""A time limit that an office still owed when it handed a case on, met elsewhere: it is told back the way it came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import Staff
from cases.models import CarriedLimit, Case, Event, LimitClock
from cases.operations.events import append
from referrals.models import Exchange
from tenants.current import current_office

MET = "limit_met"
"""Code of the feedback that tells it."""


def met_by(told: Event, *, sender: str) -> dict[str, Any] | None:
    """Which limit an event says is met, for the office it came from; None where it says none, or `sender` told us."""
    if told.kind != "carried_limit_met":
        return None
    row = CarriedLimit.objects.filter(pk=told.data.get("carried"), met_at__isnull=False).first()
    if row is None or row.met_at is None or (told.data.get("there") and row.office_name == sender):
        return None
    return {"office": row.office_name, "key": row.key, "met_at": row.met_at.isoformat()}


def heard(said: Exchange, *, case: Case, by: Staff, at: datetime) -> None:
    """Take down that a limit is met: this office's own, or one that came here with the case and was carried on.

    A case that comes back then owes it no more; whoever told us of it is told in turn.
    """
    limit: Mapping[str, Any] = (said.content or {}).get("limit", {})
    try:
        met_at = datetime.fromisoformat(str(limit.get("met_at")))
    except ValueError:
        return
    whose, key = str(limit.get("office")), str(limit.get("key"))
    if whose == current_office().name:
        if LimitClock.objects.filter(case=case, key=key, met_at=None).update(met_at=met_at):
            append(case=case, kind="limit_met_there", by=by, at=at, limit=key, to=said.referral.other_code)
        return
    row = CarriedLimit.objects.filter(case=case, office_name=whose, key=key, met_at=None).first()
    if row is not None:
        row.met_at = met_at
        row.save(update_fields=["met_at"])
        append(case=case, kind="carried_limit_met", by=by, at=at, carried=str(row.pk), onward=True)
