"""Production: everything secret comes from the environment; what a demo made is refused."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import ALLOWED_HOSTS, FIELD_KEY_ENCRYPTION_KEY, SECRET_KEY, env

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("RANGKUL_TRUSTED_PROXIES", default=1)

for name, value in {
    "RANGKUL_SECRET_KEY": SECRET_KEY,
    "RANGKUL_KEK": FIELD_KEY_ENCRYPTION_KEY,
    "RANGKUL_WEB_URL": env.str("RANGKUL_WEB_URL", default=""),
}.items():
    if not value:
        raise ImproperlyConfigured(f"{name} is not set.")
    if "demo-" in value:
        raise ImproperlyConfigured(f"{name} was made by the demo; production needs its own.")
if ".localhost" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("RANGKUL_ALLOWED_HOSTS is not set.")
if not env.str("REDIS_URL", default=""):
    raise ImproperlyConfigured("REDIS_URL is not set: login limits need a cache that all processes share.")
