"""A limit over several steps is lengthened by the lane that the SOP names, with a reason."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.operations import steps
from frontend.casework.answering import StaffRequest, reads_and_writes
from frontend.casework.asking import asked, why
from frontend.casework.life import Ask
from frontend.casework.loading import case_or_404, seen_in
from sop_library.queries import definition_of


@reads_and_writes
def extend(request: StaffRequest, case_id: uuid.UUID, limit: str) -> HttpResponse:
    """Lengthen a limit of the case as far as its SOP allows."""
    case = case_or_404(request, case_id)
    found = next((one for one in definition_of(case.version).limits if one.key == limit), None)
    if found is None:
        raise Http404
    ask = Ask(
        _("Perpanjang tenggat: %(limit)s") % {"limit": found.label},
        gettext_lazy("Tenggat diperpanjang sejauh SOP mengizinkan. Alasan dan siapa yang memperpanjang tercatat."),
        gettext_lazy("Perpanjang"), gettext_lazy("Tenggat diperpanjang."),
    )  # fmt: skip
    form = why(request, _("Mengapa diperpanjang?"))

    def act(data: dict[str, Any]) -> Case:
        seen, at = seen_in(request), timezone.now()
        return steps.extend_limit(case=case, limit=limit, reason=data["reason"], seen=seen, by=request.user, at=at)

    return asked(request, case, ask, form, act, to="case", twice=False)
