"""The common case model: the same rows in every office, whatever its SOP says."""

from cases.models.appointments import Appointment
from cases.models.carried import CarriedAnswers, CarriedLimit
from cases.models.case import Case, Ending, Pause, RegisterCounter
from cases.models.facts import Fact, Finding
from cases.models.moves import UNDER_WAY, CaseMove, Move, MoveBack
from cases.models.people import Consent, Person, Role
from cases.models.reports import Incident, Report, ReportCorrection, SettingAside
from cases.models.steps import FilledForm, LimitClock, PassOutput, RequirementSeen, SignOff, StepPass
from cases.models.traces import Correction, Event, Note, Reason

__all__ = [
    "UNDER_WAY",
    "Appointment",
    "CarriedAnswers",
    "CarriedLimit",
    "Case",
    "CaseMove",
    "Consent",
    "Correction",
    "Ending",
    "Event",
    "Fact",
    "FilledForm",
    "Finding",
    "Incident",
    "LimitClock",
    "Move",
    "MoveBack",
    "Note",
    "PassOutput",
    "Pause",
    "Person",
    "Reason",
    "RegisterCounter",
    "Report",
    "ReportCorrection",
    "RequirementSeen",
    "Role",
    "SettingAside",
    "SignOff",
    "StepPass",
]
