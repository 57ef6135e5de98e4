"""A move of cases for the screens: of an SOP by whose older version no case runs, so that no other screen changes."""

import uuid
from datetime import datetime

from accounts.models import Staff
from cases.operations import moving
from sop_library.models import SopVersion
from sop_library.moving import propose
from sop_library.queries import definition_of

WHY = "Untuk layar."
SOP = "layanan-informasi"


def move_nobody(*, by: Staff, at: datetime) -> uuid.UUID:
    """The key of a move from the first version to the second."""
    of, to = (SopVersion.objects.get(sop__slug=SOP, number=number) for number in (1, 2))
    move = moving.begin(of=of, to=to, plan=propose(definition_of(of), definition_of(to)), why=WHY, by=by, at=at)
    return moving.run(move=move, now=lambda: at).pk
