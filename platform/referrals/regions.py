"""Where a referral can go: a region by its Kemendagri code, and how its office is reached if it is on the platform."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from custody.models import Address
from tenants.registry.source import provinces, regencies

ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class Destination:
    """A kabupaten, kota or province. `office` None: it is not on the platform, so a printed letter goes there."""

    code: str
    name: str
    office: UUID | None = None
    unit: str = ""
    phone: str = ""

    @property
    def on_platform(self) -> bool:
        """Whether its office receives through the platform."""
        return self.office is not None


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Code -> official name, of the codes that are some region's; "abroad" has one, too."""
    names = {}
    for code in set(codes):
        if regency := regencies().get(code):
            names[code] = regency.name
        elif province := provinces().get(code):
            names[code] = _("Provinsi %(name)s") % {"name": province.name}
        elif code == ABROAD:
            names[code] = _("Luar negeri")
    return names


def destination(code: str) -> Destination | None:
    """Where a code leads; None where it is no kabupaten's, kota's or province's."""
    name = names_of([code]).get(code) if code != ABROAD else None
    if name is None:
        return None
    address = Address.objects.filter(code=code).first()
    if address is None:
        return Destination(code, name)
    return Destination(code, name, address.office_id, address.unit, address.phone)
