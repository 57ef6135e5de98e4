"""The tests' settings for a web server of its own: style sheets and scripts straight from where they are written."""

from config.settings.test import *  # noqa: F403

WHITENOISE_USE_FINDERS = True
# No worker runs beside this server: a long sheet is never ready, and its page goes on waiting.
CACHES["prints"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # noqa: F405 - of the tests
WHITENOISE_AUTOREFRESH = False
