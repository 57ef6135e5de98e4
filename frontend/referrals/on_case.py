"""What the case page says of other offices: who holds the matter, what was sent, what came along, what is agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.models import Appointment, CarriedAnswers, Case
from cases.operations import appointments
from cases.queries import appointments_of, visible_cases
from custody import holding
from custody.models import Part
from frontend.casework.answering import StaffRequest
from frontend.casework.set_back import SetBack
from frontend.casework.wording import when_words
from frontend.referrals.beside import beside
from frontend.referrals.onward import onward_of
from frontend.referrals.owed import owed
from frontend.referrals.placed import placed
from frontend.referrals.wording import TAGS, kind_words, proposed_words, state_words
from referrals import leading, proposed
from referrals.checking import UNANSWERED
from referrals.models import Referral
from referrals.operations.placing_again import can_place_again
from referrals.operations.receiving import earlier_cases
from referrals.policies import can_send
from referrals.queries import SEALED


@dataclass(frozen=True)
class Line:
    """A referral of the case in a line."""

    referral: Referral
    what: str
    state: str
    tag: str
    when: str
    incoming: bool


@dataclass(frozen=True)
class Planned:
    """An appointment of the case; what, where and with whom only in an open window."""

    row: Appointment
    what: str
    closed: str = ""
    back: tuple[SetBack, ...] = ()

    @property
    def may_be_set_back(self) -> bool:
        """Whether it was said here that it took place, or will not."""
        return self.row.state in (Appointment.State.DONE, Appointment.State.CANCELLED)


def planned(
    rows: list[Appointment], *, opened: bool, back: Mapping[UUID, list[SetBack]] = MappingProxyType({})
) -> list[Planned]:
    """Appointments as a list shows them. `back`: what was set back in which."""
    found = []
    for row in rows:
        said = appointments.read(row) if opened else None
        words = ", ".join(part for part in (said.what, said.place, said.with_whom) if part) if said else ""
        closed = str(row.get_state_display()) if row.state != Appointment.State.PLANNED else ""
        found.append(Planned(row, words, closed, tuple(back.get(row.pk, ()))))
    return found


def on_case(request: StaffRequest, case: Case, *, opened: bool, now: datetime | None = None) -> dict[str, Any]:
    """Everything of it, under `between`."""
    now = now or timezone.now()
    rows = list(Referral.objects.filter(case=case).defer(*SEALED).order_by("-made_at"))
    part, held, holder = holding.part_in(case.matter), None, None
    if part in (Part.Kind.FORMER, Part.Kind.HELPER):
        held = holding.holder_of(case.matter)
        holder = holding.address_of_office(held.office_id) if held is not None else None
    helped = part == Part.Kind.FORMER and holding.help_is_over(case.matter)
    came = [row for row in rows if row.side == Referral.Side.IN]
    known = [one.pk for one in earlier_cases(case)] if came else []
    earlier = visible_cases(to=request.user).filter(pk__in=known).order_by("-opened_at") if known else ()
    ahead = [row for row in appointments_of(case) if row.state == Appointment.State.PLANNED]
    by_step = proposed.of_case(case)
    begun = placed(case, came[0]) if came else None
    return {
        "between": {
            "proposed": proposed_words(by_step) if by_step is not None else "",
            "lines": [_line(row, now=now) for row in rows],
            "held_by": holder.name if holder is not None else "",
            "held_phone": holder.phone if holder is not None else "",
            "beside": beside(case, rows, now=now) if part == Part.Kind.HOLDER else [],
            "lead_ended": part == Part.Kind.HELPER and any(
                leading.heard(row, ours=False) == leading.ENDED for row in came
            ),
            "held_since": held.since if held is not None else None,
            "left": part == Part.Kind.FORMER,
            "onward": onward_of(case.matter, now=now) if part == Part.Kind.FORMER else None,
            "helped": helped,
            "help_over": helped and case.state != Case.State.ENDED,
            "handover_waits": any(
                row.side == Referral.Side.OUT and row.moves and row.state in UNANSWERED for row in rows
            ),
            "came": came[0] if came else None,
            "consent_gone": next((row for row in rows if row.consent_withdrawn_at is not None), None),
            "placed": begun,
            "may_place_again": begun is not None and can_place_again(case=case, by=request.user),
            "earlier": list(earlier),
            "carried": list(CarriedAnswers.objects.filter(case=case).defer("answers", "asked")) if came else [],
            "owed": owed(case, opened=opened, now=now, zone=timezone.get_current_timezone()) if came else [],
            "may_meet": case.state != Case.State.ENDED and part != Part.Kind.FORMER,
            "planned": planned(ahead, opened=opened),
            "may_propose": case.state != Case.State.ENDED and part != Part.Kind.FORMER
            and can_send(case=case, by=request.user),
        }
    }  # fmt: skip


def _line(row: Referral, *, now: datetime) -> Line:
    return Line(
        referral=row, what=kind_words(kind=row.kind, moves=row.moves), state=state_words(row.state),
        tag=TAGS.get(row.state, ""), when=when_words(row.made_at, now=now), incoming=row.side == Referral.Side.IN,
    )  # fmt: skip
