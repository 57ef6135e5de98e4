"""The app."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """The offices and the wall between them."""

    name = "tenants"
    verbose_name = "Kantor"

    def ready(self) -> None:
        """Register the checks of the wall."""
        from tenants import checks  # noqa: F401 - registers on import
