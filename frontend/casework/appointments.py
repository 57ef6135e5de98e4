"""Appointments of a case: made, kept, called off, put off. What, where and with whom show in an open window alone."""

import uuid
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Appointment, Case
from cases.operations import appointments
from cases.operations.appointments import AppointmentData
from cases.queries import appointments_of
from cases.refusals import Refusal
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads_and_writes, show_refusal
from frontend.casework.asking import LONGEST, asked, point_out, why
from frontend.casework.life import Ask
from frontend.casework.loading import case_or_404
from frontend.casework.revealing import RevealForm, window_of
from frontend.casework.set_back import set_back_of
from frontend.formbuild import ClockTime, DateParts, SafeText, SheetForm, SingleChoice
from frontend.referrals.on_case import planned


def moment_of(data: dict[str, Any]) -> datetime:
    """The day and the hour of a form as a moment in the office's zone."""
    hour, minute = (int(part) for part in data["hour"].split(":"))
    return timezone.make_aware(datetime.combine(data["day"], time(hour, minute)))


class AppointmentForm(SheetForm):
    """What was agreed with the person."""

    kind = SingleChoice(label=gettext_lazy("Jenis janji temu"), choices=Appointment.Kind.choices, radios=False)
    day = DateParts(label=gettext_lazy("Tanggal"))
    hour = ClockTime(label=gettext_lazy("Pukul"), help_text=gettext_lazy("Misalnya 9.30"))
    what = SafeText(label=gettext_lazy("Untuk apa"), required=False, longest=LONGEST)
    place = SafeText(label=gettext_lazy("Di mana"), required=False, longest=LONGEST)
    with_whom = SafeText(label=gettext_lazy("Dengan siapa"), required=False, longest=LONGEST)


class MoveForm(SheetForm):
    """To when it is put off, and why."""

    day = DateParts(label=gettext_lazy("Tanggal baru"))
    hour = ClockTime(label=gettext_lazy("Pukul"), help_text=gettext_lazy("Misalnya 9.30"))
    reason = SafeText(label=gettext_lazy("Mengapa dijadwalkan ulang?"), longest=LONGEST, lines=True, rows=2)


def _state_words(state: str) -> str:
    return str(dict(Appointment.State.choices).get(state, ""))


def _page(request: StaffRequest, case: Case, form: AppointmentForm, *, status: int = 200) -> HttpResponse:
    window = window_of(request, case)
    back = set_back_of(
        case, table=Appointment._meta.db_table, said=_state_words, opened=window.opened, now=timezone.now()
    )
    rows = planned(list(appointments_of(case)), opened=window.opened, back=back)
    context = {"case": case, "form": form, "rows": rows, "reveal": RevealForm(), **window.shown}
    return answer(request, "casework/appointments.html", context, status=status)


@reads_and_writes
def appointment_list(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The appointments of a case; make one."""
    case = case_or_404(request, case_id)
    if request.method != "POST":
        return _page(request, case, AppointmentForm())
    form = AppointmentForm(request.POST)
    if not form.is_valid():
        return _page(request, case, form, status=422)
    data = form.cleaned_data
    agreed = AppointmentData(
        kind=data["kind"], at=moment_of(data), what=data["what"], place=data["place"], with_whom=data["with_whom"]
    )
    try:
        appointments.add(case=case, data=agreed, by=request.user, at=timezone.now())
    except Refusal as refusal:
        point_out(form, refusal)
        return _page(request, case, form, status=refusal.status)
    messages.success(request, _("Janji temu tersimpan."))
    return go_on(request, "appointments", case.pk)


def _one(case: Case, appointment_id: uuid.UUID) -> Appointment:
    found = Appointment.objects.filter(case=case, pk=appointment_id).first()
    if found is None:
        raise Http404
    found.case = case
    return found


@reads_and_writes
def done(request: StaffRequest, case_id: uuid.UUID, appointment_id: uuid.UUID) -> HttpResponse:
    """Say that it took place."""
    case = case_or_404(request, case_id)
    row = _one(case, appointment_id)
    if request.method == "POST":
        try:
            appointments.done(appointment=row, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form = AppointmentForm({})
            form.errors.clear()
            show_refusal(form, refusal)
            return _page(request, case, form, status=refusal.status)
        messages.success(request, _("Janji temu terlaksana."))
    return go_on(request, "appointments", case.pk)


CANCEL = Ask(
    gettext_lazy("Batalkan janji temu"), gettext_lazy("Yang sudah dicatat tetap tersimpan."),
    gettext_lazy("Batalkan janji temu"), gettext_lazy("Janji temu dibatalkan."),
)  # fmt: skip
MOVE = Ask(
    gettext_lazy("Jadwalkan ulang"), gettext_lazy("Janji yang lama tetap tersimpan dengan alasannya."),
    gettext_lazy("Jadwalkan ulang"), gettext_lazy("Janji temu dijadwalkan ulang."),
)  # fmt: skip
SET_BACK = Ask(
    gettext_lazy("Kembalikan ke dijadwalkan"),
    gettext_lazy("Untuk janji temu yang keliru dinyatakan terlaksana atau dibatalkan. Hari dan jamnya tetap."),
    gettext_lazy("Kembalikan ke dijadwalkan"), gettext_lazy("Janji temu kembali dijadwalkan."),
)  # fmt: skip


@reads_and_writes
def cancel(request: StaffRequest, case_id: uuid.UUID, appointment_id: uuid.UUID) -> HttpResponse:
    """Call it off, with a reason."""
    case = case_or_404(request, case_id)
    row = _one(case, appointment_id)
    form = why(request, _("Mengapa dibatalkan?"))

    def act(data: dict[str, Any]) -> Appointment:
        return appointments.cancel(appointment=row, reason=data["reason"], by=request.user, at=timezone.now())

    return asked(request, case, CANCEL, form, act, to="appointments")


@reads_and_writes
def move(request: StaffRequest, case_id: uuid.UUID, appointment_id: uuid.UUID) -> HttpResponse:
    """Put it off to another time, with a reason."""
    case = case_or_404(request, case_id)
    row = _one(case, appointment_id)
    form = MoveForm(request.POST if request.method == "POST" else None)

    def act(data: dict[str, Any]) -> Appointment:
        return appointments.move(
            appointment=row, to=moment_of(data), reason=data["reason"], by=request.user, at=timezone.now()
        )

    return asked(request, case, MOVE, form, act, to="appointments")


@reads_and_writes
def set_back(request: StaffRequest, case_id: uuid.UUID, appointment_id: uuid.UUID) -> HttpResponse:
    """Plan it again as it was, where it was closed by mistake."""
    case = case_or_404(request, case_id)
    row = _one(case, appointment_id)
    form = why(request, _("Apa yang keliru?"))

    def act(data: dict[str, Any]) -> Appointment:
        return appointments.set_back(appointment=row, reason=data["reason"], by=request.user, at=timezone.now())

    return asked(request, case, SET_BACK, form, act, to="appointments")
