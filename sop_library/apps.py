"""The app as Django knows it."""

from django.apps import AppConfig


class SopLibraryConfig(AppConfig):
    """SOPs and forms."""

    name = "sop_library"
    verbose_name = "SOP"

    def renew_office(self) -> bool:
        """Give the current office the newer versions of its forms; return whether there were any."""
        from sop_library.operations.taking import take_newer_forms  # models are there once every app is

        return bool(take_newer_forms())
