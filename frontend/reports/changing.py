"""A report that waits, changed: corrected with a trace, set aside with a reason, taken up again."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Report
from cases.operations import dating, reports, undoing, waiting
from cases.refusals import Refusal
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads_and_writes, show_refusal, tell_warnings
from frontend.casework.kept import typed_words
from frontend.casework.revealing import RevealForm, has_seen
from frontend.formbuild import SheetForm
from frontend.reports import intake
from frontend.reports.changing_forms import (
    CorrectReportForm,
    DateReportForm,
    DetachForm,
    SetAsideForm,
    TakeUpForm,
    date_of,
    initial_of,
)
from frontend.reports.one import report_or_404
from frontend.reports.traces import traces_of
from safeguards.access import shown_until


def _seen(request: StaffRequest) -> int | None:
    """The revision that the page was made from; None where it says none."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and typed.isascii() and len(typed) < 10 else None


def _elsewhere(request: StaffRequest, report: Report, state: str) -> HttpResponse | None:
    """Back to the report, with the reason, where it is not in the state in which this can be done."""
    try:
        reports.check_state(report, state)
    except Refusal as refusal:
        messages.info(request, refusal.message)
        return go_on(request, "report", report.pk)
    return None


def _correct_page(
    request: StaffRequest, report: Report, form: SheetForm | None, *, status: int = 200,
    kept: Sequence[tuple[str, str]] = (),
) -> HttpResponse:  # fmt: skip
    opened = shown_until(by=request.user, subject_id=report.pk, at=timezone.now()) is not None
    context = {
        "report": report, "form": form, "seen": Report.objects.values_list("revision", flat=True).get(pk=report.pk),
        "kept": kept, "reveal": RevealForm(initial={"reason": "check"}), "traces": traces_of(report, opened=opened),
    }  # fmt: skip
    return answer(request, "reports/correct.html", context, status=status)


@reads_and_writes
def report_correct(request: StaffRequest, report_id: uuid.UUID) -> HttpResponse:
    """Correct what a waiting report says, or when the report of a case came in.

    What it says is shown only in an open window, and saved only by who has seen it.
    """
    report = report_or_404(request, report_id)
    if report.state == Report.State.TAKEN:
        return _correct_date(request, report)
    if (elsewhere := _elsewhere(request, report, Report.State.WAITING)) is not None:
        return elsewhere
    now = timezone.now()
    if request.method != "POST":
        if shown_until(by=request.user, subject_id=report.pk, at=now) is None:
            return _correct_page(request, report, None)
        known = initial_of(reports.read(report), received=report.received_at)
        return _correct_page(request, report, CorrectReportForm(initial=known))
    form = CorrectReportForm(request.POST)
    if not has_seen(report, by=request.user, at=now):
        return _correct_page(request, report, None, status=422, kept=typed_words(form))
    if not form.is_valid():
        return _correct_page(request, report, form, status=422)
    try:
        corrections = waiting.correct(
            report=report, data=intake.report_data(form.cleaned_data),
            received_at=form.received(before=report.received_at), reason=form.cleaned_data["reason"],
            seen=_seen(request), by=request.user, at=now,
        )  # fmt: skip
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _correct_page(request, report, form, status=refusal.status)
    if corrections:
        messages.success(request, _("Laporan %(code)s diperbaiki.") % {"code": report.code})
    else:
        messages.info(request, _("Tidak ada yang berubah pada laporan %(code)s.") % {"code": report.code})
    tell_warnings(request, form)
    return go_on(request, "report", report.pk)


def _correct_date(request: StaffRequest, report: Report) -> HttpResponse:
    """When and how the report of a case came in; who and what it tells of is corrected on the case."""
    form = DateReportForm(request.POST) if request.method == "POST" else DateReportForm(initial=date_of(report))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                changed = dating.correct(
                    report=report, received_at=form.received(before=report.received_at),
                    channel=form.cleaned_data["channel"], reason=form.cleaned_data["reason"], seen=_seen(request),
                    by=request.user, at=timezone.now(),
                )  # fmt: skip
            except Refusal as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                said = (
                    _("Laporan %(code)s diperbaiki.") if changed else _("Tidak ada yang berubah pada laporan %(code)s.")
                )
                messages.success(request, said % {"code": report.code})
                return go_on(request, "report", report.pk)
    return _correct_page(request, report, form, status=status)


def _asked(
    request: StaffRequest, report_id: uuid.UUID, *, form: SheetForm, state: str, ask: dict[str, Any],
    do: Callable[..., Any], done: str, to: str,
) -> HttpResponse:  # fmt: skip
    """A page that asks for a reason, and what follows from it."""
    report = report_or_404(request, report_id)
    if (elsewhere := _elsewhere(request, report, state)) is not None:
        return elsewhere
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                do(report=report, **form.cleaned_data, seen=_seen(request), by=request.user, at=timezone.now())
            except Refusal as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                messages.success(request, done % {"code": report.code})
                return go_on(request, to, *([report.pk] if to == "report" else []))
    revision = Report.objects.values_list("revision", flat=True).get(pk=report.pk)
    context = {"report": report, "form": form, "ask": ask, "seen": revision}
    return answer(request, "reports/ask.html", context, status=status)


@reads_and_writes
def report_set_aside(request: StaffRequest, report_id: uuid.UUID) -> HttpResponse:
    """Set a waiting report aside, with its reason."""
    ask = {
        "heading": _("Sisihkan laporan"), "button": _("Sisihkan laporan"),
        "lead": _("Laporan tidak dihapus. Ia pindah ke daftar Disisihkan dan bisa diambil kembali."),
    }  # fmt: skip
    return _asked(
        request, report_id, form=SetAsideForm(request.POST if request.method == "POST" else None),
        state=Report.State.WAITING, ask=ask, do=waiting.set_aside, done=_("Laporan %(code)s disisihkan."), to="reports",
    )  # fmt: skip


@reads_and_writes
def report_take_up(request: StaffRequest, report_id: uuid.UUID) -> HttpResponse:
    """Let a report that was set aside wait again."""
    ask = {
        "heading": _("Ambil kembali laporan"), "button": _("Ambil kembali"),
        "lead": _("Laporan kembali menunggu di daftar. Alasan ia disisihkan tetap tersimpan."),
    }  # fmt: skip
    return _asked(
        request, report_id, form=TakeUpForm(request.POST if request.method == "POST" else None),
        state=Report.State.ASIDE, ask=ask, do=waiting.take_up, done=_("Laporan %(code)s menunggu lagi."), to="report",
    )  # fmt: skip


@reads_and_writes
def report_detach(request: StaffRequest, report_id: uuid.UUID) -> HttpResponse:
    """Take a report off the case it was joined to by mistake."""
    ask = {
        "heading": _("Bukan kasus ini"), "button": _("Lepas dari kasus"),
        "lead": _("Laporan menunggu lagi dan bisa menjadi kasus sendiri. Yang sudah dikirim ke kantor lain tetap ada."),
    }  # fmt: skip

    def detach(*, report: Report, **given: Any) -> None:
        case = report.case
        undoing.detach(report=report, **given)
        if case is not None and case.state != Case.State.ENDED and case.endings.exists():
            said = _("Kasus %(number)s masih berjalan. Tutup lagi bila memang sudah selesai.")
            messages.info(request, said % {"number": case.number})

    return _asked(
        request, report_id, form=DetachForm(request.POST if request.method == "POST" else None),
        state=Report.State.TAKEN, ask=ask, do=detach, to="report",
        done=_("Laporan %(code)s dilepas dan menunggu lagi."),
    )  # fmt: skip
