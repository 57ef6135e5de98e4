"""A case whose SOP found that the person has one already is joined to that one."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.operations import joining
from cases.queries import other_cases_of
from frontend.casework.answering import StaffRequest, reads_and_writes
from frontend.casework.asking import asked
from frontend.casework.cards import RadioCards
from frontend.casework.life import Ask
from frontend.casework.loading import case_or_404, seen_in
from frontend.formbuild import SafeText, SheetForm, SingleChoice

JOIN = Ask(
    gettext_lazy("Gabungkan ke kasus yang sudah ada"),
    gettext_lazy("Yang dicatat di sini tetap di sini, dan kedua kasus saling menyebut. Perkaranya dihitung sekali."),
    gettext_lazy("Gabungkan"), gettext_lazy("Kasus digabung."),
)  # fmt: skip


OTHER = "lain"


class JoinForm(SheetForm):
    """Which case the person has already: one of those found by NIK or telephone, or another by its register number."""

    number = SafeText(
        label=gettext_lazy("Nomor register kasus yang sudah ada"), longest=20,
        help_text=gettext_lazy("Seperti yang tertulis di register, misalnya SLT-26-0187."),
    )  # fmt: skip

    def __init__(self, *args: Any, found: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = [case for case in found if case.state != Case.State.ENDED]
        ended = ", ".join(case.number for case in found if case.state == Case.State.ENDED)
        if ended:
            self.fields["number"].help_text = _(
                "Kasus orang ini yang sudah selesai: %(numbers)s. Buka kembali lebih dulu, lalu gabungkan."
            ) % {"numbers": ended}
        if not running:
            return
        hints = {
            case.number: _("%(state)s, %(sop)s") % {"state": case.get_state_display(), "sop": case.version.sop.name}
            for case in running
        }
        numbers = [(case.number, case.number) for case in running]
        which = SingleChoice(
            label=_("Orang ini tercatat dengan nomor yang sama di kasus lain. Yang mana?"),
            choices=[*numbers, (OTHER, _("Kasus lain, dengan nomor register"))],
            widget=RadioCards(hints=hints), required=False,
        )  # fmt: skip
        self.fields["number"].required = False
        self.fields["number"].label = _("Nomor register kasus lain itu")
        self.fields = {"which": which, **self.fields}

    def clean(self) -> dict[str, Any]:
        """The number that was chosen or typed."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chosen, typed = data.get("which", ""), data.get("number", "")
        if chosen and chosen != OTHER:
            data["number"] = chosen
        elif "which" in self.fields and not typed and not self.errors:
            self.add_error("number" if chosen else "which", _("Pilih kasusnya, atau tulis nomor registernya"))
        return data


@reads_and_writes
def join(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Join the case to another one: of those in which its victim is known already, or by its register number."""
    case = case_or_404(request, case_id)
    found = other_cases_of(case, to=request.user)
    form = JoinForm(request.POST if request.method == "POST" else None, found=found)

    def act(data: dict[str, Any]) -> Case:
        return joining.join(case=case, number=data["number"], seen=seen_in(request), by=request.user, at=timezone.now())

    return asked(request, case, JOIN, form, act, to="case")
