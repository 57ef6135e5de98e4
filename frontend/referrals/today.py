"""What Hari ini says of other offices: to answer, to telephone, asked of us, given back; and the days' appointments."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import Staff
from cases.models import Appointment, Case
from cases.policies import can_take_reports
from cases.queries import appointments_ahead
from custody.models import Envelope
from frontend.referrals.lists import Row, incoming_rows, outgoing_rows, to_telephone
from referrals import queries
from referrals.checking import UNANSWERED

SHOWN = 5
GIVEN_BACK_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Handoffs:
    """Everything of it, as rows."""

    to_answer: list[Row]
    to_telephone: list[Row]
    asked: list[Row]
    given_back: list[Row]
    waiting: int

    @property
    def more(self) -> int:
        """How many that wait for an answer are not among the rows."""
        return self.waiting - len(self.to_answer)

    @property
    def any(self) -> bool:
        """Whether something waits for somebody here."""
        return bool(self.to_answer or self.asked or self.given_back)


def handoffs_today(*, to: Staff, now: datetime) -> Handoffs:
    """What waits between offices for this person: our own referrals are read once."""
    came = incoming_rows(now=now) if can_take_reports(by=to) else []
    back = Q(state=Envelope.State.DECLINED, answered_at__gt=now - GIVEN_BACK_FOR, case__state=Case.State.RUNNING)
    ours = list(queries.outgoing(to=to).filter(Q(state__in=UNANSWERED) | back))
    rows = dict(zip((one.pk for one in ours), outgoing_rows(ours, now=now), strict=True))
    return Handoffs(
        to_answer=came[:SHOWN],
        to_telephone=[rows[one.pk] for one in reversed(ours) if to_telephone(one)],
        asked=[rows[one.pk] for one in ours if one.state == Envelope.State.ASKED],
        given_back=[rows[one.pk] for one in ours if one.state == Envelope.State.DECLINED],
        waiting=len(came),
    )


def appointments_today(*, to: Staff, now: datetime) -> list[Appointment]:
    """What is planned up to the end of tomorrow, also what has passed and nobody closed."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    until = timezone.make_aware(datetime.combine(tomorrow, time.max))
    found = appointments_ahead(to=to, until=until).defer("what", "place", "with_whom", "case__version__definition")
    return list(found.order_by("at"))


def today_between(*, to: Staff, now: datetime) -> dict[str, Any]:
    """Both, as the page asks for them."""
    return {"handoffs": handoffs_today(to=to, now=now), "agreed": appointments_today(to=to, now=now)}
