"""Rujukan: what waits for our answer, what we sent, what is over. Codes, numbers and times alone; nothing is opened."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case
from cases.policies import can_take_reports
from cases.queries import visible_cases
from custody import holding
from custody.models import Envelope
from custody.states import OVER, WAITING
from frontend.casework.answering import StaffRequest, answer, reads
from frontend.casework.wording import when_words
from frontend.marks import Due, due
from frontend.referrals.wording import TAGS, kind_words, reasons_words, state_words
from referrals import queries, reminding
from referrals.checking import UNANSWERED
from referrals.models import Referral
from referrals.operations import receiving

LISTED = 50


@dataclass(frozen=True)
class Row:
    """One referral as a list shows it. `telephone`: whoever sent it still has to telephone; `phone` is where.

    `reminded`: when a province or the ministry reminded the receiver to answer; `nudged`: when the platform did.
    """

    id: uuid.UUID
    number: str
    place: str
    about: str
    reasons: str
    state: str
    tag: str
    due: Due
    high: bool
    when: str
    incoming: bool
    binding: bool = False
    telephone: str = ""
    phone: str = ""
    case: Case | None = None
    reminded: str = ""
    nudged: str = ""
    due_at: datetime | None = None

    @property
    def short(self) -> str:
        """The end of its number, as the day line shows it."""
        return _("rujukan %(number)s") % {"number": self.number.rpartition("-")[2]}


def _row(
    found: Envelope | Referral, *, place: str, incoming: bool, at: datetime, now: datetime, zone: tzinfo,
    telephone: str = "", phone: str = "", case: Case | None = None, nudged: datetime | None = None,
) -> Row:  # fmt: skip
    waits = found.state in (WAITING if incoming else UNANSWERED)
    reminded = found.reminded_at if isinstance(found, Envelope) and waits else None
    due_at = found.answer_by if waits else None
    return Row(
        id=found.pk, number=found.number, place=place, about=kind_words(kind=found.kind, moves=found.moves),
        reasons=reasons_words(found.reasons, incoming=incoming), state=state_words(found.state),
        tag=TAGS.get(found.state, ""),
        due=due(due_at=due_at, now=now, zone=zone, opened_at=at), due_at=due_at,
        high=found.risk == Case.Risk.HIGH or (waits and _rose(case)), when=when_words(at, now=now), incoming=incoming,
        binding=found.binding, telephone=telephone, phone=phone, case=case,
        reminded=when_words(reminded, now=now, inside=True) if reminded else "",
        nudged=when_words(nudged, now=now, inside=True) if nudged and waits else "",
    )  # fmt: skip


def _rose(case: Case | None) -> bool:
    return case is not None and case.risk == Case.Risk.HIGH


def incoming_rows(*, now: datetime) -> list[Row]:
    """What waits for this office's answer: the late first, then by deadline."""
    zone, rows = timezone.get_current_timezone(), receiving.inbox(at=now)
    nudged = reminding.told_of({one.envelope.pk for one in rows})
    return [
        _row(
            one.envelope, place=one.sender_name, incoming=True, at=one.envelope.sent_at, now=now, zone=zone,
            nudged=nudged.get(one.envelope.pk),
        )
        for one in rows
    ]  # fmt: skip


def outgoing_rows(found: Iterable[Referral], *, now: datetime) -> list[Row]:
    """Our own; where the risk is high and nobody has telephoned yet, who sent it and the other office's number."""
    zone, rows = timezone.get_current_timezone(), list(found)
    phones = {one.code: one.phone for one in holding.addresses_of(codes={row.other_code for row in rows})}
    nudged = reminding.told_of({row.pk for row in rows if row.state in UNANSWERED})
    return [
        _row(
            one, place=one.other_name, incoming=False, at=one.made_at, now=now, zone=zone, case=one.case,
            phone=phones.get(one.other_code, ""), nudged=nudged.get(one.pk),
            telephone=one.made_by.name if one.made_by is not None and to_telephone(one) else "",
        )
        for one in rows
    ]  # fmt: skip


def to_telephone(row: Referral) -> bool:
    """Whether the other office must still be telephoned: high risk never waits on a mailbox alone."""
    return queries.is_high(row) and row.telephoned_at is None and row.state in UNANSWERED


def going_on(*, to: Staff) -> QuerySet[Referral]:
    """What we sent and is not over: unanswered, or accepted as help that goes on."""
    return queries.outgoing(to=to).filter(Q(state__in=UNANSWERED) | Q(state=Envelope.State.ACCEPTED, moves=False))


def ended(*, to: Staff) -> QuerySet[Referral]:
    """What is over, both ways, newest first; of what came in, all that this person may see."""
    mine = visible_cases(to=to).values("pk")
    out = Q(side=Referral.Side.OUT, case__in=mine)
    out &= Q(state__in=sorted(OVER)) | Q(state=Envelope.State.ACCEPTED, moves=True)
    came = Q(side=Referral.Side.IN) & (Q(case__in=mine) | Q(case=None)) & ~Q(state__in=sorted(WAITING))
    if not can_take_reports(by=to):
        came &= Q(case__in=mine)
    found = Referral.objects.filter(out | came).select_related("case__version__sop", "made_by")
    return found.defer(*queries.SEALED, "case__version__definition", "case__flow").order_by("-made_at")


def _counts(request: StaffRequest, *, may: bool) -> dict[str, int]:
    return {
        "waiting_count": receiving.waiting_count() if may else 0,
        "sent_count": going_on(to=request.user).count(),
    }


@reads
def inbox(request: StaffRequest) -> HttpResponse:
    """Masuk: what other offices ask of us."""
    now, may = timezone.now(), can_take_reports(by=request.user)
    rows = incoming_rows(now=now) if may else []
    context = {"rows": rows, "here": "masuk", "may_take": may, **_counts(request, may=may)}
    return answer(request, "referrals/list.html", context)


@reads
def sent(request: StaffRequest) -> HttpResponse:
    """Keluar: what we asked of others, those to telephone first, then by deadline."""
    now, may = timezone.now(), can_take_reports(by=request.user)
    rows = outgoing_rows(going_on(to=request.user).order_by("answer_by", "made_at"), now=now)
    rows.sort(key=lambda row: not row.telephone)
    context = {"rows": rows, "here": "keluar", "may_take": may, **_counts(request, may=may)}
    return answer(request, "referrals/list.html", context)


@reads
def over(request: StaffRequest) -> HttpResponse:
    """Selesai: both ways."""
    now, may = timezone.now(), can_take_reports(by=request.user)
    page = Paginator(ended(to=request.user), LISTED).get_page(request.GET.get("halaman"))
    zone = timezone.get_current_timezone()
    rows = [
        _row(one, place=one.other_name, incoming=one.side == Referral.Side.IN, at=one.made_at, now=now, zone=zone,
             case=one.case)
        for one in page
    ]  # fmt: skip
    context = {"rows": rows, "page": page, "here": "selesai", "may_take": may, **_counts(request, may=may)}
    return answer(request, "referrals/list.html", context)
