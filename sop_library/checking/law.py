"""What the law says of mediation, held against the conditions under which a step can be worked on.

UU 12/2022 (TPKS) art. 23: sexual violence is not settled outside court, save where the accused is a child. And nobody
is mediated who has not agreed to it.
"""

import re
from collections.abc import Iterator, Mapping

from sop_library.checking.advising import ACTORS
from sop_library.checking.asking import Trials
from sop_library.checking.findings import Finding, Severity
from sop_library.conditions import All
from sop_library.definition import Definition
from sop_library.facts import FactValue
from sop_library.parts import Step
from sop_library.satisfying import TooManyFacts

_MEDIATES = re.compile(r"\b(me|di)?mediasi(kan)?\b", re.IGNORECASE)
_NOUNS = r"(?:(?:pelaksanaan|penyelenggaraan|proses|sidang|sesi|kegiatan|layanan|pertemuan|rapat)\s+)*"
_VERBS = (
    r"(?:melakukan|melaksanakan|mengadakan|menyelenggarakan|memfasilitasi|memimpin"
    r"|dilakukan|dilaksanakan|diadakan|diselenggarakan|difasilitasi|dipimpin)"
)
_ENDS = r"\b(?!\s*(?:\?|(?:ditolak|gagal|tidak|belum|batal|dibatalkan|dijadwalkan|ditunda|dihentikan|selesai)\b))"
_DOES = re.compile(
    rf"[\W\d_]*(?:{_NOUNS}(?:{_VERBS}\s+{_NOUNS})*(?:me|di)?mediasi(?:kan)?{_ENDS}"
    rf"|(?:{ACTORS.pattern})(?:\s+(?!me|di|ber)[\w/]+){{0,3}}\s+"
    rf"(?:{_VERBS}\s+{_NOUNS}mediasi|memediasi(?:kan)?){_ENDS})",
    re.IGNORECASE,
)
"""Begins with doing it, whoever is named before. Asking for consent, inviting or preparing are steps before it, what
becomes of it is one after: nobody is mediated there."""
_BEGINNING = 60
"""Words further on tell of mediation rather than doing it."""
_NOT_AGREED: Mapping[str, FactValue] = {"consent.mediation": False}
_SEXUAL: Mapping[str, FactValue] = {
    "consent.mediation": True,
    "incident.kinds": ("SEKSUAL",),
    "respondent.child": False,
}
_AGAINST = (_NOT_AGREED, _SEXUAL)


def mediates(step: Step) -> bool:
    """True where the step does mediation, by its name or how its words begin, and is work on a case."""
    return step.worked and bool(_MEDIATES.search(step.name) or _MEDIATES.search(step.text[:_BEGINNING]))


def check_law(
    definition: Definition, trials: Trials, *, besides: frozenset[str | None] = frozenset()
) -> Iterator[Finding]:
    """Steps of mediation that open without the victim's own consent, or for sexual violence: faults, so that no office
    works by them. Where a step only speaks of mediation, advice.

    Nothing is said of the steps `besides`: those with faults, whose conditions may not be judged.
    """
    for place, step in enumerate(definition.steps):
        if not mediates(step) or step.key in besides:
            continue
        does = _DOES.match(step.name) or _DOES.match(step.text)
        kind: Severity = "fault" if does else "advice"
        said = False
        for code, given in (("mediation_without_consent", _NOT_AGREED), ("mediation_of_sexual_violence", _SEXUAL)):
            if _opens(definition, step, given, trials):
                said = True
                yield Finding(kind, code, ("steps", place), step.key, {"step": step.name})
        early = step.gate is not None and step.gate.override is not None
        if early and not said and any(_opens(definition, step, one, trials, early=True) for one in _AGAINST):
            yield Finding(kind, "mediation_opened_early", ("steps", place), step.key, {"step": step.name})


def _opens(
    definition: Definition, step: Step, given: Mapping[str, FactValue], trials: Trials, *, early: bool = False
) -> bool:
    """True where the step can open while `given` holds; False where it can't, or where that is too much to try.

    `early`: its gate is opened by whoever may do so before it would open by itself.
    """
    gates = (step.applies_when, None if step.gate is None or early else step.gate.when)
    conditions = tuple(condition for condition in gates if condition is not None)
    if not conditions:
        return True
    try:
        return trials.holds_given(given, definition, All(conditions))
    except TooManyFacts:
        return False
