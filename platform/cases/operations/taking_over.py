"""Taking over a case that another office has handed here: its file becomes this office's own case, or goes on in it.

The keys of people, incidents and consents stay those of the file, so that a file that comes again, or a case that
returns, adds nothing twice.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases import people
from cases.carrying import SCOPE
from cases.danger_queries import danger_unrated
from cases.file_shape import check_file
from cases.models import CarriedAnswers, Case, Consent, Correction, Ending, Incident, Note, Person, Report, Role
from cases.operations import appointments, carried_limits, incidents, lifecycle, reasons, reconciling, reports, touched
from cases.operations.events import append, by_another
from cases.operations.opening import next_number
from cases.operations.people import PARTS, part_with
from cases.operations.touched import Touched
from cases.operations.working import act, facts_changed, locked
from cases.policies import check_can_take_reports
from cases.refusals import Refusal
from cases.standing import has_part, last_parts
from cases.traces import NOTES, standing_notes
from sop_library.engine.events import TakeOver
from sop_library.models import SopVersion
from sop_library.queries import is_in_force

CHANNEL = "rujukan"
DUTY, GUARDIAN = Consent.Way.DUTY.value, Consent.Way.GUARDIAN.value
File = Mapping[str, Any]
NO_REPORT: File = MappingProxyType({"received_at": None, "story": ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a half-done case begins here: by which door, at which step, which steps count as done elsewhere."""

    door: str
    step: str
    credited: Sequence[str] = ()


@transaction.atomic
def take_over(
    *, file: File, matter: uuid.UUID, version: SopVersion, start: Start, office_name: str, office_code: str = "",
    by: Staff, at: datetime,
) -> Case:  # fmt: skip
    """Open the case here, or take up the one that had been handed over from here and comes back.

    Args:
        file: what `cases.carrying.file_of` of the other office made.
        matter: the same in every office.
        office_name: the other office's, for traces.
        office_code: its region's, by which the trail names it.

    Raises NotAllowed, Refusal("not_published", what the door or the engine refuses), FileBroken before anything is
    written.
    """
    check_can_take_reports(by=by)
    check_file(file)
    there = Case.objects.filter(matter=matter).first()
    if there is not None:
        return _taken_up_again(
            there, file=file, start=start, office_name=office_name, office_code=office_code, by=by, at=at
        )
    if not is_in_force(version, at=at):
        raise Refusal("not_published", _("SOP ini belum berlaku atau sudah tidak dipakai."))
    told = file["case"]
    reported_at = _moment(told["reported_at"]) or at
    case = Case.objects.create(
        matter=matter, number=next_number(at=at), version=version, door=start.door, channel=CHANNEL,
        reported_at=reported_at, opened_at=at, opened_by=by, holder=by, risk=told["risk"],
    )  # fmt: skip
    in_danger = any(one.get("in_danger") for one in file["reports"])
    began = file["reports"][0] if file["reports"] else NO_REPORT
    report = _report(case, told=began, in_danger=in_danger or began.get("in_danger"), by=by)
    merge(case=case, file=file, office_name=office_name, office_code=office_code, by=by, at=at)
    event = TakeOver(
        door=start.door, step=start.step, credited=tuple(start.credited), by=str(by.pk), lanes=by.lane_keys(),
        reported_at=reported_at,
    )  # fmt: skip
    danger: dict[str, Any] = {"report": report.code} if told.get("danger") is True else {}
    return act(
        case=case, event=event, kind="case_taken_over", by=by, at=at, door=start.door, begins=start.step, **danger
    )


