"""All scenes in the order they are played."""

from infra.demo.check.report import Scene
from infra.demo.check.scenes import door, outreach, whole

SCENES: list[Scene] = [*door.SCENES, *whole.SCENES, *outreach.SCENES]
