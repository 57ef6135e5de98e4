"""A filled form on paper: what was asked and answered, under the office's letterhead. Made anew at each asking, kept
nowhere: the answers stand in the case. Who had it, and when, stands in the access log.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import OfficeProfile, Staff
from accounts.queries import emblem
from cases.models import FilledForm
from cases.policies import check_can_see
from cases.refusals import Refusal
from documents.letter import EMBLEM, Letterhead, Part
from documents.letters import letterhead
from documents.typesetter import at_hand
from safeguards.access import record_access, shown_until
from tenants.current import current_office

WHAT, REASON = "form_printed", "form"
"""What the access log calls it, and why it was done."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as it is read: `about` says whose and when (label, value); `parts` are its groups of answers."""

    title: str
    number: str
    about: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


@transaction.atomic
def hand_out(*, filled: FilledForm, sheet: Sheet, by: Staff, at: datetime) -> bytes:
    """The form as a tagged PDF, for somebody whose identity window on the case is open; with a row in the access log.

    Raises NotAllowed outside the SOP's lanes, Refusal("identity_closed") where the window is shut, NoTypesetter.
    """
    check_can_see(case=filled.case, by=by)
    if shown_until(by=by, subject_id=filled.case_id, at=at) is None:
        raise Refusal("identity_closed", _("Buka dulu identitas kasus ini dengan alasannya."))
    with at_hand():
        from documents.typesetting import set_in_type  # as in `documents.operations.printed`

    picture = emblem()
    head = letterhead(OfficeProfile.objects.get(), office=current_office())
    pdf = set_in_type(as_page(sheet, head=head, emblem=picture is not None), emblem=picture).pdf
    record_access(  # last: the log is one for the whole office, and waits for nobody's typesetting
        by=by, at=at, subject_table=FilledForm._meta.db_table, subject_id=filled.pk, case_id=filled.case_id, what=WHAT,
        reason=REASON,
    )  # fmt: skip
    return pdf


def as_page(sheet: Sheet, *, head: Letterhead, emblem: bool = False) -> str:
    """The sheet as HTML, in Indonesian whoever reads the screen."""
    context = {"sheet": sheet, "head": head, "emblem": EMBLEM if emblem else ""}
    with translation.override("id"):
        return render_to_string("documents/sheet.html", context)
