"""A case as whoever asks may see it; everything else is not found."""

import uuid

from django.http import Http404

from cases.models import Case, StepPass
from cases.queries import visible_cases
from custody import holding
from frontend.casework.answering import StaffRequest


def case_or_404(request: StaffRequest, case_id: uuid.UUID) -> Case:
    """The case, where this person works in a lane of its SOP. Raises Http404: not here and not theirs look the same."""
    case = visible_cases(to=request.user).filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def pass_or_404(case: Case, pass_id: uuid.UUID) -> StepPass:
    """One pass of this case. Raises Http404."""
    found = StepPass.objects.filter(case=case, pk=pass_id).select_related("done_by").first()
    if found is None:
        raise Http404
    found.case = case
    return found


def pass_asked(request: StaffRequest, case: Case) -> StepPass | None:
    """The pass that a page is opened for, from its address; None where it names none. Raises Http404 for another's."""
    typed = request.GET.get("langkah", "")
    if not typed:
        return None
    try:
        found = StepPass.objects.filter(case=case, pk=uuid.UUID(typed)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def still_ours(case: Case) -> bool:
    """Whether this office still writes into the case: no other holds its matter now. One query."""
    return holding.may_work(case.matter)


def seen_in(request: StaffRequest) -> int | None:
    """The revision of the case that the sending page was made from; None where it says none that can be read."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
