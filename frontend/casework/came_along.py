"""What came along with a case from another office: the answers given there, and the time limits that still run."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.asked import groups_there
from cases.models import CarriedAnswers, CarriedLimit, Case
from cases.operations import carried_limits
from cases.refusals import Refusal
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads, reads_and_writes
from frontend.casework.asking import asked as asked_why
from frontend.casework.asking import why
from frontend.casework.life import Ask
from frontend.casework.loading import case_or_404
from frontend.casework.page import case_response
from frontend.casework.revealing import RevealForm, window_of
from frontend.formbuild import AnswerGroup, answers_in


@dataclass(frozen=True)
class CarriedSheet:
    """A form as another office filled it; its answers only in an open window."""

    row: CarriedAnswers
    groups: tuple[AnswerGroup, ...]


@reads
def asked(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Every form that came along, the newest first: office, title and time at once, the answers in an open window."""
    case = case_or_404(request, case_id)
    window = window_of(request, case)
    rows = CarriedAnswers.objects.filter(case=case).order_by("-asked_at", "title", "id")
    sheets = [_sheet(row, opened=window.opened) for row in (rows if window.opened else rows.defer("answers", "asked"))]
    context = {
        "case": case, "sheets": sheets, "reveal": RevealForm(initial={"reason": "form"}),
        "address": request.get_full_path(), **window.shown,
    }  # fmt: skip
    return answer(request, "casework/asked.html", context)


def _sheet(row: CarriedAnswers, *, opened: bool) -> CarriedSheet:
    if not opened:
        return CarriedSheet(row, ())
    answers = row.answers if isinstance(row.answers, dict) else {}
    return CarriedSheet(row, answers_in(groups_there(row), answers, show_identity=True))


@reads_and_writes
def limit_met(request: StaffRequest, case_id: uuid.UUID, limit_id: uuid.UUID) -> HttpResponse:
    """Say that a limit of an office before is met."""
    case = case_or_404(request, case_id)
    limit = _limit(case, limit_id)
    if request.method != "POST":
        return go_on(request, "case", case.pk)
    try:
        carried_limits.meet(limit=limit, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return case_response(request, case, forms={"refusal": refusal.message}, status=refusal.status)
    messages.success(request, _("Tenggat dinyatakan terpenuhi."))
    return go_on(request, "case", case.pk)


BACK = Ask(
    gettext_lazy("Tenggat ternyata belum terpenuhi"),
    gettext_lazy("Tenggat berjalan lagi sampai waktunya semula, dan muncul lagi di Hari ini dan register."),
    gettext_lazy("Jalankan lagi tenggat"), gettext_lazy("Tenggat berjalan lagi."),
)  # fmt: skip


@reads_and_writes
def limit_back(request: StaffRequest, case_id: uuid.UUID, limit_id: uuid.UUID) -> HttpResponse:
    """Let a limit of an office before run again that was said to be met by mistake."""
    case = case_or_404(request, case_id)
    limit = _limit(case, limit_id)
    form = why(request, _("Apa yang keliru?"))

    def act(data: dict[str, Any]) -> CarriedLimit:
        return carried_limits.reopen(limit=limit, reason=data["reason"], by=request.user, at=timezone.now())

    return asked_why(request, case, BACK, form, act, to="case")


def _limit(case: Case, limit_id: uuid.UUID) -> CarriedLimit:
    found = CarriedLimit.objects.filter(case=case, pk=limit_id).first()
    if found is None:
        raise Http404
    found.case = case
    return found
