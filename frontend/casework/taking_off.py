"""What was put on the wrong case: somebody, an incident, a note; off it again, with who, when and why."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cases.models import Case, Correction, Incident, Note, Person
from cases.operations import incidents, notes, people
from cases.operations.incidents import OFF
from cases.operations.people import PARTS, TABLE
from cases.refusals import Refusal
from cases.standing import last_parts
from cases.traces import struck_notes
from cases.voices import of_nobody_known
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, reads_and_writes
from frontend.casework.aside import incident_lines
from frontend.casework.asking import asked, why
from frontend.casework.life import Ask
from frontend.casework.loading import case_or_404
from frontend.casework.parties import ORDER, parts_words, party_of
from frontend.casework.whose import who_mended
from frontend.casework.wording import person_words, when_words


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
    who: str


@dataclass(frozen=True)
class OffIncident:
    """An incident that was taken off its case: by its coarse columns, who took it off and when."""

    pk: uuid.UUID
    kinds: str
    more: str
    by: str
    when: str


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
            by=who_mended(traces[key]) if key in traces else "",
            when=when_words(traces[key].at, now=now, inside=True) if key in traces else "",
            reason=_reason(traces.get(key)) if opened else None,
        )
        for key, person in gone.items()
    ]


def off_incidents(case: Case, incidents: Sequence[Incident], *, now: datetime) -> list[OffIncident]:
    """Those of the incidents that were taken off the case. One query where there is any, else none."""
    gone = [incident for incident in incidents if incident.taken_off_at is not None]
    if not gone:
        return []
    rows = Correction.objects.filter(case=case, row_id__in=[one.pk for one in gone], field=OFF).select_related("by")
    by = {row.row_id: who_mended(row) for row in rows.order_by("at")}
    return [
        OffIncident(
            line.pk, line.kinds, line.more, by.get(line.pk, ""), when_words(one.taken_off_at, now=now, inside=True)
        )
        for one, line in zip(gone, incident_lines(gone), strict=True)
        if one.taken_off_at is not None
    ]


def note_lines(case: Case, *, opened: bool) -> list[NoteLine]:
    """The notes of a case, newest first, those that were struck out among them."""
    struck = struck_notes(case)
    return [
        _note_line(note, struck.get(note.pk), opened=opened)
        for note in Note.objects.filter(case=case).select_related("by").order_by("-at")
    ]


def _note_line(note: Note, struck: Correction | None, *, opened: bool) -> NoteLine:
    who = who_mended(struck) if struck is not None else ""
    return NoteLine(note, struck, _reason(struck) if opened else None, who)


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
    unclear = _(
        "Persetujuan yang tidak menyebut siapa pemberinya juga tidak berlaku lagi: tanyakan lagi kepada korban."
    )
    ask = Ask(
        _("Bukan pihak kasus ini"),
        _(
            "%(parts)s: %(who)s. Yang tercatat tetap tersimpan dan dapat dibaca, tetapi tidak lagi dihitung, dicari, "
            "atau dikirim. Persetujuannya tidak berlaku lagi, dan rujukan yang bertumpu padanya ditarik."
        )
        % said
        + (f" {unclear}" if of_nobody_known(person) else ""),
        _("Lepas dari kasus"), _("Pihak dilepas dari kasus."),
    )  # fmt: skip

    def act(data: Mapping[str, Any]) -> Person:
        return people.take_off(person=person, reason=data["reason"], by=request.user, at=timezone.now())

    return asked(
        request,
        case,
        ask,
        why(
            request,
            _("Mengapa bukan pihak kasus ini?"),
            _("Misalnya: korban kasus lain, atau orang yang sama tercatat dua kali."),
        ),
        act,
        to="case",
    )


def _incident(case: Case, incident_id: uuid.UUID) -> Incident:
    found = Incident.every.filter(case=case, pk=incident_id).first()
    if found is None:
        raise Http404
    found.case = case
    return found


@reads_and_writes
def incident_take_off(request: StaffRequest, case_id: uuid.UUID, incident_id: uuid.UUID) -> HttpResponse:
    """Take an incident off the case that was recorded twice or belongs to another."""
    case = case_or_404(request, case_id)
    incident = _incident(case, incident_id)
    if request.method != "POST":
        try:
            incidents.check_may_take_off(incident)
        except Refusal as refusal:
            messages.info(request, refusal.message)
            return go_on(request, "incident", case.pk, incident.pk)
    ask = Ask(
        _("Bukan kejadian kasus ini"),
        _("%(kinds)s. Yang tercatat tetap tersimpan dan dapat dibaca, tetapi tidak lagi dihitung atau dikirim.")
        % {"kinds": incident_lines([incident])[0].kinds},
        _("Lepas dari kasus"), _("Kejadian dilepas dari kasus."),
    )  # fmt: skip

    def act(data: Mapping[str, Any]) -> Incident:
        return incidents.take_off(incident=incident, reason=data["reason"], by=request.user, at=timezone.now())

    return asked(
        request,
        case,
        ask,
        why(
            request, _("Mengapa bukan kejadian kasus ini?"), _("Misalnya: tercatat dua kali, atau kejadian kasus lain.")
        ),
        act,
        to="case",
    )


@reads_and_writes
def incident_put_back(request: StaffRequest, case_id: uuid.UUID, incident_id: uuid.UUID) -> HttpResponse:
    """Put an incident back that was taken off by mistake."""
    case = case_or_404(request, case_id)
    incident = _incident(case, incident_id)
    if request.method != "POST":
        try:
            incidents.check_may_put_back(incident)
        except Refusal as refusal:
            messages.info(request, refusal.message)
            return go_on(request, "incident", case.pk, incident.pk)
    ask = Ask(
        _("Kembalikan kejadian ke kasus"),
        _("%(kinds)s. Kejadian ini dihitung lagi, dan ikut dikirim sejauh persetujuannya.")
        % {"kinds": incident_lines([incident])[0].kinds},
        _("Kembalikan ke kasus"), _("Kejadian dikembalikan ke kasus."),
    )  # fmt: skip

    def act(data: Mapping[str, Any]) -> Incident:
        return incidents.put_back(incident=incident, reason=data["reason"], by=request.user, at=timezone.now())

    return asked(
        request,
        case,
        ask,
        why(request, _("Mengapa kejadian ini dikembalikan?"), _("Misalnya: ternyata bukan kejadian yang sama.")),
        act,
        to="case",
    )


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
            "Catatan %(when)s oleh %(who)s tetap dapat dibaca sebagai coretan. Ia tidak lagi dicetak atau dikirim, "
            "dan kantor lain yang menerimanya diberi tahu bahwa catatan ini dicoret."
        )
        % said,
        _("Coret catatan"), _("Catatan dicoret."),
    )  # fmt: skip

    def act(data: Mapping[str, Any]) -> Correction:
        return notes.strike(note=note, reason=data["reason"], by=request.user, at=timezone.now())

    return asked(
        request,
        case,
        ask,
        why(request, _("Mengapa catatan ini dicoret?"), _("Misalnya: ditulis di kasus yang salah.")),
        act,
        to="notes",
    )
