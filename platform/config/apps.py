"""The composition root as an app: it makes the product's Celery application the one that tasks are sent by."""

from django.apps import AppConfig


class CompositionConfig(AppConfig):
    """Loads the Celery application in every process; without it a task would go to a broker nobody configured."""

    name = "config"
    label = "composition"

    def ready(self) -> None:
        """Make the application current."""
        from config import celery  # noqa: F401
