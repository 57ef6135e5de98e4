"""Every process that sends a task sends it by the product's own Celery application."""

from celery import current_app
from django.conf import settings

from outbox.tasks import relay_messages


def test_tasks_go_by_the_products_application() -> None:
    assert relay_messages.app.main == "rangkul"
    assert current_app.conf.broker_url == settings.CELERY_BROKER_URL
