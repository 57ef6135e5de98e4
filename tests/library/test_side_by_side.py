"""Two SOPs beside each other: every step stands once, in the order of the spine."""

from itertools import pairwise

import pytest

from library.side_by_side import NO_STAGE, by_stage
from sop_library.inspecting import catalogue
from sop_library.loading import load
from sop_library.parts import STAGES

KEYS = sorted(catalogue())


@pytest.mark.parametrize(("one", "other"), [*pairwise(KEYS), (KEYS[0], KEYS[0])])
def test_every_step_stands_once_and_the_stages_in_their_order(one: str, other: str) -> None:
    left, right = (load(catalogue()[key], name=key) for key in (one, other))
    rows = by_stage(left, right)
    for side, definition in (("left", left), ("right", right)):
        listed = [step.key for row in rows for step in getattr(row, side)]
        assert sorted(listed) == sorted(step.key for step in definition.steps)
        for row in rows:
            places = [definition.position[step.key] for step in getattr(row, side)]
            assert places == sorted(places)
            assert all(row.stage in step.stages or row.stage == NO_STAGE for step in getattr(row, side))
    order = [*STAGES, NO_STAGE]
    assert [order.index(row.stage) for row in rows] == sorted(order.index(row.stage) for row in rows)
    assert all(row.left or row.right for row in rows)
    for row in rows:
        assert {step.key for step in (*row.left, *row.left_also)} >= {
            step.key for step in left.steps if row.stage in step.stages
        }
        assert not {step.key for step in row.left} & {step.key for step in row.left_also}
