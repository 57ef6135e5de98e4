"""What goes into an envelope: the minimum as it was agreed, the file as it stands when it leaves, words said since.

A parcel's id follows from what it holds, so that a delivery repeated puts nothing in twice.
"""

import uuid
from typing import Any

from cases.carrying import file_of
from cases.models import Case
from custody.envelopes import Sealed, seal_for
from referrals.consenting import without
from referrals.lettering import for_referral
from referrals.models import Exchange, Referral

WORDS, SUPPLEMENT = "rangkul-words/1", "rangkul-supplement/1"


def parcel_id(referral: Referral, what: str) -> uuid.UUID:
    """The id of the one parcel of this kind (and, for a file made anew, of this occasion)."""
    return uuid.uuid5(referral.pk, what)


def file_content(referral: Referral) -> dict[str, Any]:
    """The case as far as the referral's consent lets it go now."""
    case = Case.objects.select_related("version__sop").get(referrals=referral)
    hidden = without(referral.consent, case=case, to_code=referral.other_code)
    return file_of(case, referral.scope, without=hidden)


def file_parcel(referral: Referral, *, receiver: uuid.UUID, occasion: str = "file") -> Sealed:
    """The file, sealed for the receiver."""
    return seal_for(
        envelope=referral.pk, receiver=receiver, kind="file", content=file_content(referral),
        parcel=parcel_id(referral, occasion),
    )  # fmt: skip


def first_parcels(referral: Referral, *, receiver: uuid.UUID) -> list[Sealed]:
    """What goes with the envelope itself: the minimum, the letter, and the file that opens with acceptance."""
    minimum = seal_for(
        envelope=referral.pk, receiver=receiver, kind="minimum", content=referral.content["minimum"],
        parcel=parcel_id(referral, "minimum"),
    )  # fmt: skip
    letter = seal_for(
        envelope=referral.pk, receiver=receiver, kind="letter", content=for_referral(referral),
        parcel=parcel_id(referral, "letter"),
    )  # fmt: skip
    return [minimum, letter, file_parcel(referral, receiver=receiver)]


def words_of(exchange: Exchange) -> dict[str, Any]:
    """What was said, as the other office reads it."""
    return {
        "format": WORDS,
        "kind": exchange.kind,
        "code": exchange.code,
        "words": exchange.words or "",
        "at": exchange.at.isoformat(),
        "by": exchange.by_name,
    }
