"""The check of an SOP definition: what keeps it from running (faults), and what to look at twice (advice)."""

from collections.abc import Mapping, Sequence

from sop_library.checking.advising import advise
from sop_library.checking.asking import check_asking
from sop_library.checking.findings import Finding
from sop_library.checking.flow import check_flow
from sop_library.checking.names import check_names
from sop_library.checking.times import check_times
from sop_library.definition import Definition

__all__ = ["Finding", "check", "faults_of"]


def check(definition: Definition, *, bound_lanes: Mapping[str, Sequence[str]] | None = None) -> list[Finding]:
    """Faults first, then advice, each in the order of the document.

    `bound_lanes` (step key -> lanes) are what the office has bound to steps without a lane in the source: where given,
    a step that still has none is a fault; where None, only advice.
    """
    return [*faults_of(definition, bound_lanes=bound_lanes), *advise(definition)]


def faults_of(definition: Definition, *, bound_lanes: Mapping[str, Sequence[str]] | None = None) -> list[Finding]:
    """The faults alone: an SOP with any can't go live."""
    return [
        *check_names(definition, bound_lanes),
        *check_flow(definition),
        *check_asking(definition),
        *check_times(definition),
    ]
