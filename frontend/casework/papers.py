"""The forms of the SOP: filled for a step, replaced with a reason, read in an open window."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries import profile
from cases.case_facts import facts_of
from cases.giving import asked_anew
from cases.letters import letter_marks
from cases.models import Case, FilledForm, StepPass
from cases.operations import filling
from cases.refusals import Refusal
from cases.versions import words_for
from frontend.answers import go_on
from frontend.casework import identity
from frontend.casework.answering import StaffRequest, answer, reads, reads_and_writes, show_refusal
from frontend.casework.carried import Came, asked_before, begun_with, carried_for, carried_from
from frontend.casework.differing import of_form, tell_differences, undecided_answers
from frontend.casework.half_typed import typed_in
from frontend.casework.kept import typed_words
from frontend.casework.letter_words import day_words, marks_words, outgoing_words
from frontend.casework.loading import case_or_404, pass_asked
from frontend.casework.near import put_near_first
from frontend.casework.page import context_of
from frontend.casework.prefill import known_answers, known_coarse, known_now, known_of_people
from frontend.casework.revealing import RevealForm, Window, has_seen, window_of
from frontend.casework.timeline import pass_title
from frontend.formbuild import (
    AnswerGroup,
    BuiltForm,
    SafeText,
    SheetForm,
    answer_groups,
    as_data,
    build_form,
    initial_from,
)
from sop_library.forms import FormDefinition
from sop_library.forms.asked_once import ASKED_ONCE
from sop_library.queries import form_version

SHOW = "tampilkan"
"""The button that opens the identity beside what is being typed."""


class WhyForm(SheetForm):
    """Why answers that stand are replaced."""

    reason = SafeText(
        label=gettext_lazy("Mengapa isian diganti?"), longest=300,
        help_text=gettext_lazy("Isian sebelumnya tetap tersimpan sebagai jejak."),
    )  # fmt: skip


def _begun_on(request: StaffRequest, earlier: FilledForm | None) -> uuid.UUID | None:
    """The answers that stood when the page was opened, as the page itself says. Raises Http404 for no such key."""
    if request.method != "POST":
        return earlier.pk if earlier else None
    named = request.POST.get("menggantikan", "")
    try:
        return uuid.UUID(named) if named else None
    except ValueError:
        raise Http404 from None


def _used_here(case: Case, form_key: str) -> str:
    """What the case's SOP calls the form. Raises Http404 where it names no such form."""
    label = words_for(case).form_label(form_key)
    if label is None:
        raise Http404
    return label


@reads_and_writes
def fill(request: StaffRequest, case_id: uuid.UUID, form_key: str) -> HttpResponse:
    """Fill a form of the SOP, or replace what stands with a reason."""
    case = case_or_404(request, case_id)
    label = _used_here(case, form_key)
    step_pass = pass_asked(request, case)
    version = form_version(key=form_key)
    if version is None:
        raise Http404
    definition = filling.form_of(version)
    built = build_form(definition)
    earlier = filling.standing_for(case, step_pass, form_key)
    replaces = _begun_on(request, earlier)
    window = window_of(request, case)
    opened = window.opened
    status = 200
    why: WhyForm | None = None
    begun: dict[str, Came] = {}
    reveal, typed = RevealForm(initial={"reason": "form"}), {}
    if request.method == "POST" and SHOW in request.POST:
        typed = typed_in(built(), request.POST)
        reveal, status = identity.asked_beside(request, case)
        window = window_of(request, case)
        opened = window.opened
    if request.method == "POST" and SHOW not in request.POST:
        form, why = built(request.POST), WhyForm(request.POST) if earlier else None
        if why is not None and not has_seen(case, by=request.user, at=timezone.now()):
            kept = [*typed_words(why), *typed_words(form)]
            return _shut(request, case, definition, earlier, window, status=422, kept=kept)
        checked = [form.is_valid(), why is None or why.is_valid()]
        status = 422
        try:
            filling.check_stands(earlier, replaces)
            if all(checked):
                return _filled(request, case, step_pass, form_key, form, why, replaces)
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = refusal.status
        if opened and earlier is None:
            said = as_data(form)
            begun = {name: one for name, one in _begun(case, definition).items() if said.get(name) == one.value}
    else:
        try:
            filling.check_can_fill(case=case, step_pass=step_pass, form_key=form_key, by=request.user)
        except Refusal as refusal:
            context = context_of(request, case) | {"refusal": refusal.message}
            return answer(request, "casework/case.html", context, status=refusal.status)
        if earlier is not None and not opened:
            kept = typed_words(built(request.POST)) if SHOW in request.POST else []
            return _shut(request, case, definition, earlier, window, status=status, kept=kept)
        begun = _begun(case, definition) if opened and earlier is None else {}
        form = built(initial=_initial(request, case, definition, earlier, opened=opened, begun=begun) | typed)
        begun = {name: one for name, one in begun.items() if name not in typed}
        why = WhyForm(initial=typed_in(WhyForm(), request.POST)) if earlier else None
    form.came_from = {name: one.where for name, one in begun.items()}
    if earlier is not None:
        words = _("Jawaban sebelumnya mungkin dari orang yang bukan korban lagi: tanyakan lagi.")
        form.came_from = dict.fromkeys(asked_anew(case, definition, earlier), words)
    put_near_first(form)
    context = {
        "case": case, "label": label, "definition": definition, "form": form, "why": why, "earlier": earlier,
        "replaces": replaces or "", "changed": earlier is not None and earlier.pk != replaces,
        "reveal": reveal, "typed": bool(typed), "step_pass": step_pass,
        "step": pass_title(step_pass) if step_pass else "",
        **(_told_of(case, definition) if earlier is None else {}), "begun": bool(begun),
        "address": request.get_full_path(), **window.shown,
    }  # fmt: skip
    return answer(request, "casework/fill.html", context, status=status)


