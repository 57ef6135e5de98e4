"""Moving a running case to another version of its SOP: a plan, and what it makes of one state. Pure: no Django."""

from sop_library.moving.moving import Held, Moved, moved
from sop_library.moving.plan import (
    Plan,
    PlanBroken,
    PlanFault,
    faults,
    following,
    from_json,
    propose,
    suggestions,
    to_json,
)

__all__ = [
    "Held",
    "Moved",
    "Plan",
    "PlanBroken",
    "PlanFault",
    "faults",
    "following",
    "from_json",
    "moved",
    "propose",
    "suggestions",
    "to_json",
]
