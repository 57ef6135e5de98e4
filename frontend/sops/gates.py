"""Who comes to the pages on which an SOP is written, approved and retired; others are told whose they are."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from frontend.answers import StaffRequest, refused
from sop_library.models import Draft
from sop_library.policies import (
    check_can_announce,
    check_can_approve,
    check_can_read_drafts,
    check_can_write,
)
from sop_library.refusals import NotAllowed, Refused, Stale

View = Callable[..., HttpResponseBase]


def _through(check: Callable[..., None]) -> Callable[[View], View]:
    def gate(view: View) -> View:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                check(by=request.user)
                return view(request, *args, **kwargs)
            except NotAllowed as refusal:
                return refused(request, refusal.message)

        return guarded

    return gate


for_writers = _through(check_can_write)
"""Lets through whoever writes SOPs."""
for_readers = _through(check_can_read_drafts)
"""Lets through whoever writes SOPs, and the head."""
for_head = _through(check_can_approve)
"""Lets the head through."""
for_announcers = _through(check_can_announce)
"""Lets through the head and the admins."""


def draft_or_404(draft_id: UUID) -> Draft:
    """The draft, whatever has become of it."""
    return get_object_or_404(Draft.objects.select_related("sop", "base", "started_by", "submitted_by"), pk=draft_id)


def status_of(refusal: Refused) -> int:
    """Of the answer to a refusal: 409 where the page was older than the draft."""
    return 409 if isinstance(refusal, Stale) else 422
