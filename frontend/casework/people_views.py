"""Parties of a case: added, read in an open window, corrected with a trace."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import people as reading
from cases.models import Case, Person, Role
from cases.operations import people
from cases.queries import same_person
from cases.refusals import Refusal
from cases.standing import last_parts
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads_and_writes, show_refusal, tell_warnings
from frontend.casework.corrections import corrections_of
from frontend.casework.differing import of_person
from frontend.casework.kept import typed_words
from frontend.casework.loading import case_or_404, still_ours
from frontend.casework.parties import party_of
from frontend.casework.people_form import PersonForm, initial_of, standing_roles
from frontend.casework.read_out import CHANGING, read_out
from frontend.casework.revealing import RevealForm, has_seen, window_of
from frontend.casework.taking_off import off_of

BACK = "back"
"""Says in a form that it was drawn for somebody who is off the case, so that saving it puts them back."""


def _page(
    request: StaffRequest, case: Case, form: PersonForm | None, *, person: Person | None = None, status: int = 200,
    kept: Sequence[tuple[str, str]] = (), reading: bool = False, back: bool = False,
) -> HttpResponse:  # fmt: skip
    window = window_of(request, case)
    stands = _stands(person) if person and window.opened else {}
    context: dict[str, Any] = {
        "case": case,
        "form": None if reading else form,
        "groups": read_out(form, without=_unasked(person)) if reading and form is not None else (),
        "mend": f"{request.path}?{CHANGING}=1" if person and still_ours(case) else "",
        "party": party_of(person) if person else None,
        "off": next(iter(off_of(case, [person], opened=window.opened, now=timezone.now())), None) if person else None,
        "person": person,
        "back": back,
        "kept": kept,
        "reveal": RevealForm(initial={"reason": "check"}),
        "corrections": corrections_of(case, row_id=person.pk, opened=window.opened, stands=stands) if person else [],
        **window.shown,
        "differs": of_person(case, person) if person and window.opened and reading else [],
        "others": _others(request, case, form) if status == 422 and form is not None else [],
    }
    return answer(request, "casework/person.html", context, status=status)


def _unasked(person: Person | None) -> tuple[str, ...]:
    """The questions that are not about this person: only who is reported is asked how they stand to the victim."""
    reported = person is not None and Role.Kind.RESPONDENT in standing_roles(person)
    return () if reported else ("relation",)


def _stands(person: Person) -> dict[str, Any]:
    """What is recorded of somebody now, under the names corrections give."""
    roles = standing_roles(person)
    parts = {"relation": roles.get(Role.Kind.RESPONDENT, ""), "roles": ",".join(sorted(roles))}
    return asdict(reading.read(person)) | parts


def _others(request: StaffRequest, case: Case, form: PersonForm) -> list[Case]:
    """Earlier cases with the same numbers, to be told of while the form is open anyway."""
    data = form.cleaned_data
    return same_person(nik=data.get("nik", ""), phone=data.get("phone", ""), to=request.user, besides=case)


@reads_and_writes
def person_new(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Add somebody to the case."""
    case = case_or_404(request, case_id)
    if request.method != "POST":
        return _page(request, case, PersonForm(correcting=False, initial={"roles": request.GET.getlist("peran")}))
    form = PersonForm(request.POST, correcting=False)
    if not form.is_valid():
        return _page(request, case, form, status=422)
    try:
        people.add(
            case=case, data=form.person(), roles=form.roles_given(standing={}), by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(request, case, form, status=refusal.status)
    messages.success(request, _("Pihak ditambahkan."))
    tell_warnings(request, form)
    return go_on(request, "case", case.pk)


@reads_and_writes
def person_edit(request: StaffRequest, case_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Read what is recorded of somebody, in an open window only; with `?ubah=1` correct it."""
    case = case_or_404(request, case_id)
    person = Person.objects.filter(case=case, pk=person_id).first()
    if person is None:
        raise Http404
    person.case = case
    roles = standing_roles(person)
    if request.method != "POST":
        if not window_of(request, case).opened:
            return _page(request, case, None, person=person)
        asked, off = CHANGING in request.GET and still_ours(case), last_parts(person)
        known = initial_of(reading.read(person), roles or off)
        form = PersonForm(correcting=True, back=bool(off) and asked, initial=known)
        return _page(request, case, form, person=person, reading=not asked, back=bool(off))
    back = BACK in request.POST
    form = PersonForm(request.POST, correcting=True, back=back)
    if not has_seen(case, by=request.user, at=timezone.now()):
        return _page(request, case, None, person=person, status=422, kept=typed_words(form))
    if not form.is_valid():
        return _page(request, case, form, person=person, status=422, back=back)
    try:
        people.correct(
            person=person, data=form.person(), roles=form.roles_given(standing=roles or last_parts(person)),
            reason=form.cleaned_data["reason"], back=back, by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(request, case, form, person=person, status=refusal.status, back=back)
    messages.success(request, _("Data pihak disimpan."))
    tell_warnings(request, form)
    return go_on(request, "case", case.pk)
