"""What a report says, to read: everything coarse at once, names and story only inside an open window."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Report
from cases.operations import reported
from cases.people import PersonData
from frontend.casework.wording import coded, region_name
from sop_library.codes import phone


@dataclass(frozen=True)
class Line:
    """One thing known."""

    label: str
    words: str
    long: bool = False


@dataclass(frozen=True)
class Contents:
    """Everything a report says, opened."""

    victim: tuple[Line, ...]
    reporter: tuple[Line, ...]
    incident: tuple[Line, ...]


def _day(value: date | None) -> str:
    return date_format(value, "DATE_FORMAT") if value else ""


def person_lines(data: PersonData) -> tuple[Line, ...]:
    """A person in words, what is known only."""
    lines = (
        Line(_("Nama"), data.name),
        Line(_("NIK"), " ".join(data.nik[start : start + 4] for start in range(0, len(data.nik), 4))),
        Line(_("Telepon"), phone.display(data.phone) if data.phone else ""),
        Line(_("Tanggal lahir"), _day(data.birth_date)),
        Line(_("Alamat"), data.address),
        Line(_("Wilayah menurut KTP/KK"), region_name(data.residence)),
        Line(_("Domisili"), region_name(data.domicile)),
        Line(_("Berada sekarang di"), region_name(data.presence)),
        Line(_("Menghubungi dengan aman"), data.safe_contact),
    )
    return tuple(line for line in lines if line.words)


def contents_of(report: Report) -> Contents:
    """A report, opened. Only where the showing was granted and stands in the access log."""
    said = reported.details_of(report)
    incident = said.incident
    happened = (
        Line(_("Tempat kejadian"), coded("place_of_occurrence", incident.place_kind)),
        Line(_("Tanggal kejadian"), _day(incident.happened_on)),
        Line(_("Kronologi"), incident.story, long=True),
    )
    relation = Line(_("Hubungan dengan korban"), coded("reporter_relation", said.relation))
    return Contents(
        victim=person_lines(said.victim),
        reporter=tuple(line for line in (*person_lines(said.reporter), relation) if line.words),
        incident=tuple(line for line in happened if line.words),
    )
