"""The office itself: an overview, its profile, its hours and closed days."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import operations, queries
from accounts.models import Closure, OfficeProfile
from accounts.refusals import Refused
from cases.calendars import local_date, office_calendar
from cases.office_queries import open_steps_due_on
from frontend.answers import StaffRequest, go_on
from frontend.marks import leave_words
from frontend.office.door import for_admins, put_back
from frontend.office.forms import ClosureForm, HoursForm, ProfileForm
from frontend.office.words import hours_words
from library.news import news_of
from onboarding.telling import change_profile
from sop_library.calendar import NoOpenDay
from sop_library.durations import Duration
from sop_library.national_holidays import (
    NationalHolidays,
    holidays_for,
    last_certain_year,
    unknown_leave,
    years_around,
)
from sop_library.queries import current_versions

EXAMPLE = Duration(days=3)
HINT_FROM = 10, 1
"""Month and day of the last year whose cuti bersama is known from which the admins are told that it runs out."""


@require_safe
@for_admins
def overview(request: StaffRequest) -> HttpResponse:
    """What is set, and what still needs somebody."""
    members, today = list(queries.staff_members()), local_date(timezone.now())
    known_until = last_certain_year(today)
    versions = current_versions(at=timezone.now())
    told = news_of(versions)
    return render(
        request,
        "office/overview.html",
        {
            "here": "overview",
            "hours_words": hours_words(queries.opening_hours()),
            "unheld": list(queries.unheld_lanes()),
            "laneless": [one for one in members if one.is_active and not one.held],  # type: ignore[attr-defined] # prefetched
            "active": sum(one.is_active for one in members),
            "waiting": [one for one in members if one.is_active and one.must_change_password],
            "news": [version.sop for version in versions if version.sop_id in told],
            "closures": queries.closures(since=today)[:5],
            "leave_runs_out": known_until + 1 if today >= date(known_until, *HINT_FROM) else None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def profile(request: StaffRequest) -> HttpResponse:
    """What the office says of itself."""
    row = get_object_or_404(OfficeProfile)
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=model_to_dict(row))
    if form.is_bound and form.is_valid():
        change_profile(by=request.user, **form.cleaned_data)
        messages.success(request, _("Profil kantor disimpan."))
        return go_on(request, "office_profile")
    return render(
        request,
        "office/profile.html",
        {"here": "profile", "form": form, "prefix": row.register_prefix},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def hours(request: StaffRequest) -> HttpResponse:
    """When the office is open, weekday by weekday."""
    now_open = queries.opening_hours()
    form = HoursForm(request.POST if request.method == "POST" else None, hours=now_open)
    if form.is_bound and form.is_valid():
        try:
            operations.set_hours(hours=form.hours(), by=request.user)
        except Refused as refusal:
            put_back(form, refusal)
        else:
            messages.success(request, hours_words(queries.opening_hours()))
            return go_on(request, "office_hours")
    return render(
        request,
        "office/hours.html",
        {
            "here": "hours", "form": form, "hours_words": hours_words(now_open), "example": _example(),
            "known_until": last_certain_year(local_date(timezone.now())),
        },
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _example() -> dict[str, Any] | None:
    """What these hours make of three working days that begin now; None where no day is open."""
    now = timezone.now()
    try:
        due = office_calendar(today=local_date(now)).after(now, EXAMPLE, "working")
    except NoOpenDay:
        return None
    return {"due": due, "leave": leave_words(unknown_leave(local_date(due)))}


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def closures(request: StaffRequest) -> HttpResponse:
    """Days on which this office is closed beyond the national holidays."""
    today = local_date(timezone.now())
    national = holidays_for(years_around(today))
    form = ClosureForm(
        request.POST if request.method == "POST" else None,
        today=today, national=national.names, hours=queries.opening_hours(),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            operations.add_closure(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            put_back(form, refusal)
        else:
            messages.success(request, _("Hari tutup dicatat. Tenggat baru melompatinya."))
            return go_on(request, "office_closures")
    closed = list(queries.closures(since=today))
    due = open_steps_due_on(days={one.date for one in closed})
    return render(
        request,
        "office/closures.html",
        {
            "here": "closures", "form": form, "known_until": last_certain_year(today),
            "closures": [(one, due.get(one.date, 0)) for one in closed],
            "national": _national(national, today=today),
        },
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _national(known: NationalHolidays, *, today: date) -> list[dict[str, Any]]:
    """The national days of this year and the next, and whether each year's cuti bersama is among them."""
    return [
        {
            "year": year,
            "certain": year in known.certain_years,
            "days": [(day, name) for day, name in known.names.items() if day.year == year],
        }
        for year in (today.year, today.year + 1)
    ]


@require_POST
@for_admins
def drop_closure(request: StaffRequest, closure_id: UUID) -> HttpResponse:
    """Take a closed day back."""
    operations.drop_closure(closure=get_object_or_404(Closure, pk=closure_id), by=request.user)
    messages.success(request, _("Hari tutup dibatalkan."))
    return go_on(request, "office_closures")
