"""What goes into an envelope: the minimum as it was agreed, the file as it stands when it leaves, words said since.

A parcel's id follows from what it holds, so that a delivery repeated puts nothing in twice.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from cases.carrying import file_of
from cases.models import Case
from custody.envelopes import Sealed, seal_for
from custody.sealing import ParcelTooLarge, newest_key
from outbox.delivery import NeverDeliverable
from referrals import ours
from referrals.consenting import rests_on, without
from referrals.lettering import for_referral
from referrals.models import Exchange, Referral
from tenants.models import OfficeKey

WORDS, SUPPLEMENT = "rangkul-words/1", "rangkul-supplement/1"
TOLD = ("people", "incidents", "findings", "off", "limits")
"""Parts of a file that both offices may change while it is under way (`unheard`)."""


def parcel_id(referral: Referral, what: str) -> uuid.UUID:
    """The id of the one parcel of this kind (and, for a file made anew, of this occasion)."""
    return uuid.uuid5(referral.pk, what)


def file_content(referral: Referral, *, case: Case | None = None) -> dict[str, Any]:
    """The case as far as the referral's consent lets it go now. `case`: it, where it was read under its lock."""
    case = case or Case.objects.select_related("version__sop").get(referrals=referral)
    hidden = without(referral.consent, case=case, to_code=referral.other_code)
    file = file_of(case, referral.scope, without=hidden, limits=referral.moves)
    resting = rests_on(referral)
    return file | {"rests_on": str(resting.pk)} if resting is not None else file


def told_of(file: Mapping[str, Any]) -> dict[str, Any]:
    """What this office keeps of a file that it seals: by it, it knows later what the other office was told."""
    return {part: file[part] for part in TOLD if part in file} | {"risk": file["case"]["risk"]}


def sealed(
    referral: Referral, kind: str, content: dict[str, Any], *, receiver: uuid.UUID, parcel: uuid.UUID,
    key: OfficeKey | None = None,
) -> Sealed:  # fmt: skip
    """Content sealed for the other office. Raises NeverDeliverable where it is too large: a person must see to it."""
    try:
        return seal_for(envelope=referral.pk, receiver=receiver, kind=kind, content=content, parcel=parcel, key=key)
    except ParcelTooLarge as error:
        raise NeverDeliverable(referral.number) from error


def file_parcel(referral: Referral, *, receiver: uuid.UUID, occasion: str = "file") -> Sealed:
    """The file as it is now, sealed. Raises as `sealed` does.

    `content` then has what the file tells, for the caller to save.
    """
    key, file = parcel_id(referral, occasion), file_content(referral)
    referral.content = {**referral.content, "told": told_of(file)}
    return sealed(referral, "file", file, receiver=receiver, parcel=key)


def minimum_parcel(referral: Referral, *, receiver: uuid.UUID, occasion: str = "minimum") -> Sealed:
    """The minimum as our own copy has it, sealed. Raises as `sealed` does."""
    key = parcel_id(referral, occasion)
    return sealed(referral, "minimum", referral.content["minimum"], receiver=receiver, parcel=key)


def first_parcels(referral: Referral, *, receiver: uuid.UUID, case: Case) -> list[Sealed]:
    """What goes with the envelope itself: the minimum, the letter, and the file that opens with acceptance.

    `case`: the referral's, read under its lock. `content` then has what the file tells, for the caller to save.
    """
    key = newest_key(receiver)
    contents = {
        "minimum": referral.content["minimum"],
        "letter": for_referral(referral),
        "file": file_content(referral, case=case),
    }
    referral.content = {**referral.content, "told": told_of(contents["file"])}
    return [
        sealed(referral, kind, content, receiver=receiver, parcel=parcel_id(referral, kind), key=key)
        for kind, content in contents.items()
    ]


def supplement_content(referral: Referral) -> dict[str, Any]:
    """The case as it is told late: as `file_content`, and where another leads it by now no more than this office's own.

    `content` then has what the supplement tells, for the caller to save.
    """
    file = file_content(referral)
    if referral.moves:
        content = referral.content or {}
        told = content.get("supplemented") or content.get("told")
        file = ours.as_ours(file, told=told, leading=ours.leading(referral))
        referral.content = {**content, "supplemented": told_of(file)}
    return {"format": SUPPLEMENT, "file": file}


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
