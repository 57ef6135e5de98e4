"""What was put on the wrong case: somebody who is no party of it, a note of another; off it, with who, when and why."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Correction, Note, Person
from cases.operations import notes, people
from cases.operations.people import PARTS, TABLE
from cases.refusals import Refusal
from cases.standing import last_parts
from cases.traces import struck_notes
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, reads_and_writes
from frontend.casework.asking import asked
from frontend.casework.life import Ask
from frontend.casework.loading import case_or_404
from frontend.casework.parties import ORDER, parts_words, party_of
from frontend.casework.wording import person_words, when_words
from frontend.formbuild import SafeText, SheetForm

LONGEST = 300


@dataclass(frozen=True)
class Off:
    """Somebody who is no party any more: what they were put down as, who took them off and when, and why.

    `reason` is None while the window is shut.
    """

    person: Person
    parts: str
    who: str
    by: str
    when: str
    reason: str | None


@dataclass(frozen=True)
class NoteLine:
    """A note, and what struck it out. `reason` is None while the window is shut."""

    note: Note
    struck: Correction | None
    reason: str | None


class TakeOffForm(SheetForm):
    """Why somebody is no party of the case."""

    reason = SafeText(
        label=gettext_lazy("Mengapa bukan pihak kasus ini?"), longest=LONGEST, lines=True, rows=2,
        help_text=gettext_lazy("Misalnya: korban kasus lain, atau orang yang sama tercatat dua kali."),
    )  # fmt: skip


class StrikeForm(SheetForm):
    """Why a note is struck out."""

    reason = SafeText(
        label=gettext_lazy("Mengapa catatan ini dicoret?"), longest=LONGEST, lines=True, rows=2,
        help_text=gettext_lazy("Misalnya: ditulis di kasus yang salah."),
    )  # fmt: skip


def off_of(case: Case, persons: Sequence[Person], *, opened: bool, now: datetime) -> list[Off]:
    """Whoever was taken off the case. One query where there is anybody, else none."""
    gone = {person.pk: person for person in persons if last_parts(person)}
    if not gone:
        return []
    rows = Correction.objects.filter(case=case, table=TABLE, field=PARTS, row_id__in=gone).order_by("at")
    traces = {row.row_id: row for row in rows.select_related("by", "because")}
    return [
        Off(
            person=person,
            parts=parts_words([kind for kind in ORDER if kind in last_parts(person)]),
            who=person_words(person),
            by=traces[key].by.name if key in traces else "",
            when=when_words(traces[key].at, now=now, inside=True) if key in traces else "",
            reason=_reason(traces.get(key)) if opened else None,
        )
        for key, person in gone.items()
    ]


def note_lines(case: Case, *, opened: bool) -> list[NoteLine]:
    """The notes of a case, newest first, those that were struck out among them."""
    struck = struck_notes(case)
    return [
        NoteLine(note, struck.get(note.pk), _reason(struck.get(note.pk)) if opened else None)
        for note in Note.objects.filter(case=case).select_related("by").order_by("-at")
    ]


def _reason(row: Correction | None) -> str:
    return str(row.because.words) if row is not None and row.because is not None else ""


@reads_and_writes
def person_take_off(request: StaffRequest, case_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Take somebody off the case who was put on it by mistake."""
    case = case_or_404(request, case_id)
    person = Person.objects.filter(case=case, pk=person_id).first()
    if person is None:
        raise Http404
    person.case = case
    if request.method != "POST":
        try:
            people.check_may_take_off(person)
        except Refusal as refusal:
            messages.info(request, refusal.message)
            return go_on(request, "person", case.pk, person.pk)
    party = party_of(person)
    said = {"parts": party.parts, "who": party.who} if party else {"parts": "", "who": ""}
    ask = Ask(
        _("Bukan pihak kasus ini"),
        _(
            "%(parts)s: %(who)s. Yang tercatat tetap tersimpan dan dapat dibaca, tetapi tidak lagi dihitung, dicari, "
            "atau dikirim. Persetujuannya tidak berlaku lagi, dan rujukan yang bertumpu padanya ditarik."
        )
        % said,
        _("Lepas dari kasus"), _("Pihak dilepas dari kasus."),
    )  # fmt: skip

    def act(data: Mapping[str, Any]) -> Person:
        return people.take_off(person=person, reason=data["reason"], by=request.user, at=timezone.now())

    return asked(request, case, ask, TakeOffForm(request.POST if request.method == "POST" else None), act, to="case")


@reads_and_writes
def note_strike(request: StaffRequest, case_id: uuid.UUID, note_id: uuid.UUID) -> HttpResponse:
    """Strike out a note that was a mistake."""
    case = case_or_404(request, case_id)
    note = Note.objects.filter(case=case, pk=note_id).select_related("by").first()
    if note is None:
        raise Http404
    note.case = case
    said = {"when": formats.date_format(timezone.localtime(note.at), "DATETIME_FORMAT"), "who": note.by.name}
    ask = Ask(
        _("Coret catatan"),
        _(
            "Catatan %(when)s oleh %(who)s tetap dapat dibaca sebagai coretan. Ia tidak lagi dicetak atau dikirim; "
            "yang sudah diterima kantor lain tetap ada di sana."
        )
        % said,
        _("Coret catatan"), _("Catatan dicoret."),
    )  # fmt: skip

    def act(data: Mapping[str, Any]) -> Correction:
        return notes.strike(note=note, reason=data["reason"], by=request.user, at=timezone.now())

    return asked(request, case, ask, StrikeForm(request.POST if request.method == "POST" else None), act, to="notes")
