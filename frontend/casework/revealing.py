"""The form that asks why an identity is opened. The reason and the name of whoever asks stand in the access log."""

import math
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from cases.models import Case, Report
from cases.operations.identities import REASONS
from frontend.answers import StaffRequest
from frontend.formbuild import SafeText, SheetForm, SingleChoice
from safeguards import access
from safeguards.access import SHOWN_FOR, shown_until


class RevealForm(SheetForm):
    """Why identity and story are opened for ten minutes."""

    reason = SingleChoice(label=_("Untuk keperluan apa?"), choices=list(REASONS.items()), radios=True)
    words = SafeText(label=_("Keperluan lain, tulis di sini"), required=False, longest=200)

    prefix = "buka"


def has_seen(case: Case | Report, *, by: Staff, at: datetime) -> bool:
    """Whether what the case or report keeps sealed was shown to this person within the last hour, or is open now."""
    return access.has_seen(by=by, subject_id=case.pk, at=at)


def seconds_left(until: datetime | None, *, at: datetime) -> int:
    """After how many whole seconds what is open closes, one second past its end; 0 where nothing is open."""
    return math.ceil((until - at).total_seconds()) + 1 if until is not None else 0


@dataclass(frozen=True)
class Window:
    """What is open of a case to whoever asks: until when, and in how many seconds the page closes it again."""

    until: datetime | None
    seconds: int

    @property
    def opened(self) -> bool:
        """Whether anything is open."""
        return self.until is not None

    @property
    def shown(self) -> dict[str, object]:
        """What templates ask of it."""
        return {"opened": self.opened, "reveal_shown": self.until, "reveal_seconds": self.seconds}


def window_of(request: StaffRequest, case: Case) -> Window:
    """The window of this person on the case. What is typed while it is shut stays on the screen as long as it would."""
    now = timezone.now()
    until = shown_until(by=request.user, subject_id=case.pk, at=now)
    return Window(until, seconds_left(until, at=now) or math.ceil(SHOWN_FOR.total_seconds()))
