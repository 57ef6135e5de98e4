"""A way back into an office that nobody of it can give: its only admin has lost the password."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import OfficeEvent, Staff
from accounts.passwords import one_time_password
from accounts.trail import record
from tenants.current import in_office
from tenants.models import Office


class NobodyHere(LookupError):
    """Nobody of this user name works in the office, or not any more."""


@dataclass(frozen=True, slots=True)
class LetIn:
    """A password just given, for once: shown once and kept nowhere."""

    username: str
    password: str = field(repr=False)


@transaction.atomic
def reset_staff(*, office: Office, username: str, at: datetime) -> LetIn:
    """Give somebody of an open office a one-time password; every session of this person ends with it.

    Only whoever holds the owner's login does this; the office's trail tells of it. Raises NobodyHere.
    """
    with in_office(office):
        found = Staff.objects.select_for_update().filter(username__iexact=username, is_active=True).first()
        if found is None:
            said = _("Tidak ada akun aktif dengan nama pengguna “%(username)s” di %(office)s.")
            raise NobodyHere(said % {"username": username, "office": office.name})
        password = one_time_password()
        found.set_password(password)
        found.must_change_password = True
        found.save(update_fields=["password", "must_change_password"])
        record(OfficeEvent.Kind.PASSWORD_RESET, by=found, at=at, subject=found, by_platform=True)
        return LetIn(found.username, password)
