"""What can follow what in the life of a case: one table, from which the operations are read."""

from types import MappingProxyType

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cases.models import Case, StepPass
from cases.refusals import Refusal
from sop_library.engine.state import LIVE

ARROWS = MappingProxyType(
    {
        (Case.State.RUNNING, "pause"): Case.State.PAUSED,
        (Case.State.PAUSED, "resume"): Case.State.RUNNING,
        (Case.State.RUNNING, "end"): Case.State.ENDED,
        (Case.State.PAUSED, "end"): Case.State.ENDED,
        (Case.State.ENDED, "reopen"): Case.State.RUNNING,
    }
)


def runs_on() -> Q:
    """Of cases: those that have ended and in which something that they had started still runs."""
    return Q(Exists(StepPass.objects.filter(case=OuterRef("pk"), status__in=LIVE)), state=Case.State.ENDED)


def over() -> str:
    """What is said where nothing goes on in a case any more."""
    return _("Kasus ini sudah selesai. Buka kembali lebih dulu bila ada yang perlu dikerjakan.")


def following(*, state: str, verb: str) -> str:
    """Return the state after `verb`. Raises Refusal("case_ended", "case_paused", "case_running") when none follows."""
    try:
        return ARROWS[Case.State(state), verb]
    except KeyError:
        words = {
            Case.State.ENDED: over(),
            Case.State.PAUSED: _("Kasus ini sedang dijeda. Lanjutkan lebih dulu."),
            Case.State.RUNNING: _("Kasus ini sedang berjalan."),
        }
        raise Refusal(f"case_{state}", words[Case.State(state)]) from None
