"""How a matter goes on that the current office gave away: who has it since, and the stage there, by codes and times.

PostgreSQL shows no more than that to an office whose part is over, and the stage as far as consent still reaches.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

SINCE = "SELECT kind, from_code, to_code, at, code FROM public.custody_onward(%s) ORDER BY number"


@dataclass(frozen=True, slots=True)
class Onward:
    """Another office took it over from another (`accepted`), or told by a code how it goes there (`feedback`).

    `sender`, `to`: regions by their Kemendagri codes. `code`: a stage of the common spine, `ended`, `passed_on`.
    """

    kind: str
    sender: str
    to: str
    at: datetime
    code: str


def since(matter: uuid.UUID) -> list[Onward]:
    """Return what came of a matter after the current office last gave it away, oldest first; none where it holds it."""
    with connection.cursor() as cursor:
        cursor.execute(SINCE, [matter])
        return [Onward(*row) for row in cursor.fetchall()]
