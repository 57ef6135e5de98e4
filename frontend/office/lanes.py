"""Who holds which lane, and which lanes nobody holds."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import operations, queries
from accounts.models import Lane, LaneMembership, Staff
from accounts.refusals import Refused
from frontend.answers import StaffRequest, go_on
from frontend.office.door import for_admins, put_back
from frontend.office.forms import LanesForm, StaffForm, role_of
from frontend.office.staff import person_page, tell_left
from sop_library.queries import current_versions, definition_of


@dataclass(frozen=True)
class Held:
    """One lane with who holds it and how many steps of which SOPs are its turn."""

    lane: Lane
    holders: list[LaneMembership]
    steps: list[tuple[str, str, int]]


@require_safe
@for_admins
def matrix(request: StaffRequest) -> HttpResponse:
    """Every lane of the office's SOPs with its holders."""
    counted: dict[str, list[tuple[str, str, int]]] = {}
    for version in current_versions(at=timezone.now()):
        definition = definition_of(version)
        turns = Counter(lane for step in definition.steps for lane in definition.lanes_of(step))
        for lane, number in turns.items():
            counted.setdefault(lane, []).append((version.sop.slug, version.sop.name, number))
    rows = [Held(lane, lane.held_by, counted.get(lane.key, [])) for lane in queries.lanes_with_holders()]
    unheld = [row.lane for row in rows if not row.holders]
    return render(request, "office/lanes.html", {"here": "lanes", "rows": rows, "unheld": unheld})


@require_POST
@for_admins
def of_staff(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Set the lanes one person holds."""
    staff = get_object_or_404(Staff, pk=staff_id)
    lanes = list(Lane.objects.all())
    form = LanesForm(request.POST, lanes=lanes)
    if form.is_valid():
        chosen = [lane for lane in lanes if str(lane.pk) in form.cleaned_data["lanes"]]
        try:
            operations.hold_lanes(staff=staff, lanes=chosen, by=request.user, at=timezone.now())
        except Refused as refusal:
            put_back(form, refusal)
        else:
            messages.success(request, _("Penetapan %(name)s sebagai pelaksana disimpan.") % {"name": staff.name})
            tell_left(request, staff)
            return go_on(request, "staff_member", staff.pk)
    shown = {"name": staff.name, "post": staff.post, "email": staff.email}
    shown["role"] = role_of(staff)
    return person_page(request, staff, form=StaffForm(initial=shown), lanes_form=form, status=422)
