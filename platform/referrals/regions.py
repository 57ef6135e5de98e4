"""Where a referral can go: a region by its Kemendagri code, and how its office is reached if it is on the platform."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from custody.models import Address
from tenants.models import Province, Regency

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
    wanted = set(codes)
    names = dict(Regency.objects.filter(code__in=wanted).values_list("code", "name"))
    if provinces := {code for code in wanted if len(code) == 2}:
        for code, name in Province.objects.filter(code__in=provinces).values_list("code", "name"):
            names[code] = _("Provinsi %(name)s") % {"name": name}
    if ABROAD in wanted:
        names[ABROAD] = _("Luar negeri")
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