def _taken_up_again(
    case: Case, *, file: File, start: Start, office_name: str, office_code: str, by: Staff, at: datetime
) -> Case:
    """It had been here before: it goes on where it was cut off, with what was learnt meanwhile."""
    case = locked(case)
    back = reconciling.came_back(case)
    joins = _told_of_danger(case, file, before=None, by=by)
    merge(
        case=case, file=file, back=back, joins=joins, office_name=office_name, office_code=office_code, by=by, at=at
    )  # fmt: skip
    if case.state == Case.State.ENDED:
        by_its_sop = (Ending.Kind.COMPLETED, Ending.Kind.ATTACHED)
        cut_off = case.endings.filter(reopened_at=None).exclude(kind__in=by_its_sop).exists()
        with reasons.in_the_record():
            because = _("Kembali dari %(office)s") % {"office": office_name}
        case = lifecycle.reopen(case=case, because=because, step=None if cut_off else start.step, by=by, at=at)
    return facts_changed(case=case, by=by, at=at)


@transaction.atomic
def supplement(
    *, case: Case, file: File, before: File | None, office_name: str, office_code: str = "", by: Staff, at: datetime
) -> None:  # fmt: skip
    """Take in what follows a file (`before`: what that office told last), and let steps and clocks hear of it.

    Raises FileBroken before anything is written.
    """
    check_file(file)
    case = locked(case)
    joins = _told_of_danger(case, file, before=before, by=by)
    merge(
        case=case, file=file, before=before, joins=joins, office_name=office_name, office_code=office_code, by=by, at=at
    )  # fmt: skip
    facts_changed(case=case, by=by, at=at)


@transaction.atomic
def merge(
    *, case: Case, file: File, before: File | None = None, back: bool = False, joins: Report | None = None,
    office_name: str, office_code: str = "", by: Staff, at: datetime,
) -> None:  # fmt: skip
    """Add to a case whatever a file tells that is not there yet. What was said here stays (`reconciling`).

    `before`: what that office told the last time. `back`: the case comes back, so that they know better. `joins`: the
    report that tells here of danger there.
    """
    ours = touched.since(case, before)
    came: dict[str, Any] = {"office_name": office_name, "there": office_code, "by": by, "at": at}
    _people(case, file, before=before, ours=ours, back=back, **came)
    _parted(case, file, before=before, ours=ours, **came)
    _incidents(case, file, before=before, ours=ours, back=back, **came)
    less = _consents(case, file, by=by)
    reconciling.findings(case, file, before=before, touched=ours, back=back, by=by, at=at)
    _notes(case, file, office_name=office_name, by=by, at=at)
    for told in file["answers"]:
        _answers(case, told, office_name=office_name, office_code=office_code)
    appointments.take_over(case=case, carried=file["appointments"], by=by, at=at)
    carried_limits.take_over(
        case=case, file=file, before=before, back=back, office_name=office_name, office_code=office_code, by=by, at=at
    )  # fmt: skip
    report: dict[str, Any] = {"report": joins.code} if joins is not None else {}
    gone: dict[str, Any] = {"consents": True} if less else {}
    told = reconciling.risk(case, file, before=before, touched=ours)
    source = {"office": office_code} if office_code else {}
    append(case=case, kind="file_received", by=by, at=at, **report, **gone, **told, **source)


def _notes(case: Case, file: File, *, office_name: str, by: Staff, at: datetime) -> None:
    """Add the notes that are not here yet: by their key, and by their words where an earlier edition gave them none."""
    for told in file["notes"]:
        said = {"office": office_name, "who": told["by"], "words": told["body"]}
        with reasons.in_the_record():
            words = _("%(office)s, %(who)s: %(words)s") % said
        when = _moment(told["at"]) or at
        key = _key(Note, told["id"], case) if "id" in told else uuid.uuid4()
        here = Note.objects.filter(case=case)
        if here.filter(pk=key).exists() or any(note.body == words for note in here.filter(at=when)):
            continue
        note = Note(pk=key, case=case, at=when, by=by)
        note.body = words
        note.save(force_insert=True)


def _key(model: type[Person] | type[Incident] | type[Consent] | type[Note], told: str, case: Case) -> uuid.UUID:
    """The key of a row of the file; where another case here has it, which no chance does, one of this case's own."""
    key = uuid.UUID(told)
    rows = Incident.every if model is Incident else model.objects
    taken = rows.filter(pk=key).exclude(case=case).exists()
    return uuid.uuid5(case.matter, str(key)) if taken else key


