"""What a report says of people and the incident: one shape for both doors, and how the report keeps it, sealed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from cases import people
from cases.models import Report
from cases.operations.incidents import IncidentData
from cases.people import PersonData
from sop_library.codes import labels
from sop_library.codes.channels import CHANNELS

TOLD_ONCE = ("name", "nik", "phone")
LONGEST_NAME, LONGEST_LINE, LONGEST_STORY, OLDEST = 120, 300, 20_000, 120
CODES: Mapping[str, tuple[str, ...]] = {
    "channel": CHANNELS,
    "sex": tuple(labels("sex")),
    "age_band": tuple(code for code in labels("age_band") if code != "NA"),
    "kinds": tuple(labels("violence_type")),
    "place_kind": tuple(code for code in labels("place_of_occurrence") if code != "NA"),
    "relation": tuple(code for code in labels("reporter_relation") if code not in ("KORBAN", "NA")),
}
"""The codes that each coded question of a report takes; leaving it open says that it is not known."""
NOBODY, NOTHING = PersonData(), IncidentData()


@dataclass(frozen=True)
class ReportDetails:
    """Everything a report says. `reporter`: of a victim who reports, only what they gave otherwise than as victim."""

    victim: PersonData = NOBODY
    reporter: PersonData = NOBODY
    relation: str = ""
    reporter_is_victim: bool = False
    incident: IncidentData = NOTHING


def settled(details: ReportDetails, *, on: date) -> ReportDetails:
    """The details with what belongs together: who reports for themselves is written once, a birth date gives the band.

    Raises ValueError for somebody born after the day `on`.
    """
    victim, reporter = people.settled(details.victim, on=on), details.reporter
    if details.reporter_is_victim:
        once: dict[str, Any] = {name: getattr(victim, name) or getattr(reporter, name) for name in TOLD_ONCE}
        victim = replace(victim, **once)
        twice: dict[str, Any] = {name: "" for name in TOLD_ONCE if getattr(reporter, name) == getattr(victim, name)}
        reporter = replace(reporter, **twice)
    return replace(details, victim=victim, reporter=reporter)


def known(data: PersonData | IncidentData) -> dict[str, Any]:
    """What is known, as JSON; what is not known is left out."""
    found = {name: value for name, value in asdict(data).items() if value not in ("", None, (), [])}
    return {
        name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for name, value in found.items()
    }


def as_json(details: ReportDetails) -> dict[str, Any]:
    """The details as the report keeps them."""
    return {
        "victim": known(details.victim),
        "reporter": known(details.reporter) | {"relation": details.relation},
        "reporter_is_victim": details.reporter_is_victim,
        "incident": known(details.incident),
    }


def from_json(said: Mapping[str, Any]) -> ReportDetails:
    """The details of what a report keeps; a part that is not there is not known."""
    reporter = said.get("reporter", {})
    return ReportDetails(
        victim=_person(said.get("victim", {})),
        reporter=_person(reporter),
        relation=reporter.get("relation", ""),
        reporter_is_victim=bool(said.get("reporter_is_victim")),
        incident=_incident(said.get("incident", {})),
    )


def _person(said: Mapping[str, Any]) -> PersonData:
    given = {item.name: said[item.name] for item in fields(PersonData) if said.get(item.name)}
    if "birth_date" in given:
        given["birth_date"] = date.fromisoformat(given["birth_date"])
    if "disabilities" in given:
        given["disabilities"] = tuple(given["disabilities"])
    return PersonData(**given)


def _incident(said: Mapping[str, Any]) -> IncidentData:
    given = {item.name: said[item.name] for item in fields(IncidentData) if said.get(item.name) is not None}
    if "happened_on" in given:
        given["happened_on"] = date.fromisoformat(given["happened_on"])
    given["kinds"] = tuple(given.get("kinds", ()))
    return IncidentData(**given)


def details_of(report: Report) -> ReportDetails:
    """Everything a report says, opened. What its details leave out is read from its own columns."""
    said = from_json(report.details or {})
    if said.victim.is_empty():
        coarse = PersonData(sex=report.sex, age_band=report.age_band, safe_contact=report.safe_contact or "")
        said = replace(said, victim=coarse)
    if said.reporter.is_empty() and not said.reporter_is_victim:
        named = PersonData(name=report.reporter_name or "", phone=report.reporter_phone or "")
        said = replace(said, reporter=named)
    incident = said.incident
    if incident.is_empty():
        incident = IncidentData(kinds=tuple(report.kinds), place=report.place)
    return replace(said, incident=replace(incident, story=incident.story or report.story or ""))
