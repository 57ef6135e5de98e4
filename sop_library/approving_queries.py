"""What waits for whom on the way from a draft to a version, and what happened to an SOP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Staff
from sop_library.drafting.applying import apply
from sop_library.drafting.changes import Back, back_from_json
from sop_library.models import Draft, Sop, SopEvent, SopVersion
from sop_library.policies import can_write
from sop_library.queries import coming_versions, current_versions, sheet_definition_of

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


def numbered_alike(document: Mapping[str, Any], *, sop: Sop | None, at: datetime) -> list[SopVersion]:
    """The versions of other SOPs, in force or to come, that have its Nomor SOP; spaces and case don't count.

    `sop`: the one that the document is of; None for a new one.
    """
    number = _number(document)
    if not number:
        return []
    others = [*current_versions(at=at), *coming_versions(at=at)]
    return [one for one in others if one.sop != sop and _number(sheet_definition_of(one).document) == number]


def _number(document: Mapping[str, Any]) -> str:
    number = (document.get("header") or {}).get("number") or ""
    return "".join(str(number).split()).casefold()


@dataclass(frozen=True, slots=True)
class SentBack:
    """One time that a draft was given back: who, when and why; `document` is what the draft said then."""

    event: SopEvent
    document: Mapping[str, Any]


def returns_of(draft: Draft) -> list[SentBack]:
    """Each time that the head gave a draft back, the latest first."""
    events = draft.events.filter(kind=SopEvent.Kind.SENT_BACK).select_related("by").order_by("-number")
    document: Mapping[str, Any] = draft.document
    found, until = [], None
    for event in events:
        document = _before(draft, document, after=event.at, until=until)
        found.append(SentBack(event, document))
        until = event.at
    return found


def _before(draft: Draft, document: Mapping[str, Any], *, after: datetime, until: datetime | None) -> Mapping[str, Any]:
    """The document without the edits made after one moment and up to another."""
    edits = draft.edits.filter(at__gt=after, **({"at__lte": until} if until is not None else {}))
    moves = [move for edit in edits.order_by("-revision") for move in back_from_json(edit.inverse).moves]
    return apply(document, Back(tuple(moves)))[0] if moves else document
