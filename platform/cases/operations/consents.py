"""Consent given, refused or withdrawn; each a row with its time and its way."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.carrying import SCOPE
from cases.giving import Giver
from cases.models import Case, Consent, Correction, Person, Role
from cases.operations import reasons
from cases.operations.clocks import no_earlier_than
from cases.operations.events import append
from cases.operations.working import check_answers_for, facts_changed, locked
from cases.policies import check_can_see
from cases.refusals import Missing, Refusal
from cases.sharing import overcome_by, refused_at, said_for
from cases.voices import adult_speaks, voices_in

A_MOMENT = timedelta(microseconds=1)
REGION = re.compile(r"[0-9]{2}(\.[0-9]{2})?")


@transaction.atomic
def record(
    *, case: Case, person: Person | None, kind: str, given: bool, way: str, note: str = "",
    scope: Collection[str] = (), receiver: str = "", asked_again: bool = False, by: Staff, at: datetime,
) -> Consent:  # fmt: skip
    """Record what a person agreed to or not. Gates of the SOP that wait for it are asked again.

    Sharing for a referral that was refused is agreed to only where the person was asked again, which the trail keeps.
    An adult is spoken for by somebody else only with the reason in `note`.

    A consent to a referral names what goes (`scope`, codes of cases.carrying.SCOPE) and to whom (`receiver`, a region's
    code). A no is taken down wherever it is said; a yes where another office holds the matter would carry nothing.
    Raises NotAllowed outside the SOP's lanes, Stale, Refusal("consent_invalid") naming every fault.
    """
    check_can_see(case=case, by=by)
    if given:
        check_answers_for(locked(case))
    _check(case, person=person, kind=kind, given=given, way=way, note=note, scope=scope, receiver=receiver)
    consent = Consent(
        case=case, person=person, kind=kind, given=given, way=way, at=at, by=by, scope=sorted(set(scope)),
        receiver=receiver,
    )  # fmt: skip
    consent.note = note.strip() or None
    again = _asked_again(consent, case=case, said=asked_again)
    say(consent, by=by, at=at, **again)
    facts_changed(case=case, by=by, at=at)
    return consent


def say(consent: Consent, *, by: Staff, at: datetime, **how: Any) -> None:
    """Keep a word that was just said, and what follows from it, inside an operation of its own.

    A no to sharing withdraws what the same person agreed to before, and every office concerned hears of it. A word is
    later than those for the same people that it is said against: the clock of the office that took them down may have
    been ahead.
    """
    if consent.kind == Consent.Kind.REFERRAL:
        consent.at = max([consent.at, *(one + A_MOMENT for one in _said_before(consent))])
    consent.save(force_insert=True)
    said: dict[str, Any] = {"consent": str(consent.kind), "given": consent.given}
    append(case=consent.case, kind="consent_recorded", by=by, at=at, **said, **how)
    if consent.kind == Consent.Kind.REFERRAL and not consent.given:
        _take_back_referrals(consent, by=by, at=at)


def _said_before(consent: Consent) -> list[datetime]:
    """When each word was said that this one is against: a yes that stands, or a no."""
    voices = voices_in(consent.case)
    if consent.given:
        return [refused_at(no) for no in overcome_by(consent, case=consent.case, voices=voices)]
    whose = set(said_for(consent, voices))
    given = Consent.objects.filter(case=consent.case_id, kind=consent.kind, given=True, withdrawn_at=None)
    if consent.receiver:
        given = given.filter(receiver__in=["", consent.receiver])
    return [
        yes.at
        for yes in given
        if yes.person_id is None or yes.person_id == consent.person_id or whose & set(said_for(yes, voices))
    ]


def _asked_again(consent: Consent, *, case: Case, said: bool) -> dict[str, Any]:
    """What the event says of a yes after a no. Raises Refusal("consent_invalid") where nobody was asked again."""
    agrees = consent.given and consent.kind == Consent.Kind.REFERRAL and consent.way != Consent.Way.DUTY
    if not agrees or not overcome_by(consent, case=case):
        return {}
    if not said:
        missing = Missing(
            "asked_again", _("Korban pernah menolak. Tanyakan lagi, lalu centang bahwa sudah ditanyakan.")
        )
        raise Refusal("consent_invalid", _("Persetujuan belum dapat dicatat."), missing=[missing])
    return {"asked_again": True}


def _take_back_referrals(refusal: Consent, *, by: Staff, at: datetime) -> None:
    """A later no withdraws what the same person agreed to: for the office it names, for all where it names none."""
    earlier = Consent.objects.filter(
        case=refusal.case, kind=Consent.Kind.REFERRAL, person=refusal.person, given=True, withdrawn_at=None,
        at__lte=refusal.at,
    )  # fmt: skip
    if refusal.receiver:
        earlier = earlier.filter(receiver__in=["", refusal.receiver])
    if earlier.update(withdrawn_at=no_earlier_than("at", at), withdrawn_by=by):
        append(case=refusal.case, kind="consent_withdrawn", by=by, at=at, consent=refusal.kind)


def _check(
    case: Case, *, person: Person | None, kind: str, given: bool, way: str, note: str, scope: Collection[str],
    receiver: str,
) -> None:  # fmt: skip
    faults = []
    if person is not None and (person.case_id != case.pk or not person.roles.filter(ended_at=None).exists()):
        faults.append(Missing("person", _("Orang ini bukan pihak dalam kasus ini.")))
    if person is not None and _is_respondent(person):
        faults.append(Missing("person", _("Terlapor tidak dapat menyetujui atau menolak atas nama korban.")))
    if kind != Consent.Kind.REFERRAL and (scope or receiver):
        faults.append(Missing("kind", _("Hanya persetujuan rujukan yang menyebut data dan penerimanya.")))
    if set(scope) - SCOPE.keys():
        faults.append(Missing("scope", _("Pilih data yang boleh dibagikan dari daftar.")))
    if receiver and not REGION.fullmatch(receiver):
        faults.append(Missing("receiver", _("Pilih daerah penerimanya.")))
    if way == Consent.Way.DUTY and not (given and note.strip() and kind == Consent.Kind.REFERRAL):
        faults.append(Missing("note", _("Tulis mengapa rujukan perlu tanpa persetujuan (UU 27/2022 pasal 20).")))
    if way == Consent.Way.GUARDIAN and not note.strip() and voices_in(case).only_adults(person.pk if person else None):
        faults.append(Missing("note", adult_speaks()))
    if faults:
        raise Refusal("consent_invalid", _("Persetujuan belum dapat dicatat."), missing=faults)


def _is_respondent(person: Person) -> bool:
    """Whether somebody is reported here, and no victim too."""
    parts = set(person.roles.filter(ended_at=None).values_list("kind", flat=True))
    return Role.Kind.RESPONDENT in parts and Role.Kind.VICTIM not in parts


@transaction.atomic
def withdraw(*, consent: Consent, by: Staff, at: datetime) -> Consent:
    """Withdraw a consent (UU 27/2022: at any time), and what else the same person agreed to just so.

    Raises Refusal when it was refused or withdrawn already.
    """
    case = consent.case
    check_can_see(case=case, by=by)
    changed = Consent.objects.filter(pk=consent.pk, given=True, withdrawn_at=None).update(
        withdrawn_at=no_earlier_than("at", at), withdrawn_by=by
    )
    if not changed:
        raise Refusal("nothing_to_withdraw", _("Persetujuan ini sudah ditarik atau memang tidak diberikan."))
    if consent.way != Consent.Way.DUTY:
        same = Consent.objects.filter(case=case, kind=consent.kind, person=consent.person_id, receiver=consent.receiver)
        same = same.filter(given=True, withdrawn_at=None, at__lte=at).exclude(way=Consent.Way.DUTY)
        same.update(withdrawn_at=no_earlier_than("at", at), withdrawn_by=by)
    append(case=case, kind="consent_withdrawn", by=by, at=at, consent=consent.kind)
    facts_changed(case=case, by=by, at=at)
    consent.refresh_from_db()
    return consent


def take_back(*, case: Case, kind: str, recorded_at: Collection[datetime], by: Staff, at: datetime) -> None:
    """Withdraw the consents of one kind that answers kept at these times gave, inside an operation of its own."""
    given = Consent.objects.filter(case=case, kind=kind, at__in=recorded_at, given=True, withdrawn_at=None)
    if given.update(withdrawn_at=no_earlier_than("at", at), withdrawn_by=by):
        append(case=case, kind="consent_withdrawn", by=by, at=at, consent=kind)


def ascribe(
    *, case: Case, kind: str, recorded_at: Collection[datetime], giver: Giver, source: str, by: Staff, at: datetime
) -> None:
    """Put right whose word the newest consent of a kind is that answers kept at these times gave or refused.

    When it was said, and whether it was withdrawn, stays: it was no new word. What stood there is kept as a correction,
    inside an operation of its own. `source`: what put it right.
    """
    found = Consent.objects.filter(case=case, kind=kind, at__in=recorded_at).order_by("at").last()
    if found is None:
        return
    new = {"person_id": giver.person.pk if giver.person else None, "way": giver.way, "note": giver.because or None}
    changes = {column: value for column, value in new.items() if getattr(found, column) != value}
    if not changes:
        return
    because = reasons.of_correction(case=case, words=source, by=by, at=at)
    for column in changes:
        correction = Correction(
            case=case, table=Consent._meta.db_table, row_id=found.pk, field=column.removesuffix("_id"), because=because,
            at=at, by=by,
        )  # fmt: skip
        correction.before = str(getattr(found, column) or "")
        correction.save(force_insert=True)
    for column, value in changes.items():
        setattr(found, column, value)
    found.save(update_fields=[column.removesuffix("_id") for column in changes])
    append(case=case, kind="consent_corrected", by=by, at=at, consent=kind)
