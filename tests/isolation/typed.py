"""A word of its own typed into every free-text field of every operation, so that each can be looked for afterwards."""

import inspect
import pkgutil
import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import uuid4

import cases.operations
from accounts.models import Staff
from cases.carrying import SCOPE, file_of
from cases.models import CarriedLimit, Case, Incident, Person, Report, StepPass
from cases.operations import (
    appointments,
    carried_limits,
    consents,
    filling,
    identities,
    incidents,
    lifecycle,
    moving,
    moving_back,
    notes,
    opening,
    people,
    reports,
    steps,
    undoing,
)  # fmt: skip
from cases.operations import waiting as reports_waiting
from cases.operations.appointments import AppointmentData
from cases.operations.incidents import IncidentData
from cases.operations.reported import ReportDetails
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from cases.operations.taking_over import Start, merge, supplement, take_over
from cases.people import PersonData
from sop_library.models import SopVersion
from sop_library.moving import propose
from sop_library.queries import definition_of, form_version
from tests.cases.driving import answers
from tests.cases.moving import changed
from tests.isolation.things import FORM, Things

CODED = {
    "IncidentData.kinds", "IncidentData.place", "IncidentData.place_kind", "PersonData.age_band",
    "PersonData.disabilities", "PersonData.domicile", "PersonData.education", "PersonData.marital",
    "PersonData.occupation", "PersonData.presence", "PersonData.residence", "PersonData.sex", "ReportData.age_band",
    "ReportData.channel", "ReportData.kinds", "ReportData.place", "ReportData.sex", "ReportDetails.relation",
    "StepWork.facts", "StepWork.outcomes", "StepWork.requirements", "StepWork.subs", "act.data", "act.kind",
    "act.step", "add.roles", "bind.given", "bring.key", "close.reason", "correct.roles", "end_what_runs_on.reason",
    "extend_limit.limit", "fill.form_key", "go_back.to_step", "join.number",
    "open_case.door", "open_case.reporter_relation", "open_case.respondents", "open_case.risk", "rate_risk.risk",
    "record.kind", "record.way", "reopen.step", "set_aside.reason", "show.reason", "show_report.reason", "sign.lane",
    "unsign.lane", "set_back.key",
    "state.facts", "Start.credited", "Start.door", "Start.step", "merge.office_name", "take_over.office_name",
    "merge.office_code", "take_over.office_code", "supplement.office_code",
    "record.receiver", "record.scope", "AppointmentData.kind", "correct.channel", "supplement.office_name",
    "settle.question", "Plan.steps", "Plan.doors", "Plan.limits", "Plan.interrupts", "Plan.deadlines", "Plan.shut",
}  # fmt: skip
"""Fields that take a key or a code. Whatever else takes text is free."""
COMPARED = {"merge.before", "supplement.before"}
"""What another office told earlier: what it tells now is held against it, and nothing of it is written."""


def _operations() -> Iterator[Any]:
    """Everything in `cases.operations` that opens a transaction of its own."""
    for module in pkgutil.iter_modules(cases.operations.__path__, "cases.operations."):
        for _name, found in inspect.getmembers(import_module(module.name), inspect.isfunction):
            if found.__module__ == module.name and hasattr(found, "__wrapped__"):
                yield found


def _parts(kind: Any) -> list[Any]:
    """The types in an annotation, however deep: `Mapping[str, str] | None` holds `str`."""
    if get_origin(kind) in (Union, types.UnionType) or get_args(kind):
        return [part for one in get_args(kind) for part in _parts(one)]
    return [kind]


def free_fields() -> set[str]:
    """Every field of an operation that takes text and no code: "pause.reason", "PersonData.name"."""
    found: set[str] = set()
    waiting = [(one.__name__, get_type_hints(one.__wrapped__)) for one in _operations()]
    seen: set[Any] = set()
    while waiting:
        owner, hints = waiting.pop()
        for name, kind in hints.items():
            parts = _parts(kind)
            if name not in ("return", "by", "at", "case") and (str in parts or Any in parts):
                found.add(f"{owner}.{name}")
            for part in parts:
                if (
                    isinstance(part, type)
                    and is_dataclass(part)
                    and part not in seen
                    and part.__module__.startswith("cases.")
                ):
                    seen.add(part)
                    waiting.append((part.__name__, {one.name: get_type_hints(part)[one.name] for one in fields(part)}))
    return found - CODED - COMPARED


