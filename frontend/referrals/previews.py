"""What the receiver reads before answering, and the forms of the answer."""

from typing import Any

from accounts.models import Staff
from frontend.casework.answering import StaffRequest
from frontend.formbuild import SheetForm
from frontend.referrals.answer_forms import AcceptForm, AskForm, DeclineForm
from frontend.referrals.loading import Matter
from frontend.referrals.places import places_for
from referrals.operations import receiving
from referrals.operations.receiving import Preview


def preview_of(matter: Matter) -> Preview:
    """What may be read now, without noting a look: the minimum while its parcel is there, the sender's telephone."""
    if matter.envelope is None:
        raise LookupError("what came in stands at the centre")
    return receiving.preview_of(matter.envelope)


def colleagues() -> list[Staff]:
    """Everybody here who holds a lane."""
    held = Staff.objects.filter(is_active=True, memberships__ended_at=None, memberships__isnull=False)
    return list(held.distinct().order_by("name"))


def accept_form_of(request: StaffRequest, preview: Preview, data: Any = None) -> AcceptForm:
    """The form of acceptance, with where the case would go on by each SOP."""
    return AcceptForm(data, places=places_for(preview.minimum), colleagues=colleagues(), me=request.user)


def answer_forms(
    request: StaffRequest, matter: Matter, preview: Preview, refused: dict[str, Any]
) -> dict[str, SheetForm | None]:
    """The forms that this state allows; one that was just refused stays as it was typed, whatever the state is now."""
    allowed = preview.verbs if matter.waiting else frozenset()
    return {
        "accept_form": refused.get("accept") or (accept_form_of(request, preview) if "accept" in allowed else None),
        "ask_form": refused.get("ask") or (AskForm() if "ask" in allowed else None),
        "decline_form": refused.get("decline") or (DeclineForm() if "decline" in allowed else None),
    }
