"""The case as a whole: it rests, goes on, ends early, is opened again, goes back, changes hands, has its risk rated."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import LaneMembership, Staff
from cases.models import Case, Ending, Report
from cases.operations import incidents, lifecycle, opening, steps, undoing
from cases.operations.lifecycle import CHOSEN
from cases.policies import lanes_of
from cases.progress import Progress, progress
from cases.refusals import Refusal
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads_and_writes, show_refusal
from frontend.casework.cards import RadioCards
from frontend.casework.loading import case_or_404, seen_in
from frontend.casework.offered import goes_on_where_cut, steps_behind
from frontend.casework.risk_words import risk_stands
from frontend.casework.stopping import stopped_words, stops_words
from frontend.casework.timeline import step_title
from frontend.formbuild import DateParts, SafeText, SheetForm, SingleChoice
from sop_library.queries import definition_of

Words = str | Promise
Choices = list[tuple[str, Words]]


class PauseForm(SheetForm):
    """Why a case rests, and when it is looked at again."""

    reason = SafeText(
        label=gettext_lazy("Mengapa kasus dijeda?"), longest=300, lines=True, rows=3,
        help_text=gettext_lazy("Misalnya: korban dirawat di rumah sakit sampai pekan depan."),
    )  # fmt: skip
    look_again_on = DateParts(
        label=gettext_lazy("Dilihat lagi pada tanggal"), required=False,
        help_text=gettext_lazy("Pada hari itu kasus ini muncul di Hari ini. Wajib untuk kasus berisiko tinggi."),
    )  # fmt: skip

    def __init__(self, *args: Any, day_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["look_again_on"].required = day_needed


class ResumeForm(SheetForm):
    """Nothing to ask: going on needs no reason."""


class CloseForm(SheetForm):
    """Why a case ends before its SOP does."""

    reason = SingleChoice(
        label=gettext_lazy("Mengapa ditutup sebelum SOP selesai?"),
        choices=[choice for choice in Ending.Reason.choices if choice[0] in CHOSEN | {Ending.Reason.MISTAKEN}],
        radios=True,
        help_text=gettext_lazy("Bila salah dibuka, laporannya menunggu lagi dan kasus ini tidak dihitung."),
    )
    note = SafeText(label=gettext_lazy("Keterangan"), required=False, longest=300, lines=True, rows=3)


class StepChoiceForm(SheetForm):
    """A step that was done before, and why the case returns to it."""

    step = SingleChoice(label=gettext_lazy("Ke langkah mana?"), choices=[], radios=True)
    because = SafeText(label=gettext_lazy("Alasannya"), longest=300, lines=True, rows=3)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"] = SingleChoice(label=_("Ke langkah mana?"), choices=choices, radios=len(choices) < 9)


class ReopenForm(SheetForm):
    """Why an ended case goes on, and where."""

    step = SingleChoice(label=gettext_lazy("Dilanjutkan di langkah mana?"), choices=[], radios=False, required=False)
    because = SafeText(label=gettext_lazy("Mengapa dibuka kembali?"), longest=300, lines=True, rows=3)

    def __init__(self, *args: Any, choices: Choices, step_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where_cut = _("Kosongkan untuk melanjutkan di tempat kasus dihentikan.")
        begins = _("Kasus ini sudah sampai akhir SOP, jadi pilih langkah yang dikerjakan lagi.")
        self.fields["step"] = SingleChoice(
            label=_("Dilanjutkan di langkah mana?"), choices=choices, radios=False, required=step_needed,
            help_text=begins if step_needed else where_cut,
        )  # fmt: skip
        self.order_fields(["step", "because"])


class HolderForm(SheetForm):
    """Who holds the case from now on."""

    holder = SingleChoice(label=gettext_lazy("Pemegang kasus"), choices=[], radios=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"] = SingleChoice(label=_("Pemegang kasus"), choices=choices, radios=False)


class RiskForm(SheetForm):
    """How high the risk is now."""

    risk = SingleChoice(
        label=gettext_lazy("Tingkat risiko sekarang"), choices=Case.Risk.choices,
        widget=RadioCards(
            hints={
                Case.Risk.HIGH.value: gettext_lazy("Nyawa atau keselamatan terancam."),
                Case.Risk.MEDIUM.value: gettext_lazy("Ada ancaman, tetapi tidak saat ini juga."),
                Case.Risk.LOW.value: gettext_lazy("Aman untuk sementara."),
            }
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """A small page that asks before it does something."""

    heading: Words
    lead: Words
    button: Words
    said: Words


ASKS = {
    "pause": Ask(
        gettext_lazy("Jeda kasus"),
        gettext_lazy("Waktu langkah berhenti selama jeda. Tenggat yang dihitung dari laporan tetap berjalan."),
        gettext_lazy("Jeda kasus"), gettext_lazy("Kasus dijeda."),
    ),
    "resume": Ask(
        gettext_lazy("Lanjutkan kasus"), gettext_lazy("Sisa waktu setiap langkah berjalan lagi mulai sekarang."),
        gettext_lazy("Lanjutkan kasus"), gettext_lazy("Kasus dilanjutkan."),
    ),
    "close": Ask(
        gettext_lazy("Tutup kasus lebih awal"),
        gettext_lazy("Langkah yang masih terbuka dihentikan. Kasus bisa dibuka kembali bila orangnya datang lagi."),
        gettext_lazy("Tutup kasus"), gettext_lazy("Kasus ditutup."),
    ),
    "reopen": Ask(
        gettext_lazy("Buka kembali kasus"), gettext_lazy("Catatan penutupan tetap tersimpan."),
        gettext_lazy("Buka kembali"), gettext_lazy("Kasus dibuka kembali."),
    ),
    "back": Ask(
        gettext_lazy("Kembali ke langkah sebelumnya"),
        gettext_lazy("Yang sudah dicatat tidak dihapus. Langkah itu dikerjakan sekali lagi, dengan alasannya."),
        gettext_lazy("Kembali ke langkah ini"), gettext_lazy("Kasus kembali ke langkah yang dipilih."),
    ),
    "holder": Ask(
        gettext_lazy("Ganti pemegang kasus"),
        gettext_lazy("Pemegang menjaga kasus ini sampai selesai. Giliran langkah tetap menurut SOP."),
        gettext_lazy("Ganti pemegang"), gettext_lazy("Pemegang kasus diganti."),
    ),
    "risk": Ask(
        gettext_lazy("Nilai risiko"),
        gettext_lazy("Risiko boleh dinilai ulang kapan saja. Tenggat yang bergantung padanya dihitung lagi."),
        gettext_lazy("Simpan penilaian"), gettext_lazy("Risiko dinilai."),
    ),
}  # fmt: skip


def _asked(
    request: StaffRequest, case: Case, name: str, form: SheetForm,
    act: Callable[[dict[str, Any]], Case | Report | None], *, stands: str = "",
) -> HttpResponse:  # fmt: skip
    """Show the page, or do what it asks about and go on to the case, or to the report that waits again after it."""
    ask, status = ASKS[name], 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                came = act(form.cleaned_data)
            except Refusal as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                messages.success(request, str(ask.said))
                if isinstance(came, Report):
                    messages.info(request, _("Buka kasus lagi dari laporan ini dengan SOP dan pintu yang benar."))
                    return go_on(request, "report", came.pk)
                return go_on(request, "case", case.pk)
    seen = seen_in(request) if request.method == "POST" and status != 409 else case.revision
    context = {"case": case, "ask": ask, "form": form, "seen": seen, "stands": stands}
    return answer(request, "casework/ask.html", context, status=status)


def _data(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _who_when(request: StaffRequest) -> dict[str, Any]:
    return {"seen": seen_in(request), "by": request.user, "at": timezone.now()}


@reads_and_writes
def pause(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Let work on the case rest."""
    case = case_or_404(request, case_id)
    form = PauseForm(_data(request), day_needed=case.risk == Case.Risk.HIGH)
    return _asked(request, case, "pause", form, lambda data: lifecycle.pause(case=case, **data, **_who_when(request)))


