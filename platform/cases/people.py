"""What is known of a person, as it comes from a screen or the API, and how it is written down."""

from dataclasses import dataclass, field, fields, replace
from datetime import date

from cases.models import Person
from safeguards.sealing import blind_index
from sop_library.codes import age_band, nik, phone

SEALED = ("name", "nik", "phone", "address", "safe_contact")
CODED = ("sex", "age_band", "education", "occupation", "marital", "residence", "domicile", "presence")


@dataclass(frozen=True)
class PersonData:
    """What is known of a person; everything may be unknown. Regions are Kemendagri codes of kabupaten/kota."""

    name: str = ""
    nik: str = ""
    phone: str = ""
    address: str = ""
    safe_contact: str = ""
    birth_date: date | None = None
    sex: str = ""
    age_band: str = ""
    education: str = ""
    occupation: str = ""
    marital: str = ""
    residence: str = ""
    domicile: str = ""
    presence: str = ""
    disabilities: tuple[str, ...] = field(default=())

    def is_empty(self) -> bool:
        """Whether nothing at all is known."""
        return not any(getattr(self, item.name) for item in fields(self))


def nik_index(typed: str) -> bytes | None:
    """Blind index of a NIK as typed; None when it is none."""
    digits = nik.read(typed).digits
    return blind_index(digits, column="person.nik") if digits else None


def phone_index(typed: str) -> bytes | None:
    """Blind index of a phone number as typed; None when it is none."""
    number = phone.read(typed).number
    return blind_index(number, column="person.phone") if number else None


def settled(data: PersonData, *, on: date) -> PersonData:
    """The data with the age band that its birth date gives at the day `on`, whatever band was chosen beside it.

    Whoever was born after that day, while the case ran, is of the youngest band.
    """
    if data.birth_date is None:
        return data
    return replace(data, age_band=age_band(data.birth_date, max(on, data.birth_date)))


def write(person: Person, data: PersonData) -> Person:
    """Put settled data on the row; it is not saved."""
    for name in SEALED:
        setattr(person, name, getattr(data, name) or None)
    for name in CODED:
        setattr(person, name, getattr(data, name))
    person.birth_date = data.birth_date.isoformat() if data.birth_date else None
    person.disabilities = list(data.disabilities)
    person.nik_index = nik_index(data.nik)
    person.phone_index = phone_index(data.phone)
    return person


def read(person: Person) -> PersonData:
    """The data of a row, opened."""
    return PersonData(
        **{name: getattr(person, name) or "" for name in SEALED + CODED},
        birth_date=date.fromisoformat(person.birth_date) if person.birth_date else None,
        disabilities=tuple(person.disabilities),
    )
