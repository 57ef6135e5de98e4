"""Consent withdrawn travels (UU 27/2022 art. 40), whichever office it was said to: nothing more goes, what went goes.

A referral that no longer rests on anything is said so at the centre by the office that knows, sender or receiver. Which
consents no longer stand, and which no was said, is told on every envelope of the matter that somebody took, by keys and
codes; whoever hears of one does the same, so that it comes to all who hold something on it, however many offices lie
between.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q, Value
from django.db.models.functions import Greatest

from accounts.models import Staff
from cases.models import CarriedAnswers, Case, Consent, Event, Person
from cases.models.carried import of_office
from cases.operations.events import append
from cases.sharing import told_void
from custody import chain, envelopes
from custody.models import Envelope, Link, Parcel
from custody.states import WAITING
from outbox.operations import post
from referrals import posting, renewing
from referrals.consenting import WHICH, is_void, rests_on, stands, still_rests
from referrals.models import Exchange, Referral
from tenants.current import current_office

SAID_HERE = frozenset({"consent_withdrawn", "consent_recorded"})
"""Kinds of events by which somebody of this office took it down; any other only passes it on."""
TOPIC = "case.consent_withdrawn"


def follow(*, event: UUID | str) -> None:
    """Weigh again what every referral of the event's case rests on: where on nothing any more, it is obeyed, once.

    Others hear of it. The event may be any by which a consent carries less than before.
    """
    told = Event.objects.select_related("by", "case").get(id=event)
    rows = Referral.objects.select_for_update(of=("self",)).filter(case=told.case_id, consent_withdrawn_at=None)
    for row in rows.select_related("consent").order_by("made_at"):
        if not still_rests(row):
            _obey(row, told=told)
        elif row.side == Referral.Side.OUT and Envelope.objects.filter(pk=row.pk).exists():
            renewing.seal_again(row, occasion=told.id, by_name=told.by.name, at=told.at)
    _tell_which(told)


def _obey(row: Referral, *, told: Event) -> None:
    """Nobody took it yet: it is withdrawn. Somebody has: the other office is told, and hides what it holds.

    What is being given back waits all the same: they know already whatever goes with it.
    """
    consent = rests_on(row)
    at = (consent.withdrawn_at if consent is not None else None) or told.at
    envelope = Envelope.objects.select_for_update().filter(pk=row.pk).first()
    if envelope is None:
        if row.state == Referral.QUEUED and row.consent is not None:
            posting.stay(row, at=at)
        return
    waiting = envelope.state in WAITING
    if waiting and row.consent is None:
        return
    by_name = told.by.name if told.kind in SAID_HERE else ""
    if envelope.consent_withdrawn_at is None:
        changes = {"consent_withdrawn_at": at, "scope": []}
        envelopes.say(envelope=row.pk, kind="consent_withdrawn", changes=changes, by_name=by_name, at=at)
    forget(row, at=at, came=consent is not None and not stands(consent))
    if waiting:
        envelopes.do(envelope=row.pk, verb="withdraw", by_name=by_name, at=at)
        row.state, row.finished_at = Envelope.State.WITHDRAWN, at
        row.save(update_fields=["state", "finished_at"])


def forget(row: Referral, *, at: datetime, came: bool = True) -> None:
    """Let go of what rested on a locked referral's consent: what was sealed for the other office, and what it said.

    `came`: of one that came in, also what came along with it. What this office learnt itself stays its own.
    """
    row.consent_withdrawn_at = at
    if came and row.side == Referral.Side.IN:
        row.content, row.words, row.came = None, None, None
        asked_there = of_office(code=row.other_code, name=row.other_name)
        CarriedAnswers.objects.filter(asked_there, case=row.case_id).delete()
    row.save(update_fields=["consent_withdrawn_at", "content", "words", "came"])
    said = Exchange.objects.filter(referral=row, ours=False).exclude(kind=Exchange.Kind.DECLINE)
    said.update(words=None, content=None)
    Parcel.objects.filter(envelope=row.pk, sender=current_office().id).delete()


def _tell_which(told: Event) -> None:
    """Those that nobody withdrew, but that open nothing since whoever gave them was taken off, are told as `void`: no
    office is to read them as a no. One that is withdrawn after all is told once more.
    """
    given = Consent.objects.filter(case=told.case_id, kind=Consent.Kind.REFERRAL, given=True).select_related("case")
    void = told_void(told.case, given)
    gone = {str(one.pk): one.pk in void or is_void(one) for one in given if not stands(one)}
    said_no = _refusals(told.case)
    taken = Envelope.objects.filter(matter=told.case.matter, state__in=sorted(renewing.TAKEN), receiver__isnull=False)
    for envelope in taken.order_by("id") if gone or said_no else ():
        rows = Link.objects.filter(envelope=envelope.pk, kind=WHICH).order_by("number")
        links = list(rows.values_list("data", flat=True))
        known = {key: key in data.get("void", ()) for data in links for key in data.get("consents", ())}
        new = sorted(key for key, void in gone.items() if key not in known or (known[key] and not void))
        heard_no = {one["id"] for data in links for one in data.get("refused", ())}
        refused = [one for key, one in said_no.items() if key not in heard_no]
        if new or refused:
            those = [key for key in new if gone[key]]
            about: dict[str, Any] = {"consents": new} | ({"void": those} if those else {})
            about |= {"refused": refused} if refused else {}
            chain.append(matter=envelope.matter, kind=WHICH, at=told.at, envelope=envelope.pk, **about)


def _refusals(case: Case) -> dict[str, dict[str, Any]]:
    """Every no to sharing that was said here or told here, by its key: whose, to which region, when and how."""
    rows = Consent.objects.filter(case=case, kind=Consent.Kind.REFERRAL, given=False).order_by("at", "id")
    return {
        str(one.pk): {
            "id": str(one.pk), "person": str(one.person_id or ""), "receiver": one.receiver, "way": one.way,
            "at": one.at.isoformat(),
        }
        for one in rows
    }  # fmt: skip


def heard(row: Referral, link: Link, *, by: Staff) -> None:
    """The other office says that nothing is shared any more. `by`: who of ours the event is written for."""
    forget(row, at=link.at)
    if row.case is None:
        return
    if row.side == Referral.Side.IN:
        resting = rests_on(row)
        came = Q(pk=resting.pk) if resting is not None else Q(receiver=current_office().code)
        _mark(row.case, came, at=link.at, by=by)
    _pass_on(row, link, "referral_consent_withdrawn", by=by)


def heard_which(row: Referral, link: Link, *, by: Staff) -> None:
    """Take down which consents that we have no longer stand, and let it go on from here."""
    if row.case is None:
        return
    keys = [UUID(str(key)) for key in link.data.get("consents", ())]
    ours = Q(pk__in=[*keys, *(uuid5(row.matter, str(key)) for key in keys)])
    marked = _mark(row.case, ours, at=link.at, by=by)
    if _keep_refusals(row.case, link.data.get("refused", ()), by=by) or marked:
        _pass_on(row, link, "referral_consents_told", by=by)


def _keep_refusals(case: Case, told: Sequence[Mapping[str, str]], *, by: Staff) -> bool:
    """Write down every no that is not here yet; whether any was. Of whoever is not known here nothing is shared."""
    kept = False
    for one in told:
        keys = [UUID(one["id"]), uuid5(case.matter, one["id"])]
        if Consent.objects.filter(pk__in=keys, case=case).exists():
            continue
        person = None
        if one["person"]:
            whose = [UUID(one["person"]), uuid5(case.matter, one["person"])]
            person = Person.objects.filter(pk__in=whose, case=case).first()
            if person is None:
                continue
        key = keys[0] if not Consent.objects.filter(pk=keys[0]).exists() else keys[1]
        Consent.objects.create(
            pk=key, case=case, person=person, kind=Consent.Kind.REFERRAL, given=False, way=one["way"],
            receiver=one["receiver"], at=datetime.fromisoformat(one["at"]), by=by,
        )  # fmt: skip
        kept = True
    return kept


def as_told(file: Mapping[str, Any], *, matter: UUID) -> dict[str, Any]:
    """A file in which what another office has told to be withdrawn is so: it may have been packed before."""
    gone: dict[str, datetime] = {}
    theirs = Link.objects.filter(matter=matter, kind=WHICH).exclude(office=current_office().id)
    for at, data in theirs.order_by("number").values_list("at", "data"):
        for key in data.get("consents", ()):
            gone.setdefault(str(key), at)
            gone.setdefault(str(uuid5(matter, str(key))), at)
    return {**file, "consents": [_withdrawn(one, gone.get(str(UUID(one["id"])))) for one in file["consents"]]}


def _withdrawn(told: dict[str, Any], at: datetime | None) -> dict[str, Any]:
    if at is None or told["withdrawn_at"] is not None or not told["given"] or told["kind"] != Consent.Kind.REFERRAL:
        return told
    given = datetime.fromisoformat(told["at"]) if told["at"] else at
    return {**told, "withdrawn_at": max(given, at).isoformat()}


def _mark(case: Case, which: Q, *, at: datetime, by: Staff) -> bool:
    standing = Consent.objects.filter(which, case=case, kind=Consent.Kind.REFERRAL, given=True, withdrawn_at=None)
    return bool(standing.update(withdrawn_at=Greatest("at", Value(at)), withdrawn_by=by))


def _pass_on(row: Referral, link: Link, kind: str, *, by: Staff) -> None:
    if row.case is None:
        return
    event = append(case=row.case, kind=kind, by=by, at=link.at, referral=str(row.pk), to=row.other_code, side=row.side)
    post(topic=TOPIC, matter=row.matter, payload={"event": str(event.id), "kind": kind}, at=link.at)
