"""The first half of a move: a state whose keys are those of the new version, nothing else changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sop_library.definition import Definition
from sop_library.engine.state import BranchEnd, Ending, LimitRun, Pass, State, Wait, indexes
from sop_library.moving.plan import Plan


@dataclass(frozen=True)
class Renamed:
    """`ids`: old pass -> new pass, in order; `former`: passes the engine no longer knows; `carried`: limits that run
    and have no counterpart."""

    state: State
    ids: Mapping[str, str]
    former: tuple[str, ...]
    carried: tuple[LimitRun, ...]


def renamed(state: State, *, plan: Plan, new: Definition) -> Renamed:
    """The state under the new version's keys. A pass whose step has no counterpart is left out of it: it is history.

    Several steps that become one are numbered anew, in order of arrival; every other pass keeps its number, also where
    the rounds before it are not in the state given.
    """
    if plan.renames_nothing and plan.steps.keys() >= {one.step for one in state.passes}:
        names = _Names({}, plan, new)
        if all(names.of(key) == key for key in _spoken_of(state)):
            return Renamed(state, dict(zip(state.by_id, state.by_id, strict=True)), (), ())
    ids, former, numbers = _ids(state, plan)
    names = _Names(ids, plan, new)
    passes = [_renamed(one, names, numbers) for one in state.passes if one.id in ids]
    by_id, latest, live_ids = indexes(passes)
    limits, carried = _limits(state, plan)
    door = None if state.door is None else plan.doors.get(state.door, state.door)
    if passes == [*state.by_id.values()] and (door, limits) == (state.door, state.limits) and not _told(state):
        return Renamed(state, ids, former, carried)
    return Renamed(
        replace(
            state, by_id=by_id, latest=latest, live_ids=live_ids, door=door, limits=limits,
            facts={**state.facts, "door": door} if door and "door" in state.facts else state.facts,
            raised=frozenset(to for key in state.raised if (to := plan.interrupts.get(key, key)) is not None),
            endings=tuple(_ending(one, names) for one in state.endings),
            branch_ends=tuple(_branch_end(one, names) for one in state.branch_ends),
        ),
        ids, former, carried,
    )  # fmt: skip


def _spoken_of(state: State) -> Iterator[str]:
    """The passes that others and the ends name, of this version or of history."""
    for one in state.passes:
        yield from one.came_from
        if one.wait is not None and one.wait.on is not None:
            yield one.wait.on
    for ending in state.endings:
        yield from ending.cancelled
    yield from (one.pass_id for one in state.branch_ends)


def _told(state: State) -> bool:
    """Whether the state names passes or interrupts beside its passes."""
    return bool(state.raised or state.endings or state.branch_ends)


class _Names:
    """What ids are called now. One that is not in the state given keeps its name: of a step that goes by its key, or of
    history, there unless a pass of the new version may come to bear it."""

    def __init__(self, ids: Mapping[str, str], plan: Plan, new: Definition) -> None:
        self._ids, self._plan, self._new = ids, plan, new

    def of(self, key: str) -> str | None:
        if key in self._ids:
            return self._ids[key]
        step = key.partition("#")[0]
        return None if step in self._new.by_key and self._plan.steps.get(step) != step else key

    def all(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for key in keys if (name := self.of(key)) is not None))


def _ids(state: State, plan: Plan) -> tuple[dict[str, str], tuple[str, ...], dict[tuple[str, int], int]]:
    ids: dict[str, str] = {}
    numbers: dict[tuple[str, int], int] = {}
    last: dict[str, int] = {}
    former = []
    for one in state.passes:
        to = plan.steps.get(one.step)
        if to is None:
            former.append(one.id)
            continue
        last[to] = number = last.get(to, 0) + 1 if to in plan.merged else one.number
        ids[one.id] = f"{to}#{number}"
        numbers[one.step, one.number] = number
    return ids, tuple(former), numbers


def _renamed(one: Pass, names: _Names, numbers: Mapping[tuple[str, int], int]) -> Pass:
    key = names.of(one.id) or one.id
    came_from = names.all(one.came_from)
    wait = one.wait
    if wait is not None and wait.on is not None:
        wait = Wait(wait.kind, wait.facts, names.of(wait.on))
    papers = numbers.get((one.step, one.papers_from), one.papers_from)
    if (key, came_from, wait, papers) == (one.id, one.came_from, one.wait, one.papers_from):
        return one
    step, _hash, number = key.partition("#")
    return replace(
        one, id=key, step=step, number=int(number), came_from=came_from, wait=wait, papers_from=papers
    )  # fmt: skip


def _ending(one: Ending, names: _Names) -> Ending:
    return replace(one, cancelled=names.all(one.cancelled)) if one.cancelled else one


def _branch_end(one: BranchEnd, names: _Names) -> BranchEnd:
    return replace(one, pass_id=names.of(one.pass_id) or one.pass_id)


def _limits(state: State, plan: Plan) -> tuple[tuple[LimitRun, ...], tuple[LimitRun, ...]]:
    kept = tuple(_kept(state, plan))
    gone = (one for one in state.limits if plan.limits.get(one.key) is None and one.met_at is None)
    return kept, tuple(gone)


def _kept(state: State, plan: Plan) -> Iterator[LimitRun]:
    for one in state.limits:
        to = plan.limits.get(one.key)
        if to is not None:
            yield one if to == one.key else replace(one, key=to)
