"""Where a form says otherwise than the case of a party: both are shown in an open window, and one click decides."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, FilledForm, Person, Role
from cases.operations import parties
from cases.refusals import Refusal
from cases.stated import QUESTIONS, RELATION, Differs, differing
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads_and_writes
from frontend.casework.corrections import FIELDS, value_words
from frontend.casework.loading import case_or_404
from frontend.casework.page import context_of
from frontend.casework.revealing import window_of
from sop_library.codes import phone
from sop_library.forms import FormDefinition
from sop_library.models import FormVersion

FORM, RECORD = "formulir", "tercatat"
TO_PERSON = "pihak"


@dataclass(frozen=True)
class Line:
    """One difference in words."""

    field: str
    recorded: str
    stated: str
    form: str
    filled: uuid.UUID
    person: uuid.UUID
    question: str


def lines_of(found: Iterable[Differs]) -> list[Line]:
    """Differences in words: they name people, so only where the window is open."""
    found = list(found)
    forms = {one.filled.form_id for one in found}
    titles = dict(FormVersion.objects.filter(pk__in=forms).values_list("pk", "definition__title")) if forms else {}
    return [
        Line(
            field=label_of(one), recorded=_words(_shown_as(one), one.recorded) or _("kosong"),
            stated=_words(one.field, one.stated.value), form=str(titles[one.filled.form_id]),
            filled=one.filled.pk, person=one.person.pk, question=one.stated.question,
        )
        for one in found
    ]  # fmt: skip


def of_person(case: Case, person: Person) -> list[Line]:
    """What forms say otherwise of this person."""
    return lines_of(one for one in differing(case) if one.person.pk == person.pk)


def of_form(case: Case, filled: FilledForm) -> list[Line]:
    """What this form says otherwise of the parties."""
    return lines_of(one for one in differing(case) if one.filled.pk == filled.pk)


def label_of(one: Differs) -> str:
    """Which field of whom."""
    said = {"part": Role.Kind(one.kind).label, "field": FIELDS[one.field]}
    return _("%(part)s, %(field)s") % said if one.field != RELATION else str(FIELDS[RELATION])


def _shown_as(one: Differs) -> str:
    """How what is recorded is shown: of a birth date that nobody knows, the age band."""
    return "age_band" if one.field == "birth_date" and isinstance(one.recorded, str) else one.field


def _words(field: str, value: Any) -> str:
    if not value:
        return ""
    if field == "nik":
        return " ".join(value[start : start + 4] for start in range(0, len(value), 4))
    return phone.display(value) if field == "phone" else value_words(field, str(value))


def undecided_answers(case: Case, definition: FormDefinition) -> dict[str, Any]:
    """Question -> what the newest form says where the case still says otherwise: another form begins with that."""
    found: dict[str, Any] = {}
    for one in differing(case):
        for question in definition.fields:
            if question.name == one.stated.question or (
                one.field != "age_band" and QUESTIONS.get(question.name) == (one.kind, one.field)
            ):
                found[question.name] = one.stated.answer
    return found


def tell_differences(request: StaffRequest, case: Case, filled: FilledForm) -> None:
    """Say, after a form is stored, which of its answers the case records otherwise; never the answers."""
    fields = [label_of(one) for one in differing(case) if one.filled.pk == filled.pk]
    if fields:
        said = {"fields": "; ".join(fields)}
        words = _("Berbeda dari yang tercatat pada kasus: %(fields)s. Buka isian itu dan pilih mana yang benar.")
        messages.warning(request, words % said)


@reads_and_writes
def settle(request: StaffRequest, case_id: uuid.UUID, filled_id: uuid.UUID) -> HttpResponse:
    """Decide which is right, the form or the case; the trail keeps it."""
    case = case_or_404(request, case_id)
    found = FilledForm.objects.filter(case=case, pk=filled_id).select_related("form").first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return go_on(request, "form_filled", case.pk, found.pk)
    which, question = request.POST.get("benar", ""), request.POST.get("pertanyaan", "")
    if which not in (FORM, RECORD) or question not in QUESTIONS:
        raise Http404
    found.case = case
    if not window_of(request, case).opened:
        messages.warning(request, _("Buka dulu identitas kasus ini, lalu pilih mana yang benar."))
        return go_on(request, "form_filled", case.pk, found.pk)
    try:
        done = parties.settle(
            filled=found, question=question, use_form=which == FORM, by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        context = context_of(request, case) | {"refusal": refusal.message}
        return answer(request, "casework/case.html", context, status=refusal.status)
    messages.success(request, _("Isian formulir dipakai.") if which == FORM else _("Yang tercatat tetap dipakai."))
    if request.POST.get("dari") == TO_PERSON:
        return go_on(request, "person", case.pk, done.pk)
    return go_on(request, "form_filled", case.pk, found.pk)
