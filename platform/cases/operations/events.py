"""Appending to a case's events, which also keeps its fact and posts to the outbox: in the work's own transaction."""

from datetime import datetime
from typing import Any

from accounts.models import Staff
from cases.models import Case, Consent, Event
from cases.operations.facts import keep_fact
from custody import holding
from outbox.operations import post

WITHDRAWN, TAKEN_OFF, PUT_BACK = "consent_withdrawn", "person_taken_off", "person_put_back"
ASCRIBED = "consent_corrected"
"""Kind of the events that another office has to hear of at once, as `case.consent_withdrawn`.

So every event is told by which a consent may carry less than before (`_weighs`): each referral is weighed again.
Of a matter that stands between offices every other event is told as `matter.changed`, a stream of its own: a consent
withdrawn never waits behind it. Of all the rest nobody hears.
"""


def append(*, case: Case, kind: str, by: Staff, at: datetime, step: str = "", **data: Any) -> Event:
    """Append one event and raise the case's revision. `data` holds keys, codes and numbers only.

    The case is locked and read again first: the caller's may be older than what a colleague has done meanwhile.
    """
    current = Case.objects.select_for_update(of=("self",)).select_related("version__sop").get(pk=case.pk)
    event = Event.objects.create(case=current, kind=kind, by=by, at=at, step=step, data=data)
    current.revision += 1
    current.save(update_fields=["revision"])
    case.revision = current.revision
    keep_fact(case=current, at=at)
    if _weighs(kind, data):
        post(topic=f"case.{WITHDRAWN}", matter=case.matter, payload={"event": str(event.id), "kind": kind}, at=at)
    if kind != WITHDRAWN and holding.part_in(case.matter):
        post(topic="matter.changed", matter=case.matter, payload={"event": str(event.id), "kind": kind}, at=at)
    return event


def by_another(code: str) -> dict[str, Any]:
    """What an event says of itself that another office brought about, of this region's code; "": one of ours did."""
    return {"there": True, "to": code} if code else {}


def _weighs(kind: str, data: dict[str, Any]) -> bool:
    """Whether another's yes may carry nothing from now on: withdrawn, refused, or a no counts again that was said;
    or a file that came says so of one that stood here, or brings a no.

    Somebody taken off the case has no word in it any more; put back, or given another part, they may have refused.
    """
    if kind in ("consent_recorded", ASCRIBED):
        return data["consent"] == Consent.Kind.REFERRAL and not data.get("given")
    if kind == "file_received":
        return bool(data.get("consents"))
    return kind in (WITHDRAWN, TAKEN_OFF, PUT_BACK) or (kind == "person_corrected" and "roles" in data["fields"])