def _people(
    case: Case, file: File, *, before: File | None, ours: Touched, back: bool, office_name: str, there: str, by: Staff,
    at: datetime,
) -> None:  # fmt: skip
    for told in file["people"]:
        key, data = _key(Person, told["id"], case), reconciling.person_of(told)
        person = Person.objects.filter(pk=key, case=case).first()
        stays_off = False
        if person is None:
            person = Person(pk=key, case=case, added_at=at)
        else:
            put_back = back or told["id"] in _off(before)
            stays_off = not put_back and bool(last_parts(person))
            here, said = people.read(person), reconciling.told_before(before, "people", told)
            earlier = reconciling.person_of(said) if said is not None else None
            data = reconciling.settled(
                here=here, told=data, before=here if back else earlier, touched=ours.of(key)
            )  # fmt: skip
            reconciling.keep_traces(
                case=case, table=Person._meta.db_table, row_id=key, here=here, now=data, office_name=office_name,
                there=there, by=by, at=at,
            )  # fmt: skip
        people.write(person, data).save()
        stays_off = stays_off or PARTS in ours.of(key)
        for role in () if stays_off else told["roles"]:
            Role.objects.get_or_create(
                person=person, kind=role["kind"], ended_at=None, defaults={"relation": role["relation"]}
            )
        if not stays_off:
            said = reconciling.told_before(before, "people", told)
            parts = (reconciling.parts_here(person) if back else reconciling.parts_of(said)) - reconciling.parts_of(
                told
            )
            reconciling.end_parts(
                person, case=case, kinds=parts, office_name=office_name, there=there, by=by, at=at
            )  # fmt: skip


def _parted(
    case: Case, file: File, *, before: File | None, ours: Touched, office_name: str, there: str, by: Staff, at: datetime
) -> None:  # fmt: skip
    """Take off the case whoever and what that office took off it since it told, and strike the notes that it struck.

    It tells no more than their keys.
    """
    here = {key for key, names in ours.rows.items() if names & {PARTS, incidents.OFF, incidents.BACK}}
    new = {told for told in _off(file) - _off(before) if uuid.UUID(told) not in here}
    with reasons.in_the_record():
        words = _("Menurut %(office)s bukan bagian dari kasus ini") % {"office": office_name}
    for person in Person.objects.filter(has_part(), case=case, pk__in={_key(Person, told, case) for told in new}):
        person.case = case
        because = reasons.keep(case=case, words=words, by=by, at=at)
        part_with(person, because=because, there=there, by=by, at=at)
    for incident in Incident.objects.filter(case=case, pk__in={_key(Incident, told, case) for told in new}):
        incident.case = case
        because = reasons.keep(case=case, words=words, by=by, at=at)
        incidents.move(incident, off=True, because=because, there=there, by=by, at=at)
    for note in standing_notes(case).filter(pk__in={_key(Note, told, case) for told in new}).only("pk"):
        because = reasons.keep(case=case, words=words, by=by, at=at)
        Correction.objects.create(
            case=case, table=NOTES, row_id=note.pk, field="body", because=because, at=at, by=by, there=there
        )  # fmt: skip
        append(case=case, kind="note_struck", by=by, at=at, **by_another(there))


def _off(file: File | None) -> frozenset[str]:
    """The keys of those whom an office took off the case; an earlier edition does not tell."""
    return frozenset(file.get("off", ())) if file is not None else frozenset()


