"""Handoffs as a console sees them: number, direction, state and time. And who may do what about one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from custody import states
from custody.console import MINISTRY_AFTER
from custody.models import Address, Envelope
from frontend.console.regions import place_name
from frontend.marks import length_words
from onboarding.models import Seat
from tenants.registry.source import regencies
from tenants.roles import NATION


@dataclass(frozen=True)
class Line:
    """One handoff in a list."""

    envelope: Envelope
    sender: str
    receiver: str
    words: str
    waiting: str
    late: bool
    tag: str
    may_remind: bool
    may_assign: bool

    @property
    def outside(self) -> bool:
        """Whether the receiver is not on the platform."""
        return self.envelope.receiver_id is None


def state_words(envelope: Envelope, *, then: str = "") -> str:
    """The state as somebody waiting for an answer would say it. `then`: `custody.console.after_redirecting`."""
    to = {"place": place_name(envelope.assigned_to) if envelope.assigned_to else ""}
    if then == "kept":
        return _("Ditetapkan ke %(place)s, tetap dilayani pengirim") % to
    if then == "sealed_anew":
        return _("Dikirim ulang ke %(place)s") % to
    told = {
        "sent": _("Belum dibuka"),
        "redirected": _("Ditetapkan ke %(place)s, menunggu dikirim ulang pengirim") % to,
    }
    return told.get(envelope.state) or envelope.get_state_display()


def is_late(envelope: Envelope, *, at: datetime) -> bool:
    """Whether nobody has answered in time."""
    return envelope.state in states.WAITING and envelope.answer_by < at


def _chased_by(seat: Seat, envelope: Envelope, *, at: datetime) -> bool:
    patience = MINISTRY_AFTER if seat.console == NATION else timedelta()
    return envelope.state in states.WAITING and envelope.answer_by + patience < at


def may_remind(seat: Seat, envelope: Envelope, *, at: datetime) -> bool:
    """Either province reminds once the deadline has passed, the ministry a day later."""
    return _chased_by(seat, envelope, at=at)


def may_assign(seat: Seat, envelope: Envelope, *, at: datetime) -> bool:
    """The receiver's province assigns once the deadline has passed, the ministry a day later."""
    reaches = seat.console in (NATION, envelope.receiver_code[:2])
    return reaches and _chased_by(seat, envelope, at=at)


def line(envelope: Envelope, *, seat: Seat, at: datetime, then: str = "") -> Line:
    """One handoff in words."""
    late = is_late(envelope, at=at)
    tag = {
        "sent": "",
        "opened": "rk-tag--soon",
        "asked": "rk-tag--wait",
        "assigned": "rk-tag--brand",
        "redirected": "rk-tag--soon",
    }
    return Line(
        envelope=envelope,
        sender=place_name(envelope.sender_code),
        receiver=place_name(envelope.receiver_code),
        words=state_words(envelope, then=then),
        waiting=length_words(at - envelope.sent_at),
        late=late,
        tag="rk-tag--late" if late else tag.get(envelope.state, "rk-tag--ok"),
        may_remind=may_remind(seat, envelope, at=at),
        may_assign=may_assign(seat, envelope, at=at),
    )


def takers(seat: Seat, envelope: Envelope) -> list[tuple[str, str]]:
    """Who can be told to take it: offices on the platform, the receiver first, then its province's.

    A province tells its own, the ministry any. Never the sender; one that is binding already can only go to another.
    """
    found = Address.objects.exclude(code=envelope.sender_code)
    home = envelope.receiver_code[:2]
    if seat.console != NATION:
        found = found.filter(code__startswith=home)
    codes = [code for code in found.values_list("code", flat=True) if code in regencies() or len(code) == 2]
    if envelope.binding:
        codes = [code for code in codes if code != envelope.receiver_code]
    codes.sort(key=lambda code: (code != envelope.receiver_code, code[:2] != home, len(code) == 2, code))
    return [(code, place_name(code)) for code in codes]
