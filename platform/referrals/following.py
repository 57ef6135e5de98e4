"""This office's rows follow the chain of a matter: read in order from where it was left, each link applied once.

Whatever wakes this (a task, the sweep, twice, late) only says that there may be something new. The chain is the truth;
yet nothing is done on a link's word alone that its envelope does not bear out.
"""

import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import QuerySet

from accounts.models import Staff
from cases.models import Case
from cases.operations import appointments, lifecycle, touched
from cases.operations.events import append
from cases.operations.taking_over import supplement
from custody import envelopes, holding
from custody.models import Envelope, Link, Parcel
from custody.sealing import UNREADABLE
from referrals import agreed, beside, leading, limits, news, renewing, withdrawing
from referrals.models import Exchange, Followed, Referral
from referrals.operations import onward, sending
from tenants.current import current_office

BEHIND = """
    SELECT l.matter FROM (
        SELECT o.matter, o.number FROM public.custody_link o JOIN public.custody_envelope e ON e.id = o.envelope
        UNION ALL
        SELECT o.matter, o.number FROM public.custody_part p JOIN public.custody_link o ON o.matter = p.matter
        WHERE p.kind <> 'former'
    ) l LEFT JOIN referrals_followed f ON f.matter = l.matter
    WHERE l.number > coalesce(f.number, 0) AND (f.next_at IS NULL OR %s::timestamptz IS NULL
        OR f.next_at <= %s OR f.next_at > %s)
    GROUP BY l.matter
"""
NO_FILE = (KeyError, TypeError, ValueError, AttributeError, DataError, IntegrityError)
"""What a file that is none meets where it is read."""
SLOWEST = timedelta(minutes=10)
"""A link that can't be applied is tried again this often in the end, and a person sees it."""
SEEN_AFTER = 3
"""After so many attempts it is on a screen."""


def behind(*, at: datetime | None = None) -> list[uuid.UUID]:
    """Return the matters whose chain says more than this office has applied.

    `at`: leave out those that met a fault and are not to be tried again yet; None: all of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(BEHIND, [at, at, at + 2 * SLOWEST if at is not None else None])
        return [row[0] for row in cursor.fetchall()]


def stuck() -> QuerySet[Followed]:
    """Return the matters that this office can't follow any further, the longest first: each waits for a person."""
    return Followed.objects.exclude(fault="").filter(attempts__gte=SEEN_AFTER).order_by("at")


def follow(matter: uuid.UUID, *, at: datetime) -> int:
    """Apply what the chain of a matter says beyond what was applied; return how many links of others that were.

    A link is applied whole or not at all. Where one can't be, those before it stand, the fault is noted, and raised.
    """
    with transaction.atomic():
        applied, fault = _follow(matter, at=at)
    if fault is not None:
        raise fault
    return applied


def catch_up(matter: uuid.UUID, *, at: datetime) -> None:
    """Follow a matter that has a case here as far as it goes, inside an operation that takes it over once more.

    What comes back then finds here what had gone. A link that can't be applied is noted, and keeps nobody from taking
    the person.
    """
    if Case.objects.filter(matter=matter).exists():
        _follow(matter, at=at)


def _follow(matter: uuid.UUID, *, at: datetime) -> tuple[int, Exception | None]:
    Followed.objects.get_or_create(matter=matter, defaults={"number": 0, "at": at})
    followed = Followed.objects.select_for_update().get(matter=matter)
    begun, applied, fault = followed.number, 0, None
    for link in Link.objects.filter(matter=matter, number__gt=begun).order_by("number"):
        if link.office_id != current_office().id and link.envelope is not None:
            try:
                with transaction.atomic():
                    _apply(link, of=link.envelope, at=at)
            except Exception as error:
                if isinstance(error, (OperationalError, InterfaceError)) and not connection.is_usable():
                    raise
                fault = error
                break
            applied += 1
        followed.number = link.number
    if followed.number != begun:
        followed.at = at
    if followed.number != begun or fault is not None:
        _note(followed, fault, at=at)
    return applied, fault


def _note(followed: Followed, fault: Exception | None, *, at: datetime) -> None:
    """How far it came, and what kind of error it met: never what that says."""
    followed.fault = type(fault).__name__[:60] if fault is not None else ""
    followed.attempts = min(followed.attempts + 1, 1000) if fault is not None else 0
    wait = min(2.0**followed.attempts, SLOWEST.total_seconds()) * (1 + secrets.randbelow(250) / 1000)
    followed.next_at = at + timedelta(seconds=wait) if fault is not None else None
    followed.save(update_fields=["number", "at", "fault", "attempts", "next_at"])


