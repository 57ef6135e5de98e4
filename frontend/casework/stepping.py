"""What is done to one step: completed, signed, skipped, extended, opened early. A refusal keeps what was typed."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, StepPass
from cases.operations import findings, notes, requirements, steps
from cases.progress import Panel, Progress, progress
from cases.refusals import Refusal
from frontend import keeping
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads_and_writes, show_refusal
from frontend.casework.facts_form import FactsForm
from frontend.casework.kept import kept_words
from frontend.casework.loading import case_or_404, pass_or_404, seen_in
from frontend.casework.page import case_response, context_of
from frontend.casework.panels import lane_names, place_in_sheet, waits_words
from frontend.casework.reasons import reason_form
from frontend.casework.step_form import StepForm
from frontend.casework.wording import opening_number, title_words
from frontend.formbuild import SheetForm
from sop_library.queries import definition_of

NOW = "#sekarang"
FILL = "isi"
CONSENTS = "consents"


def _panel_of(case: Case, step_pass: StepPass, request: StaffRequest) -> tuple[Panel | None, Progress]:
    stands = progress(case=case, by=request.user)
    return next((panel for panel in stands.panels if panel.row.pk == step_pass.pk), None), stands


def done(request: StaffRequest, case: Case) -> HttpResponse:
    """After something was done: the case as it now stands, at the step whose turn it is."""
    if request.htmx:
        return case_response(request, case_or_404(request, case.pk))
    return go_on(request, reverse("case", args=[case.pk]) + NOW)


def _after_words(case: Case, step_pass: StepPass, request: StaffRequest, *, panel: Panel, before: Progress) -> str:
    """That the step is done, or was worked and waits for what it started; and whose turn it is now."""
    stands = progress(case=case, by=request.user)
    waits = [one for one in stands.panels if one.row.pk == step_pass.pk and one.waits_for == "sub"]
    said = {"number": place_in_sheet(before.definition, panel.step), "next": _next_words(case, stands)}
    if waits:
        said["waits"] = waits_words(waits[0], stands.definition, stands.state)
    if panel.step.sop_name:
        said["sop"] = title_words(panel.step.sop_name)
        if waits:
            return _("Langkah %(number)s %(sop)s dikerjakan. %(waits)s %(next)s") % said
        return _("Langkah %(number)s %(sop)s selesai. %(next)s") % said
    if waits:
        return _("Langkah %(number)s dikerjakan. %(waits)s %(next)s") % said
    return _("Langkah %(number)s selesai. %(next)s") % said


def _next_words(case: Case, stands: Progress) -> str:
    """Whose turn it is now."""
    panels = [panel for panel in stands.panels if not panel.waits_for]
    if not panels:
        return _("Tidak ada langkah terbuka.") if case.state == Case.State.RUNNING else _("Kasus selesai.")
    if len(panels) > 1:
        return ngettext("%(count)s langkah terbuka sekarang.", "%(count)s langkah terbuka sekarang.", len(panels)) % {
            "count": opening_number(len(panels))
        }
    return _("Giliran berikutnya: %(lanes)s.") % {"lanes": lane_names(panels[0].lanes)}


def refused_page(
    request: StaffRequest, case: Case, step_pass: StepPass, refusal: Refusal, *, name: str, form: SheetForm | None
) -> HttpResponse:
    """The case as it now stands, with why it was refused and everything that was typed."""
    fresh = case_or_404(request, case.pk)
    context = context_of(request, fresh, forms={f"{name}:{step_pass.pk}": form} if form is not None else {})
    if refusal.status == 403 or not _shows(context, form, name):
        context["refusal"] = refusal.message
        context["kept"] = kept_words(request.POST, of=step_pass)
    return answer(request, "casework/case.html", context, status=refusal.status)


def _shows(context: dict[str, Any], form: SheetForm | None, name: str) -> bool:
    """Whether the page shows this very form, so that the fault and what was typed can be read in it."""
    panels = [panel for row in context["rows"] for panel in row.every_panel]
    return form is not None and any(
        form in (panel.form, panel.asks) or (name in panel.offers and panel.reasons[name] is form) for panel in panels
    )


@reads_and_writes
def complete(request: StaffRequest, case_id: uuid.UUID, pass_id: uuid.UUID) -> HttpResponse:
    """Complete a step; or only keep the note that was typed."""
    case = case_or_404(request, case_id)
    step_pass = pass_or_404(case, pass_id)
    if request.method != "POST":
        return go_on(request, "case", case.pk)
    if FILL in request.POST:
        return _to_the_form(request, case, step_pass)
    panel, stands = _panel_of(case, step_pass, request)
    if panel is None:
        return _complete_gone(request, case, step_pass)
    if "simpan" in request.POST:
        return _keep_note(request, case, step_pass, panel=panel, stands=stands)
    form = StepForm(request.POST, panel=panel, stands=stands, office_code=request.office.code)
    if not form.is_valid():
        refusal = Refusal("invalid", form.faults()[0].message)
        return refused_page(request, case, step_pass, refusal, name="step", form=form)
    now = timezone.now()
    try:
        case = steps.complete(step_pass=step_pass, work=form.work(), seen=seen_in(request), by=request.user, at=now)
    except Refusal as refusal:
        form.ask_missing(refusal.missing)
        show_refusal(form, refusal)
        return refused_page(request, case, step_pass, refusal, name="step", form=form)
    keeping.taken(request)
    messages.success(request, _after_words(case, step_pass, request, panel=panel, before=stands))
    return done(request, case)


def _to_the_form(request: StaffRequest, case: Case, step_pass: StepPass) -> HttpResponse:
    """Go and fill a form of the step, or take down a consent; what stands typed here is put by and comes back."""
    form_key = request.POST[FILL]
    if form_key == CONSENTS:
        keeping.put_by(request)
        asked = urlencode({"langkah": step_pass.pk, "tentang": request.POST.get("tentang", "")})
        return go_on(request, f"{reverse('consents', args=[case.pk])}?{asked}")
    if form_key not in {use.form for use in definition_of(case.version).forms.values()}:
        raise Http404
    keeping.put_by(request)
    return go_on(request, f"{reverse('form_fill', args=[case.pk, form_key])}?langkah={step_pass.pk}")


def _keep_note(
    request: StaffRequest, case: Case, step_pass: StepPass, *, panel: Panel, stands: Progress
) -> HttpResponse:
    """Keep the note alone. The step stays open, and everything else that was typed for it stays on the page."""
    form = StepForm(request.POST, panel=panel, stands=stands, office_code=request.office.code)
    form.say_only("note")
    note = form.cleaned_data.get("note", "")
    if not note:
        if "note" not in form.errors:
            form.add_error("note", _("Tulis catatannya dulu, baru simpan."))
        refusal = Refusal("invalid", form.faults()[0].message)
        return refused_page(request, case, step_pass, refusal, name="step", form=form)
    notes.add(case=case, body=note, by=request.user, at=timezone.now())
    keeping.taken(request)
    messages.success(request, _("Catatan tersimpan."))
    left = request.POST.copy()
    left["note"] = ""
    form = StepForm(left, panel=panel, stands=stands, office_code=request.office.code)
    form.say_only("note")
    fresh = case_or_404(request, case.pk)
    context = context_of(request, fresh, forms={f"step:{step_pass.pk}": form}) | {"forms": {}}
    if not _shows(context, form, "step"):
        context["kept"] = kept_words(left, of=step_pass)
    return answer(request, "casework/case.html", context)


def _complete_gone(request: StaffRequest, case: Case, step_pass: StepPass) -> HttpResponse:
    """A step that is no longer open: the operation says who was first and when."""
    try:
        steps.complete(
            step_pass=step_pass, work=steps.StepWork(), seen=seen_in(request), by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        return refused_page(request, case, step_pass, refusal, name="step", form=None)
    return done(request, case)


@reads_and_writes
def facts(request: StaffRequest, case_id: uuid.UUID, pass_id: uuid.UUID) -> HttpResponse:
    """State what a waiting step asks and no page of the case holds."""
    case = case_or_404(request, case_id)
    step_pass = pass_or_404(case, pass_id)
    if request.method != "POST":
        return go_on(request, "case", case.pk)
    panel, _stands = _panel_of(case, step_pass, request)
    form = FactsForm(request.POST, panel=panel) if panel is not None else None
    if form is not None and not form.is_valid():
        refusal = Refusal("invalid", form.faults()[0].message)
        return refused_page(request, case, step_pass, refusal, name="facts", form=form)
    said = form.stated() if form is not None else {}
    try:
        case = findings.state(
            step_pass=step_pass, facts=said, seen=seen_in(request), by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        if form is not None:
            show_refusal(form, refusal)
        return refused_page(request, case, step_pass, refusal, name="facts", form=form)
    messages.success(request, _("Keterangan dicatat."))
    return done(request, case)


@reads_and_writes
def sign(request: StaffRequest, case_id: uuid.UUID, pass_id: uuid.UUID) -> HttpResponse:
    """Sign for one lane (paraf)."""
    lane = request.POST.get("lane", "")[:60].replace("\x00", "")

    def act(step_pass: StepPass, _reason: str) -> Case:
        return steps.sign(
            step_pass=step_pass, lane=lane or None, seen=seen_in(request), by=request.user, at=timezone.now()
        )

    return _acted(request, case_id, pass_id, act=act, name="sign", said=_("Paraf tercatat."), reason=False)


@reads_and_writes
def unsign(request: StaffRequest, case_id: uuid.UUID, pass_id: uuid.UUID) -> HttpResponse:
    """Take a signature back while the step is open."""
    lane = request.POST.get("lane", "")[:60].replace("\x00", "")

    def act(step_pass: StepPass, _reason: str) -> Case:
        return steps.unsign(
            step_pass=step_pass, lane=lane or None, seen=seen_in(request), by=request.user, at=timezone.now()
        )

    return _acted(request, case_id, pass_id, act=act, name="unsign", said=_("Paraf dibatalkan."), reason=False)


@reads_and_writes
def skip(request: StaffRequest, case_id: uuid.UUID, pass_id: uuid.UUID) -> HttpResponse:
    """Skip an optional step, with a reason."""
    return _acted(request, case_id, pass_id, act=_by(request, steps.skip), name="skip", said=_("Langkah dilewati."))


@reads_and_writes
def extend(request: StaffRequest, case_id: uuid.UUID, pass_id: uuid.UUID) -> HttpResponse:
    """Lengthen a step's time as far as the SOP allows, with a reason."""
    said = _("Waktu langkah diperpanjang.")
    return _acted(request, case_id, pass_id, act=_by(request, steps.extend), name="extend", said=said)


