"""Where a person lands after a report became a case."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cases.models import Case
from cases.policies import can_see
from frontend.answers import StaffRequest, go_on


def go_to_case(request: StaffRequest, case: Case) -> HttpResponse:
    """The case's page; the list of reports, and whose the case now is, for someone who is in no lane of its SOP."""
    if can_see(case=case, by=request.user):
        return go_on(request, "case", case.pk)
    messages.info(
        request,
        _("Kasus %(number)s diteruskan kepada pelaksana SOP %(sop)s.")
        % {"number": case.number, "sop": case.version.sop.name},
    )
    return go_on(request, "reports")
