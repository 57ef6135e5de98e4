"""Whoever leads a matter ends its case, or opens it again: whoever helps hears, and nobody else is asked any more.

An acceptance afterwards would be help in a matter that nobody leads. A handover keeps a case from ending (`guarding`).
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import Staff
from cases.models import Case, Event
from cases.operations.events import append
from custody import holding
from custody.models import Envelope, Link, Part
from referrals import astray, beside, packing, saying
from referrals.checking import UNANSWERED
from referrals.consenting import still_rests
from referrals.models import Exchange, Referral
from sop_library.parts import STAGES

ENDED, GOES_ON = "lead_ended", "lead_goes_on"
ENDED_THERE = "ended"
"""What whoever took a matter over tells whoever it took it from: its case ended (`feeding_back`)."""
KINDS = frozenset({"case_ended", "case_reopened"})
"""Kinds of events that whoever helps hears of by one of these codes."""
CASE_ENDED = "case_ended"
"""Why a referral was taken back: its case ended before anybody had accepted it."""


def follow(row: Referral, *, told: Event) -> None:
    """Tell whoever helps by a locked referral of ours how its case stands now, or take back what nobody answered."""
    if holding.part_in(row.matter) != Part.Kind.HOLDER:
        return  # with a handover custody moved: whoever holds the matter now leads it
    state = Case.objects.values_list("state", flat=True).get(pk=told.case_id)
    if state == Case.State.ENDED:
        astray.let_stay(told.case, by_name="", at=told.at)
    waits = state == Case.State.ENDED and row.state in UNANSWERED and _is_on_the_platform(row)
    if not waits or not beside.stop(row, at=told.at, because=CASE_ENDED):
        tell(row, told=told)
        return
    append(
        case=told.case, kind="referral_withdrawn", by=told.by, at=told.at, referral=str(row.pk), to=row.other_code,
        because=CASE_ENDED,
    )  # fmt: skip


def stopped_with(case: Case) -> list[Referral]:
    """What this office asked for and nobody answered, which is taken back once the case ends; nothing sealed is read.

    A letter on paper that has gone stays: its answer is recorded here.
    """
    waiting = Referral.objects.filter(case=case, side=Referral.Side.OUT, moves=False, state__in=UNANSWERED)
    rows = waiting.only("number", "other_code", "other_name", "state", "moves").order_by("made_at")
    return [row for row in rows if row.state == Referral.QUEUED or _is_on_the_platform(row)]


def tell(row: Referral, *, told: Event) -> None:
    """Tell whoever accepted to help that the case ended here, or goes on; what it heard last is not said again.

    `told`: the event of the case that asks for it.
    """
    if row.moves:
        return
    state = Case.objects.values_list("state", flat=True).get(pk=told.case_id)
    code = ENDED if state == Case.State.ENDED else GOES_ON
    _say(row, code=code, occasion=told.id, by=told.by, at=told.at)


def pass_on(row: Referral, *, code: str, link: Link) -> None:
    """Whoever took the matter over tells us how the case stands: whoever still helps, whom we had asked, hears of it.

    So does whoever had handed the matter to us, who may have asked others: it goes back the whole way that the matter
    came. `code`: of the feedback about the handover `row`. Nobody is told twice in a row, so it goes in no ring.
    """
    stands = {ENDED_THERE: ENDED, ENDED: ENDED, GOES_ON: GOES_ON}.get(code, GOES_ON if code in STAGES else "")
    if not stands or not row.moves or holding.part_in(row.matter) != Part.Kind.FORMER:
        return
    told = Q(side=Referral.Side.OUT, moves=False) | Q(side=Referral.Side.IN, moves=True, case__isnull=False)
    rows = Referral.objects.filter(told, matter=row.matter, consent_withdrawn_at=None)
    for one in rows.select_for_update(of=("self",)).order_by("made_at"):
        if one.side == Referral.Side.OUT or still_rests(one):
            _say(one, code=stands, occasion=link.id, by=None, at=link.at)


def _say(row: Referral, *, code: str, occasion: UUID, by: Staff | None, at: datetime) -> None:
    """Tell one office, by a code, once for each occasion. `by`: who of ours does, if anybody."""
    if not Envelope.objects.filter(pk=row.pk, state=Envelope.State.ACCEPTED).exists():
        return
    if code == (heard(row, ours=True) or GOES_ON):
        return
    said, _made = Exchange.objects.get_or_create(
        id=packing.parcel_id(row, f"lead|{occasion}"),
        defaults={
            "referral": row, "ours": True, "kind": Exchange.Kind.FEEDBACK, "code": code, "at": at, "by": by,
            "by_name": by.name if by is not None else "",
        },
    )  # fmt: skip
    saying.carry(row, said)


def heard(row: Referral, *, ours: bool) -> str:
    """What was told last of the case of whoever leads, by its code; "" where nothing was. `ours`: this office told."""
    last = row.exchanges.filter(ours=ours, kind=Exchange.Kind.FEEDBACK, code__in=(ENDED, GOES_ON))
    return last.order_by("at", "id").values_list("code", flat=True).last() or ""


def _is_on_the_platform(row: Referral) -> bool:
    """Whether the other office reads the chain; a letter on paper has gone, and its answer is recorded here."""
    return not row.moves and holding.address_of(code=row.other_code) is not None
