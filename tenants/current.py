"""Which office the running code belongs to. The tenant enters once, at the door; whatever has none fails loudly."""

from contextlib import AbstractContextManager

from django_tenants.utils import tenant_context

from tenants.database import connection
from tenants.models import Office


class NoOffice(RuntimeError):
    """Office code ran outside any office."""


def current_office() -> Office:
    """Return the office whose schema and role the connection has. Raises NoOffice where there is none."""
    office = connection.tenant
    if not isinstance(office, Office):
        raise NoOffice(f"no office is current (schema {connection.schema_name!r})")
    return office


def in_office(office: Office) -> AbstractContextManager[None]:
    """Return a context in which the connection is that office's; whatever was current before comes back after it."""
    context: AbstractContextManager[None] = tenant_context(office)
    return context
