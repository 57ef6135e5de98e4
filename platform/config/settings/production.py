"""Production: everything secret comes from the environment; what a demo made is refused."""

import base64

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import (
    ALLOWED_HOSTS,
    CELERY_BROKER_URL,
    FIELD_KEY_ENCRYPTION_KEY,
    OFFICE_DOMAIN,
    REDIS_URL,
    SECRET_KEY,
    SILENCED_SYSTEM_CHECKS,
    env,
)

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^sehat$"]  # asked from within, over plain HTTP; it says nothing but "ok"
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# No page of another host under the same domain can set these: a browser takes `__Host-` from the host itself alone.
SESSION_COOKIE_NAME = "__Host-rangkul_session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-rangkul_csrf"
CSRF_COOKIE_SECURE = True
# No preload: it would bind every name of the domain for years, also of those that have nothing to do with this.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W021"]
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("RANGKUL_TRUSTED_PROXIES", default=1)

NEEDED = {
    "RANGKUL_SECRET_KEY": SECRET_KEY,
    "RANGKUL_KEK": FIELD_KEY_ENCRYPTION_KEY,
    "RANGKUL_WEB_URL": env.str("RANGKUL_WEB_URL", default=""),
}
OTHERS = {
    "RANGKUL_OWNER_URL": env.str("RANGKUL_OWNER_URL", default=""),
    "REDIS_URL": REDIS_URL,
    "RANGKUL_BROKER_URL": CELERY_BROKER_URL,
}
for name, value in {**NEEDED, **OTHERS}.items():
    if name in NEEDED and not value:
        raise ImproperlyConfigured(f"{name} is not set.")
    if "demo-" in value:
        raise ImproperlyConfigured(f"{name} was made by the demo; production needs its own.")
try:
    key_bytes = len(base64.b64decode(FIELD_KEY_ENCRYPTION_KEY, validate=True))
except ValueError:
    key_bytes = 0
if key_bytes != 32:
    raise ImproperlyConfigured("RANGKUL_KEK must be 32 bytes in base64.")
if ".localhost" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("RANGKUL_ALLOWED_HOSTS is not set.")
if OFFICE_DOMAIN.rpartition(".")[2] in {"", "localhost"}:
    raise ImproperlyConfigured("RANGKUL_OFFICE_DOMAIN is not set: offices have their addresses under it.")
if not REDIS_URL:
    raise ImproperlyConfigured("REDIS_URL is not set: login limits need a cache that all processes share.")
