"""From what was typed to a report: recorded, and where it was asked for made into a case in the same breath."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from cases.models import Case, Report
from cases.operations import opening, reported, reports
from cases.operations.incidents import IncidentData
from cases.operations.reported import ReportDetails
from cases.operations.reports import ReportData
from cases.people import PersonData
from frontend.casework.incident_views import TRUTH
from frontend.reports.doors import Way
from frontend.reports.forms import IntakeForm
from frontend.reports.questions import KEPT_WITH_REPORTER, NAMELESS, SELF
from sop_library.codes import band_of_age


def received_at(data: Mapping[str, Any], *, at: datetime) -> datetime:
    """When the report came in: as typed in the office's own zone; `at` where no hour was typed."""
    day: date | None = data.get("received_on")
    hour: str = data.get("received_time") or ""
    if day is None or not hour:
        return at
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(hour)))


def details_of(data: Mapping[str, Any]) -> ReportDetails:
    """Everything that was typed of people and the incident."""
    age, nameless = data.get("victim_age"), data.get("reporter_is") == NAMELESS
    victim = PersonData(
        name=data["victim_name"],
        nik=data["victim_nik"],
        phone=data["victim_phone"],
        address=data["victim_address"],
        safe_contact=data["safe_contact"],
        birth_date=data.get("victim_birth_date"),
        sex=data["victim_sex"],
        age_band=band_of_age(age) if age is not None else data.get("victim_age_band", ""),
        residence=data["victim_residence"],
        domicile=data["victim_domicile"],
        presence=data["victim_presence"],
    )
    reporter: dict[str, Any] = {name: "" if nameless else data[f"reporter_{name}"] for name in reported.TOLD_ONCE}
    reporter["safe_contact"] = "" if nameless else data.get(KEPT_WITH_REPORTER, "")
    incident = IncidentData(
        kinds=tuple(data["kinds"]), domestic=TRUTH.get(data["domestic"]), place=data["place"],
        place_kind=data["place_kind"], happened_on=data["happened_on"], story=data["story"],
    )  # fmt: skip
    said = ReportDetails(
        victim=victim, reporter=PersonData(**reporter), relation=data["reporter_relation"],
        reporter_is_victim=data.get("reporter_is") == SELF, incident=incident,
    )  # fmt: skip
    return reported.settled(said, on=timezone.localdate())


def report_data(data: Mapping[str, Any]) -> ReportData:
    """The report as the operations take it."""
    return reports.with_details(
        channel=data["channel"], details=details_of(data), anonymous=data.get("reporter_is") == NAMELESS,
        in_danger=TRUTH.get(data["in_danger"]),
    )  # fmt: skip


def says_the_same(report: Report, data: Mapping[str, Any]) -> bool:
    """Whether a stored report holds exactly what was typed, so that sending it again adds nothing."""
    when = received_at(data, at=report.received_at)
    return reports.says_the_same(report=report, data=report_data(data), received_at=when)


def numbers_of(report: Report) -> tuple[str, str]:
    """The victim's NIK and telephone number, for the question whether this person came before."""
    victim = reported.details_of(report).victim
    return victim.nik, victim.phone


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
        opening.open_from_report(report=report, version=way.version, door=way.door, by=by, at=at)
    report.refresh_from_db(fields=["case"])
    return report