def _incidents(
    case: Case, file: File, *, before: File | None, ours: Touched, back: bool, office_name: str, there: str, by: Staff,
    at: datetime,
) -> None:  # fmt: skip
    for told in file["incidents"]:
        key, data = _key(Incident, told["id"], case), reconciling.incident_of(told)
        incident = Incident.every.filter(pk=key, case=case).first()
        if incident is None:
            incidents.add_without_event(case=case, data=data, at=at, key=key)
            continue
        moved_here = ours.of(key) & {incidents.OFF, incidents.BACK}
        if incident.taken_off_at is not None and not moved_here and (back or told["id"] in _off(before)):
            incident.case = case
            incidents.move(incident, off=False, because=None, there=there, by=by, at=at)
        here, said = incidents.read(incident), reconciling.told_before(before, "incidents", told)
        earlier = reconciling.incident_of(said) if said is not None else None
        data = reconciling.settled(here=here, told=data, before=here if back else earlier, touched=ours.of(key))
        if data != here:
            reconciling.keep_traces(
                case=case, table=incidents.TABLE, row_id=key, here=here, now=data, office_name=office_name,
                there=there, by=by, at=at,
            )  # fmt: skip
            incidents.write(incident, data)
            incident.save()


def _consents(case: Case, file: File, *, by: Staff) -> bool:
    """Consents come along as what they are: given there, at their time; a withdrawal follows. Whether sharing may rest
    on less by it, as one that stood here is withdrawn or somebody said no: whoever has it from here is to hear."""
    less = False
    for told in file["consents"]:
        key, withdrawn_at = _key(Consent, told["id"], case), _moment(told["withdrawn_at"])
        consent = Consent.objects.filter(pk=key).first()
        stood = consent is not None
        if consent is None:
            whose = _key(Person, told["person"], case) if told["person"] else None
            person = Person.objects.filter(pk=whose, case=case).first() if whose else None
            consent = Consent(
                pk=key, case=case, person=person, kind=told["kind"], given=told["given"], way=told["way"],
                at=_moment(told["at"]) or case.opened_at, by=by, receiver=told.get("receiver", ""),
                scope=[code for code in told.get("scope", ()) if code in SCOPE],
            )  # fmt: skip
            elsewhere = told["way"] == DUTY or (told["way"] == GUARDIAN and told.get("explained") is True)
            with reasons.in_the_record():
                consent.note = told["note"] or (_("Alasannya ada di kantor yang mencatat.") if elsewhere else None)
            consent.save(force_insert=True)
            less = less or (consent.kind == Consent.Kind.REFERRAL and not consent.given)
        elif told["note"] and not consent.note:
            consent.note = told["note"]
            consent.save(update_fields=["note"])
        if withdrawn_at is not None and consent.withdrawn_at is None:
            Consent.objects.filter(pk=key).update(withdrawn_at=withdrawn_at, withdrawn_by=by)
            less = less or (stood and consent.kind == Consent.Kind.REFERRAL)
    return less


def _answers(case: Case, told: Mapping[str, Any], *, office_name: str, office_code: str) -> None:
    asked_at = _moment(told["at"])
    if CarriedAnswers.objects.filter(case=case, form=told["form"], asked_at=asked_at).exists():
        return
    carried = CarriedAnswers(
        case=case, form=told["form"], title=told["title"][:200], stage=told["stage"], office_name=office_name,
        office_code=office_code, asked_at=asked_at,
    )  # fmt: skip
    carried.answers, carried.asked = told["answers"], told.get("asked")
    carried.save(force_insert=True)


def _told_of_danger(case: Case, file: File, *, before: File | None, by: Staff) -> Report | None:
    """The report of danger that nobody rated there, kept here; None where it told so before, or here it waits, too."""
    known = before is not None and before["case"].get("danger") is True
    if known or file["case"].get("danger") is not True or danger_unrated(cases=[case.pk]):
        return None
    told = [one for one in file["reports"] if one.get("in_danger")]
    return _report(case, told=told[-1] if told else NO_REPORT, in_danger=True, by=by)


def _report(case: Case, *, told: File, in_danger: bool | None, by: Staff) -> Report:
    """A report that the other office took, as this office's own row."""
    report = Report(
        code=reports.new_code(), case=case, state=Report.State.TAKEN, channel=CHANNEL,
        received_at=_moment(told["received_at"]) or case.reported_at, taken_by=by, in_danger=in_danger,
    )  # fmt: skip
    report.story = told["story"] or None
    report.save(force_insert=True)
    return report


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