def _shut(
    request: StaffRequest, case: Case, definition: FormDefinition, earlier: FilledForm | None, window: Window, *,
    status: int = 200, kept: Sequence[tuple[str, str]] = (),
) -> HttpResponse:  # fmt: skip
    """What stands is replaced by whoever has seen it: an empty box would take back what it says, consents included."""
    context = {
        "case": case, "definition": definition, "label": definition.title, "earlier": earlier, "shut": True,
        "kept": kept, "reveal": RevealForm(initial={"reason": "form"}), "address": request.get_full_path(),
        **window.shown,
    }  # fmt: skip
    return answer(request, "casework/fill.html", context, status=status)


def _told_of(case: Case, definition: FormDefinition) -> dict[str, Any]:
    """What is said above a form of the answers that came along, nothing opened: of this form, or perhaps of others."""
    offices = carried_from(case)
    shares = any(question.name in ASKED_ONCE for question in definition.fields)
    return {
        "carried": carried_for(case, definition.key) if offices else None,
        "carried_from": ", ".join(offices) if shares else "",
    }


def _known(case: Case, definition: FormDefinition) -> dict[str, Any]:
    """What the case itself says, of facts and of people. Only where the showing was granted."""
    known = known_coarse(definition, case) | known_answers(definition, facts_of(case))
    return known | known_of_people(definition, case) | undecided_answers(case, definition)


def _begun(case: Case, definition: FormDefinition) -> dict[str, Came]:
    """The answers given before that the form begins with. Only where the showing was granted."""
    came = asked_before(case, definition)
    return begun_with(case, _known(case, definition), came) if came else {}


def _initial(
    request: StaffRequest, case: Case, definition: FormDefinition, earlier: FilledForm | None, *, opened: bool,
    begun: dict[str, Came],
) -> dict[str, Any]:  # fmt: skip
    """What stands already: the answers to be corrected and names only in this person's open window, facts always."""
    if earlier is not None:
        at = timezone.now()
        if not opened:
            return {}
        stood = initial_from(filling.open_filled(filled=earlier, by=request.user, at=at))
        anew = asked_anew(case, definition, earlier)
        return {name: value for name, value in stood.items() if name not in anew}
    now = known_now(definition, by=request.user, head=profile(), received=case.reported_at, at=timezone.now())
    if not opened:
        return now | known_coarse(definition, case) | known_answers(definition, facts_of(case))
    return now | _known(case, definition) | {name: one.value for name, one in begun.items()}


def _filled(
    request: StaffRequest, case: Case, step_pass: StepPass | None, form_key: str, form: BuiltForm, why: WhyForm | None,
    replaces: uuid.UUID | None,
) -> HttpResponse:  # fmt: skip
    kept = filling.fill(
        case=case, step_pass=step_pass, form_key=form_key, answers=as_data(form),
        reason=why.cleaned_data["reason"] if why else "", replaces=replaces, by=request.user, at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Formulir tersimpan: %(form)s.") % {"form": form.definition.title})
    tell_differences(request, case, kept)
    return go_on(request, reverse("case", args=[case.pk]) + "#sekarang")


@reads
def filled(request: StaffRequest, case_id: uuid.UUID, filled_id: uuid.UUID) -> HttpResponse:
    """Read a filled form, in an open window; the ones it replaced are listed."""
    case = case_or_404(request, case_id)
    found = (
        FilledForm.objects.filter(case=case, pk=filled_id)
        .select_related("form", "by", "step_pass", "replaces__by", "because")
        .first()
    )
    if found is None:
        raise Http404
    found.case = case
    window = window_of(request, case)
    opened = window.opened
    definition = filling.form_of(found.form)
    groups: tuple[AnswerGroup, ...] = ()
    if opened:
        answers = filling.open_filled(filled=found, by=request.user, at=timezone.now())
        groups = answer_groups(definition, answers, show_identity=True)
    replaced_by = FilledForm.objects.filter(replaces=found).select_related("by").first()
    marks = letter_marks([found]).get(found.pk)
    context = {
        "case": case, "filled": found, "definition": definition, "groups": groups,
        "differs": of_form(case, found) if opened else [],
        "mend": "" if replaced_by else _mended_at(request, case, found),
        "letter": any(question.name == "letter_date" for question in definition.fields),
        "outgoing": outgoing_words(definition.key), "signs": marks_words(marks), "marks": marks,
        "signed_on": day_words(marks) if marks else "",
        "replaced_by": replaced_by, "reveal": RevealForm(initial={"reason": "form"}),
        "step": pass_title(found.step_pass) if found.step_pass else "",
        "address": request.get_full_path(), **window.shown,
    }  # fmt: skip
    return answer(request, "casework/filled.html", context)


def _mended_at(request: StaffRequest, case: Case, found: FilledForm) -> str:
    """Where these answers are corrected; "" for who may not."""
    key = found.form.key
    try:
        filling.check_can_fill(case=case, step_pass=found.step_pass, form_key=key, by=request.user)
    except Refusal:
        return ""
    here = f"?langkah={found.step_pass_id}" if found.step_pass_id else ""
    return reverse("form_fill", args=[case.pk, key]) + here
