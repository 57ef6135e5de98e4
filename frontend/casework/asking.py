"""A small page that asks why before it does something, and goes on to where that shows."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from cases.models import Case
from cases.refusals import Refusal
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, show_refusal
from frontend.casework.life import Ask
from frontend.casework.loading import seen_in
from frontend.formbuild import SafeText, SheetForm

LONGEST = 300
"""Characters of a reason."""


class WhyForm(SheetForm):
    """Why something is done; what is asked is named by whoever asks."""

    def __init__(self, *args: Any, question: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = SafeText(label=question, longest=LONGEST, lines=True, rows=2, help_text=hint)


def why(request: StaffRequest, question: str, hint: str = "") -> WhyForm:
    """The question, answered where the request answers it."""
    return WhyForm(request.POST if request.method == "POST" else None, question=question, hint=hint)


def point_out(form: SheetForm, refusal: Refusal) -> None:
    """A refusal at its question; what is wrong with the moment stands at the day."""
    for missing in refusal.missing:
        if missing.field == "at":
            form.add_error("day", missing.message)
    if not any(missing.field == "at" for missing in refusal.missing):
        show_refusal(form, refusal)


def asked(
    request: StaffRequest, case: Case, ask: Ask, form: SheetForm, act: Callable[[dict[str, Any]], object], *, to: str,
    twice: bool = True,
) -> HttpResponse:  # fmt: skip
    """Show the page, or do what it asks about and go on to the page of the case called `to`.

    `twice`: whether doing it twice does no harm; else the page says at which revision of the case it was made.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(form.cleaned_data)
            except Refusal as refusal:
                point_out(form, refusal)
                status = refusal.status
            else:
                messages.success(request, str(ask.said))
                return go_on(request, to, case.pk)
    read_at = seen_in(request) if request.method == "POST" and status != 409 else case.revision
    context = {"case": case, "ask": ask, "form": form, "seen": "" if twice else read_at}
    return answer(request, "casework/ask.html", context, status=status)