@reads_and_writes
def override(request: StaffRequest, case_id: uuid.UUID, pass_id: uuid.UUID) -> HttpResponse:
    """Open a shut step for an urgent case, where the SOP gives a lane that right."""
    said = _("Langkah dibuka lebih awal.")
    return _acted(request, case_id, pass_id, act=_by(request, steps.override), name="override", said=said)


@reads_and_writes
def bring(request: StaffRequest, case_id: uuid.UUID, pass_id: uuid.UUID) -> HttpResponse:
    """A requirement that was owed is there now."""
    key = request.POST.get("need", "")[:120].replace("\x00", "")

    def act(step_pass: StepPass, _reason: str) -> Case:
        return requirements.bring(step_pass=step_pass, key=key, by=request.user, at=timezone.now())

    return _acted(request, case_id, pass_id, act=act, name="bring", said=_("Kelengkapan dicatat ada."), reason=False)


@reads_and_writes
def unbring(request: StaffRequest, case_id: uuid.UUID, pass_id: uuid.UUID) -> HttpResponse:
    """A requirement that was said to have come is not there after all."""
    key = request.POST.get("need", "")[:120].replace("\x00", "")

    def act(step_pass: StepPass, _reason: str) -> Case:
        return requirements.set_back(step_pass=step_pass, key=key, by=request.user, at=timezone.now())

    said = _("Kelengkapan dicatat belum ada.")
    return _acted(request, case_id, pass_id, act=act, name="unbring", said=said, reason=False)


def _by(request: StaffRequest, operation: Callable[..., Case]) -> Callable[[StepPass, str], Case]:
    def act(step_pass: StepPass, reason: str) -> Case:
        return operation(step_pass=step_pass, reason=reason, seen=seen_in(request), by=request.user, at=timezone.now())

    return act


def _acted(
    request: StaffRequest, case_id: uuid.UUID, pass_id: uuid.UUID, *, act: Callable[[StepPass, str], Case],
    name: str, said: str, reason: bool = True,
) -> HttpResponse:  # fmt: skip
    case = case_or_404(request, case_id)
    step_pass = pass_or_404(case, pass_id)
    if request.method != "POST":
        return go_on(request, "case", case.pk)
    form = reason_form(name, step_pass, request.POST) if reason else None
    if form is not None and not form.is_valid():
        refusal = Refusal("invalid", form.faults()[0].message)
        return refused_page(request, case, step_pass, refusal, name=name, form=form)
    try:
        case = act(step_pass, form.cleaned_data["reason"] if form is not None else "")
    except Refusal as refusal:
        if form is not None:
            show_refusal(form, refusal)
        return refused_page(request, case, step_pass, refusal, name=name, form=form)
    messages.success(request, said)
    return done(request, case)
