"""Whose word counts as consent: the victim's own, and for a child what a parent or guardian said (UU 27/2022 art. 25).

A reporter or a companion speaks for nobody, and whoever is reported least of all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.models import Consent, Role
from sop_library.codes import child_bands


@dataclass(frozen=True, slots=True)
class _Word:
    """What stands for one victim: agreed or not, and whether it was said of this victim alone."""

    given: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Voices:
    """Who is asked in a case: the victims, the children among them, and those who are reported and no victims."""

    victims: tuple[UUID, ...]
    children: frozenset[UUID]
    respondents: frozenset[UUID]

    def heard_for(self, consent: Consent) -> tuple[UUID, ...]:
        """The victims this consent speaks for; of nobody's word in particular (a form's, duty's) all of them."""
        whose = consent.person_id
        if whose in self.victims:
            return (whose,)
        if whose is None or consent.way == Consent.Way.DUTY:
            return self.victims
        if consent.way != Consent.Way.GUARDIAN or whose in self.respondents:
            return ()
        return tuple(one for one in self.victims if len(self.victims) == 1 or one in self.children)


def voices_of(parts: Sequence[Role]) -> Voices:
    """The voices of a case from the parts that stand in it."""
    victims = {one.person_id: one.person for one in parts if one.kind == Role.Kind.VICTIM}
    bands = child_bands()
    return Voices(
        victims=tuple(victims),
        children=frozenset(key for key, person in victims.items() if person.age_band in bands),
        respondents=frozenset(
            one.person_id for one in parts if one.kind == Role.Kind.RESPONDENT and one.person_id not in victims
        ),
    )


def _heard(before: _Word | None, *, given: bool, shared: bool) -> _Word:
    """What stands after one more word. What was said of nobody in particular never turns one's own no into a yes."""
    if shared and before is not None and before.own and not before.given:
        return before
    return _Word(given, own=not shared)


def agreed(consents: Iterable[Consent], voices: Voices) -> dict[str, bool]:
    """Kind -> whether the victims agree: none of them says no, one says yes. Of each the newest word counts.

    `consents`: oldest first; one withdrawn is a no. A kind of which nobody spoke who may is not in it. Where no victim
    is known yet, what was said of nobody in particular stands.
    """
    standing: dict[str, dict[UUID | None, _Word]] = {}
    for consent in consents:
        given = consent.given and consent.withdrawn_at is None
        nobodys = consent.person_id is None or consent.way == Consent.Way.DUTY
        heard: tuple[UUID | None, ...] = voices.heard_for(consent)
        if nobodys and not voices.victims:
            heard = (None,)
        words = standing.setdefault(consent.kind, {})
        for one in heard:
            shared = nobodys and consent.way != Consent.Way.DUTY and len(voices.victims) > 1
            words[one] = _heard(words.get(one), given=given, shared=shared)
    return {kind: all(word.given for word in words.values()) for kind, words in standing.items() if words}
