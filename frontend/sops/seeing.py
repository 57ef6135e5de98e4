"""Who sees the cases of an SOP: the lanes that have something to do in it, beside those of the version in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import Lane
from accounts.queries import lanes_with_holders
from cases.policies import lanes_of
from sop_library.bindings import Bound, with_bound
from sop_library.definition import Definition
from sop_library.models import SopVersion
from sop_library.operations.binding import bound_of_called
from sop_library.queries import definition_of, running


@dataclass(frozen=True, slots=True)
class Seer:
    """A lane whose holders see the cases, and who they are."""

    label: str
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """Who sees the cases of an SOP. Against the version `before`: who is `new`, and who sees them `no_longer`."""

    lanes: tuple[Seer, ...]
    before: SopVersion | None = None
    new: tuple[Seer, ...] = ()
    no_longer: tuple[Seer, ...] = ()


def sight_if_approved(
    document: Mapping[str, Any], sheet: Definition, *, bound: Bound, in_force: SopVersion | None
) -> Sight:
    """Who would see the cases of a document that waits for the head, beside the version `in_force` of its SOP.

    `bound`: the lanes that the office gave to steps whose source names none. Those of the SOPs that it starts are
    bound to these, and come with them when it is published.
    """
    runs = running(document, sheet)
    after = with_bound(runs, {**bound, **bound_of_called(runs)})
    return _sight(after, in_force, definition_of(in_force) if in_force is not None else None)


def sight_of(version: SopVersion) -> Sight:
    """Who sees the cases of a version."""
    return _sight(definition_of(version), None, None)


def _sight(after: Definition, in_force: SopVersion | None, before: Definition | None) -> Sight:
    here = {lane.key: lane for lane in lanes_with_holders()}
    now, was = lanes_of(after), lanes_of(before) if before is not None else frozenset()
    return Sight(
        lanes=_seers(after, now, here),
        before=in_force,
        new=_seers(after, now - was, here) if before is not None else (),
        no_longer=_seers(before, was - now, here) if before is not None else (),
    )


def _seers(definition: Definition, keys: frozenset[str], here: Mapping[str, Lane]) -> tuple[Seer, ...]:
    """In the sheet's order; a lane that is made of others is not held itself, so these stand in its place."""
    held = [lane for lane in definition.lanes.values() if lane.key in keys and (lane.key in here or not lane.made_of)]
    return tuple(
        Seer(
            here[lane.key].label if lane.key in here else lane.label,
            tuple(member.staff.name for member in here[lane.key].held_by) if lane.key in here else (),
        )
        for lane in held
    )
