"""Does a consent carry this referral? Given, still standing, by the right person, naming what goes and to whom.

UU 27/2022: consent is given beforehand, for a purpose, and withdrawn at any time (art. 20-24, 40); for a child by a
parent or guardian (art. 25). Where the guardian is the respondent, the duty to protect stands in its place (art. 20).
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.carrying import SCOPE
from cases.models import Case, Consent, Person, Role
from cases.refusals import Missing
from cases.sharing import overcome_by, refused_at
from cases.standing import counted
from cases.voices import adult_speaks, voices_in
from custody.models import Link
from referrals.models import Referral
from sop_library.codes import child_bands
from tenants.current import current_office

WHICH = "consents_told"
"""Kind of a link that tells which consents no longer stand."""


def victims_of(case: Case) -> list[Person]:
    """The victims, first come first; no sealed column is opened."""
    found = Person.objects.filter(case=case, roles__kind=Role.Kind.VICTIM, roles__ended_at=None)
    return list(found.only("id", "age_band", "added_at").order_by("added_at", "id"))


def stands(consent: Consent) -> bool:
    """Whether it was given, not withdrawn, and nobody who speaks for the same victims has refused the same since.

    What somebody said who was taken off the case counts no more, a yes nor a no; nor does a yes that may be theirs.
    """
    if not consent.given or consent.withdrawn_at is not None:
        return False
    voices = voices_in(consent.case)
    if voices.is_gone(consent.person_id) or voices.is_doubtful(consent):
        return False
    later = Q(case=consent.case_id, kind=Consent.Kind.REFERRAL, given=False, at__gt=consent.at)
    whose = Q(person=consent.person_id) if consent.person_id else counted()
    if Consent.objects.filter(later, whose, receiver__in=["", consent.receiver]).exists():
        return False
    if consent.way == Consent.Way.DUTY:
        return True
    return all(refused_at(no) <= consent.at for no in overcome_by(consent, case=consent.case, voices=voices))


def is_void(consent: Consent) -> bool:
    """Whether a yes opens nothing, although nobody took it back: whoever gave it, or may have, is off the case."""
    voices = voices_in(consent.case)
    return consent.withdrawn_at is None and (voices.is_gone(consent.person_id) or voices.is_doubtful(consent))


def was_told_gone(consent: Consent) -> bool:
    """Whether other offices were told that it stands no more: they obeyed, and will not take it again for a yes.

    Whoever gave it may have been put back on the case since; they are asked again.
    """
    told = Link.objects.filter(matter=consent.case.matter, kind=WHICH)
    return told.filter(data__consents__contains=[str(consent.pk)]).exists()


def came_on(file: Mapping[str, Any], *, case: Case) -> Consent | None:
    """The consent that a file says it rests on, as it came along with it; None where it says none."""
    try:
        key = UUID(str(file.get("rests_on")))
    except ValueError:
        return None
    there = Consent.objects.filter(pk__in=[key, uuid5(case.matter, str(key))])
    return there.filter(case=case, kind=Consent.Kind.REFERRAL).first()


def rests_on(row: Referral) -> Consent | None:
    """The consent that a referral rests on, on either side: its own, or that of what it answers (a return).

    Of what came before files said so, the newest yes that names this office.
    """
    if row.consent is not None:
        return row.consent
    before = Referral.objects.select_related("consent").filter(pk=row.follows).first() if row.follows else None
    if before is not None:
        return rests_on(before)
    if row.side == Referral.Side.OUT or row.case_id is None:
        return None
    came = Consent.objects.filter(case=row.case_id, kind=Consent.Kind.REFERRAL, given=True)
    return came.filter(receiver=current_office().code).order_by("-at").first()


def still_rests(row: Referral) -> bool:
    """Whether what a referral rests on stands, and of one that came in nobody has said no to telling its sender."""
    consent = rests_on(row)
    if consent is not None and not stands(consent):
        return False
    if row.side == Referral.Side.OUT or row.case_id is None:
        return True
    back = Consent.objects.filter(case=row.case_id, kind=Consent.Kind.REFERRAL, receiver=row.other_code)
    newest = back.order_by("-at").first()
    return newest is None or not newest.refuses


def faults_of(
    consent: Consent | None, *, case: Case, to_code: str, scope: Collection[str], assigned: bool,
    facts: Mapping[str, object],
) -> list[Missing]:  # fmt: skip
    """Everything that keeps this consent from carrying the referral, in words; none where it does.

    `assigned`: a province sends the matter elsewhere than the person was asked about; the scope still holds.
    """
    if consent is None or consent.case_id != case.pk or consent.kind != Consent.Kind.REFERRAL:
        return [Missing("consent", _("Catat dulu persetujuan korban untuk berbagi data rujukan ini."))]
    found = []
    if not stands(consent):
        found.append(Missing("consent", _("Persetujuan ini sudah ditarik atau memang tidak diberikan.")))
    elif was_told_gone(consent):
        found.append(
            Missing("consent", _("Daerah lain sudah diberi tahu bahwa persetujuan ini tidak berlaku: tanyakan lagi."))
        )
    if not consent.receiver:
        found.append(Missing("consent", _("Persetujuan ini belum menyebut kepada siapa data boleh dibagikan.")))
    elif consent.receiver != to_code and not assigned:
        found.append(Missing("consent", _("Persetujuan ini untuk daerah lain, bukan tujuan rujukan ini.")))
    if beyond := [code for code in SCOPE if code in set(scope) - set(consent.scope)]:
        named = ", ".join(str(SCOPE[code]) for code in beyond)
        found.append(Missing("scope", _("Korban tidak menyetujui pengiriman: %(what)s.") % {"what": named}))
    return found + _faults_of_person(consent, case=case, facts=facts)


def _faults_of_person(consent: Consent, *, case: Case, facts: Mapping[str, object]) -> list[Missing]:
    victims = victims_of(case)
    own = next((victim for victim in victims if victim.pk == consent.person_id), None)
    guarded = consent.way in (Consent.Way.GUARDIAN, Consent.Way.DUTY)
    if consent.person_id is None and len(victims) > 1 and consent.way != Consent.Way.DUTY:
        return [Missing("consent", _("Ada beberapa korban: catat persetujuan siapa ini."))]
    if consent.person_id is not None and own is None and not guarded:
        return [Missing("consent", _("Yang menyetujui rujukan adalah korban, atau walinya bila korban anak."))]
    if consent.way == Consent.Way.GUARDIAN and not consent.explained and voices_in(case).only_adults(consent.person_id):
        return [Missing("consent", adult_speaks())]
    concerned = own or (victims[0] if victims else None)
    child = concerned is not None and concerned.age_band in child_bands()
    if child and not guarded:
        return [Missing("consent", _("Korban anak: persetujuan diberikan orang tua atau wali (UU 27/2022 pasal 25)."))]
    if consent.way == Consent.Way.GUARDIAN and facts.get("respondent.guardian") is True:
        said = _("Wali adalah terlapor, jadi tidak dapat mewakili korban. Catat alasan merujuk demi keselamatannya.")
        return [Missing("consent", said)]
    return []


def without(consent: Consent | None, *, case: Case, to_code: str) -> frozenset[UUID]:
    """The people whose identity stays here: this consent does not speak for them, and they gave none of their own.

    A guardian who is no victim speaks for the children, and for an only victim; duty speaks for all victims. Whoever
    only reported or came along is nobody's to give away: consent is a person's own (UU 27/2022 art. 20).
    """
    return _other_victims(consent, case=case, to_code=to_code) | _bystanders(consent, case=case, to_code=to_code)


def _bystanders(consent: Consent | None, *, case: Case, to_code: str) -> frozenset[UUID]:
    parts = Role.objects.filter(person__case=case, ended_at=None).values_list("person", "kind")
    involved = {person for person, kind in parts if kind in (Role.Kind.VICTIM, Role.Kind.RESPONDENT)}
    beside = {person for person, _kind in parts} - involved - {consent.person_id if consent is not None else None}
    return frozenset(beside) - _agreed(beside, case=case, to_code=to_code, scope=consent.scope if consent else ())


def _agreed(people: Collection[UUID], *, case: Case, to_code: str, scope: Collection[str]) -> set[UUID]:
    """Those among them who agreed themselves to this much going there."""
    own = Consent.objects.filter(
        case=case, kind=Consent.Kind.REFERRAL, person__in=people, receiver=to_code, given=True, withdrawn_at=None
    )
    return {one.person_id for one in own if one.person_id and set(scope) <= set(one.scope) and stands(one)}


def _other_victims(consent: Consent | None, *, case: Case, to_code: str) -> frozenset[UUID]:
    victims = victims_of(case)
    if consent is None or consent.person_id is None or len(victims) < 2:
        return frozenset()
    if consent.person_id in {victim.pk for victim in victims}:
        others = [victim.pk for victim in victims if victim.pk != consent.person_id]
    else:
        others = [victim.pk for victim in victims if victim.age_band not in child_bands()]
    return frozenset(set(others) - _agreed(others, case=case, to_code=to_code, scope=consent.scope))
