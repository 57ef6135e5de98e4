"""What a report says, to read: everything coarse at once, names and story only inside an open window."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Report
from cases.operations import reported
from frontend.casework.lines import Line, day, person_lines
from frontend.casework.wording import coded


@dataclass(frozen=True)
class Contents:
    """Everything a report says, opened."""

    victim: tuple[Line, ...]
    reporter: tuple[Line, ...]
    incident: tuple[Line, ...]


def contents_of(report: Report) -> Contents:
    """A report, opened. Only where the showing was granted and stands in the access log."""
    said = reported.details_of(report)
    incident = said.incident
    happened = (
        Line(_("Tempat kejadian"), coded("place_of_occurrence", incident.place_kind)),
        Line(_("Tanggal kejadian"), day(incident.happened_on)),
        Line(_("Kronologi"), incident.story, long=True),
    )
    relation = Line(_("Hubungan dengan korban"), coded("reporter_relation", said.relation))
    return Contents(
        victim=person_lines(said.victim),
        reporter=tuple(line for line in (*person_lines(said.reporter), relation) if line.words),
        incident=tuple(line for line in happened if line.words),
    )
