"""Who gave the consents that a form keeps, and whether they may be used at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.models import Case, Consent, Person, Role
from cases.refusals import Missing
from cases.voices import adult_speaks, voices_in

GIVER, CONFLICT, BECAUSE = "given_by", "guardian_conflict", "giver_because"
"""What the consent sheets (Lembar Informed Consent, Nunukan's Form 4) ask of it; no other form has these questions."""
GUARDIANS = frozenset({"ORANG_TUA", "WALI"})
NOBODY = "DASAR_LAIN"


@dataclass(frozen=True, slots=True)
class Giver:
    """By whom and how the consents of one filled form were given."""

    person: Person | None
    way: str
    because: str = ""


def giver_of(case: Case, answers: Mapping[str, Any]) -> Giver | None:
    """Who speaks in these answers; None where nobody who may does: then the form gives no consent, whatever it says.

    A parent or guardian under suspicion gives none, and neither does work on another basis (UU 27/2022 art. 20): that
    basis stands in the answers. The victim consented where the case has one alone; of several the form doesn't say who.
    """
    by = answers.get(GIVER, "")
    if by == NOBODY or (by in GUARDIANS and answers.get(CONFLICT) == "YA"):
        return None
    victims = Person.objects.filter(case=case, roles__kind=Role.Kind.VICTIM, roles__ended_at=None)
    found = list(victims.only("id", "case_id")[:2])
    way = Consent.Way.GUARDIAN if by in GUARDIANS else Consent.Way.SIGNED
    because = str(answers.get(BECAUSE, "")).strip() if way == Consent.Way.GUARDIAN else ""
    return Giver(found[0] if len(found) == 1 else None, way.value, because)


def faults_of(case: Case, answers: Mapping[str, Any]) -> list[Missing]:
    """What keeps a consent sheet from being kept: a parent or guardian who speaks for adults, and nobody says why."""
    if answers.get(GIVER, "") not in GUARDIANS or str(answers.get(BECAUSE, "")).strip():
        return []
    if answers.get(CONFLICT) == "YA" or not voices_in(case).only_adults(None):
        return []
    return [Missing(GIVER, adult_speaks())]
