"""What stands beside the steps of a case: incidents, filled forms, what is still owed. Nothing sealed is opened."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from cases.models import Case, FilledForm, Incident, Report, StepPass
from cases.need_rows import ShortRow
from cases.versions import StepWords
from frontend.casework.letter_words import outgoing_words
from frontend.casework.panels import place_in_sheet
from frontend.casework.timeline import step_title
from frontend.casework.wording import coded, kinds_words, region_name, when_words


@dataclass(frozen=True)
class IncidentLine:
    """An incident by its coarse columns."""

    pk: uuid.UUID
    kinds: str
    more: str


@dataclass(frozen=True)
class PaperLine:
    """A filled form: what the SOP calls it, in which step and when."""

    filled: FilledForm
    title: str
    more: str
    outgoing: str


@dataclass(frozen=True)
class OwedLine:
    """A requirement that its step was completed without: promised, or merely not there yet; `came`: when it was."""

    pass_pk: uuid.UUID
    key: str
    label: str
    step: str
    promised: bool
    came: str = ""


def incident_lines(incidents: Sequence[Incident]) -> list[IncidentLine]:
    """The incidents of a case."""
    found = []
    for incident in incidents:
        day = formats.date_format(incident.happened_on, "DATE_FORMAT") if incident.happened_on else ""
        more = [region_name(incident.place), coded("place_of_occurrence", incident.place_kind), day]
        kinds = kinds_words(incident.kinds, domestic=incident.domestic)
        found.append(
            IncidentLine(incident.pk, kinds or _("Bentuk belum diketahui"), ", ".join(part for part in more if part))
        )
    return found


def paper_lines(held: Sequence[FilledForm], words: StepWords, *, now: datetime) -> list[PaperLine]:
    """The filled forms of a case, newest first."""
    return [
        PaperLine(
            filled=filled,
            title=words.form_label(filled.form.key) or filled.form.key,
            more=_step_and_time(filled, words, now=now),
            outgoing=outgoing_words(filled.form.key),
        )
        for filled in reversed(held)
    ]


def _step_and_time(filled: FilledForm, words: StepWords, *, now: datetime) -> str:
    step = words.step_of(filled.step_pass) if filled.step_pass else None
    if filled.step_pass is None or step is None:
        return when_words(filled.at, now=now)
    at = when_words(filled.at, now=now, inside=True)
    return _("langkah %(number)s, %(at)s") % {
        "number": place_in_sheet(words.definition_for(filled.step_pass), step), "at": at,
    }  # fmt: skip


def _titled(row: StepPass, words: StepWords) -> str:
    return step_title(words.definition_for(row), row.worked_as or row.step)


def owed_lines(short: Iterable[ShortRow], words: StepWords, *, now: datetime) -> list[OwedLine]:
    """Requirements that came later or are to come, as the sheet orders them; one line for all passes of a step."""
    found = {
        (row.step_pass.step, row.step_pass.former, row.key): OwedLine(
            row.step_pass.pk, row.key, row.label, _titled(row.step_pass, words), row.promised,
            when_words(row.came_at, now=now, inside=True) if row.came_at else "",
        )
        for row in short
    }  # fmt: skip
    return list(found.values())


@dataclass(frozen=True)
class ReportLine:
    """A report that belongs to the case: its code, when it came in, whether somebody was in danger."""

    report: Report
    when: str


def report_lines(case: Case, *, now: datetime) -> list[ReportLine]:
    """The reports of a case, newest first; nothing sealed is opened."""
    held = Report.objects.filter(case=case).only("code", "received_at", "in_danger", "case").order_by("-received_at")
    return [ReportLine(report, when_words(report.received_at, now=now)) for report in held]
