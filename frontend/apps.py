"""The screens."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    """The staff's screens: server-rendered pages and the partials htmx swaps."""

    name = "frontend"
    verbose_name = "Layar petugas"
