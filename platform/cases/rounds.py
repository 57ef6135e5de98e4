"""How often the SOPs that a case's own starts were begun in it."""

from collections.abc import Mapping

from cases.models import Case, StepPass
from cases.running import state_of
from sop_library.engine.rounds import Rounds, rounds_of
from sop_library.parts import Inside
from sop_library.queries import definition_of


def rounds_in(case: Case) -> Mapping[Inside, Rounds]:
    """The rounds of every SOP that was begun. One query where the case's SOP starts any, else none."""
    definition = definition_of(case.version)
    starters = {step for step, _sub in definition.children}
    if not starters:
        return {}
    rows = StepPass.objects.filter(case=case, former=False, step__in=starters).order_by("arrived", "step", "number")
    return rounds_of(definition, state_of({}, rows.values_list("engine", flat=True)))
