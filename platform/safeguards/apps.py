"""The app as Django knows it."""

from django.apps import AppConfig


class SafeguardsConfig(AppConfig):
    """Keys, sealing, access log."""

    name = "safeguards"
    verbose_name = "Pengaman"
