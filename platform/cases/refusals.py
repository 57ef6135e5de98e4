"""Why something is not done, in words for the person who tried. A screen shows them; the API maps them to problems."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Missing:
    """One thing that stands in the way. `field` names the input it belongs to, empty for the whole form."""

    field: str
    message: str


class Refusal(Exception):
    """The operation was refused and nothing was written. `code` is stable, `message` is for people."""

    status = 422

    def __init__(self, code: str, message: str, *, missing: Sequence[Missing] = ()) -> None:
        super().__init__(code, *(one.field for one in missing))
        self.code = code
        self.message = message
        self.missing = tuple(missing)


class NotAllowed(Refusal):
    """This person may not do this."""

    status = 403


class Stale(Refusal):
    """The page was older than the case: somebody else acted in between."""

    status = 409


def not_your_lane(lanes: str) -> NotAllowed:
    """The step belongs to other lanes; names them."""
    return NotAllowed("not_your_lane", _("Langkah ini giliran %(lanes)s.") % {"lanes": lanes})
