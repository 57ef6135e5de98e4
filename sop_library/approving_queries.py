"""What waits for whom on the way from a draft to a version, and what happened to an SOP."""

from django.db.models import Q, QuerySet

from accounts.models import Staff
from sop_library.models import Draft, Sop, SopEvent
from sop_library.policies import can_write

FIELDS = ("slug", "name", "state", "submitted_at", "submitted_by", "changed_at", "note", "sop")


def drafts_waiting(*, to: Staff, is_head: bool) -> list[Draft]:
    """The drafts whose next word is this person's: submitted ones for the head, their own that were sent back.

    The longest waiting first. Asks nothing for somebody who neither writes nor approves.
    """
    wanted = Q()
    if is_head:
        wanted |= Q(state=Draft.State.SUBMITTED)
    if can_write(by=to):
        wanted |= Q(state=Draft.State.SENT_BACK, submitted_by=to)
    if not wanted:
        return []
    found = Draft.objects.filter(wanted).select_related("submitted_by").order_by("submitted_at")
    return list(found.only(*FIELDS, "submitted_by__name"))


def history_of(sop: Sop) -> QuerySet[SopEvent]:
    """What happened to an SOP, the latest first, with who and which version."""
    found = SopEvent.objects.filter(Q(sop=sop) | Q(draft__sop=sop)).select_related("by", "version")
    return found.defer("version__definition").order_by("-number")
