"""One report: read, opened with a reason, made into a case or joined to an earlier one."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Report
from cases.operations import identities, opening
from cases.queries import same_person
from cases.refusals import Refusal
from cases.report_queries import is_joined, visible_reports, with_standing
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads, reads_and_writes, show_refusal
from frontend.casework.revealing import RevealForm, seconds_left
from frontend.reports import intake
from frontend.reports.doors import ways_in
from frontend.reports.forms import OpenForm
from frontend.reports.landing import go_to_case, say_joined
from frontend.reports.reading import contents_of
from frontend.reports.traces import traces_of
from frontend.reports.views import candidate, chosen, waiting
from safeguards.access import shown_until

WAITING = Report.State.WAITING


def report_or_404(request: StaffRequest, report_id: uuid.UUID) -> Report:
    """The report, where this person may see it: it has no case yet, or its case is theirs to see. Raises Http404."""
    found = with_standing(visible_reports(to=request.user)).select_related("taken_by", "case")
    report = found.filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


def _page(request: StaffRequest, report: Report, *, status: int = 200, refusal: str = "", **forms: Any) -> HttpResponse:
    now = timezone.now()
    until = shown_until(by=request.user, subject_id=report.pk, at=now)
    context = {
        "report": report,
        "row": waiting(report, now=now),
        "refusal": refusal,
        "shown_until": until,
        "reveal_seconds": seconds_left(until, at=now),
        "contents": contents_of(report) if until else None,
        "reveal": forms.get("reveal") or RevealForm(),
        "joined": is_joined(report),
        "traces": traces_of(report, opened=until is not None),
        "open": forms.get("opening") or (_open_form(request, report) if report.state == WAITING else None),
    }
    return answer(request, "reports/one.html", context, status=status)


def _open_form(request: StaffRequest, report: Report, data: Any = None) -> OpenForm:
    nik, phone = intake.numbers_of(report)
    return OpenForm(
        data, ways=ways_in(), channel=report.channel, candidates=same_person(nik=nik, phone=phone, to=request.user)
    )


@reads
def report_page(request: StaffRequest, report_id: uuid.UUID) -> HttpResponse:
    """One report."""
    return _page(request, report_or_404(request, report_id))


@reads_and_writes
def report_case(request: StaffRequest, report_id: uuid.UUID) -> HttpResponse:
    """Open a case from the report, or join it to an earlier one."""
    report = report_or_404(request, report_id)
    if request.method != "POST":
        return go_on(request, "report", report.pk)
    if report.case is not None:
        messages.info(request, _("Laporan ini sudah menjadi kasus %(number)s.") % {"number": report.case.number})
        return go_to_case(request, report.case)
    if report.state != WAITING:
        messages.info(request, _("Laporan ini disisihkan. Ambil kembali dulu bila akan ditangani."))
        return go_on(request, "report", report.pk)
    nik, phone = intake.numbers_of(report)
    ways, candidates = ways_in(), same_person(nik=nik, phone=phone, to=request.user)
    form = OpenForm(request.POST, ways=ways, channel=report.channel, candidates=candidates)
    if form.is_valid():
        earlier = candidate(candidates, form.cleaned_data.get("same", ""))
        way = chosen(ways, form.cleaned_data["next"])
        try:
            if earlier is not None:
                case = opening.attach(report=report, case=earlier, by=request.user, at=timezone.now())
            elif way is not None:
                case = opening.open_from_report(
                    report=report, version=way.version, door=way.door, by=request.user, at=timezone.now()
                )
            else:
                raise Http404
        except Refusal as refusal:
            show_refusal(form, refusal)
            return _page(request, report, status=refusal.status, opening=form)
        if earlier is not None:
            say_joined(request, report=report, case=case, reopened=earlier.state == Case.State.ENDED)
        else:
            messages.success(request, _("Kasus %(number)s dibuka.") % {"number": case.number})
        return go_to_case(request, case)
    return _page(request, report, status=422, opening=form)


@reads_and_writes
def report_identity(request: StaffRequest, report_id: uuid.UUID) -> HttpResponse:
    """Open what the report says for ten minutes, with a reason; or close it again."""
    report = report_or_404(request, report_id)
    if request.method != "POST":
        return go_on(request, "report", report.pk)
    now = timezone.now()
    if "tutup" in request.POST:
        identities.hide_report(report=report, by=request.user, at=now)
        return _done(request, report)
    form = RevealForm(request.POST)
    if form.is_valid():
        try:
            identities.show_report(report=report, **form.cleaned_data, by=request.user, at=now)
        except Refusal as refusal:
            show_refusal(form, refusal)
            return _page(request, report, status=refusal.status, reveal=form)
        return _done(request, report)
    return _page(request, report, status=422, reveal=form)


def _done(request: StaffRequest, report: Report) -> HttpResponse:
    if request.POST.get("kembali") == reverse("report_correct", args=[report.pk]):
        return go_on(request, "report_correct", report.pk)
    if request.htmx:
        return _page(request, report)
    return go_on(request, "report", report.pk)