def _apply(link: Link, *, of: uuid.UUID, at: datetime) -> None:
    Case.objects.select_for_update(of=("self",), no_key=True).filter(referrals=of).first()
    row = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("case__version__sop", "made_by")
        .filter(pk=of)
        .first()
    )
    if row is None:
        beside.follow(link)
        return  # an envelope that this office has not touched: its inbox reads it where it stands
    envelope = Envelope.objects.get(pk=of)
    row.state, row.binding, row.answer_by = envelope.state, envelope.binding, envelope.answer_by
    row.answered_at, row.finished_at = envelope.answered_at, envelope.finished_at or row.finished_at
    row.risk = envelope.risk
    act = (ACTS_OUT if row.side == Referral.Side.OUT else ACTS_IN).get(link.kind)
    true = act is not None and _borne_out(link, envelope)
    came = news.comes(row, link) if true else []
    row.save(update_fields=["state", "binding", "answer_by", "answered_at", "finished_at", "risk", *came])
    if act is not None and true:
        act(row, link, at)


def _borne_out(link: Link, envelope: Envelope) -> bool:
    """Whether the envelope says so, too. PostgreSQL takes no other link; here nothing hangs on that."""
    if link.kind == "consent_withdrawn":
        return envelope.consent_withdrawn_at is not None
    return envelope.state in SAID_BY.get(link.kind, {envelope.state})


def _who(row: Referral) -> Staff:
    """Who of this office an event is written for: whoever sent it, holds the case, or opened it."""
    case = row.case
    found = row.made_by or (case.holder or case.opened_by if case is not None else None)
    if found is None:
        raise LookupError(f"referral {row.pk} belongs to nobody here")
    return found


def _tell(row: Referral, link: Link, kind: str, **data: Any) -> None:
    if row.case is not None:
        append(case=row.case, kind=kind, by=_who(row), at=link.at, referral=str(row.pk), to=row.other_code, **data)


def _exchange(row: Referral, link: Link) -> Exchange | None:
    """Open the parcel that a link names and keep its words here, sealed for this office. None where it is gone.

    One that can't be opened is kept without words and told: whatever else the chain says is followed all the same.
    """
    try:
        key = uuid.UUID(str(link.data.get("parcel")))
    except ValueError:
        return None
    there = Exchange.objects.filter(pk=key).first()
    if there is not None:
        return there
    said = Exchange(
        pk=key, referral=row, ours=False, kind=KINDS[link.kind], code=str(link.data.get("code", ""))[:24], at=link.at,
        by_name=link.by_name,
    )  # fmt: skip
    try:
        content = envelopes.parcel_content(key, told=link.data.get("seal"))
    except UNREADABLE:
        content, said.unreadable = {}, True
    if content is None:
        return None
    said.words = str(content.get("words") or "") or None
    said.content = {name: content[name] for name in KEPT if isinstance(content.get(name), dict)} or None
    said.save(force_insert=True)
    return said


def _accepted(row: Referral, link: Link, at: datetime) -> None:
    """Another office helps, or answers for the person from now on: then the case ends here and goes on there."""
    _tell(row, link, "referral_answered", answer="accepted", how=row.kind)
    _tell_how_we_stand(row)
    if row.moves:
        for one in beside.let_go(row, link):
            _tell(one, link, "referral_withdrawn", because=beside.HANDED_OVER)
    held = holding.holder_of(row.matter)
    if held is not None and held.office_id == current_office().id:
        return  # it came back before this was read: the case goes on here
    if row.kind == Envelope.Kind.PELIMPAHAN and row.case is not None:
        if "appointments" in row.scope and not agreed.TELLS.items() <= link.data.items():
            appointments.hand_over(case=row.case, at=at)
        lifecycle.hand_over(case=row.case, by=_who(row), at=at)


def _appointments_taken(row: Referral, link: Link, at: datetime) -> None:
    agreed.heard(row, link, at=at)


def _tell_how_we_stand(row: Referral) -> None:
    """Whoever accepts to help while our case ends meanwhile hears that it has."""
    if row.case is not None and row.case.state == Case.State.ENDED:
        told = row.case.events.filter(kind="case_ended").select_related("by").order_by("-number").first()
        if told is not None:
            leading.tell(row, told=told)


def _declined(row: Referral, link: Link, at: datetime) -> None:
    del at
    _exchange(row, link)
    _destroy_parcels(row)
    _tell(row, link, "referral_answered", answer="declined", reason=link.data.get("reason", ""))


def _destroy_parcels(row: Referral) -> None:
    """Whoever does not take the person keeps nothing of what was told to decide by: minimum, letter and file go."""
    Parcel.objects.filter(envelope=row.pk, sender=current_office().id).delete()


def _asked(row: Referral, link: Link, at: datetime) -> None:
    """A question waits for a person; that the file does not open is answered at once, by the file sealed anew."""
    _exchange(row, link)
    _tell(row, link, "referral_asked")
    if link.data.get("code") == renewing.UNREADABLE_FILE:
        renewing.seal_again(row, occasion=link.id, by_name=_who(row).name, at=at)


def _said(row: Referral, link: Link, at: datetime) -> None:
    del at
    said = _exchange(row, link)
    if said is not None and said.unreadable:
        _tell(row, link, "referral_unreadable")
    elif said is not None:
        _tell(row, link, f"referral_{link.kind}", code=link.data.get("code", ""))
        if link.data.get("code") == limits.MET and row.case is not None:
            limits.heard(said, case=row.case, by=_who(row), at=link.at)
        if row.side == Referral.Side.OUT:
            leading.pass_on(row, code=str(link.data.get("code", "")), link=link)


