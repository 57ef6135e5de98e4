"""What a referral that waits says of its case is kept as the case is: the minimum, and a risk that rose.

A risk that fell stays as it was told: whoever was warned is not unwarned by a code, the file says how it is now.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.carrying import minimum_of
from cases.models import Case, Event
from cases.risks import is_graver
from referrals.deadlines import NOW
from referrals.models import Referral

RISES = ("risk_rated", "risk_assumed")
"""Kinds of events by which the risk of a case changes here: an officer rates it, or a report tells of danger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Risen:
    """A risk that rose since it was told: by whom, when, and what changes with it on the row and its envelope."""

    by_name: str
    at: datetime
    changes: dict[str, Any]


def is_untouched(row: Referral) -> bool:
    """Whether nothing happened in the case of a locked referral of ours since it was made: its event is the newest.

    The case must be locked, and whatever changes a case appends an event: then the row says what the case says.
    """
    newest = Event.objects.filter(case=row.case_id).order_by("-number").values_list("kind", "data").first()
    return newest is not None and newest[0] == "referral_sent" and newest[1].get("referral") == str(row.pk)


def rise(row: Referral, *, due: datetime) -> Risen | None:
    """Raise the risk of a locked referral of ours to that of its case; None where it is no graver.

    A risk turned high asks for an answer as one that is high from the start does, within NOW of the rating. `due`: by
    when the answer is due so far, which is never put off.
    """
    case = Case.objects.only("risk").get(referrals=row)
    if not is_graver(case.risk, than=row.risk):
        return None
    told = Event.objects.filter(case=case, kind__in=RISES).order_by("-number").select_related("by").first()
    at = max(told.at, row.made_at) if told is not None else row.made_at
    changes: dict[str, Any] = {"risk": case.risk}
    if case.risk == Case.Risk.HIGH and at + NOW < due:
        changes["answer_by"] = at + NOW
        row.urgency = Referral.Urgency.NOW
    if row.telephoned_at is not None and row.telephoned_at < at:
        row.telephoned_at = None  # what they were told by telephone is no longer so
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=[*changes, "urgency", "telephoned_at"])
    return Risen(by_name=told.by.name if told is not None else "", at=at, changes=changes)


def keep_due(row: Referral, *, due: datetime, before: datetime) -> None:
    """Keep by when the envelope of a locked referral of ours asks for its answer: PostgreSQL has the last word on it.

    `before`: by when it did until now.
    """
    row.answer_by = due
    if due < before:
        row.urgency = Referral.Urgency.NOW
    row.save(update_fields=["answer_by", "urgency"])


def minimum_changed(row: Referral) -> bool:
    """Whether the minimum of a locked referral of ours says something else now; our own copy of it then does, too."""
    kept = row.content["minimum"]
    case = Case.objects.select_related("version__sop").get(referrals=row)
    about = row.consent.person_id if row.consent is not None else None
    now = minimum_of(case, about=about) | {"words": kept["words"]}
    if now == kept:
        return False
    row.content = {**row.content, "minimum": now}
    row.save(update_fields=["content"])
    return True
