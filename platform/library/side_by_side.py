"""Two SOPs beside each other, stage by stage of the common spine. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sop_library.definition import Definition
from sop_library.parts import STAGES, Step

NO_STAGE = ""


@dataclass(frozen=True, slots=True)
class StageRow:
    """What two SOPs do in one stage, each in the order of its sheet. `stage` is "" for steps that name none.

    `left_also` and `right_also` are the steps that serve this stage, too, and stand in an earlier one.
    """

    stage: str
    left: tuple[Step, ...]
    right: tuple[Step, ...]
    left_also: tuple[Step, ...] = ()
    right_also: tuple[Step, ...] = ()


def by_stage(left: Definition, right: Definition) -> tuple[StageRow, ...]:
    """The stages that either has, in the order of the spine, then the steps without one.

    A step that serves several stages stands in the first of them, so that every step stands once.
    """
    ours, theirs = _sorted(left), _sorted(right)
    return tuple(
        StageRow(
            stage,
            tuple(ours.get(stage, ())),
            tuple(theirs.get(stage, ())),
            _also(left, stage, ours),
            _also(right, stage, theirs),
        )
        for stage in (*STAGES, NO_STAGE)
        if stage in ours or stage in theirs
    )


def _also(definition: Definition, stage: str, placed: Mapping[str, Sequence[Step]]) -> tuple[Step, ...]:
    here = placed.get(stage, ())
    return tuple(step for step in definition.steps if stage in step.stages and step not in here)


def _sorted(definition: Definition) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in definition.steps:
        first = next((stage for stage in STAGES if stage in step.stages), NO_STAGE)
        found.setdefault(first, []).append(step)
    return found
