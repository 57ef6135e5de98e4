"""Tests: real PostgreSQL, tasks run at once, passwords hashed cheaply, keys that open nothing else."""

import base64

from config.settings.base import *  # noqa: F403

SECRET_KEY = "demo-tests-only-" + "x" * 50
FIELD_KEY_ENCRYPTION_KEY = "demo-" + base64.b64encode(b"t" * 32).decode()
ALLOWED_HOSTS = [".localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES["prints"] = CACHES["default"] | {"LOCATION": "prints"}  # noqa: F405 - of the base
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT = None
CELERY_BROKER_TRANSPORT_OPTIONS = {}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = {}
