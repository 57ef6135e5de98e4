"""Who holds which lane, and which lanes nobody holds."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import operations, queries
from accounts.models import Lane, LaneMembership, Staff
from accounts.refusals import Refused
from frontend.answers import StaffRequest, go_on, refused
from frontend.office.door import for_admins, put_back
from frontend.office.forms import LanesForm, StaffForm, role_of
from frontend.office.staff import person_page, tell_left
from sop_library.models import Draft
from sop_library.operations.preparing import lanes_wanted, prepare_lanes
from sop_library.queries import current_versions, definition_of
from sop_library.refusals import Refused as SopRefused


@dataclass(frozen=True)
class Held:
    """One lane with who holds it and how many steps of which SOPs are its turn."""

    lane: Lane
    holders: list[LaneMembership]
    steps: list[tuple[str, str, int]]

    @property
    def held_by(self) -> frozenset[UUID]:
        """Who holds it already."""
        return frozenset(one.staff_id for one in self.holders)


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
    context = {
        "here": "lanes", "rows": rows, "unheld": unheld, "wanted": lanes_wanted(),
        "people": list(Staff.objects.filter(is_active=True).order_by("name")),
    }  # fmt: skip
    return render(request, "office/lanes.html", context)


@require_POST
@for_admins
def take(request: StaffRequest) -> HttpResponse:
    """Give the office a lane that a draft names, so that somebody can hold it."""
    draft = get_object_or_404(Draft, pk=_id(request.POST.get("draft", "")), state__in=Draft.WRITABLE)
    key = request.POST.get("lane", "")
    try:
        prepare_lanes(draft=draft, by=request.user, only={key})
    except SopRefused as refusal:
        return refused(request, refusal.message, status=409)
    lane = get_object_or_404(Lane, key=key)
    messages.success(request, _("Pelaksana %(lane)s ditambahkan. Tetapkan petugasnya.") % {"lane": lane})
    return go_on(request, f"{reverse('lanes')}#pelaksana-{lane.key}")


@require_POST
@for_admins
def add_holder(request: StaffRequest, lane_id: UUID) -> HttpResponse:
    """Give a lane to one more person, beside what that person holds."""
    lane = get_object_or_404(Lane, pk=lane_id)
    staff = get_object_or_404(Staff, pk=_id(request.POST.get("staff", "")), is_active=True)
    held = list(Lane.objects.filter(memberships__staff=staff, memberships__ended_at=None))
    try:
        operations.hold_lanes(staff=staff, lanes=[*held, lane], by=request.user, at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal.message, status=409)
    messages.success(request, _("%(name)s memegang pelaksana %(lane)s.") % {"name": staff.name, "lane": lane})
    return go_on(request, f"{reverse('lanes')}#pelaksana-{lane.key}")


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise Http404 from None


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
