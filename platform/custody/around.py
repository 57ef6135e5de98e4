"""What other offices asked of each other about a matter, as its chain tells it: codes, numbers, times, no content."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from custody.models import Envelope, Link

AFTER: Final = {
    "opened": "opened", "asked": "asked", "replied": "opened", "assigned": "assigned", "accepted": "accepted",
    "declined": "declined", "withdrawn": "withdrawn", "redirected": "redirected", "finished": "finished",
}  # fmt: skip
"""Kind of a link -> the state of its envelope afterwards. Other links change none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A referral of the matter in which the current office is neither sender nor receiver."""

    envelope: uuid.UUID
    number: str
    sender: uuid.UUID | None
    to: str
    """The receiver's region by its Kemendagri code."""
    kind: str
    state: str
    because: str
    """Why it came to this state, by a code; "" where the chain gives none."""
    since: datetime


def others(matter: uuid.UUID) -> list[Other]:
    """Return the referrals of a matter between other offices, oldest first; none without a part in the matter."""
    ours = set(Envelope.objects.filter(matter=matter).values_list("id", flat=True))
    found: dict[uuid.UUID, Other] = {}
    for link in Link.objects.filter(matter=matter, envelope__isnull=False).order_by("number"):
        key = link.envelope
        if key is None or key in ours:
            continue
        if link.kind == "sent":
            found[key] = Other(
                envelope=key, number=link.data["number"], sender=link.office_id, to=link.data["to"],
                kind=link.data["how"], state="sent", because="", since=link.at,
            )  # fmt: skip
        elif key in found and link.kind in AFTER:
            because = str(link.data.get("because", ""))
            found[key] = replace(found[key], state=AFTER[link.kind], because=because, since=link.at)
    return list(found.values())
