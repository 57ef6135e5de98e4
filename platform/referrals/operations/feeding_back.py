"""Telling the office that handed a person to us how it goes: at each stage by its code, and in words where staff write.

It goes as far as consent goes: once that is withdrawn, here or there, nothing more is told.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case, Ending, Event
from cases.operations.events import append
from cases.refusals import Missing, Refusal
from custody.models import Envelope
from outbox.operations import post
from referrals import leading, limits, packing, saying
from referrals.consenting import still_rests
from referrals.models import Exchange, Referral
from referrals.operations.sending import keep_exchange, locked_referral
from referrals.policies import check_can_follow
from sop_library.parts import STAGES

ENDED, PASSED_ON, GIVEN, HIGH_RISK = "ended", "passed_on", "feedback_given", "risk_high"
CODES = frozenset({*STAGES, ENDED, "finished", "other"})
"""What feedback is about: a stage of the common spine, the end of the service, or what the words say.

PASSED_ON follows from custody alone: the service goes on, at another office.
"""
OF_NO_STAGE = frozenset({"other", HIGH_RISK, limits.MET, leading.ENDED, leading.GOES_ON})
"""What is told beside the stage that the case is at here."""
TOLD_IN = frozenset({Envelope.State.ACCEPTED.value, Envelope.State.FINISHED.value})


def may_tell(referral: Referral) -> bool:
    """Whether the consent still lets the sender hear: withdrawn neither there nor here."""
    envelope = Envelope.objects.filter(pk=referral.pk).only("consent_withdrawn_at").first()
    if envelope is None or envelope.consent_withdrawn_at is not None or referral.consent_withdrawn_at is not None:
        return False
    return still_rests(referral)


@transaction.atomic
def feed_back(*, referral: Referral, code: str, words: str = "", by: Staff, at: datetime) -> Exchange:
    """Tell the office that handed the person over how it goes. `code`: one of CODES; "other" wants words.

    Raises NotAllowed, Refusal("not_taken" | "consent_withdrawn" | "words_missing" | "unfit_words").
    """
    check_can_follow(referral=referral, by=by)
    row = locked_referral(referral)
    if row.side != Referral.Side.IN or row.state not in TOLD_IN:
        raise Refusal("not_taken", _("Umpan balik diberikan untuk rujukan yang Anda terima."))
    if not may_tell(row):
        raise Refusal("consent_withdrawn", _("Korban menarik persetujuannya, jadi tidak ada lagi yang dibagikan."))
    faults = [] if code in CODES else [Missing("code", _("Pilih tentang apa umpan balik ini."))]
    if code == "other" and not words.strip():
        faults.append(Missing("words", _("Tulis umpan baliknya.")))
    if faults:
        raise Refusal("words_missing", _("Umpan balik belum dapat dikirim."), missing=faults)
    if "\x00" in words:
        unfit = _("Ada karakter yang tidak dapat disimpan.")
        raise Refusal("unfit_words", unfit, missing=[Missing("words", unfit)])
    said = keep_exchange(row, Exchange.Kind.FEEDBACK, words, by=by, at=at, code=code)
    if row.case is not None:
        append(case=row.case, kind=GIVEN, by=by, at=at, referral=str(row.pk), code=code)
    post(topic="referral.parcel", matter=row.matter, payload={"referral": str(row.pk), "exchange": str(said.pk)}, at=at)
    return said


def follow(row: Referral, *, envelope: Envelope, case: Case, told: Event) -> None:
    """Tell the sender by its code that a case we took over came to another stage, or ended. Runs under the relay.

    Where the sender still has a part in it, also that the risk was rated high here.
    """
    if told.kind == GIVEN or envelope.state not in TOLD_IN or not may_tell(row):
        return
    together = not envelope.moves or envelope.kind == Envelope.Kind.BERSAMA
    turned = told.kind in ("risk_rated", "risk_assumed") and told.data["risk"] == Case.Risk.HIGH
    if together and turned and told.data.get("before", "") != Case.Risk.HIGH:
        _tell(row, code=HIGH_RISK, occasion=f"risk|{told.id}", told=told)
    if envelope.moves and (met := limits.met_by(told, sender=row)) is not None:
        _tell(row, code=limits.MET, occasion=f"limit|{told.id}", told=told, content={"limit": met})
    code = case.stage
    if case.state == Case.State.ENDED:
        gone = case.endings.filter(reopened_at=None, kind=Ending.Kind.HANDED_OVER).exists()
        code = PASSED_ON if gone else ENDED
    told_before = row.exchanges.filter(kind=Exchange.Kind.FEEDBACK, ours=True)
    last = told_before.exclude(code__in=[*OF_NO_STAGE]).order_by("-at").first()
    if code and (last is None or last.code != code):
        _tell(row, code=code, occasion=f"stage|{told.id}", told=told)


def _tell(
    row: Referral, *, code: str, occasion: str, told: Event, content: dict[str, Any] | None = None
) -> None:  # fmt: skip
    said, made = Exchange.objects.get_or_create(
        id=packing.parcel_id(row, occasion),
        defaults={
            "referral": row, "ours": True, "kind": Exchange.Kind.FEEDBACK, "code": code, "at": told.at, "by": told.by,
            "by_name": told.by.name,
        },
    )  # fmt: skip
    if made and content is not None:
        said.content = content
        said.save(update_fields=["content"])
    saying.carry(row, said)
