"""The tests' settings for a web server of its own: style sheets and scripts straight from where they are written."""

from config.settings.test import *  # noqa: F403

WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
