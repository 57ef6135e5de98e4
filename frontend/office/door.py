"""Only admins of the office come in here; others are told why not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from accounts.policies import check_can_administer
from accounts.refusals import NotAllowed, Refused
from frontend.answers import StaffRequest, refused
from frontend.formbuild import SheetForm

View = Callable[..., HttpResponse]


def for_admins(view: View) -> View:
    """Let admins of the office through; a page with the reason, status 403, for everyone else."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            check_can_administer(by=request.user)
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            return refused(request, refusal.message)

    return guarded


def put_back(form: SheetForm, refusal: Refused) -> None:
    """Show a refusal on the form that was sent, at the question it belongs to."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
