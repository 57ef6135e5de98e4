"""All scenes in the order they are played."""

from infra.demo.check.report import Scene
from infra.demo.check.scenes import bad_input, branches, door, nameless, outreach, refused, whole

SCENES: list[Scene] = [
    *door.SCENES,
    *nameless.SCENES,
    *whole.SCENES,
    *outreach.SCENES,
    *branches.SCENES,
    *refused.SCENES,
    *bad_input.SCENES,
]
