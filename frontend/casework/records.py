"""Consents and notes: rows that are added, never changed."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Consent, Person, Role
from cases.operations import consents, notes
from cases.refusals import Refusal
from cases.sharing import refusals_of
from cases.standing import parted
from cases.voices import doubtful_in
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads_and_writes, show_refusal
from frontend.casework.cards import RadioCards
from frontend.casework.consent_places import placed_of
from frontend.casework.loading import case_or_404, pass_asked, still_ours
from frontend.casework.parties import Party, parties_of, people_of, victims_among
from frontend.casework.revealing import RevealForm, window_of
from frontend.casework.taking_off import note_lines
from frontend.formbuild import ManyChoices, SafeText, SheetForm, SingleChoice
from frontend.referrals.consent_words import asked_again_field

capitalised = lazy(capfirst, str)
AGREES, REFUSES = "setuju", "tidak"
NOTE_LONGEST = 10_000


def may_consent(party: Party) -> bool:
    """Whether somebody may be asked: whoever is reported, and no victim too, agrees to nothing for the victim."""
    return Role.Kind.RESPONDENT not in party.kinds or Role.Kind.VICTIM in party.kinds


def speaks_for_victim(person: Person, *, way: str) -> bool:
    """Whether what this person says settles anything: the victim's own word, or a parent's or guardian's."""
    return way == Consent.Way.GUARDIAN or person in victims_among([person])


class ConsentForm(SheetForm):
    """What somebody agreed to, or not."""

    person = SingleChoice(label=gettext_lazy("Siapa yang menyatakan?"), choices=[], radios=True)
    kind = ManyChoices(
        label=gettext_lazy("Tentang apa?"), choices=Consent.Kind.choices,
        help_text=gettext_lazy("Boleh lebih dari satu bila jawabannya sama."),
    )  # fmt: skip
    given = SingleChoice(
        label=gettext_lazy("Jawabannya"),
        choices=[(AGREES, gettext_lazy("Setuju")), (REFUSES, gettext_lazy("Tidak setuju"))],
        widget=RadioCards(hints={REFUSES: gettext_lazy("Tidak setuju tidak menghentikan layanan lain.")}),
    )  # fmt: skip
    way = SingleChoice(
        label=gettext_lazy("Cara menyatakan"),
        choices=[(way, capitalised(words)) for way, words in Consent.Way.choices if way != Consent.Way.DUTY],
        radios=True,
    )
    note = SafeText(
        label=gettext_lazy("Keterangan"), required=False, longest=500, lines=True, rows=3,
        help_text=gettext_lazy("Wajib bila orang lain berbicara untuk korban dewasa: mengapa, misalnya pengampu."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[Person], ours: bool, refused: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if refused:
            self.fields["asked_again"] = asked_again_field()
        if not ours:  # a yes belongs where the case is now; a no and a withdrawal count wherever they are said
            self.fields["given"].choices = [(REFUSES, _("Tidak setuju"))]  # type: ignore[attr-defined]  # it has choices
        choices = [
            (str(party.person.pk), _("%(parts)s: %(who)s") % {"parts": party.parts, "who": party.who})
            for party in parties_of(people)
            if may_consent(party)
        ]
        only = choices[0][0] if len(choices) == 1 else None
        self.fields["person"] = SingleChoice(
            label=_("Siapa yang menyatakan?"), choices=choices, radios=True, initial=only
        )  # fmt: skip
        self.order_fields(["person", "kind", "given", "way", "asked_again", "note"])


class NoteForm(SheetForm):
    """A note."""

    body = SafeText(label=gettext_lazy("Catatan baru"), longest=NOTE_LONGEST, lines=True, rows=5)


def _consents_page(
    request: StaffRequest, case: Case, form: ConsentForm, *, ours: bool, status: int = 200
) -> HttpResponse:
    rows = Consent.objects.filter(case=case).select_related("person", "by", "withdrawn_by").order_by("-at")
    context = {"case": case, "form": form, "rows": placed_of(case, rows), "reveal": RevealForm(), "ours": ours}
    context["gone"], context["doubtful"] = parted(case), doubtful_in(case)
    context |= window_of(request, case).shown
    return answer(request, "casework/consents.html", context, status=status)


@reads_and_writes
def consent_list(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The consents of a case; record one."""
    case = case_or_404(request, case_id)
    step_pass, about = pass_asked(request, case), request.GET.getlist("tentang")
    people, ours, refused = people_of(case), still_ours(case), bool(refusals_of(case))
    if request.method != "POST":
        form = ConsentForm(people=people, ours=ours, refused=refused, initial={"kind": about})
        return _consents_page(request, case, form, ours=ours)
    form = ConsentForm(request.POST, people=people, ours=ours, refused=refused)
    if not form.is_valid():
        return _consents_page(request, case, form, ours=ours, status=422)
    data = form.cleaned_data
    person = next(one for one in people if str(one.pk) == data["person"])
    try:
        with transaction.atomic():
            for kind in data["kind"]:
                consents.record(
                    case=case, person=person, kind=kind, given=data["given"] == AGREES, way=data["way"],
                    note=data["note"], asked_again=bool(data.get("asked_again")), by=request.user, at=timezone.now(),
                )  # fmt: skip
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _consents_page(request, case, form, ours=ours, status=refusal.status)
    messages.success(request, _("Jawaban tercatat."))
    if not speaks_for_victim(person, way=data["way"]):
        messages.info(
            request, _("Syarat langkah hanya terbuka oleh jawaban korban, atau orang tua maupun wali korban.")
        )
    if step_pass is not None:
        return go_on(request, f"{reverse('case', args=[case.pk])}#langkah-{step_pass.pk.hex[:8]}")
    return go_on(request, "consents", case.pk)


@reads_and_writes
def note_list(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The notes of a case, to read in an open window; add one."""
    case = case_or_404(request, case_id)
    form = NoteForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            notes.add(case=case, body=form.cleaned_data["body"], by=request.user, at=timezone.now())
            messages.success(request, _("Catatan tersimpan."))
            return go_on(request, "notes", case.pk)
    window = window_of(request, case)
    rows = note_lines(case, opened=window.opened)
    context = {"case": case, "form": form, "rows": rows, "reveal": RevealForm()} | window.shown
    return answer(request, "casework/notes.html", context, status=status)
