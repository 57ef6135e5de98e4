"""The app as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    """The outbox."""

    name = "outbox"
    verbose_name = "Kotak keluar"

    def ready(self) -> None:
        """Load who carries what: the `deliveries` module of every app that has one."""
        autodiscover_modules("deliveries")
