"""What went with a referral of ours, once the consent it rested on was withdrawn: what was sent stays said."""

from dataclasses import dataclass
from datetime import datetime

from frontend.casework.wording import when_words
from frontend.referrals import wording
from frontend.referrals.loading import Matter


@dataclass(frozen=True)
class Went:
    """When it was sent, opened, taken and called back, in words; "" where it never was."""

    sent: str
    opened: str
    taken: str
    gone: str
    shares: list[str]
    withheld: list[str]


def went(matter: Matter, *, gone: datetime | None, now: datetime) -> Went | None:
    """Return it for a referral of ours whose consent was withdrawn; None while the consent stands.

    The scope is read from our own row: at the centre it is empty since the withdrawal.
    """
    row, envelope = matter.referral, matter.envelope
    if gone is None or row is None or matter.incoming:
        return None

    def said(moment: datetime | None) -> str:
        return when_words(moment, now=now, inside=True) if moment is not None else ""

    return Went(
        sent=said(envelope.sent_at) if envelope is not None else "",
        opened=said(envelope.opened_at) if envelope is not None else "",
        taken=said(envelope.answered_at) if envelope is not None and matter.taken else "",
        gone=said(gone), shares=wording.scope_words(row.scope), withheld=wording.withheld_words(row.scope),
    )  # fmt: skip
