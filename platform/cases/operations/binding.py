"""The office says who does a step whose source names nobody; the steps of running cases follow at once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Move, StepPass
from cases.running import lanes_now
from sop_library.models import LaneBinding, Sop
from sop_library.operations import binding
from sop_library.queries import definition_of, published_versions
from sop_library.refusals import Refused

TURNS = 500


@transaction.atomic
def bind(*, sop: Sop, given: Mapping[str, str], by: Staff, at: datetime) -> list[LaneBinding]:
    """Give steps of an SOP to lanes of the office, step -> key of the lane; what is open of them in cases goes there.

    Returns what is new. Raises as `sop_library.operations.binding.bind` does, and Refused("move_running") while cases
    of the SOP are moved to another version.
    """
    made = binding.bind(sop=sop, given=given, by=by, at=at)
    if made and Move.objects.filter(sop=sop, state=Move.State.RUNNING).exists():
        raise Refused("move_running", _("Kasus SOP ini sedang dipindah. Tunggu sampai selesai."))
    if made:
        _follow(sop, {one.step for one in made})
        for other in binding.starting(sop):
            _follow(other, binding.take_called(other))
    return made


def _follow(sop: Sop, steps: set[str]) -> None:
    """Put the turns of what is open under every version of the SOP where its steps are done now.

    Holds the rows of these steps and no case: who works on one holds the case, and then waits for the SOP held here.
    """
    for version in published_versions().filter(sop=sop):
        definition = definition_of(version)
        live = StepPass.objects.filter(
            case__version=version, former=False, status__in=(StepPass.Status.OPEN, StepPass.Status.WAITING),
            step__in=steps & definition.left_open,
        )  # fmt: skip
        rows = list(live.order_by("pk").select_for_update(of=("self",)).only("engine", "lanes"))
        for row in rows:
            row.lanes = lanes_now(row, definition)
        StepPass.objects.bulk_update(rows, ["lanes"], batch_size=TURNS)
