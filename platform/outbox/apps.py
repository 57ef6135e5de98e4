"""The app as Django knows it."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The outbox."""

    name = "outbox"
    verbose_name = "Kotak keluar"
