"""Every process that sends a task sends it by the product's own Celery application."""

import sys

from django.conf import settings

from config.celery import app
from outbox.tasks import relay_messages


def test_tasks_go_by_the_products_application() -> None:
    assert "config" in settings.INSTALLED_APPS, "it loads the application in every process"
    assert "config.celery" in sys.modules
    assert relay_messages.app is app
    assert app.conf.broker_url == settings.CELERY_BROKER_URL
