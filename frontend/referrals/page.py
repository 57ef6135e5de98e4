"""The page of one referral, as the side that asks for it sees it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case
from cases.policies import can_take_reports
from cases.refusals import Refusal
from custody import holding
from custody.models import Envelope, Link, Part
from frontend.casework.answering import StaffRequest, answer
from frontend.casework.revealing import RevealForm
from frontend.casework.wording import region_name, when_words
from frontend.marks import due
from frontend.referrals import previews, wording
from frontend.referrals.acts import panels_of
from frontend.referrals.loading import Matter, window_on
from frontend.referrals.onward import onward_of, passed_on_to
from frontend.referrals.went import went
from referrals import queries
from referrals.astray import KEPT
from referrals.likely_closed import may_be_closed
from referrals.models import Exchange, Referral
from referrals.operations import feeding_back, receiving
from referrals.regions import destination


@dataclass(frozen=True)
class Said:
    """One thing that was said about a referral; its words only in an open window.

    `sealed`: there are words to open. `deleted`: there may have been, and they went with the consent.
    """

    kind: str
    who: str
    when: str
    ours: bool
    about: str
    words: str
    unreadable: bool
    sealed: bool
    deleted: bool


def said_about(matter: Matter, *, opened: bool, now: datetime) -> list[Said]:
    """Questions, replies, reasons, feedback and calls, oldest first."""
    if matter.referral is None:
        return []
    rows = Exchange.objects.filter(referral=matter.referral).exclude(kind=Exchange.Kind.SUPPLEMENT).order_by("at", "id")
    if not opened:
        rows = rows.defer("words", "content")
    spoke = Q(kind=Exchange.Kind.TELEPHONE, content__isnull=False)
    sealed = set(rows.filter(Q(words__isnull=False) | spoke).values_list("pk", flat=True))
    gone = _consent_gone(matter)
    return [
        Said(
            kind=str(row.get_kind_display()), who=row.by_name, when=when_words(row.at, now=now), ours=row.ours,
            about=_about(row, matter), words=_words(row) if opened else "", unreadable=row.unreadable,
            sealed=row.pk in sealed, deleted=gone is not None and not row.ours and row.pk not in sealed,
        )
        for row in rows
    ]  # fmt: skip


def _about(row: Exchange, matter: Matter) -> str:
    if row.kind == Exchange.Kind.FEEDBACK:
        return _feedback(row, matter)
    if row.kind == Exchange.Kind.DECLINE:
        return str(receiving.DECLINE_REASONS.get(row.code, ""))
    if row.kind == Exchange.Kind.ANSWER:
        return _("diterima") if row.code == "accepted" else _("tidak diterima")
    return ""


def _feedback(row: Exchange, matter: Matter) -> str:
    if row.code != feeding_back.PASSED_ON or row.ours or matter.referral is None:
        return wording.feedback_words(row.code)
    if place := passed_on_to(matter.about.matter, by=matter.referral.other_code):
        return _("Diteruskan ke %(place)s") % {"place": place}
    back = holding.part_in(matter.about.matter) == Part.Kind.HOLDER
    return _("Dikembalikan ke kantor Anda") if back else wording.feedback_words(row.code)


def _words(row: Exchange) -> str:
    spoke = (row.content or {}).get("spoke_with", "")
    with_whom = _("Berbicara dengan %(who)s.") % {"who": spoke} if spoke else ""
    return " ".join(part for part in (with_whom, row.words or "") if part)


def page(request: StaffRequest, matter: Matter, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of one referral; `forms` holds what was just refused, by name."""
    now, zone = timezone.now(), timezone.get_current_timezone()
    window = window_on(request, matter, now=now)
    about = matter.about
    context: dict[str, Any] = {
        "matter": matter, "about": about, "number": about.number,
        "kind": wording.kind_words(kind=about.kind, moves=about.moves),
        "reasons": wording.reasons_words(about.reasons, incoming=matter.incoming),
        "state": wording.state_words(matter.state), "tag": wording.TAGS.get(matter.state, ""),
        "due": due(due_at=about.answer_by if matter.waiting else None, now=now, zone=zone, opened_at=_begun(about)),
        "high": about.risk == Case.Risk.HIGH or _rose(matter),
        "said": said_about(matter, opened=window.opened, now=now),
        "chain": wording.chain_of(matter=about.matter, envelope=matter.id, now=now) if matter.envelope else None,
        "shares": wording.scope_words(about.scope), "withheld": wording.withheld_words(about.scope),
        "consent_gone": _consent_gone(matter), "reveal": forms.pop("reveal", None) or RevealForm(),
        "holder": _holder(about.matter), "forms": forms, "opened_act": request.GET.get("buka", ""),
        **window.shown,
    }  # fmt: skip
    side = _incoming if matter.incoming else _outgoing
    context["panels"] = panels_of(matter, by=request.user, refused=forms)
    context |= side(request, matter, opened=window.opened, now=now, forms=forms)
    context["words_to_open"] = any(one.sealed for one in context["said"])
    context["to_open"] = context["words_to_open"] or context["has_words"]
    return answer(request, "referrals/one.html", context, status=status)


