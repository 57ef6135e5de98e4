"""Settings of a web server or worker that a test kills: a broker of files as in the demo, and the doom."""

from pathlib import Path

from infra.bench.handoff_settings import *  # noqa: F403 - settings are taken over whole
from infra.bench.handoff_settings import env
from tests.faults import dooming

WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

dooming.install(Path(env.str("RANGKUL_DOOM")))
