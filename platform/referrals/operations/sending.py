"""The sending side: a referral is made with its consent, taken back, answered, telephoned about, brought to its end.

Each writes the office's own rows, the case's event and the message that the relay carries, in one transaction. What
must be answered at once (withdraw, an answer recorded, an end) is done at the centre in the same transaction.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.calendars import local_date
from cases.carrying import minimum_of
from cases.models import Case, Consent, Ending
from cases.operations import appointments, lifecycle
from cases.operations.events import append
from cases.operations.working import check_fresh, locked
from cases.refusals import Missing, Refusal, Stale
from custody import envelopes, holding
from custody.models import Envelope, Parcel
from outbox.operations import post
from referrals import news, posting, saying, waking
from referrals.checking import UNANSWERED, Draft, faults_of
from referrals.deadlines import answer_by
from referrals.models import Exchange, Referral, ReferralCounter
from referrals.policies import check_can_follow, check_can_send
from referrals.proposal import Weighing, weigh
from referrals.refusals import as_refusal
from referrals.regions import Destination
from tenants.current import current_office


def next_number(*, at: datetime) -> str:
    """The next number of the year, such as RJK-3373-26-0031: given once, without a gap once the transaction commits."""
    year = local_date(at).year
    counter, _made = ReferralCounter.objects.select_for_update().get_or_create(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"RJK-{current_office().code.replace('.', '')}-{year % 100:02d}-{counter.last:04d}"


@transaction.atomic
def send(
    *, case: Case, to_code: str, kind: str, receiver_leads: bool = False, reasons: Sequence[str], urgency: str,
    consent: Consent | None, scope: Collection[str], words: str = "", override_reason: str = "",
    follows: Referral | None = None, binding: bool = False, seen: int | None = None, by: Staff, at: datetime,
) -> Referral:  # fmt: skip
    """Send a referral; it leaves with the relay. The service goes on here until another office has taken the matter.

    Args:
        to_code: code of a kabupaten, kota or province, on the platform or not.
        kind: "rujukan" (they help), "pelimpahan" (custody moves on acceptance), "bersama" (both; one leads).
        receiver_leads: of "bersama", whether the other office will lead.
        reasons: codes of referrals.reasons.REASONS. urgency: Referral.Urgency. scope: codes of cases.carrying.SCOPE.
        words: what the other office reads beside the minimum. follows, binding: a province redirected that referral.

    Raises NotAllowed, Stale, Refusal("referral_refused") naming every fault at its field.
    """
    check_can_send(case=case, by=by)
    case = locked(case)
    check_fresh(case=case, seen=seen)
    consent = Consent.objects.filter(pk=consent.pk).first() if consent is not None else None  # as it is under the lock
    weighing = weigh(case)
    moves = kind == Envelope.Kind.PELIMPAHAN or (kind == Envelope.Kind.BERSAMA and receiver_leads)
    draft = Draft(
        to_code=to_code, to=weighing.place(to_code), kind=kind, moves=moves, reasons=reasons, urgency=urgency,
        consent=consent, scope=scope, words=words, override_reason=override_reason, follows=follows,
        assigned=binding and follows is not None,
    )  # fmt: skip
    faults = faults_of(draft, case=case, weighing=weighing)
    if faults or draft.to is None:
        raise Refusal("referral_refused", _("Rujukan belum dapat dikirim."), missing=faults)
    news.decided(case)
    return dispatch(case=case, draft=draft, to=draft.to, weighing=weighing, by=by, at=at)


def dispatch(
    *, case: Case, draft: Draft, to: Destination, weighing: Weighing, due: datetime | None = None, by: Staff,
    at: datetime,
) -> Referral:  # fmt: skip
    """Write a checked draft's rows, event and message, inside an operation of its own. `due`: a province's, if any."""
    overruled = weighing.overruled_by(to_code=to.code, moves=draft.moves) and not draft.assigned
    referral = Referral(
        side=Referral.Side.OUT, case=case, matter=case.matter, number=next_number(at=at), kind=draft.kind,
        moves=draft.moves, other_code=to.code, other_name=to.name, reasons=list(dict.fromkeys(draft.reasons)),
        scope=sorted(set(draft.scope)), risk=case.risk, urgency=draft.urgency,
        follows=draft.follows.pk if draft.follows else None, binding=draft.assigned, consent=draft.consent,
        weighed=weighing.codes(), overridden=overruled, answer_by=due or answer_by(urgency=draft.urgency, at=at),
        made_at=at, made_by=by,
    )  # fmt: skip
    referral.override_reason = draft.override_reason.strip() if overruled else None
    referral.words = draft.words.strip() or None
    about = draft.consent.person_id if draft.consent is not None else None
    referral.content = {"minimum": minimum_of(case, facts=weighing.facts, about=about) | {"words": draft.words.strip()}}
    referral.save(force_insert=True)
    append(case=case, kind="referral_sent", by=by, at=at, referral=str(referral.pk), to=to.code, how=draft.kind)
    _post("referral.sent", referral, at=at)
    return referral


def _post(topic: str, referral: Referral, *, at: datetime, **more: str) -> None:
    post(topic=topic, matter=referral.matter, payload={"referral": str(referral.pk), **more}, at=at)


def locked_referral(referral: Referral) -> Referral:
    """The referral as it stands now, locked after its case until the transaction ends.

    Everybody locks in this order; not the case's key, since the relay writes rows that refer to it.
    """
    if referral.case_id is not None:
        Case.objects.select_for_update(of=("self",), no_key=True).get(pk=referral.case_id)
    return Referral.objects.select_for_update(of=("self",)).select_related("case__version__sop").get(pk=referral.pk)


def keep_exchange(
    referral: Referral, kind: str, words: str, *, by: Staff | None, at: datetime, code: str = "",
    content: dict[str, str] | None = None,
) -> Exchange:  # fmt: skip
    """Keep what this office said, sealed, inside an operation of its own."""
    row = Exchange(
        referral=referral, ours=True, kind=kind, code=code, at=at, by=by, by_name=by.name if by is not None else ""
    )
    row.words, row.content = words.strip() or None, content
    row.save(force_insert=True)
    return row


def _words(words: str, *, field: str, missing: str) -> str:
    if "\x00" in words:
        unfit = _("Ada karakter yang tidak dapat disimpan.")
        raise Refusal("unfit_words", unfit, missing=[Missing(field, unfit)])
    if not words.strip():
        raise Refusal("words_missing", missing, missing=[Missing(field, missing)])
    return words


def _event(referral: Referral, kind: str, *, by: Staff, at: datetime, **data: str) -> None:
    if referral.case is not None:
        append(case=referral.case, kind=kind, by=by, at=at, referral=str(referral.pk), to=referral.other_code, **data)


def _over(referral: Referral) -> Stale:
    label = Envelope.State(referral.state).label if referral.state in Envelope.State.values else referral.state
    return Stale("overtaken", _("Rujukan ini sudah berubah: sekarang “%(state)s”.") % {"state": label})


def _ours_unanswered(referral: Referral) -> Referral:
    row = locked_referral(referral)
    if row.side != Referral.Side.OUT or row.state not in UNANSWERED:
        raise _over(row)
    return row


@transaction.atomic
def withdraw(*, referral: Referral, reason: str, seen: int | None = None, by: Staff, at: datetime) -> Referral:
    """Take back a referral nobody has accepted, also one that has not left yet. What it carried is destroyed.

    `seen`: the case's revision. Raises NotAllowed, Stale where it was answered, Refusal("words_missing").
    """
    check_can_follow(referral=referral, by=by)
    _words(reason, field="reason", missing=_("Tulis mengapa rujukan ditarik."))
    row = _ours_unanswered(referral)
    keep_exchange(row, Exchange.Kind.WITHDRAW, reason, by=by, at=at)
    take_back(row, by_name=by.name, at=at)
    _event(row, "referral_withdrawn", by=by, at=at)
    return row


def take_back(row: Referral, *, by_name: str, at: datetime) -> None:
    """Turn a locked, unanswered referral into a withdrawn one, at the centre too where it is there. Raises Stale."""
    there = Envelope.objects.filter(pk=row.pk).first()
    if there is not None:
        with as_refusal():
            envelopes.do(envelope=row.pk, verb="withdraw", by_name=by_name, at=at)
        waking.wake_after_commit(office=there.receiver_id, matter=row.matter)
        Parcel.objects.filter(envelope=row.pk, sender=current_office().id).delete()
    row.state, row.finished_at = Envelope.State.WITHDRAWN, at
    row.save(update_fields=["state", "finished_at"])


@transaction.atomic
def reply(*, referral: Referral, words: str, by: Staff, at: datetime) -> Exchange:
    """Answer what the other office asked. Raises NotAllowed, Stale where nothing is asked, Refusal("words_missing")."""
    check_can_follow(referral=referral, by=by)
    _words(words, field="words", missing=_("Tulis jawaban Anda."))
    row = _ours_unanswered(referral)
    if Envelope.objects.filter(pk=row.pk, state=Envelope.State.ASKED).first() is None:
        raise _over(row)
    said = keep_exchange(row, Exchange.Kind.REPLY, words, by=by, at=at)
    _event(row, "referral_replied", by=by, at=at)
    _post("referral.parcel", row, at=at, exchange=str(said.pk))
    return said


@transaction.atomic
def telephone(*, referral: Referral, words: str = "", spoke_with: str, by: Staff, at: datetime) -> Exchange:
    """Record that the other office was told by telephone: high risk never waits on a mailbox alone.

    Raises NotAllowed, Stale where it is answered, Refusal("words_missing") without whom one spoke with.
    """
    check_can_follow(referral=referral, by=by)
    _words(spoke_with, field="spoke_with", missing=_("Tulis dengan siapa Anda berbicara."))
    row = _ours_unanswered(referral)
    said = keep_exchange(row, Exchange.Kind.TELEPHONE, words, by=by, at=at, content={"spoke_with": spoke_with.strip()})
    row.telephoned_at = at
    row.save(update_fields=["telephoned_at"])
    _event(row, "referral_telephoned", by=by, at=at)
    _post("referral.said", row, at=at, said="telephoned", exchange=str(said.pk))
    return said


@transaction.atomic
def record_answer(*, referral: Referral, accepted: bool, words: str, by: Staff, at: datetime) -> Referral:
    """Record what an office that is not on the platform answered. Until then the matter stays ours.

    A handover it took ends the case here as moved; the nation goes on counting it for us, since nobody else will.
    Raises NotAllowed, Stale where it is answered, Refusal("on_platform" | "words_missing").
    """
    check_can_follow(referral=referral, by=by)
    _words(words, field="words", missing=_("Tulis siapa yang menjawab dan bagaimana."))
    row = _ours_unanswered(referral)
    envelope = posting.ensure_posted(row)
    if envelope is None:
        raise _over(row)
    if envelope.receiver_id is not None:
        raise Refusal("on_platform", _("%(office)s menjawab sendiri di Rangkul.") % {"office": row.other_name})
    with as_refusal():
        envelopes.do(envelope=row.pk, verb="accept" if accepted else "decline", by_name=by.name, at=at)
    keep_exchange(row, Exchange.Kind.ANSWER, words, by=by, at=at, code="accepted" if accepted else "declined")
    row.state = Envelope.State.ACCEPTED if accepted else Envelope.State.DECLINED
    row.answered_at = at
    row.save(update_fields=["state", "answered_at"])
    _event(row, "referral_answered", by=by, at=at, answer=row.state)
    if accepted and row.moves and row.case is not None and row.case.state != Case.State.ENDED:
        if "appointments" in row.scope:
            appointments.hand_over(case=row.case, by=by, at=at)
        lifecycle.close(case=row.case, reason=Ending.Reason.MOVED, note=words, by=by, at=at)
    elif accepted and row.moves and row.case is not None:
        lifecycle.end_what_runs_on(case=row.case, reason=Ending.Reason.MOVED, by=by, at=at)
    return row


@transaction.atomic
def finish(*, referral: Referral, words: str = "", by: Staff, at: datetime) -> Referral:
    """Say that what was accepted is done; either office may. A helper's part in the matter ends with it, and with the
    part its case: at once where the helper says so, else as it follows.

    Raises NotAllowed, Stale where it is not accepted, or over already.
    """
    check_can_follow(referral=referral, by=by)
    row = locked_referral(referral)
    with as_refusal():
        envelope = envelopes.do(envelope=row.pk, verb="finish", by_name=by.name, at=at)
    waking.wake_after_commit(office=saying.other_office(row, envelope), matter=row.matter)
    row.state, row.finished_at = Envelope.State.FINISHED, at
    row.save(update_fields=["state", "finished_at"])
    _event(row, "referral_finished", by=by, at=at)
    end_help(row, by=by, at=at)
    if words.strip():
        said = keep_exchange(row, Exchange.Kind.FEEDBACK, words, by=by, at=at, code="finished")
        _post("referral.parcel", row, at=at, exchange=str(said.pk))
    return row


def end_help(row: Referral, *, by: Staff, at: datetime) -> None:
    """End the case of a locked referral that came in for help, once PostgreSQL says that the help is over."""
    if row.side == Referral.Side.IN and row.case is not None and holding.help_is_over(row.matter):
        lifecycle.end_help(case=row.case, by=by, at=at)
