"""Who works here: accounts are made, changed, closed and opened again, never deleted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import operations, queries
from accounts.models import Lane, Staff
from accounts.passwords import one_time_password
from accounts.refusals import Refused
from cases.leaving_queries import has_left, would_leave
from frontend.answers import StaffRequest, go_on, refused
from frontend.office.door import for_admins, put_back
from frontend.office.forms import ADMIN, WRITER, LanesForm, NewStaffForm, StaffForm, role_of
from frontend.office.leaving import nobodys_words
from frontend.office.words import trail_words

TRAIL_SHOWN = 50


@require_safe
@for_admins
def listing(request: StaffRequest) -> HttpResponse:
    """Everyone, those who left too, and what was last changed in the office by whom."""
    members = list(queries.staff_members())
    lanes = {lane.key: str(lane) for lane in Lane.objects.all()}
    return render(
        request,
        "office/staff.html",
        {
            "here": "staff",
            "active": [one for one in members if one.is_active],
            "ended": [one for one in members if not one.is_active],
            "trail": [(event, trail_words(event, lanes=lanes)) for event in queries.trail(last=TRAIL_SHOWN)],
        },
    )


@sensitive_variables("password")
@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def new(request: StaffRequest) -> HttpResponse:
    """A new account. The one-time password is on the answer to the post and nowhere else."""
    lanes = list(Lane.objects.all())
    form, stands = NewStaffForm(request.POST if request.method == "POST" else None, lanes=lanes), None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        password = one_time_password()
        try:
            staff = operations.add_staff(
                by=request.user,
                username=given["username"],
                name=given["name"],
                post=given["post"],
                email=given["email"],
                is_office_admin=given["role"] == ADMIN,
                may_write_sops=given["role"] == WRITER,
                password=password,
                lanes=[lane for lane in lanes if str(lane.pk) in given["lanes"]],
                at=timezone.now(),
            )
        except Refused as refusal:
            stands = Staff.objects.filter(username__iexact=given["username"]).first()
            put_back(form, refusal)
        else:
            return _shown_once(request, staff, password)
    status = 422 if form.is_bound else 200
    return render(request, "office/staff_new.html", {"here": "staff", "form": form, "stands": stands}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def one(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """One person: what the office records, lanes past and present, password and account."""
    staff = get_object_or_404(Staff, pk=staff_id)
    posted = request.method == "POST"
    shown = {
        "name": staff.name,
        "post": staff.post,
        "email": staff.email,
        "role": role_of(staff),
    }
    form = StaffForm(request.POST if posted else None, initial=shown)
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            operations.change_staff(
                staff=staff,
                by=request.user,
                name=given["name"],
                post=given["post"],
                email=given["email"],
                is_office_admin=given["role"] == ADMIN,
                may_write_sops=None if given["role"] == ADMIN else given["role"] == WRITER,
            )
        except Refused as refusal:
            put_back(form, refusal)
        else:
            messages.success(request, _("Data %(name)s disimpan.") % {"name": given["name"]})
            return go_on(request, "staff_member", staff.pk)
    return person_page(request, staff, form=form, status=422 if posted else 200)


def person_page(
    request: StaffRequest, staff: Staff, *, form: StaffForm, lanes_form: LanesForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of one person, with whichever of its forms was sent."""
    memberships = list(staff.memberships.select_related("lane").order_by("-started_at", "lane__order"))
    held = [str(row.lane_id) for row in memberships if row.ended_at is None]
    ahead = would_leave(staff=staff, to=request.user) if staff.is_active else None
    lanes_form = lanes_form or LanesForm(initial={"lanes": held}, lanes=list(Lane.objects.all()))
    return render(
        request,
        "office/staff_member.html",
        {
            "here": "staff",
            "staff": staff,
            "form": form,
            "lanes_form": lanes_form,
            "memberships": memberships,
            "own": staff.pk == request.user.pk,
            "ahead": ahead,
            "ahead_words": nobodys_words(ahead) if ahead else "",
            "left": has_left(staff=staff, to=request.user),
        },
        status=status,
    )


def tell_left(request: StaffRequest, staff: Staff) -> None:
    """Say what is nobody's now; the page that follows names it and where it is handed over."""
    left = has_left(staff=Staff.objects.get(pk=staff.pk), to=request.user)
    if left:
        messages.warning(request, _("Perlu diserahkan: %(what)s.") % {"what": nobodys_words(left)})


@sensitive_variables("password")
@require_POST
@for_admins
def reset(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """A new one-time password; the old one and every session end."""
    staff = get_object_or_404(Staff, pk=staff_id)
    password = one_time_password()
    try:
        operations.reset_password(staff=staff, by=request.user, password=password)
    except Refused as refusal:
        return refused(request, refusal.message, status=409)
    return _shown_once(request, staff, password)


@require_POST
@for_admins
def end(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Close an account; its lanes end now."""
    staff = get_object_or_404(Staff, pk=staff_id)
    try:
        operations.end_staff(staff=staff, by=request.user, at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal.message, status=409)
    messages.success(request, _("Akun %(name)s dinonaktifkan. Catatan pekerjaannya tetap ada.") % {"name": staff.name})
    tell_left(request, staff)
    return go_on(request, "staff_member", staff.pk)


@sensitive_variables("password")
@require_POST
@for_admins
def back(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    staff = get_object_or_404(Staff, pk=staff_id)
    password = one_time_password()
    operations.return_staff(staff=staff, by=request.user, password=password)
    return _shown_once(request, staff, password)


def _shown_once(request: StaffRequest, staff: Staff, password: str) -> HttpResponse:
    return render(request, "office/password_once.html", {"here": "staff", "staff": staff, "password": password})
