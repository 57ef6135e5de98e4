"""The office says who does a step whose source names nobody; the steps of running cases follow at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import UNDER_WAY, Move, StepPass
from cases.running import lanes_now
from sop_library.definition import Definition
from sop_library.models import LaneBinding, Sop
from sop_library.operations import binding
from sop_library.queries import definition_of, published_versions
from sop_library.refusals import Refused

TURNS = 500


@transaction.atomic
def bind(*, sop: Sop, given: Mapping[str, str], by: Staff, at: datetime) -> list[LaneBinding]:
    """Give steps of an SOP to lanes of the office, step -> key of the lane; what is open of them in cases goes there.

    Returns what is new. Raises as `sop_library.operations.binding.bind` does, and Refused("move_running") while cases
    of the SOP, or of one that starts it, are moved to another version.
    """
    made = binding.bind(sop=sop, given=given, by=by, at=at)
    if not made:
        return made
    others = binding.starting(sop)
    _check_none_moves(sop, others)
    _follow(sop, {one.step for one in made})
    for other in others:
        _follow(other, binding.take_called(other))
    return made


def _check_none_moves(sop: Sop, others: Sequence[Sop]) -> None:
    """The rows of all of them are held, so no move of their cases begins meanwhile."""
    moves = Move.objects.filter(sop__in=[sop, *others], state__in=UNDER_WAY).select_related("sop")
    moved = moves.first()
    if moved is None:
        return
    if moved.sop_id == sop.pk:
        raise Refused("move_running", _("Kasus SOP ini sedang dipindah. Tunggu sampai selesai."))
    words = _("Kasus SOP %(sop)s, yang memulai SOP ini, sedang dipindah. Tunggu sampai selesai.")
    raise Refused("move_running", words % {"sop": moved.sop.name})


def _follow(sop: Sop, steps: set[str]) -> None:
    """Put the turns of what is open under every version of the SOP where its steps are done now."""
    for version in published_versions().filter(sop=sop):
        definition = definition_of(version)
        put_turns(StepPass.objects.filter(case__version=version, step__in=steps), definition)


def put_turns(passes: QuerySet[StepPass], definition: Definition) -> None:
    """Put the turns of those passes that are live, of steps that the source leaves open, where they are done now.

    Holds their rows and no case: who works on one holds the case, and then waits for the SOP that the caller holds.
    """
    live = passes.filter(
        former=False, status__in=(StepPass.Status.OPEN, StepPass.Status.WAITING), step__in=definition.left_open,
    )  # fmt: skip
    rows = list(live.order_by("pk").select_for_update(of=("self",)).only("engine", "lanes"))
    for row in rows:
        row.lanes = lanes_now(row, definition)
    StepPass.objects.bulk_update(rows, ["lanes"], batch_size=TURNS)
