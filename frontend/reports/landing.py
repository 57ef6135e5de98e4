"""Where a person lands after a report became a case."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, Report
from cases.policies import can_see
from frontend.answers import StaffRequest, go_on


def say_joined(request: StaffRequest, *, report: Report, case: Case, reopened: bool) -> None:
    """Say that a report now belongs to a case that was there before, and whether that case goes on because of it."""
    said = {"code": report.code, "number": case.number}
    if reopened:
        words = _("Laporan %(code)s dicatat pada kasus %(number)s. Kasus itu sudah selesai dan kini dibuka lagi.")
    else:
        words = _("Laporan %(code)s dicatat pada kasus %(number)s.")
    messages.success(request, words % said)


def go_to_case(request: StaffRequest, case: Case) -> HttpResponse:
    """The case's page; the list of reports, and whose the case now is, for someone who is in no lane of its SOP."""
    if can_see(case=case, by=request.user):
        return go_on(request, f"{reverse('case', args=[case.pk])}#sekarang")
    messages.info(
        request,
        _("Kasus %(number)s diteruskan kepada pelaksana SOP %(sop)s.")
        % {"number": case.number, "sop": case.version.sop.name},
    )
    return go_on(request, "reports")
