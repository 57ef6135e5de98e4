"""The product's settings with tenancy taken out, to measure what it costs: plain PostgreSQL backend, one fixed office.

The session starts with the office's role and search path and never changes them; nothing is looked up by host.
"""

from config.settings.test import *  # noqa: F403
from config.settings.test import DATABASES, MIDDLEWARE

OFFICE_ROLE, OFFICE_SCHEMA = "office_r3373", "r3373"

_plain = dict(DATABASES["default"])
_plain["ENGINE"] = "django.db.backends.postgresql"
_plain["OPTIONS"] = {
    **_plain["OPTIONS"],
    "options": f"-c role={OFFICE_ROLE} -c search_path={OFFICE_SCHEMA},public",
}
DATABASES = {"default": _plain}
MIDDLEWARE = [
    "infra.bench.plain_door.OneOffice" if name == "tenants.middleware.OfficeMiddleware" else name for name in MIDDLEWARE
]
