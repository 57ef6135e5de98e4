"""Which open office somebody means who types a code at the console."""

from django.utils.translation import gettext as _

from onboarding.codes import recognise
from tenants.database import connection
from tenants.models import Office
from tenants.roles import require_owner


class NotOpen(Exception):
    """The place has no office here. The message says how to open one."""


def open_office_of(typed: str) -> Office:
    """Return the open office of a code as typed. Raises UnknownPlace, NotOpen, NotTheOwner."""
    connection.set_schema_to_public()
    require_owner(connection)
    place = recognise(typed)
    office: Office | None = Office.objects.filter(code=place.code).first()
    if office is None:
        said = _("%(name)s belum punya kantor di sini. Buka dahulu: rangkul open %(code)s")
        raise NotOpen(said % {"name": place.name, "code": place.code})
    return office
