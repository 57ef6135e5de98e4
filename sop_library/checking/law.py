"""What the law says of mediation, held against the conditions under which a step can be worked on.

UU 12/2022 (TPKS) art. 23: sexual violence is not settled outside court, save where the accused is a child. And nobody
is mediated who has not agreed to it.
"""

from collections.abc import Iterator, Mapping

from sop_library.checking.asking import Trials
from sop_library.checking.findings import Finding, Severity
from sop_library.checking.settling import settles, speaks_of_settling, starts_settling
from sop_library.checking.subs import called
from sop_library.conditions import All
from sop_library.definition import Definition
from sop_library.facts import FactValue
from sop_library.parts import Step
from sop_library.satisfying import Budget, TooManyFacts

_NOT_AGREED: Mapping[str, FactValue] = {"consent.mediation": False}
_SEXUAL: Mapping[str, FactValue] = {
    "consent.mediation": True,
    "incident.kinds": ("SEKSUAL",),
    "respondent.child": False,
}
_AGAINST = (_NOT_AGREED, _SEXUAL)
_TRIED = (("mediation_without_consent", _NOT_AGREED), ("mediation_of_sexual_violence", _SEXUAL))
NOT_TRIED: tuple[Severity, str] = ("advice", "mediation_not_tried")
_A_LITTLE = 1_000
"""What trying any one step may cost by itself, so that steps that are hard to try leave enough for the others."""


def check_law(
    definition: Definition,
    *,
    besides: frozenset[str | None] = frozenset(),
    around: Mapping[str, Definition] | None = None,
) -> Iterator[Finding]:
    """Steps that settle a case (`settling`) and open without the victim's own consent, or for sexual violence: faults,
    so that no office works by them. Where a step only speaks of it, or starts an SOP nobody knows here, advice.

    Nothing is said of the steps `besides`: those with faults, whose conditions may not be judged. `around` are the
    other SOPs, by key: one that asks for that consent itself needs no gate where it is started. What is tried for the
    rest of the check takes nothing from this; where a step is too much to try all the same, that is advice.
    """
    shared = Trials()
    for place, step in enumerate(definition.steps):
        if step.key in besides or not step.worked:
            continue
        little = Trials(budget=Budget(whole=_A_LITTLE, each=_A_LITTLE))
        found = _told(definition, step, little, around)
        if NOT_TRIED in found:
            found = _told(definition, step, shared, around)
        for kind, code in found:
            yield Finding(kind, code, ("steps", place), step.key, {"step": step.name})


def _told(
    definition: Definition, step: Step, trials: Trials, around: Mapping[str, Definition] | None
) -> list[tuple[Severity, str]]:
    """What the law says against how a step opens, and NOT_TRIED where some of it was too much to try."""
    try:
        kind = _kind(step, trials, around)
    except TooManyFacts:
        return [NOT_TRIED]
    if kind is None:
        return []
    return [NOT_TRIED if code == NOT_TRIED[1] else (kind, code) for code in _against(definition, step, trials)]


def _against(definition: Definition, step: Step, trials: Trials) -> Iterator[str]:
    """The codes of it; what was found stands, though the rest is too much to try."""
    found = False
    try:
        for code, given in _TRIED:
            if _opens(definition, step, given, trials):
                found = True
                yield code
        early = step.gate is not None and step.gate.override is not None
        if early and not found and any(_opens(definition, step, one, trials, early=True) for one in _AGAINST):
            yield "mediation_opened_early"
    except TooManyFacts:
        yield NOT_TRIED[1]


def _kind(step: Step, trials: Trials, around: Mapping[str, Definition] | None) -> Severity | None:
    """How grave it is where the step opens: a fault for what settles, advice for what speaks of it; else nothing."""
    subs = [sub for sub in step.subs if starts_settling(sub)]
    started = [one for sub in subs for one in called(sub, around or {})]
    if settles(step) and not started:
        return "fault"
    if any(not _asks_itself(one, trials) for one in started):
        return "fault"
    if started:
        return None
    return "advice" if subs or speaks_of_settling(step) else None


def _asks_itself(definition: Definition, trials: Trials) -> bool:
    """Whether some step of an SOP stays shut for a victim who has not agreed, and some for sexual violence.

    Raises TooManyFacts.
    """
    return all(any(not _opens(definition, step, given, trials) for step in definition.steps) for given in _AGAINST)


def _opens(
    definition: Definition, step: Step, given: Mapping[str, FactValue], trials: Trials, *, early: bool = False
) -> bool:
    """True where the step can open while `given` holds. Raises TooManyFacts.

    `early`: its gate is opened by whoever may do so before it would open by itself.
    """
    gates = (step.applies_when, None if step.gate is None or early else step.gate.when)
    conditions = tuple(condition for condition in gates if condition is not None)
    if not conditions:
        return True
    return trials.holds_given(given, definition, All(conditions))
