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
from frontend.casework.wording import when_words
from frontend.referrals.lists import Row, incoming_rows, outgoing_rows, to_telephone
from frontend.referrals.wording import LINKS, NEWS, proposed_words
from referrals import news, proposed, queries
from referrals.checking import UNANSWERED
from referrals.models import Referral

SHOWN, MOST_URGENT = 5, 20
LEAVES_WITHIN = timedelta(minutes=10)
"""How long a referral may take to leave before whoever sent it is told that it has not."""


@dataclass(frozen=True)
class Waits:
    """What a step of a case proposed, in words."""

    case: Case
    words: str
    when: str
    high: bool


@dataclass(frozen=True)
class News:
    """What came from another office: the weightiest in a sentence, all else in a word each."""

    referral: Referral
    words: str
    besides: str
    when: str


@dataclass(frozen=True)
class Handoffs:
    """Everything of it, as rows.

    `urgent`: those of high risk among what waits for our answer; the others are `to_answer`. `unsent`: ours that have
    not left. `unanswered`: ours past their deadline. `given_back`: declined, and nobody here has decided what next.
    `to_tell`: help by letter whose case has ended here.
    `astray`: a province named another office, and a person must decide whether it goes there. `proposed`: a step said
    so and this person may send it, but nobody has sent it or decided against it. `news`: what came of the others
    since somebody concerned looked; `more_news`: how many more there are.
    """

    urgent: list[Row]
    to_answer: list[Row]
    to_telephone: list[Row]
    asked: list[Row]
    unsent: list[Row]
    unanswered: list[Row]
    given_back: list[Row]
    to_tell: list[Row]
    astray: list[Row]
    proposed: list[Waits]
    news: list[News]
    more_news: int
    waiting: int

    @property
    def more(self) -> int:
        """How many that wait for an answer are not among the rows."""
        return self.waiting - len(self.to_answer) - len(self.urgent)

    @property
    def any(self) -> bool:
        """Whether something waits for somebody here."""
        ours = (
            self.asked
            or self.unsent
            or self.unanswered
            or self.given_back
            or self.astray
            or self.proposed
            or self.to_tell
        )
        return bool(self.to_answer or ours or self.news)


def handoffs_today(*, to: Staff, now: datetime) -> Handoffs:
    """What waits between offices for this person: our own referrals are read once."""
    came = incoming_rows(now=now) if can_take_reports(by=to) else []
    over = Q(case__state=Case.State.ENDED) & queries.on_paper()
    ours = list(queries.outgoing(to=to).filter(Q(state__in=UNANSWERED) | queries.undecided() | over))
    to_tell = {one.pk for one in ours if _is_to_be_told(one)}
    back = {one.pk for one in ours if one.state in (Envelope.State.DECLINED, Envelope.State.REDIRECTED)}
    told = [one for one in news.unread(to=to) if one.pk not in back]
    rows = dict(zip((one.pk for one in ours), outgoing_rows(ours, now=now), strict=True))
    return Handoffs(
        urgent=[row for row in came if row.high][:MOST_URGENT],
        to_answer=[row for row in came if not row.high][:SHOWN],
        to_telephone=[rows[one.pk] for one in reversed(ours) if to_telephone(one)],
        asked=[rows[one.pk] for one in ours if one.state == Envelope.State.ASKED],
        unsent=[
            rows[one.pk] for one in ours if one.state == Referral.QUEUED and one.made_at < now - LEAVES_WITHIN
        ],
        unanswered=[
            rows[one.pk] for one in reversed(ours)
            if one.answer_by < now and one.state in UNANSWERED and one.state != Envelope.State.ASKED
            and one.pk not in to_tell
        ],
        to_tell=[rows[one.pk] for one in ours if one.pk in to_tell],
        given_back=[rows[one.pk] for one in ours if one.state == Envelope.State.DECLINED],
        astray=[rows[one.pk] for one in ours if one.state == Envelope.State.REDIRECTED],
        proposed=[_waits(one, now=now) for one in proposed.to_send(to=to)],
        news=[_news(one, now=now) for one in told[:SHOWN]],
        more_news=max(len(told) - SHOWN, 0),
        waiting=len(came),
    )  # fmt: skip


def _news(one: Referral, *, now: datetime) -> News:
    told = sorted(one.news, key=list(NEWS).index)
    first = "handed_over" if told[0] == "accepted" and one.moves else told[0]
    when = when_words(one.news_at or now, now=now, inside=True)
    besides = ", ".join(str(LINKS[kind]).lower() for kind in told[1:] if kind in LINKS)
    return News(referral=one, words=str(NEWS[first]) % {"place": one.other_name}, besides=besides, when=when)


def _is_to_be_told(one: Referral) -> bool:
    """Of what was read: help whose case has ended here, and that nobody took back: it went by letter."""
    if one.case is None or one.case.state != Case.State.ENDED or one.moves:
        return False
    return one.state in (Envelope.State.SENT, Envelope.State.ACCEPTED)


def _waits(one: proposed.Proposed, *, now: datetime) -> Waits:
    when = when_words(one.at, now=now, inside=True)
    return Waits(case=one.case, words=proposed_words(one), when=when, high=one.case.risk == Case.Risk.HIGH)


def appointments_today(*, to: Staff, now: datetime) -> list[Appointment]:
    """What is planned up to the end of tomorrow, also what has passed and nobody closed."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    until = timezone.make_aware(datetime.combine(tomorrow, time.max))
    found = appointments_ahead(to=to, until=until).defer("what", "place", "with_whom")
    return list(found.order_by("at"))


def today_between(*, to: Staff, now: datetime) -> dict[str, Any]:
    """Both, as the page asks for them."""
    return {"handoffs": handoffs_today(to=to, now=now), "agreed": appointments_today(to=to, now=now)}