def _rose(matter: Matter) -> bool:
    """Whether what we sent is of high risk by now, although the other office is only about to hear of it."""
    row = matter.referral
    return row is not None and not matter.incoming and matter.waiting and queries.is_high(row)


def _begun(about: Envelope | Referral) -> datetime:
    return about.sent_at if isinstance(about, Envelope) else about.made_at


def _consent_gone(matter: Matter) -> datetime | None:
    for row in (matter.envelope, matter.referral):
        if row is not None and row.consent_withdrawn_at is not None:
            return row.consent_withdrawn_at
    return None


def _holder(matter: uuid.UUID) -> str:
    held = holding.holder_of(matter)
    return holding.name_of(held.office_id) if held is not None else ""


def _incoming(
    request: StaffRequest, matter: Matter, *, opened: bool, now: datetime, forms: dict[str, Any]
) -> dict[str, Any]:
    """What the receiver reads: the minimum, who to telephone, the answer."""
    preview = previews.preview_of(matter)
    return {
        "other": preview.sender_name, "phone": preview.sender_phone, "from_name": preview.sender_name,
        "to_name": request.office.name, "minimum": wording.minimum_lines(preview.minimum),
        "their_words": preview.minimum.get("words", "") if opened else "",
        "has_words": bool(preview.minimum.get("words")), "verbs": preview.verbs,
        "unreadable": preview.unreadable, "may_answer": can_take_reports(by=request.user) and matter.waiting,
        **previews.answer_forms(request, matter, preview, forms),
    }  # fmt: skip


def _outgoing(
    request: StaffRequest, matter: Matter, *, opened: bool, now: datetime, forms: dict[str, Any]
) -> dict[str, Any]:
    """What the sender reads and can do."""
    referral = matter.referral
    if referral is None:
        raise LookupError("what we sent stands in our own rows")
    to = destination(referral.other_code)
    proposed = matter.envelope.proposed if matter.envelope is not None else ""
    held = holding.holder_of(referral.matter)
    about = matter.about
    return {
        "to_tell": matter.case is not None and matter.case.state == Case.State.ENDED
        and Referral.objects.filter(queries.on_paper(), pk=referral.pk).exists(),
        "astray": _astray(referral) if matter.state == Envelope.State.REDIRECTED else "",
        "went": went(matter, gone=_consent_gone(matter), now=now),
        "closed": may_be_closed(code=referral.other_code, since=now, until=about.answer_by) if matter.waiting
        and now < about.answer_by else None,
        "elsewhere": held is not None and held.office_id != request.office.id,
        "theirs": held is None or (to is not None and held.office_id == to.office),
        "onward": onward_of(referral.matter, now=now) if referral.moves and matter.taken else None,
        "other": referral.other_name, "phone": to.phone if to else "", "from_name": request.office.name,
        "to_name": referral.other_name, "on_platform": to is not None and to.on_platform,
        "their_words": (referral.words or "") if opened else "", "has_words": bool(referral.words),
        "proposed": region_name(proposed) if proposed else "", "proposed_code": proposed,
    }  # fmt: skip


def _astray(row: Referral) -> str:
    """What became of one that a province redirected: the key of what was sent in its place, "kept", or "" as yet."""
    anew = Referral.objects.filter(follows=row.pk, side=Referral.Side.OUT).values_list("pk", flat=True).first()
    if anew is not None:
        return str(anew)
    return "kept" if Link.objects.filter(envelope=row.pk, kind=KEPT).exists() else ""


def overtaken_words(matter: Matter, refusal: Refusal, *, now: datetime) -> str:
    """Who was first, as the chain tells it; the refusal's own words where it tells nothing."""
    if matter.envelope is None:
        return refusal.message
    told = wording.chain_of(matter=matter.envelope.matter, envelope=matter.id, now=now).lines
    if not told:
        return refusal.message
    last = told[-1]
    said = _("%(who)s lebih dulu, %(when)s: %(what)s. Yang Anda tulis masih ada di bawah.")
    return said % {"who": last.who, "when": last.when, "what": last.words}
