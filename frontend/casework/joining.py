"""A case whose SOP found that the person has one already is joined to that one."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.operations import joining
from frontend.casework.answering import StaffRequest, reads_and_writes
from frontend.casework.asking import asked
from frontend.casework.life import Ask
from frontend.casework.loading import case_or_404, seen_in
from frontend.formbuild import SafeText, SheetForm

JOIN = Ask(
    gettext_lazy("Gabungkan ke kasus yang sudah ada"),
    gettext_lazy("Yang dicatat di sini tetap di sini, dan kedua kasus saling menyebut. Perkaranya dihitung sekali."),
    gettext_lazy("Gabungkan"), gettext_lazy("Kasus digabung."),
)  # fmt: skip


class JoinForm(SheetForm):
    """Which case the person has already."""

    number = SafeText(
        label=gettext_lazy("Nomor register kasus yang sudah ada"), longest=20,
        help_text=gettext_lazy("Seperti yang tertulis di register, misalnya SLT-26-0187."),
    )  # fmt: skip


@reads_and_writes
def join(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Join the case to another one by its register number."""
    case = case_or_404(request, case_id)
    form = JoinForm(request.POST if request.method == "POST" else None)

    def act(data: dict[str, Any]) -> Case:
        return joining.join(case=case, number=data["number"], seen=seen_in(request), by=request.user, at=timezone.now())

    return asked(request, case, JOIN, form, act, to="case")
