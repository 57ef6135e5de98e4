"""Invented people the sample cases are about. No NIK here belongs to anyone: no district has the number 99."""

from dataclasses import dataclass
from datetime import date

from cases.people import PersonData
from sop_library.codes import age_band

NOBODYS_DISTRICT = "99"


@dataclass(frozen=True)
class Somebody:
    """An invented person. `number` makes the telephone number and the last digits of the NIK."""

    name: str
    sex: str
    born: date
    number: int
    papers: bool = True

    def nik(self, region: str) -> str:
        """Return the sixteen digits, as if first registered in `region`; empty for who has no papers."""
        if not self.papers:
            return ""
        day = self.born.day + (40 if self.sex == "P" else 0)
        return f"{region.replace('.', '')}{NOBODYS_DISTRICT}{day:02}{self.born:%m%y}{self.number:04}"

    @property
    def phone(self) -> str:
        """A number in a block that was never given out."""
        return f"+62812000{self.number:05}"

    def band(self, on: date) -> str:
        """The ministry's age band on a day."""
        return age_band(self.born, on)

    def data(self, *, residence: str, domicile: str = "", presence: str = "", address: str = "") -> PersonData:
        """Return what the office records of this person."""
        return PersonData(
            name=self.name,
            nik=self.nik(residence),
            phone=self.phone,
            address=address,
            safe_contact="WhatsApp, hari kerja pukul 09.00 sampai 11.00",
            birth_date=self.born,
            sex=self.sex,
            residence=residence,
            domicile=domicile or residence,
            presence=presence or domicile or residence,
        )


def woman(name: str, year: int, number: int, *, papers: bool = True) -> Somebody:
    """An invented woman or girl."""
    return Somebody(name, "P", date(year, 1 + number % 12, 1 + number % 27), number, papers)


def man(name: str, year: int, number: int) -> Somebody:
    """An invented man or boy."""
    return Somebody(name, "L", date(year, 1 + number % 12, 1 + number % 27), number)
