"""Who gave the consents that a form keeps, and whether they may be used at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from cases.models import Case, Consent, FilledForm, Person, Role
from cases.refusals import Missing
from cases.sharing import overcome_by, refused_at
from cases.voices import adult_speaks, voices_in
from sop_library.facts import FactValue
from sop_library.forms import FormDefinition, from_document, stated_facts

CONSENT = "consent."
SHARING = f"{CONSENT}{Consent.Kind.REFERRAL.value}"
GIVER, CONFLICT, BECAUSE, WITHDRAWN = "given_by", "guardian_conflict", "giver_because", "withdrawn_date"
"""What the consent sheets (Lembar Informed Consent, Nunukan's Form 4) ask of it; no other form has these questions."""
SPEAKERS = frozenset({"ORANG_TUA", "WALI", "PENDAMPING"})
"""Who speaks in somebody else's place: for a child a parent or guardian, for an adult only where it says why."""
NOBODY = "DASAR_LAIN"


@dataclass(frozen=True, slots=True)
class Giver:
    """By whom and how the consents of one filled form were given."""

    person: Person | None
    way: str
    because: str = ""


def giver_of(case: Case, answers: Mapping[str, Any]) -> Giver | None:
    """Who speaks in these answers; None where nobody who may does: then the form gives no consent, whatever it says.

    A parent, guardian or companion under suspicion gives none, and neither does work on another basis (UU 27/2022
    art. 20): that basis stands in the answers. The victim consented where the case has one alone; of several the form
    doesn't say who.
    """
    by = str(answers.get(GIVER, ""))
    if by == NOBODY or (by in SPEAKERS and answers.get(CONFLICT) == "YA"):
        return None
    victims = Person.objects.filter(case=case, roles__kind=Role.Kind.VICTIM, roles__ended_at=None)
    found = list(victims.only("id", "case_id")[:2])
    way = Consent.Way.GUARDIAN if by in SPEAKERS else Consent.Way.SIGNED
    because = str(answers.get(BECAUSE, "")).strip() if way == Consent.Way.GUARDIAN else ""
    return Giver(found[0] if len(found) == 1 else None, way.value, because)


def said_before(case: Case, replaced: FilledForm | None) -> dict[str, FactValue]:
    """The consents that the replaced answers gave or refused: repeated, they are no new word, whoever is named now.

    Whose word it was may have been put down wrongly; that is corrected on the consent itself, which stays as old as it
    was said and as withdrawn as it is (`consents.ascribe`). Where nobody who may had spoken there was no word before,
    nor where it was, or may have been, that of somebody who is no victim of this case any more.
    """
    if replaced is None or giver_of(case, replaced.answers) is None:
        return {}
    said, others = _consents_in(from_document(replaced.form.definition), replaced.answers), of_others(case, replaced)
    return {name: value for name, value in said.items() if name.removeprefix(CONSENT) not in others}


def of_others(case: Case, replaced: FilledForm) -> set[str]:
    """The kinds of consent of which the newest word kept with these answers is not known to be of a victim of now."""
    voices = voices_in(case)
    rows = Consent.objects.filter(case=case, at__in=times_of(replaced)).order_by("at")
    newest = {one.kind: one for one in rows}.items()
    strangers = {kind for kind, one in newest if one.person_id is not None and one.person_id not in voices.victims}
    return strangers | {kind for kind, one in newest if voices.is_anybodys(one)}


def asked_anew(case: Case, definition: FormDefinition, replaced: FilledForm) -> list[str]:
    """Names of the questions whose earlier answers may be another's: saved unread, they would be hers, said today."""
    others = of_others(case, replaced)
    return [one.name for one in definition.fields if one.fact and one.fact.removeprefix(CONSENT) in others]


def times_of(filled: FilledForm | None) -> list[datetime]:
    """When it and what it replaced were kept: a consent is as old as the answers that first gave it."""
    if filled is None:
        return []
    rows = FilledForm.objects.filter(case=filled.case_id).values_list("pk", "at", "replaces_id")
    kept = {key: (at, before) for key, at, before in rows} if filled.replaces_id else {}
    found, before = [filled.at], filled.replaces_id
    while before is not None:
        at, before = kept[before]
        found.append(at)
    return found


def faults_of(
    case: Case, answers: Mapping[str, Any], *, definition: FormDefinition, replaced: FilledForm | None
) -> list[Missing]:
    """What keeps a consent sheet from being kept: whose word it is, a withdrawal beside a yes, a yes over a no.

    A yes that somebody else is said to have given then goes over no refusal from before it, either.
    """
    giver = giver_of(case, answers)
    if giver is None:
        return []
    said, found = _consents_in(definition, answers), []
    if giver.way == Consent.Way.GUARDIAN and not giver.because and voices_in(case).only_adults(None):
        found.append(Missing(GIVER, _why_another_speaks(definition)))
    if answers.get(WITHDRAWN) and True in said.values():
        words = _("Penarikan dicatat di halaman Persetujuan. Kosongkan tanggal ini selama masih ada jawaban “Setuju”.")
        found.append(Missing(WITHDRAWN, words))
    repeated = said_before(case, replaced).get(SHARING) is True
    if said.get(SHARING) is True and not (repeated and _same_giver(case, replaced, giver)):
        found.extend(_over_a_no(case, giver, definition, until=_said_at(case, replaced) if repeated else None))
    return found


def _same_giver(case: Case, replaced: FilledForm | None, giver: Giver) -> bool:
    before = giver_of(case, replaced.answers) if replaced is not None else None
    return before is not None and (before.way, bool(before.because)) == (giver.way, bool(giver.because))


def _said_at(case: Case, replaced: FilledForm | None) -> datetime | None:
    """When the sharing was agreed to that the replaced answers repeat."""
    rows = Consent.objects.filter(case=case, kind=Consent.Kind.REFERRAL, at__in=times_of(replaced), given=True)
    newest: datetime | None = rows.aggregate(newest=Max("at"))["newest"]
    return newest


def _consents_in(definition: FormDefinition, answers: Mapping[str, Any]) -> dict[str, FactValue]:
    stated = stated_facts(definition, answers)
    return {name: value for name, value in stated.items() if name.startswith(CONSENT)}


def _why_another_speaks(definition: FormDefinition) -> str:
    """Where the form, taken before it asked for the reason, has no room for it, the page of consents has."""
    if any(item.name == BECAUSE for item in definition.fields):
        return adult_speaks()
    return _(
        "Korban dewasa menyatakan sendiri. Bila orang lain berbicara untuknya, catat jawabannya dan alasannya di "
        "halaman Persetujuan."
    )


def _over_a_no(case: Case, giver: Giver, definition: FormDefinition, *, until: datetime | None) -> list[Missing]:
    """A form can't say that the person was asked again; the page of consents can. `until`: no refusal after it."""
    consent = Consent(case=case, kind=Consent.Kind.REFERRAL, given=True, person=giver.person, way=giver.way)
    consent.note = giver.because or None
    refusals = overcome_by(consent, case=case)
    if not [one for one in refusals if until is None or refused_at(one) <= until]:
        return []
    words = _("Korban pernah menolak. Tanyakan lagi, lalu catat dulu jawabannya di halaman Persetujuan.")
    return [Missing(item.name, words) for item in definition.fields if item.fact == SHARING]