class Typist:
    """Types into the fields of one office, and knows what it typed where."""

    def __init__(self, things: Things, *, at: datetime) -> None:
        self.things, self.at = things, at
        self.by = Staff.objects.get(pk=things.staff["worker"])
        self.typed: dict[str, str] = {}

    def word(self, field: str) -> str:
        """The word of a field: digits where numbers are asked for."""
        place = len(self.typed)
        digits = {"PersonData.nik": "3373014408910007", "PersonData.phone": "+628135550044"}
        self.typed.setdefault(field, digits.get(field, f"Ketikan-{place:02d}-zqx"))
        return self.typed[field]

    def who_when(self) -> dict[str, Any]:
        """Whoever types, a minute later each time."""
        self.at += timedelta(minutes=1)
        return {"by": self.by, "at": self.at}

    def everywhere(self) -> dict[str, str]:
        """Type into every field; return field -> word."""
        case = self._reported()
        self._recorded(case)
        self._met(case)
        self._came(case)
        self._worked(case)
        self._undone(case)
        self._moved(case)
        return self.typed

    def _moved(self, case: Case) -> None:
        """The cases of its SOP go to the next version, and come back."""
        version = SopVersion.objects.select_related("sop").get(pk=case.version_id)
        newer = changed(version, lambda document: document.update(note="Versi berikutnya."), at=self.at)
        plan, chief = propose(definition_of(version), definition_of(newer)), self.things.staff["chief"]
        who_when = self.who_when() | {"by": Staff.objects.get(pk=chief)}
        move = moving.begin(of=version, to=newer, plan=plan, why=self.word("begin.why"), **who_when)
        moving.run(move=move, now=lambda: self.at)
        moving_back.run_back(
            move=moving_back.begin_back(move=move, why=self.word("begin_back.why"), **who_when), now=lambda: self.at
        )  # fmt: skip

    def _undone(self, case: Case) -> None:
        """Another report is joined and taken off again, then the case is undone."""
        other = reports.receive(data=ReportData(channel="datang"), **self.who_when())
        opening.attach(report=other, case=case, **self.who_when())
        undoing.detach(report=other, reason=self.word("detach.reason"), **self.who_when())
        undoing.undo(case=case, note=self.word("undo.note"), **self.who_when())

    def _came(self, case: Case) -> None:
        """Files of another office: merged into the case, following on one, taken over as a case of its own."""

        def file(field: str) -> dict[str, Any]:
            note = {"body": self.word(field), "at": self.at.isoformat(), "by": "Dewi"}
            return file_of(case, list(SCOPE)) | {"notes": [note]}

        for add in (merge, supplement):
            add(case=case, file=file(f"{add.__name__}.file"), before=None, office_name="Kabupaten Lain",
                **self.who_when())  # fmt: skip
        take_over(
            file=file("take_over.file"), matter=uuid4(), version=SopVersion.objects.get(sop__slug=self.things.sop),
            start=Start(door="datang", step="terima"), office_name="Kabupaten Lain", **self.who_when(),
        )  # fmt: skip

    def _person(self) -> PersonData:
        words: dict[str, Any] = {
            name: self.word(f"PersonData.{name}") for name in ("name", "nik", "phone", "address", "safe_contact")
        }
        return PersonData(**words, birth_date=date(1991, 8, 4), sex="P")

    def _reported(self) -> Case:
        incident = IncidentData(kinds=("FISIK",), story=self.word("IncidentData.story"))
        details = ReportDetails(victim=self._person(), incident=incident)
        words: dict[str, Any] = {
            name: self.word(f"ReportData.{name}")
            for name in ("story", "reporter_name", "reporter_phone", "safe_contact")
        }
        data = ReportData(channel="datang", details=details, **words)
        report = reports.receive(data=data, **self.who_when())
        identities.show_report(report=report, reason="other", words=self.word("show_report.words"), **self.who_when())
        reports_waiting.correct(
            report=report, data=ReportData(channel="telepon", details=details, **words), received_at=report.received_at,
            reason=self.word("correct.reason"), **self.who_when(),
        )  # fmt: skip
        report.refresh_from_db()
        reports_waiting.set_aside(
            report=report, reason="referred", referred_to=self.word("set_aside.referred_to"),
            words=self.word("set_aside.words"), **self.who_when(),
        )  # fmt: skip
        reports_waiting.take_up(report=report, because=self.word("take_up.because"), **self.who_when())
        return opening.open_case(
            report=Report.objects.get(pk=report.pk), version=SopVersion.objects.get(sop__slug=self.things.sop),
            door="datang", victims=[self._person()], incident=incident, **self.who_when(),
        )  # fmt: skip

    def _recorded(self, case: Case) -> None:
        identities.show(case=case, reason="other", words=self.word("show.words"), **self.who_when())
        why = self.word("correct.reason")
        person = Person.objects.get(case=case)
        mended = PersonData(**{**self._person().__dict__, "name": f"{self.word('PersonData.name')} lagi"})
        people.correct(person=person, data=mended, roles={"victim": ""}, reason=why, **self.who_when())
        incident = Incident.objects.get(case=case)
        incidents.correct(
            incident=incident, data=IncidentData(kinds=("PSIKIS",)), reason=self.word("correct.reason"),
            **self.who_when(),
        )  # fmt: skip
        consents.record(
            case=case, person=person, kind="record", given=True, way="signed", note=self.word("record.note"),
            **self.who_when(),
        )  # fmt: skip
        note = notes.add(case=case, body=self.word("add.body"), **self.who_when())
        notes.strike(note=note, reason=self.word("strike.reason"), **self.who_when())
        stray = people.add(case=case, data=self._person(), roles={"companion": ""}, **self.who_when())
        twice = incidents.add(case=case, data=IncidentData(kinds=("FISIK",)), **self.who_when())
        incidents.take_off(incident=twice, reason=self.word("take_off.reason"), **self.who_when())
        incidents.put_back(incident=twice, reason=self.word("put_back.reason"), **self.who_when())
        people.take_off(person=stray, reason=self.word("take_off.reason"), **self.who_when())
        self._arranged(case)

    def _arranged(self, case: Case) -> None:
        words = {name: self.word(f"AppointmentData.{name}") for name in ("what", "place", "with_whom")}
        data = AppointmentData(kind="other", at=self.at + timedelta(days=1), **words)
        row = appointments.add(case=case, data=data, **self.who_when())
        later, why = self.at + timedelta(days=2), self.word("move.reason")
        row = appointments.move(appointment=row, to=later, reason=why, **self.who_when())
        appointments.cancel(appointment=row, reason=self.word("cancel.reason"), **self.who_when())
        appointments.set_back(appointment=row, reason=self.word("set_back.reason"), **self.who_when())
        limit = CarriedLimit.objects.create(
            case=case, office_name="Kabupaten Lain", key="lain", label="Lain", due_at=self.at, came_at=self.at
        )
        carried_limits.meet(limit=limit, **self.who_when())
        carried_limits.reopen(limit=limit, reason=self.word("reopen.reason"), **self.who_when())

    def _met(self, case: Case) -> None:
        words = {name: self.word(f"AppointmentData.{name}") for name in ("what", "place", "with_whom")}
        data = AppointmentData(kind="other", at=self.at + timedelta(days=2), **words)
        first = appointments.add(case=case, data=data, **self.who_when())
        why = self.word("move.reason")
        moved = appointments.move(appointment=first, to=self.at + timedelta(days=3), reason=why, **self.who_when())
        appointments.cancel(appointment=moved, reason=self.word("cancel.reason"), **self.who_when())

    def _worked(self, case: Case) -> None:
        first = StepPass.objects.get(case=case, step="terima")
        version = form_version(key=FORM)
        assert version is not None
        given = answers(filling.form_of(version)) | {"guest_name": self.word("fill.answers")}
        form: dict[str, Any] = {"case": case, "step_pass": first, "form_key": FORM, "answers": given}
        filled = filling.fill(**form, **self.who_when())
        filling.fill(**form, reason=self.word("fill.reason"), replaces=filled.pk, **self.who_when())
        work = StepWork(
            requirements={"surat-susulan": "owed"}, outputs={"buku-tamu": self.word("StepWork.outputs")},
            facts={"legal.process_open": True}, note=self.word("StepWork.note"),
        )  # fmt: skip
        steps.complete(step_pass=first, work=work, **self.who_when())
        row = {one.step: one for one in StepPass.objects.filter(case=case)}
        steps.skip(step_pass=row["sukarela"], reason=self.word("skip.reason"), **self.who_when())
        steps.extend(step_pass=row["panjang"], reason=self.word("extend.reason"), **self.who_when())
        steps.extend_limit(case=case, limit="akhir", reason=self.word("extend_limit.reason"), **self.who_when())
        steps.override(step_pass=row["gerbang"], reason=self.word("override.reason"), **self.who_when())
        steps.go_back(case=case, to_step="terima", reason=self.word("go_back.reason"), **self.who_when())
        lifecycle.pause(case=case, reason=self.word("pause.reason"), **self.who_when())
        lifecycle.resume(case=case, **self.who_when())
        lifecycle.close(case=case, reason="other", note=self.word("close.note"), **self.who_when())
        lifecycle.reopen(case=case, because=self.word("reopen.because"), **self.who_when())
