"""Only admins of the office come in here, to some pages its head too; others are told why not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from accounts.policies import can_oversee, check_can_administer
from accounts.queries import profile
from accounts.refusals import NotAllowed, Refused
from frontend.answers import StaffRequest, refused
from frontend.formbuild import SheetForm

View = Callable[..., HttpResponseBase]


def for_admins(view: View) -> View:
    """Let admins of the office through; a page with the reason, status 403, for everyone else."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            check_can_administer(by=request.user)
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            return refused(request, refusal.message)

    return guarded


def for_overseers(view: View) -> View:
    """Let through who sees the office as a whole, its head and its admins; a page with the reason for everyone else."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        office = profile()
        if can_oversee(by=request.user, head_post=office.head_post if office else ""):
            return view(request, *args, **kwargs)
        return refused(request, _("Halaman ini hanya untuk kepala kantor dan admin kantor."))

    return guarded


def put_back(form: SheetForm, refusal: Refused) -> None:
    """Show a refusal on the form that was sent, at the question it belongs to."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