def _opened(row: Referral, link: Link, at: datetime) -> None:
    del at
    _tell(row, link, "referral_opened")


def _withdrawn(row: Referral, link: Link, at: datetime) -> None:
    del at
    because = {"because": link.data["because"]} if "because" in link.data else {}
    _tell(row, link, "referral_withdrawn", there=True, **because)


def _reminded(row: Referral, link: Link, at: datetime) -> None:
    del at
    _tell(row, link, "referral_reminded", console=link.console)


def _nudged(row: Referral, link: Link, at: datetime) -> None:
    del at
    _tell(row, link, "referral_nudged", stage=link.data.get("stage", ""))


def _assigned(row: Referral, link: Link, at: datetime) -> None:
    del at
    _tell(row, link, "referral_assigned", console=link.console)


def _redirected(row: Referral, link: Link, at: datetime) -> None:
    """A province named another office: what we hold is sealed anew, to that one, by this office alone."""
    envelope = Envelope.objects.get(pk=row.pk)
    _destroy_parcels(row)
    _tell(row, link, "referral_redirected", console=link.console, assigned=envelope.assigned_to)
    if Referral.objects.filter(follows=row.pk, side=Referral.Side.OUT).exists():
        return
    sent = onward.redirected(referral=row, to_code=envelope.assigned_to, due=envelope.answer_by, at=at)
    if sent is None and envelope.assigned_to != current_office().code:
        # it waits for a person: the case says so, and is served here as before
        _tell(row, link, "referral_redirection_waits", assigned=envelope.assigned_to)


def _finished(row: Referral, link: Link, at: datetime) -> None:
    """A helper does nothing more in the matter, so its case ends with the help."""
    _tell(row, link, "referral_finished", there=True)
    if row.case is not None:
        sending.end_help(row, by=_who(row), at=at)


def _supplemented(row: Referral, link: Link, at: datetime) -> None:
    """What the other office learnt before or after it handed the case over: added to ours, replacing nothing."""
    said = _exchange(row, link)
    if said is not None and said.content and row.case is not None:
        envelope = Envelope.objects.get(pk=row.pk)
        try:
            with transaction.atomic():
                told = agreed.as_told(said.content["file"], envelope=envelope)
                file = withdrawing.as_told(told, matter=row.matter)
                supplement(
                    case=row.case, file=file, before=row.content, office_name=row.other_name,
                    office_code=row.other_code,
                    by=_who(row), at=at,
                )  # fmt: skip
                row.content = said.content["file"] | touched.noted(row.case)
                row.save(update_fields=["content"])
                agreed.take_up(file, case=row.case, envelope=envelope, at=at)
        except NO_FILE:
            said.unreadable = True
            said.save(update_fields=["unreadable"])
    _tell(row, link, "referral_unreadable" if said is not None and said.unreadable else "referral_supplemented")


def _telephoned(row: Referral, link: Link, at: datetime) -> None:
    del at
    row.telephoned_at = link.at
    row.save(update_fields=["telephoned_at"])


def _consent_withdrawn(row: Referral, link: Link, at: datetime) -> None:
    """Obeyed here too, whichever side says so: what this office learnt itself stays its own (art. 40, 43)."""
    del at
    if row.case is None:  # looked at, and not taken: there is nobody's case to write it in
        withdrawing.forget(row, at=link.at)
    else:
        withdrawing.heard(row, link, by=_who(row))


def _consents_told(row: Referral, link: Link, at: datetime) -> None:
    del at
    if row.case is not None:
        withdrawing.heard_which(row, link, by=_who(row))


KEPT = ("file", "limit")
"""What a parcel holds beside its words, and is kept here as it came."""
SAID_BY = {
    "accepted": {"accepted", "finished"}, "declined": {"declined"}, "withdrawn": {"withdrawn"},
    "redirected": {"redirected"}, "finished": {"finished"},
}  # fmt: skip
"""Kind of link that ends something here -> states of the envelope that it can be told in."""
Act = Callable[[Referral, Link, datetime], None]
ACTS_OUT: dict[str, Act] = {
    "opened": _opened, "accepted": _accepted, "declined": _declined, "asked": _asked, "feedback": _said,
    "reminded": _reminded, "nudged": _nudged, "assigned": _assigned, "redirected": _redirected, "finished": _finished,
    "consent_withdrawn": _consent_withdrawn, "consents_told": _consents_told,
    agreed.TAKEN_UP: _appointments_taken,
}  # fmt: skip
ACTS_IN: dict[str, Act] = {
    "replied": _said, "feedback": _said, "supplemented": _supplemented, "telephoned": _telephoned,
    "withdrawn": _withdrawn, "finished": _finished, "consent_withdrawn": _consent_withdrawn, "assigned": _assigned,
    "consents_told": _consents_told,
    "reminded": _reminded, agreed.TAKEN_UP: _appointments_taken,
}  # fmt: skip
KINDS = {
    "asked": "question", "declined": "decline", "replied": "reply", "feedback": "feedback",
    "supplemented": "supplement",
}  # fmt: skip
"""Kind of link -> kind of exchange that its parcel becomes."""
