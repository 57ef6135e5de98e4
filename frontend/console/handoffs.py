"""Handoffs that wait: reminding the receiver, and assigning them."""

import uuid
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from custody import console, states
from custody.models import Address, Envelope
from custody.refusals import HandoffRefused
from frontend.answers import go_on, refused
from frontend.console.door import ConsoleRequest, at_console
from frontend.console.forms import AssignForm
from frontend.console.regions import place_name
from frontend.console.waiting import line, may_assign, may_remind, takers
from referrals.waking import wake_after_commit

SHOWN = 200


def _found(envelope_id: uuid.UUID) -> Envelope:
    row = Envelope.objects.filter(pk=envelope_id).first()
    if row is None:
        raise Http404
    return row


def _wake(request: ConsoleRequest, row: Envelope) -> None:
    for office in (row.sender_id, row.receiver_id):
        request.afterwards.append(partial(wake_after_commit, office=office, matter=row.matter))


@require_safe
@at_console
def handoffs(request: ConsoleRequest) -> HttpResponse:
    """All that wait for an answer, the longest first; with `?keadaan=terlambat` only those past their deadline."""
    now = timezone.now()
    late = request.GET.get("keadaan") == "terlambat"
    found = console.unanswered(at=now) if late else console.in_flight(at=now)
    lines = [line(one, seat=request.seat, at=now) for one in found[:SHOWN]]
    context = {"lines": lines, "late": late, "count": found.count(), "shown": SHOWN}
    return render(request, "console/handoffs.html", context)


@require_safe
@at_console
def handoff(request: ConsoleRequest, envelope_id: uuid.UUID) -> HttpResponse:
    """One handoff: where from, where to, and when what happened."""
    return _page(request, _found(envelope_id))


def _page(request: ConsoleRequest, row: Envelope, *, status: int = 200, overtaken: str = "") -> HttpResponse:
    now = timezone.now()
    times: list[tuple[str, datetime | None]] = [
        (_("Dikirim"), row.sent_at), (_("Dibuka"), row.opened_at), (_("Minta keterangan"), row.asked_at),
        (_("Ditelepon pengirim"), row.telephoned_at), (_("Diingatkan"), row.reminded_at),
        (_("Dijawab"), row.answered_at), (_("Selesai"), row.finished_at), (_("Tenggat jawaban"), row.answer_by),
    ]  # fmt: skip
    offices = [code for code in dict.fromkeys((row.sender_code, row.receiver_code, row.assigned_to)) if code]
    phones = dict(Address.objects.filter(code__in=offices).values_list("code", "phone"))
    then = console.after_redirecting(row)
    context = {
        "line": line(row, seat=request.seat, at=now, then=then),
        "then": then,
        "waits": row.state in states.WAITING,
        "row": row,
        "times": sorted(((words, moment) for words, moment in times if moment), key=itemgetter(1)),
        "phones": [(place_name(code), phones.get(code, "")) for code in offices],
        "assigned_to": place_name(row.assigned_to) if row.assigned_to else "",
        "overtaken": overtaken,
    }
    return render(request, "console/handoff.html", context, status=status)


@require_POST
@at_console
def remind(request: ConsoleRequest, envelope_id: uuid.UUID) -> HttpResponse:
    """Remind the receiver."""
    row = _found(envelope_id)
    if not may_remind(request.seat, row, at=timezone.now()):
        return refused(request, _("Rujukan ini belum lewat tenggatnya, atau sudah dijawab."), status=409)
    try:
        console.remind(
            envelope=row.pk, console=request.seat.console, by_name=request.user.name, at=timezone.now()
        )  # fmt: skip
    except HandoffRefused as refusal:
        return _page(request, _found(envelope_id), status=409, overtaken=str(refusal))
    _wake(request, row)
    messages.success(request, _("%(name)s diingatkan.") % {"name": place_name(row.receiver_code)})
    return go_on(request, "handoff", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@at_console
def assign(request: ConsoleRequest, envelope_id: uuid.UUID) -> HttpResponse:
    """Say which office takes it. Whoever else was faster is named by the refusal."""
    row, now = _found(envelope_id), timezone.now()
    posted = request.method == "POST"
    if posted and request.POST.get("seen") != str(row.revision):
        words = _("Rujukan ini berubah sejak halaman dibuka. Periksa keadaannya di bawah ini.")
        return _page(request, row, status=409, overtaken=words)
    if not may_assign(request.seat, row, at=now):
        words = _("Penetapan dilakukan provinsi penerima setelah tenggat lewat, dan kementerian sehari sesudahnya.")
        return refused(request, words, status=409)
    form = AssignForm(
        request.POST if posted else None, takers=takers(request.seat, row), high=row.risk == "high"
    )  # fmt: skip
    if posted and form.is_valid():
        chosen = form.cleaned_data
        try:
            console.assign(
                envelope=row.pk, to=chosen["to"], console=request.seat.console, seen=row.revision,
                answer_by=now + timedelta(hours=int(chosen["hours"])), by_name=request.user.name, at=now,
            )  # fmt: skip
        except HandoffRefused as refusal:
            return _page(request, _found(envelope_id), status=409, overtaken=str(refusal))
        _wake(request, row)
        messages.success(request, _("Ditetapkan: %(name)s menerima rujukan ini.") % {"name": place_name(chosen["to"])})
        return go_on(request, "handoff", row.pk)
    context = {"form": form, "row": row, "line": line(row, seat=request.seat, at=now)}
    return render(request, "console/assign.html", context, status=422 if posted else 200)
