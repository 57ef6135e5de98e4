"""A filled form as PDF: what the reading page shows in an open window, for whoever hands it on or files it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.utils.formats import date_format

from cases.calendars import local_moment
from cases.models import Case, FilledForm
from cases.operations import filling
from cases.own_work import in_case
from cases.refusals import Refusal
from cases.versions import words_for
from documents import sheets
from documents.letter import Part
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, reads_and_writes
from frontend.casework.loading import case_or_404
from frontend.casework.timeline import own_work_words, pass_title
from frontend.formbuild import AnswerGroup, answer_groups
from sop_library.forms import FormDefinition


@reads_and_writes
def pdf(request: StaffRequest, case_id: uuid.UUID, filled_id: uuid.UUID) -> HttpResponse:
    """The form as PDF. A post, since it leaves a row in the access log; with the window shut it leads to the page."""
    case = case_or_404(request, case_id)
    rows = FilledForm.objects.filter(case=case, pk=filled_id).select_related("form", "by", "step_pass")
    found = rows.first()
    if found is None:
        raise Http404
    found.case = case
    if request.method != "POST":
        return go_on(request, "form_filled", case.pk, found.pk)
    at = timezone.now()
    try:
        answers = filling.open_filled(filled=found, by=request.user, at=at)
        definition = filling.form_of(found.form)
        with translation.override("id"):
            sheet = _sheet(case, found, definition, answer_groups(definition, answers, show_identity=True))
        body = sheets.hand_out(filled=found, sheet=sheet, by=request.user, at=at)
    except Refusal as refusal:
        messages.warning(request, refusal.message)
        return go_on(request, "form_filled", case.pk, found.pk)
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{case.number}-{found.form.key}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _sheet(case: Case, found: FilledForm, definition: FormDefinition, groups: tuple[AnswerGroup, ...]) -> sheets.Sheet:
    step = pass_title(found.step_pass) if found.step_pass else ""
    moment = f"{date_format(local_moment(found.at), 'j F Y')} pukul {local_moment(found.at):%H.%M}"
    about = [
        ("Nomor register", case.number), ("Langkah", step), ("Diisi", f"{found.by.name}, {moment}"),
        ("Pengesahan", _approved(found)),
        ("Keadaan", "" if _stands(found) else "Sudah diganti dengan isian yang lebih baru"),
    ]  # fmt: skip
    return sheets.Sheet(
        title=definition.title,
        number=case.number,
        about=tuple((label, value) for label, value in about if value),
        parts=tuple(part for group in groups for part in _parts(group)),
    )


def _approved(found: FilledForm) -> str:
    """That whoever worked the step approved it, too; "" for nearly every paper."""
    if found.step_pass is None:
        return ""
    own = in_case(found.case, words_for(found.case))
    return own_work_words().capitalize() if found.step_pass in own else ""


def _stands(found: FilledForm) -> bool:
    return not FilledForm.objects.filter(replaces=found).exists()


def _parts(group: AnswerGroup) -> list[Part]:
    rows = tuple((answer.label, ", ".join(answer.words)) for answer in group.given)
    parts = [Part(heading=group.heading, rows=rows)] if rows else [Part(heading=group.heading)]
    if group.left_open:
        parts.append(Part(f"Belum diisi: {'; '.join(group.left_open)}."))
    return parts
