"""Why something about an SOP is not done, in words for the person who tried. A screen shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Staff
from accounts.refusals import NotAllowed, Refused
from sop_library.checking.findings import Finding

__all__ = ["NotAllowed", "NotYet", "Refused", "Stale", "Touched"]


@dataclass(frozen=True, slots=True)
class Touched:
    """What somebody else did at the same place meanwhile: what stands there now, and what was to stand there."""

    part: str
    field: str
    theirs: Any
    ours: Any
    by: Staff
    at: datetime


class Stale(Refused):
    """Somebody else has been at the same place since the page was read. Nothing was written, and nothing is lost:
    `touched` holds both.
    """

    def __init__(self, code: str, message: str, *, touched: Sequence[Touched] = ()) -> None:
        super().__init__(code, message)
        self.touched = tuple(touched)


class NotYet(Refused):
    """Something is missing before this can be done; `findings` are the faults of the check, each with its place."""

    def __init__(self, code: str, message: str, *, findings: Sequence[Finding] = (), field: str = "") -> None:
        super().__init__(code, message, field=field)
        self.findings = tuple(findings)
