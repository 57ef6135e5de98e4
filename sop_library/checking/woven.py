"""Can the SOPs that an SOP starts be kept and worked from where it starts them? Each fault at the step that does."""

from collections.abc import Iterator

from sop_library.checking.asking import Trials
from sop_library.checking.findings import Finding, Path, fault
from sop_library.definition import Definition
from sop_library.parts import BETWEEN_KEYS, Step
from sop_library.satisfying import TooManyFacts

LONGEST_KEY = 200
"""What a step may be called in a case: its own key behind those of the steps it is started from."""


def check_woven(definition: Definition, woven: Definition) -> Iterator[Finding]:
    """`woven` is `definition` with the SOPs that it starts. A step of these that could never open is said once."""
    trials = Trials()
    for step in woven.steps:
        if step.inside is None:
            continue
        starter, path = _started_by(definition, step)
        if len(step.key) > LONGEST_KEY:
            yield fault("called_key_too_long", path, starter.key, step=starter.name, sop=step.sop_name, inner=step.name)
        elif step.gate is not None and not _may_open(woven, step, trials):
            yield fault("called_never_opens", path, starter.key, step=starter.name, sop=step.sop_name, inner=step.name)


def _started_by(definition: Definition, step: Step) -> tuple[Step, Path]:
    starter = definition.step(step.key.partition(BETWEEN_KEYS)[0])
    return starter, ("steps", definition.position[starter.key], "sub")


def _may_open(woven: Definition, step: Step, trials: Trials) -> bool:
    try:
        return step.gate is None or trials.holds(woven, step.gate.when)
    except TooManyFacts:
        return True
