"""What is known of a person, to read: only inside an open window."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.people import PersonData
from frontend.casework.wording import region_name
from sop_library.codes import phone


@dataclass(frozen=True)
class Line:
    """One thing known."""

    label: str
    words: str
    long: bool = False


def day(value: date | None) -> str:
    """A date in the office's words; empty where nobody knows it."""
    return date_format(value, "DATE_FORMAT") if value else ""


def person_lines(data: PersonData) -> tuple[Line, ...]:
    """A person in words, what is known only."""
    lines = (
        Line(_("Nama"), data.name),
        Line(_("NIK"), " ".join(data.nik[start : start + 4] for start in range(0, len(data.nik), 4))),
        Line(_("Telepon"), phone.display(data.phone) if data.phone else ""),
        Line(_("Tanggal lahir"), day(data.birth_date)),
        Line(_("Alamat"), data.address),
        Line(_("Wilayah menurut KTP/KK"), region_name(data.residence)),
        Line(_("Domisili"), region_name(data.domicile)),
        Line(_("Berada sekarang di"), region_name(data.presence)),
        Line(_("Menghubungi dengan aman"), data.safe_contact),
    )
    return tuple(line for line in lines if line.words)
