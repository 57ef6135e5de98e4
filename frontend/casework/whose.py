"""Who did what a case's trail tells: an officer here; of what another office did, that office and nobody of ours."""

from cases.models import Correction, Event
from frontend.casework.wording import region_name

THERE = frozenset({
    "referral_opened", "referral_asked", "referral_feedback", "referral_supplemented", "referral_unreadable",
    "referral_consent_withdrawn", "referral_consents_told", "limit_met_there", "limit_runs_there",
})  # fmt: skip
"""Kinds of events that another office alone brings about; `to` names it."""
EITHER = frozenset({
    "referral_withdrawn", "referral_finished", "note_struck", "person_taken_off", "incident_taken_off",
    "incident_put_back", "person_corrected",
})  # fmt: skip
"""Kinds that both bring about; `there` says that the other did."""
NOBODYS = frozenset({
    "referral_reminded", "referral_nudged", "referral_assigned", "referral_redirected", "referral_redirection_waits",
    "carried_limit_moved",
})  # fmt: skip
"""Kinds that no office's officer brings about: the words themselves name the province or the system."""
HANDED_OVER = "handed_over"
"""What ends a case, or another referral of it, when the receiver has accepted."""


def who_mended(row: Correction) -> str:
    """The officer, or the office where another one mended, took off or struck it."""
    return region_name(row.there) if row.there else row.by.name


def who_did(event: Event) -> str:
    """The officer, or the office where another did it; "" where the words of the event say who."""
    kind, data = event.kind, event.data
    answered = kind == "referral_answered" and ("how" in data or "reason" in data)
    replied = kind == "referral_replied" and "code" in data
    if kind in THERE or answered or replied or (kind in EITHER and data.get("there")):
        return region_name(str(data.get("to", "")))
    if kind in NOBODYS or (
        kind in ("case_ended", "running_ended", *EITHER) and HANDED_OVER in (data.get("how"), data.get("because"))
    ):
        return ""
    if kind in ("carried_limit_met", "carried_limit_reopened") and (data.get("there") or data.get("onward")):
        return ""
    return event.by.name
