"""Lanes of a draft given to the office before anything is submitted, so that somebody can hold them.

A draft may lack much else: its lanes can be given at any time, as soon as they have a name.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import Lane, Staff
from sop_library.models import Draft
from sop_library.naming import compared
from sop_library.operations.drafts import locked_draft
from sop_library.policies import check_can_write

_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_KEY, LONGEST_LABEL, LONGEST_SHORT = 60, 200, 60


def new_lanes(document: Mapping[str, Any]) -> dict[str, str]:
    """The lanes of a draft that somebody is to hold and the office does not know: key to label, in their order."""
    wanted = {key: str(lane["label"]).strip() for key, lane in _to_hold(document).items()}
    there = set(Lane.objects.filter(key__in=wanted).values_list("key", flat=True))
    return {key: label for key, label in wanted.items() if key not in there}


def namesakes(document: Mapping[str, Any]) -> list[str]:
    """The lanes new to the office that are called as one of its own is: given to it, there would be two of one name."""
    own = {compared(name) for names in Lane.objects.values_list("label", "short") for name in names if name}
    return [label for label in new_lanes(document).values() if compared(label) in own]


def lanes_wanted() -> list[tuple[Draft, dict[str, str]]]:
    """The drafts being written that name lanes the office does not know, each with those lanes."""
    there = set(Lane.objects.values_list("key", flat=True))
    found = []
    for draft in Draft.objects.filter(state__in=Draft.WRITABLE):
        lanes = {key: lane["label"].strip() for key, lane in _to_hold(draft.document).items() if key not in there}
        if lanes:
            found.append((draft, lanes))
    return found


def _to_hold(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The lanes that people hold themselves: in the office, not made of others, with a key and a name to go by."""
    lanes = document.get("lanes")
    found = {key: lane for key, lane in (lanes if isinstance(lanes, Mapping) else {}).items() if _is_held(key, lane)}
    return dict(sorted(found.items(), key=lambda one: _place(one[1])))


def _is_held(key: str, lane: object) -> bool:
    if not isinstance(lane, Mapping) or lane.get("outside") or lane.get("made_of"):
        return False
    label = lane.get("label")
    return isinstance(label, str) and bool(label.strip()) and len(key) <= LONGEST_KEY and bool(_KEY.fullmatch(key))


def _place(lane: Mapping[str, Any]) -> float:
    order = lane.get("order")
    return order if isinstance(order, int | float) else 0


@transaction.atomic
def prepare_lanes(*, draft: Draft, by: Staff, only: Collection[str] | None = None) -> list[Lane]:
    """Give the office the lanes of a draft that it does not know, or `only` some of them. Returns the new.

    What else the draft lacks does not matter. Raises NotAllowed, Refused where the draft is not written on any more.
    """
    check_can_write(by=by)
    document = locked_draft(draft).document
    lanes, last = _to_hold(document), Lane.objects.aggregate(last=Max("order"))["last"] or 0
    wanted = {key: label for key, label in new_lanes(document).items() if only is None or key in only}
    rows = [
        Lane(key=key, label=label[:LONGEST_LABEL], short=_short(lanes[key], label), order=last + place)
        for place, (key, label) in enumerate(wanted.items(), start=1)
    ]
    return Lane.objects.bulk_create(rows, ignore_conflicts=True)


def _short(lane: Mapping[str, Any], label: str) -> str:
    name = lane.get("name")
    return name if isinstance(name, str) and name != label and len(name) <= LONGEST_SHORT else ""
