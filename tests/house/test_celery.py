"""Every process that sends a task sends it by the product's own Celery application."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from config.celery import app
from outbox.tasks import relay_messages


def test_tasks_go_by_the_products_application() -> None:
    assert "config" in settings.INSTALLED_APPS, "it loads the application in every process"
    assert "config.celery" in sys.modules
    assert relay_messages.app is app
    assert app.conf.broker_url == settings.CELERY_BROKER_URL


@pytest.mark.parametrize("entry", ["config.wsgi", "config.celery"])
def test_a_server_that_is_not_told_its_settings_does_not_start(entry: str) -> None:
    """A production worker with the demo's settings would refuse nothing that production refuses."""
    untold = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    started = [sys.executable, "-c", f"import {entry}"]
    done = subprocess.run(started, env=untold, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "DJANGO_SETTINGS_MODULE" in done.stderr.splitlines()[-1]
