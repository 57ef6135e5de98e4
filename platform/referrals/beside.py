"""Help asked for beside a handover: it ends with the custody of whoever asked, and is known to whoever holds it now.

Help that was accepted goes on: whoever helps is told who holds the matter, and its feedback goes there as well.
"""

from datetime import datetime
from uuid import UUID

from cases.models import Case
from cases.operations.events import append
from custody import envelopes, holding
from custody.models import Envelope, Link, Parcel, Part
from custody.refusals import Overtaken
from custody.sealing import UNREADABLE
from custody.states import WAITING
from referrals import news, waking
from referrals.checking import UNANSWERED
from referrals.models import Exchange, Referral
from tenants.current import current_office

HANDED_OVER = "handed_over"
"""Why PostgreSQL took a referral back: the matter was handed over before anybody had accepted it."""


def follow(link: Link) -> None:
    """Follow a link of a referral between two others, as whoever helps in the matter or holds it."""
    part = holding.part_in(link.matter)
    if part == Part.Kind.HELPER and link.kind == "accepted":
        _holder_moved(link)
    elif part == Part.Kind.HOLDER and link.kind == "feedback":
        _helped(link)
    elif part == Part.Kind.HOLDER and link.kind == "consent_withdrawn":
        told = Link.objects.filter(envelope=link.envelope, kind="feedback").values_list("data", flat=True)
        keys = [key for data in told if (key := _key(data.get("parcel"))) is not None]
        Exchange.objects.filter(pk__in=keys, ours=False).update(words=None, content=None)


def _holder_moved(link: Link) -> None:
    held, case = holding.holder_of(link.matter), Case.objects.filter(matter=link.matter).first()
    if link.office_id is None or case is None or held is None or held.office_id != link.office_id:
        return
    by = case.holder or case.opened_by
    for row in Referral.objects.filter(case=case, side=Referral.Side.IN, moves=False).select_for_update():
        news.tell(row, kind="holder_moved", at=link.at)
    append(case=case, kind="holder_moved", by=by, at=link.at, to=holding.address_of_office(held.office_id).code)


def _helped(link: Link) -> None:
    """Keep the words of whoever helps, told to us as the holder, beside the handover by which the matter came."""
    key, came = _key(link.data.get("parcel")), _handover_in(link)
    if key is None or came is None or link.office_id is None or Exchange.objects.filter(pk=key).exists():
        return
    by_name = ", ".join(part for part in (link.by_name, holding.name_of(link.office_id)) if part)
    said = Exchange(
        pk=key, referral=came, ours=False, kind=Exchange.Kind.FEEDBACK, code=str(link.data.get("code", ""))[:24],
        at=link.at, by_name=by_name[:120],
    )  # fmt: skip
    try:
        content = envelopes.parcel_content(key, told=link.data.get("seal"))
    except UNREADABLE:
        content, said.unreadable = {}, True
    if content is None:
        return
    said.words = str(content.get("words") or "") or None
    said.save(force_insert=True)
    news.tell(came, kind="helped", at=link.at)
    if came.case is not None:
        by = came.case.holder or came.case.opened_by
        append(
            case=came.case, kind="referral_feedback", by=by, at=link.at, referral=str(came.pk), code=said.code,
            to=holding.address_of_office(link.office_id).code,
        )  # fmt: skip


def _handover_in(link: Link) -> Referral | None:
    rows = Referral.objects.select_related("case").filter(matter=link.matter, side=Referral.Side.IN, moves=True)
    return rows.filter(case__isnull=False).order_by("-answered_at").first()


def _key(told: object) -> UUID | None:
    try:
        return UUID(str(told))
    except ValueError:
        return None


def let_go(row: Referral, link: Link) -> list[Referral]:
    """Take back what else this office asked for about a matter that it has handed over; return those referrals.

    At the centre that happened with the handover itself, but for one that was being answered at the same moment, or
    has not left yet. `row`, `link`: the handover and its acceptance; the case is locked.
    """
    rows = Referral.objects.select_for_update(of=("self",)).select_related("case__version__sop", "made_by")
    beside = rows.filter(matter=row.matter, side=Referral.Side.OUT, state__in=UNANSWERED).exclude(pk=row.pk)
    return [one for one in beside.order_by("made_at") if stop(one, at=link.at, because=HANDED_OVER)]


def stop(one: Referral, *, at: datetime, because: str) -> bool:
    """Take back a locked referral of ours that nobody accepted; False where somebody answers it meanwhile."""
    there = Envelope.objects.filter(pk=one.pk).first()
    if there is not None and there.state in WAITING:
        try:
            envelopes.do(envelope=one.pk, verb="withdraw", by_name="", at=at, because=because)
        except Overtaken:
            return False  # somebody answered meanwhile: that is told by its own link
        waking.wake_after_commit(office=there.receiver_id, matter=one.matter)
    elif there is not None and there.state != Envelope.State.WITHDRAWN:
        return False
    Parcel.objects.filter(envelope=one.pk, sender=current_office().id).delete()
    one.state, one.finished_at = Envelope.State.WITHDRAWN, at
    one.save(update_fields=["state", "finished_at"])
    return True
