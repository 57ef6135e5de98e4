"""What is nobody's once somebody leaves: the cases they hold, and steps of lanes that nobody else holds.

For the admins, who need not see a case to have it handed over. Nothing here names a person in one.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts import queries as accounts
from accounts.models import Lane, Staff
from cases.models import Case, StepPass
from cases.policies import lanes_of
from cases.queries import AT_WORK, HELD_UP, visible_cases
from sop_library.models import SopVersion
from sop_library.queries import definition_of

SHOWN = 20


@dataclass(frozen=True)
class LoneLane:
    """A lane without anybody, and how many steps of running cases are therefore nobody's turn."""

    lane: Lane
    steps: int


@dataclass(frozen=True)
class LeftBehind:
    """Cases not over yet and lanes; `seen` are the first of the `visible` ones, which whoever asks may open."""

    running: int
    paused: int
    visible: int
    seen: tuple[Case, ...]
    lanes: tuple[LoneLane, ...]

    @property
    def cases(self) -> int:
        """How many cases."""
        return self.running + self.paused

    @property
    def further(self) -> int:
        """How many that could be opened are not among `seen`."""
        return self.visible - len(self.seen)

    @property
    def hidden(self) -> int:
        """How many belong to SOPs in which whoever asks has no lane."""
        return self.cases - self.visible

    def __bool__(self) -> bool:
        return bool(self.cases or self.lanes)


def would_leave(*, staff: Staff, to: Staff) -> LeftBehind:
    """What would be nobody's if this person held no lane any more, as far as `to` may see it."""
    return _left(_held(staff, lanes=frozenset()), accounts.lanes_held_alone(staff=staff), to=to)


def has_left(*, staff: Staff, to: Staff) -> LeftBehind:
    """What is nobody's because of this person: cases held without working in their SOP, lanes last held by them."""
    lanes = staff.lane_keys() if staff.is_active else frozenset()
    return _left(_held(staff, lanes=lanes), accounts.lanes_last_held(staff=staff), to=to)


def _held(staff: Staff, *, lanes: Collection[str]) -> QuerySet[Case]:
    """The cases not over yet that this person holds, of SOPs in which none of these lanes works."""
    held = Case.objects.filter(holder=staff).exclude(state=Case.State.ENDED)
    if not lanes:
        return held
    versions = SopVersion.objects.filter(pk__in=held.order_by().values("version"))
    return held.filter(version__in=[one for one in versions if lanes_of(definition_of(one)).isdisjoint(lanes)])


def _left(held: QuerySet[Case], lone: QuerySet[Lane], *, to: Staff) -> LeftBehind:
    states = list(held.order_by().values_list("state", flat=True))
    visible = held.filter(pk__in=visible_cases(to=to).order_by().values("pk"))
    paused = states.count(Case.State.PAUSED)
    return LeftBehind(
        running=len(states) - paused,
        paused=paused,
        visible=visible.count() if states else 0,
        seen=tuple(visible.defer("flow").order_by("opened_at", "pk")[:SHOWN]) if states else (),
        lanes=_with_steps(list(lone)),
    )


def _with_steps(lone: list[Lane]) -> tuple[LoneLane, ...]:
    """Each lane with the steps that no other lane can do either."""
    if not lone:
        return ()
    nobodys = {lane.key for lane in lone} | set(accounts.unheld_lanes().values_list("key", flat=True))
    turns = StepPass.objects.filter(
        Q(status=StepPass.Status.OPEN) | HELD_UP, AT_WORK, lanes__overlap=[lane.key for lane in lone],
    )  # fmt: skip
    stuck = [keys for keys in turns.order_by().values_list("lanes", flat=True) if nobodys.issuperset(keys)]
    return tuple(LoneLane(lane, sum(lane.key in keys for keys in stuck)) for lane in lone)
