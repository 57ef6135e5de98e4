"""From what was typed to a report, and from a report to a case. What has no column stands in the report, sealed."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from cases.models import Case, Report
from cases.operations import opening, reports
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from frontend.reports.doors import Way
from frontend.reports.forms import NAMELESS, NO, SELF, YES, IntakeForm
from sop_library.codes import age_band, band_of_age

TRUTH = {YES: True, NO: False}


def received_at(data: Mapping[str, Any], *, at: datetime) -> datetime:
    """When the report came in: as typed in the office's own zone; `at` where nothing was typed."""
    day: date | None = data.get("received_on")
    if day is None:
        return at
    typed = data.get("received_time") or ""
    hour = time.fromisoformat(typed) if typed else time(12)
    moment = timezone.make_aware(datetime.combine(day, hour))
    return at if day == timezone.localdate(at) and not typed else moment


def victim_of(data: Mapping[str, Any]) -> PersonData:
    """The person the report is about; who reports on their own behalf is written once."""
    own = data.get("reporter_is") == SELF
    born, age = data.get("victim_birth_date"), data.get("victim_age")
    band = age_band(born, timezone.localdate()) if born else band_of_age(age) if age is not None else ""
    return PersonData(
        name=data["victim_name"] or (data["reporter_name"] if own else ""),
        nik=data["victim_nik"] or (data["reporter_nik"] if own else ""),
        phone=data["victim_phone"] or (data["reporter_phone"] if own else ""),
        address=data["victim_address"],
        safe_contact=data["safe_contact"],
        birth_date=born,
        sex=data["victim_sex"],
        age_band=band,
        residence=data["victim_residence"],
        domicile=data["victim_domicile"],
        presence=data["victim_presence"],
    )


def reporter_of(data: Mapping[str, Any]) -> PersonData:
    """Who reports; of a victim who reports, only what was typed otherwise than for the victim. Empty without a name."""
    if data.get("reporter_is") == NAMELESS:
        return PersonData()
    typed = {name: data[f"reporter_{name}"] for name in ("name", "nik", "phone")}
    if data.get("reporter_is") == SELF:
        victim = victim_of(data)
        typed = {name: value for name, value in typed.items() if value != getattr(victim, name)}
    return PersonData(**typed)


def incident_of(data: Mapping[str, Any]) -> IncidentData:
    """What is said to have happened."""
    return IncidentData(
        kinds=tuple(data["kinds"]), domestic=TRUTH.get(data["domestic"]), place=data["place"],
        place_kind=data["place_kind"], happened_on=data["happened_on"], story=data["story"],
    )  # fmt: skip


def report_data(data: Mapping[str, Any]) -> ReportData:
    """The report as the operation takes it."""
    victim, reporter, incident = victim_of(data), reporter_of(data), incident_of(data)
    own = data.get("reporter_is") == SELF
    return ReportData(
        channel=data["channel"],
        story=data["story"],
        anonymous=data.get("reporter_is") == NAMELESS,
        reporter_name=reporter.name or (victim.name if own else ""),
        reporter_phone=reporter.phone or (victim.phone if own else ""),
        safe_contact=data["safe_contact"],
        sex=victim.sex,
        age_band=victim.age_band,
        kinds=incident.kinds,
        place=incident.place,
        in_danger=TRUTH.get(data["in_danger"]),
        details={
            "victim": as_json(victim),
            "reporter": as_json(reporter) | {"relation": data["reporter_relation"]},
            "reporter_is_victim": own,
            "incident": as_json(incident),
        },
    )


def says_the_same(report: Report, data: Mapping[str, Any]) -> bool:
    """Whether a stored report holds exactly what was typed, so that sending it again adds nothing."""
    typed = report_data(data)
    named = not typed.anonymous
    return (
        report.channel, report.anonymous, report.sex, report.age_band, report.kinds, report.place, report.in_danger,
        report.story or "", report.safe_contact or "", report.reporter_name or "", report.reporter_phone or "",
        report.details or {}, report.received_at,
    ) == (
        typed.channel, typed.anonymous, typed.sex, typed.age_band, list(typed.kinds), typed.place, typed.in_danger,
        typed.story, typed.safe_contact, typed.reporter_name if named else "", typed.reporter_phone if named else "",
        json.loads(json.dumps(typed.details or {})), received_at(data, at=report.received_at),
    )  # fmt: skip


def as_json(data: PersonData | IncidentData) -> dict[str, Any]:
    """What is known, as JSON; what is not known is left out."""
    known = {name: value for name, value in asdict(data).items() if value not in ("", None, (), [])}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in known.items()}


def person_from(said: Mapping[str, Any]) -> PersonData:
    """A person as a report keeps them."""
    known = {item.name: said[item.name] for item in fields(PersonData) if said.get(item.name)}
    if "birth_date" in known:
        known["birth_date"] = date.fromisoformat(known["birth_date"])
    if "disabilities" in known:
        known["disabilities"] = tuple(known["disabilities"])
    return PersonData(**known)


def incident_from(said: Mapping[str, Any]) -> IncidentData:
    """An incident as a report keeps it."""
    known = {item.name: said[item.name] for item in fields(IncidentData) if said.get(item.name) is not None}
    if "happened_on" in known:
        known["happened_on"] = date.fromisoformat(known["happened_on"])
    known["kinds"] = tuple(known.get("kinds", ()))
    return IncidentData(**known)


def numbers_of(report: Report) -> tuple[str, str]:
    """The victim's NIK and telephone number, for the question whether this person came before."""
    victim = (report.details or {}).get("victim", {})
    return victim.get("nik", ""), victim.get("phone", "")


def open_from(*, report: Report, way: Way, by: Staff, at: datetime) -> Case:
    """Open a case from everything a report says. Raises what `opening.open_case` raises.

    Who asks for information only has no victim: one is written where something of them, or of violence, is known.
    """
    said: Mapping[str, Any] = report.details or {}
    victim = person_from(said.get("victim", {}))
    if victim.is_empty():
        victim = PersonData(sex=report.sex, age_band=report.age_band, safe_contact=report.safe_contact or "")
    incident = incident_from(said["incident"]) if said.get("incident") else IncidentData(
        kinds=tuple(report.kinds), place=report.place, story=report.story or ""
    )  # fmt: skip
    of_reporter = said.get("reporter", {})
    own = bool(said.get("reporter_is_victim"))
    somebody = own or not victim.is_empty() or bool(incident.kinds)
    return opening.open_case(
        report=report, version=way.version, door=way.door, victims=[victim] if somebody else [],
        reporter=person_from(of_reporter), reporter_relation=of_reporter.get("relation", ""), reporter_is_victim=own,
        incident=incident, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def take_in(
    *, key: uuid.UUID, form: IntakeForm, way: Way | None, attach_to: Case | None, by: Staff, at: datetime
) -> Report:
    """Record the report and, where a way was chosen, open the case or join it to an earlier one: all or nothing.

    Raises IntegrityError where the same page was sent before, and what the operations raise.
    """
    data = form.cleaned_data
    report = reports.receive(data=report_data(data), by=by, at=at, received_at=received_at(data, at=at), id=key)
    if attach_to is not None:
        opening.attach(report=report, case=attach_to, by=by, at=at)
    elif way is not None:
        open_from(report=report, way=way, by=by, at=at)
    report.refresh_from_db(fields=["case"])
    return report
