"""The demo on one's own machine: keys made at its first start, loopback only, plain HTTP."""

from config.settings.base import *  # noqa: F403

DEMO = True
ALLOWED_HOSTS = [".localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
