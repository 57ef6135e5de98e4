"""The letter of a referral: written once, sent along sealed, printed and locked for an office outside the platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import OfficeProfile, Staff
from cases.models import Consent
from cases.policies import can_see, can_take_reports
from custody import envelopes, holding
from custody.models import Envelope
from custody.sealing import UNREADABLE
from documents import operations
from documents.letter import Letter, NotALetter, Part, from_data
from documents.letters import Addressee, Terms, referral_letter
from documents.models import Document
from referrals.annexes import parts_of
from referrals.models import Referral
from tenants.current import current_office

TITLE = "referral"


def document_of(referral: Referral) -> Document:
    """The kept letter of a referral that this office sent; written now where it is not there yet.

    Raises LetterTooLong, ValueError for one that came in: its letter is the sender's.
    """
    if referral.side != Referral.Side.OUT or referral.case is None:
        raise ValueError("the sender writes the letter")
    there = operations.kept(about=referral.pk)
    if there is not None:
        return there
    return operations.keep(
        case=referral.case, about=referral.pk, title=TITLE, letter=written(referral), by=referral.made_by,
        at=referral.made_at,
    )  # fmt: skip


def for_referral(referral: Referral) -> dict[str, Any]:
    """What goes into the envelope's parcel `letter`: the words, bounded by `documents.letter.LARGEST`."""
    return operations.words_of(document_of(referral)).as_data()


def written(referral: Referral) -> Letter:
    """The letter as the referral says it: the minimum as it was agreed, and nobody's name."""
    to = holding.address_of(code=referral.other_code)
    return referral_letter(
        number=referral.number,
        at=referral.made_at,
        to=Addressee(region=referral.other_name, code=referral.other_code, unit=to.unit if to is not None else ""),
        terms=Terms(
            kind=referral.kind, moves=referral.moves, reasons=referral.reasons, scope=referral.scope,
            risk=referral.risk, answer_by=referral.answer_by,
            by_duty=referral.consent is not None and referral.consent.way == Consent.Way.DUTY,
        ),
        minimum=referral.content["minimum"],
        profile=OfficeProfile.objects.get(),
    )  # fmt: skip


def received(envelope: UUID) -> Letter | None:
    """The letter that came to this office with an envelope; None where none came, or it can't be opened or read.

    Once it was accepted our own copy stays where the centre has forgotten it.
    """
    try:
        came = envelopes.content_of(envelope=envelope, kind="letter")
        if came:
            return from_data(came[0][1])
        kept = Referral.objects.filter(pk=envelope, side=Referral.Side.IN).first()
        return from_data(kept.came["letter"]) if kept is not None and kept.came and "letter" in kept.came else None
    except (*UNREADABLE, NotALetter):
        return None


def annex_of(referral: Referral, *, file: Mapping[str, Any] | None) -> list[Part]:
    """What goes sealed alone: the officer's words, and the case as far as `file` has it (None before acceptance)."""
    words = [Part(referral.words, heading="Keterangan petugas")] if referral.words else []
    return words + (parts_of(file) if file is not None else [])


@dataclass(frozen=True, slots=True)
class Readable:
    """A letter as somebody may read it. `referral` None: it came in, and is not taken over yet."""

    id: UUID
    letter: Letter
    referral: Referral | None
    ours: bool


def readable(envelope: UUID, *, by: Staff) -> Readable | None:
    """The letter of a referral, for whoever may see its case, or takes in what comes; None for everyone else.

    Of one that came in, nothing is kept here and nothing is shown once its consent was withdrawn.
    """
    referral = Referral.objects.filter(pk=envelope).select_related("case__version__sop", "consent", "made_by").first()
    if referral is not None and referral.case is not None and not can_see(case=referral.case, by=by):
        return None
    if referral is not None and referral.side == Referral.Side.OUT:
        there = operations.kept(about=referral.pk)
        letter = operations.words_of(there) if there is not None else written(referral)
        return Readable(referral.pk, letter, referral, ours=True)
    if (referral is None or referral.case is None) and not can_take_reports(by=by):
        return None
    came_in = Envelope.objects.filter(pk=envelope, receiver=current_office().pk, consent_withdrawn_at=None)
    came = received(envelope) if came_in.exists() else None
    return Readable(envelope, came, referral, ours=False) if came is not None else None
