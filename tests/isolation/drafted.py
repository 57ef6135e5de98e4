"""Drafts of an office: one that is written, with somebody at it, one that waits for the head, one bound to a lane."""

import uuid
from datetime import datetime

from accounts.models import Staff
from sop_library.definition import Definition, to_document
from sop_library.drafting.changes import SetField
from sop_library.models import Draft, LaneBinding, Trial
from sop_library.operations import drafts
from sop_library.trying import run_hash

TRIAL = "coba"
OPENED, OPEN_STEP = "terbuka", "tanda"
WRITING, WAITING, GIVEN_BACK = "ditulis", "diajukan", "dikembalikan"


def make_drafts(
    definition: Definition, *, by: Staff, submitted_by: Staff, marker: str, name: str, at: datetime
) -> dict[str, uuid.UUID]:
    """State -> key of the draft in it, each a new SOP called after it; and of a trial of the one being written."""
    made = {}
    for state in (WRITING, WAITING, GIVEN_BACK):
        draft = drafts.begin(
            document=to_document(definition), slug=f"{state}{name}", name=f"{state} {marker}",
            service=definition.service, by=by, at=at,
        )  # fmt: skip
        change = SetField("step:terima", "text", f"Terima {marker}")
        drafts.edit(draft=draft, change=change, seen=0, by=by, at=at)
        drafts.be_here(draft=draft, part="step:terima", by=by, at=at)
        made[state] = draft.pk
    made[OPENED] = _left_open(definition, f"{OPENED}{name}", by=by, at=at)
    made[TRIAL] = _trial(made[WRITING], by=by, at=at)
    _put(made[WAITING], "submitted", by=submitted_by, at=at, why=f"Baru {marker}")
    _put(made[GIVEN_BACK], "sent_back", by=submitted_by, at=at, note=f"Perbaiki {marker}")
    return made


def _left_open(definition: Definition, slug: str, *, by: Staff, at: datetime) -> uuid.UUID:
    """A draft whose source names nobody for a step that the office has given to its front desk."""
    document = to_document(definition)
    step = next(one for one in document["steps"] if one["key"] == OPEN_STEP)
    step["lanes"] = "unsaid"
    draft = drafts.begin(
        document=document, slug=slug, name=f"{definition.name} {OPENED}", service=definition.service, by=by, at=at
    )
    label = definition.lanes["meja"].label
    LaneBinding.objects.create(draft=draft, step=OPEN_STEP, lanes=[{"key": "meja", "label": label}], by=by, at=at)
    return draft.pk


def _trial(draft: uuid.UUID, *, by: Staff, at: datetime) -> uuid.UUID:
    ran = run_hash(Draft.objects.get(pk=draft).document)
    return Trial.objects.create(draft_id=draft, run_hash=ran, door="datang", began_at=at, by=by, at=at).pk


def _put(draft: uuid.UUID, state: str, *, by: Staff, at: datetime, **words: str) -> None:
    Draft.objects.filter(pk=draft).update(state=state, submitted_by=by, submitted_at=at, **words)
