"""Whoever else was asked about a matter before it came here: who helps in it now, and who no longer does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.models import Case
from custody import around, holding
from custody.models import Envelope
from frontend.casework.wording import region_name, when_words
from referrals.beside import HANDED_OVER
from referrals.models import Referral


@dataclass(frozen=True)
class Beside:
    """A referral between two other offices, in the words of a list. No person stands in it."""

    number: str
    asked_by: str
    place: str
    code: str
    phone: str
    joint: bool
    helps: bool
    when: str


def beside(case: Case, rows: Iterable[Referral], *, now: datetime) -> list[Beside]:
    """What whoever holds the case should know: who helps, and whose help ended when the case came here.

    The latter is left out once this office has asked the same place itself. `rows`: its own referrals of the case.
    """
    asked = {row.other_code for row in rows if row.side == Referral.Side.OUT}
    told = [
        one for one in around.others(case.matter)
        if one.kind != Envelope.Kind.PELIMPAHAN
        and (one.state == Envelope.State.ACCEPTED or (one.because == HANDED_OVER and one.to not in asked))
    ]  # fmt: skip
    if not told:
        return []
    phones = {row.code: row.phone for row in holding.addresses_of(codes={one.to for one in told})}
    names = {row.office_id: row.name for row in holding.addresses({one.sender for one in told if one.sender})}
    return [
        Beside(
            number=one.number, asked_by=names.get(one.sender, "") if one.sender else "", place=region_name(one.to),
            code=one.to, phone=phones.get(one.to, ""), joint=one.kind == Envelope.Kind.BERSAMA,
            helps=one.state == Envelope.State.ACCEPTED, when=when_words(one.since, now=now),
        )
        for one in told
    ]  # fmt: skip