@reads_and_writes
def resume(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Go on with a paused case."""
    case = case_or_404(request, case_id)
    form = ResumeForm(_data(request))
    return _asked(request, case, "resume", form, lambda _none: lifecycle.resume(case=case, **_who_when(request)))


@reads_and_writes
def close(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """End the case before its SOP does, with a reason; one that was opened by mistake is undone."""
    case = case_or_404(request, case_id)
    form = CloseForm(_data(request))

    def act(data: dict[str, Any]) -> Case | Report:
        if data["reason"] == Ending.Reason.MISTAKEN:
            return undoing.undo(case=case, note=data["note"], **_who_when(request))
        return lifecycle.close(case=case, **data, **_who_when(request))

    return _asked(request, case, "close", form, act, stands=stops_words(case))


def _steps_done(stands: Progress) -> Choices:
    return [(step.key, capfirst(step_title(stands.definition, step.key))) for step in steps_behind(stands)]


@reads_and_writes
def reopen(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Open an ended case again."""
    case = case_or_404(request, case_id)
    stands = progress(case=case, by=request.user)
    form = ReopenForm(_data(request), choices=_steps_done(stands), step_needed=not goes_on_where_cut(stands))

    def act(data: dict[str, Any]) -> Case:
        return lifecycle.reopen(case=case, because=data["because"], step=data["step"] or None, **_who_when(request))

    return _asked(request, case, "reopen", form, act, stands=stopped_words(case))


@reads_and_writes
def go_back(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Go back to a step that was done, with a reason."""
    case = case_or_404(request, case_id)
    form = StepChoiceForm(_data(request), choices=_steps_done(progress(case=case, by=request.user)))

    def act(data: dict[str, Any]) -> Case:
        return steps.go_back(case=case, to_step=data["step"], reason=data["because"], **_who_when(request))

    return _asked(request, case, "back", form, act)


def _colleagues(case: Case) -> QuerySet[Staff]:
    """Everybody here who holds a lane of the case's SOP."""
    lanes = lanes_of(definition_of(case.version))
    standing = LaneMembership.objects.filter(ended_at=None, lane__key__in=lanes)
    return Staff.objects.filter(is_active=True, memberships__in=standing).distinct().order_by("name")


@reads_and_writes
def holder(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give the case to a colleague who works in its SOP."""
    case = case_or_404(request, case_id)
    by_key = {str(one.pk): one for one in _colleagues(case)}
    choices: Choices = [(key, one.name) for key, one in by_key.items()]
    initial = {"holder": str(case.holder_id or "")}
    form = HolderForm(_data(request), choices=choices, initial=initial)

    def act(data: dict[str, Any]) -> Case:
        return opening.give_to(case=case, holder=by_key[data["holder"]], by=request.user, at=timezone.now())

    return _asked(request, case, "holder", form, act)


@reads_and_writes
def risk(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Rate the risk, or rate it again."""
    case = case_or_404(request, case_id)
    form = RiskForm(_data(request), initial={"risk": case.risk})
    return _asked(
        request,
        case,
        "risk",
        form,
        lambda data: incidents.rate_risk(case=case, **data, by=request.user, at=timezone.now()),
        stands=risk_stands(case, now=timezone.now()),
    )
