"""Pengiriman: what could not be delivered to other offices, or taken in from them, to be tried again. Kinds and times;
never a content.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.delivery import deliver_again
from frontend.answers import StaffRequest, go_on
from frontend.office.door import for_admins
from outbox.models import Message
from outbox.queries import dead_letters, lag
from referrals import following
from referrals.models import Followed, Referral
from referrals.operations import resuming

TOPICS: Mapping[str, Any] = {
    "referral.sent": gettext_lazy("Rujukan keluar"),
    "referral.parcel": gettext_lazy("Jawaban atau umpan balik rujukan"),
    "referral.said": gettext_lazy("Catatan telepon rujukan"),
    "fact.kept": gettext_lazy("Data laporan nasional"),
    "case.consent_withdrawn": gettext_lazy("Penarikan persetujuan"),
}


@dataclass(frozen=True)
class Undelivered:
    """One message that was given up, without what it says."""

    id: uuid.UUID
    what: str
    written_at: datetime
    dead_at: datetime | None
    attempts: int
    fault: str


@dataclass(frozen=True)
class Stuck:
    """One matter of which this office can't take in what another did. `numbers`: of its referrals here."""

    matter: uuid.UUID
    numbers: str
    since: datetime
    attempts: int
    fault: str


def topic_words(topic: str) -> str:
    """What a message is about."""
    return str(TOPICS.get(topic, _("Kejadian pada kasus")))


def _row(message: Message) -> Undelivered:
    return Undelivered(
        id=message.id, what=topic_words(message.topic), written_at=message.written_at, dead_at=message.dead_at,
        attempts=message.attempts, fault=message.fault,
    )  # fmt: skip


def _stuck() -> list[Stuck]:
    rows: list[Followed] = list(following.stuck())
    found = Referral.objects.filter(matter__in=[row.matter for row in rows]).order_by("made_at")
    numbers: dict[uuid.UUID, list[str]] = {}
    for matter, number in found.values_list("matter", "number"):
        numbers.setdefault(matter, []).append(number)
    return [Stuck(row.matter, ", ".join(numbers.get(row.matter, [])), row.at, row.attempts, row.fault) for row in rows]


@require_safe
@for_admins
def undelivered(request: StaffRequest) -> HttpResponse:
    """What waits for a person, the oldest first, and how long the oldest on its way has waited."""
    rows = [_row(message) for message in dead_letters().defer("payload").order_by("number")]
    waited = int(lag(at=timezone.now()).total_seconds() // 60)
    context = {"here": "delivery", "rows": rows, "stuck": _stuck(), "waited": waited}
    return render(request, "office/delivery.html", context)


@require_POST
@for_admins
def again(request: StaffRequest, message_id: uuid.UUID) -> HttpResponse:
    """Send one of them again."""
    if not Message.objects.filter(id=message_id).exists():
        raise Http404
    if deliver_again(message=message_id, by=request.user, at=timezone.now()):
        messages.success(request, _("Dikirim lagi. Bila gagal lagi, baris ini muncul kembali."))
    else:
        messages.info(request, _("Pesan ini sudah dikirim atau sedang dicoba lagi."))
    return go_on(request, "office_delivery")


@require_POST
@for_admins
def follow_again(request: StaffRequest, matter_id: uuid.UUID) -> HttpResponse:
    """Take in once more what another office did."""
    if not Followed.objects.filter(matter=matter_id).exists():
        raise Http404
    if resuming.follow_again(matter=matter_id, by=request.user, at=timezone.now()):
        messages.success(request, _("Dicoba lagi. Bila gagal lagi, baris ini tetap di sini."))
    else:
        messages.info(request, _("Rujukan ini sudah diikuti lagi."))
    return go_on(request, "office_delivery")
