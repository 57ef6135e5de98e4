"""All scenes in the order they are played."""

from infra.demo.check.report import Scene
from infra.demo.check.scenes import (
    bad_input,
    board,
    branches,
    count,
    door,
    elsewhere,
    handover,
    identity,
    life,
    nameless,
    office,
    outreach,
    refused,
    regency,
    sheets,
    tidy,
    unanswered,
    whole,
)

SCENES: list[Scene] = [
    *door.SCENES,
    *board.SCENES,
    *nameless.SCENES,
    *whole.SCENES,
    *outreach.SCENES,
    *branches.SCENES,
    *refused.SCENES,
    *bad_input.SCENES,
    *life.SCENES,
    *identity.SCENES,
    *elsewhere.SCENES,
    *handover.SCENES,
    *count.SCENES,
    *regency.SCENES,
    *unanswered.SCENES,
    *sheets.SCENES,
    *office.SCENES,
    *tidy.SCENES,
]
