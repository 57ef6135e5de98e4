"""Whose word counts as consent: the victim's own, and for a child what a parent or guardian said (UU 27/2022 art. 25).

A reporter or a companion speaks for nobody, whoever is reported least of all, and whoever was taken off the case not
even for themselves. For an adult nobody else speaks, unless it is written why (a guardian appointed by a court).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from cases.models import Case, Consent, Person, Role
from sop_library.codes import child_bands


@dataclass(frozen=True, slots=True)
class _Word:
    """What stands for one victim: agreed or not, and whether it was said of this victim alone."""

    given: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Voices:
    """Who is asked in a case: the victims, children and adults among them, and those reported who are no victims.

    A victim of unknown age is neither a child nor an adult. `present`: everybody who has a part. `parted_at`: when
    somebody last ceased to be a victim.
    """

    present: frozenset[UUID]
    victims: tuple[UUID, ...]
    children: frozenset[UUID]
    adults: frozenset[UUID]
    respondents: frozenset[UUID]
    parted_at: datetime | None = None

    def only_adults(self, person: UUID | None) -> bool:
        """Whether whoever this person would speak for, themselves or else the victims, are all known to be adults."""
        concerned = (person,) if person in self.victims else self.victims
        return bool(concerned) and self.adults.issuperset(concerned)

    def is_gone(self, person: UUID | None) -> bool:
        """Whether this is somebody who has no part in the case any more."""
        return person is not None and person not in self.present

    def is_anybodys(self, consent: Consent) -> bool:
        """Whether it was said of nobody in particular while somebody was a victim who is none now: it may be theirs."""
        if self.parted_at is None or consent.person_id is not None or consent.way == Consent.Way.DUTY:
            return False
        return consent.at <= self.parted_at

    def is_doubtful(self, consent: Consent) -> bool:
        """Whether a yes opens nothing because it may have been theirs; a no stands, whoever of them said it."""
        return not consent.refuses and self.is_anybodys(consent)

    def heard_for(self, consent: Consent) -> tuple[UUID, ...]:
        """The victims this consent speaks for; of nobody's word in particular (a form's, duty's) all of them."""
        whose = consent.person_id
        if self.is_gone(whose) or self.is_doubtful(consent):
            return ()
        barred = self.adults if consent.way == Consent.Way.GUARDIAN and not consent.explained else frozenset()
        if whose in self.victims:
            return () if whose in barred else (whose,)
        if whose is None or consent.way == Consent.Way.DUTY:
            return tuple(one for one in self.victims if one not in barred)
        if consent.way != Consent.Way.GUARDIAN or whose in self.respondents:
            return ()
        only = len(self.victims) == 1
        return tuple(one for one in self.victims if one in self.children or (only and one not in barred))


def voices_of(parts: Sequence[Role]) -> Voices:
    """The voices of a case from all its parts, those that ended among them."""
    ended = [
        (one.person_id, one.ended_at) for one in parts if one.kind == Role.Kind.VICTIM and one.ended_at is not None
    ]
    parts = [one for one in parts if one.ended_at is None]
    victims = {one.person_id: one.person for one in parts if one.kind == Role.Kind.VICTIM}
    bands = child_bands()
    return Voices(
        present=frozenset(one.person_id for one in parts),
        victims=tuple(victims),
        children=frozenset(key for key, person in victims.items() if person.age_band in bands),
        adults=frozenset(key for key, person in victims.items() if person.age_band and person.age_band not in bands),
        respondents=frozenset(
            one.person_id for one in parts if one.kind == Role.Kind.RESPONDENT and one.person_id not in victims
        ),
        parted_at=max((at for person, at in ended if person not in victims), default=None),
    )


def adult_speaks() -> str:
    """What is said where somebody else would speak for an adult and nobody wrote why."""
    return _("Korban dewasa menyatakan sendiri. Bila orang lain berbicara untuknya, tulis mengapa, misalnya pengampu.")


def voices_in(case: Case) -> Voices:
    """The voices of a case as its parts stand now."""
    return voices_of(list(Role.objects.filter(person__case=case).select_related("person")))


def of_nobody_known(person: Person) -> bool:
    """Whether a victim shares a yes that was given of nobody in particular: it opens nothing once they are none."""
    return (
        Role.objects.filter(person=person, kind=Role.Kind.VICTIM, ended_at=None).exists()
        and Consent.objects.filter(case=person.case_id, person=None, given=True, withdrawn_at=None)
        .exclude(way=Consent.Way.DUTY)
        .exists()
    )


def doubtful_in(case: Case) -> list[UUID]:
    """The consents of a case that open nothing because it is not known whether a victim gave them who is none now."""
    voices = voices_in(case)
    if voices.parted_at is None:
        return []
    return [one.pk for one in Consent.objects.filter(case=case, person=None) if voices.is_doubtful(one)]


def _heard(before: _Word | None, *, given: bool, shared: bool) -> _Word:
    """What stands after one more word. What was said of nobody in particular never turns one's own no into a yes."""
    if shared and before is not None and before.own and not before.given:
        return before
    return _Word(given, own=not shared)


def agreed(consents: Iterable[Consent], voices: Voices) -> dict[str, bool]:
    """Kind -> whether the victims agree: none of them says no, one says yes. Of each the newest word counts.

    `consents`: oldest first; one withdrawn is a no, at the time of its yes. A kind of which nobody spoke who may
    is not in it. Where no victim is known yet, what was said of nobody in particular stands.
    """
    standing: dict[str, dict[UUID | None, _Word]] = {}
    for consent in consents:
        given = consent.given and consent.withdrawn_at is None
        nobodys = consent.person_id is None or consent.way == Consent.Way.DUTY
        heard: tuple[UUID | None, ...] = voices.heard_for(consent)
        if nobodys and not voices.victims and not voices.is_doubtful(consent):
            heard = (None,)
        words = standing.setdefault(consent.kind, {})
        for one in heard:
            shared = nobodys and consent.way != Consent.Way.DUTY and len(voices.victims) > 1
            words[one] = _heard(words.get(one), given=given, shared=shared)
    return {kind: all(word.given for word in words.values()) for kind, words in standing.items() if words}
