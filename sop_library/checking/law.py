"""What the law says of mediation, held against the conditions under which a step can be worked on.

UU 12/2022 (TPKS) art. 23: sexual violence is not settled outside court, save where the accused is a child. And nobody
is mediated who has not agreed to it.
"""

import re
from collections.abc import Iterator, Mapping

from sop_library.checking.asking import Trials
from sop_library.checking.findings import Finding, advice
from sop_library.conditions import All
from sop_library.definition import Definition
from sop_library.facts import FactValue
from sop_library.parts import Step
from sop_library.satisfying import TooManyFacts

_MEDIATES = re.compile(r"\b(me|di)?mediasi(kan)?\b", re.IGNORECASE)
_BEGINNING = 60
"""Words further on tell of mediation rather than doing it."""
_NOT_AGREED: Mapping[str, FactValue] = {"consent.mediation": False}
_SEXUAL: Mapping[str, FactValue] = {
    "consent.mediation": True,
    "incident.kinds": ("SEKSUAL",),
    "respondent.child": False,
}


def mediates(step: Step) -> bool:
    """True where the step does mediation, by its name or how its words begin, and is work on a case."""
    return step.worked and bool(_MEDIATES.search(step.name) or _MEDIATES.search(step.text[:_BEGINNING]))


def advise_on_law(
    definition: Definition, trials: Trials, *, besides: frozenset[str | None] = frozenset()
) -> Iterator[Finding]:
    """Steps of mediation that open without the victim's own consent, or for sexual violence.

    Nothing is said of the steps `besides`: those with faults, whose conditions may not be judged.
    """
    for place, step in enumerate(definition.steps):
        if not mediates(step) or step.key in besides:
            continue
        path = ("steps", place)
        if _opens(definition, step, _NOT_AGREED, trials):
            yield advice("mediation_without_consent", path, step.key, step=step.name)
        if _opens(definition, step, _SEXUAL, trials):
            yield advice("mediation_of_sexual_violence", path, step.key, step=step.name)


def _opens(definition: Definition, step: Step, given: Mapping[str, FactValue], trials: Trials) -> bool:
    """True where the step can open while `given` holds; False where it can't, or where that is too much to try."""
    gates = (step.applies_when, None if step.gate is None else step.gate.when)
    conditions = tuple(condition for condition in gates if condition is not None)
    if not conditions:
        return True
    try:
        return trials.holds_given(given, definition, All(conditions))
    except TooManyFacts:
        return False
