"""Appending to a case's events, which also keeps its fact and posts to the outbox: in the work's own transaction."""

from datetime import datetime
from typing import Any

from django.db.models import F

from accounts.models import Staff
from cases.models import Case, Event
from cases.operations.facts import keep_fact
from outbox.operations import post


def append(*, case: Case, kind: str, by: Staff, at: datetime, step: str = "", **data: Any) -> Event:
    """Append one event and raise the case's revision. `data` holds keys, codes and numbers only."""
    event = Event.objects.create(case=case, kind=kind, by=by, at=at, step=step, data=data)
    Case.objects.filter(pk=case.pk).update(revision=F("revision") + 1)
    case.revision += 1
    fact = keep_fact(case=case, at=at)
    post(
        topic=f"case.{kind}",
        matter=case.matter,
        payload={"event": str(event.id), "kind": kind, "state": fact.state, "stage": fact.stage},
        at=at,
    )
    return event
