"""The app as Django knows it."""

from django.apps import AppConfig


class SopLibraryConfig(AppConfig):
    """SOPs and forms."""

    name = "sop_library"
    verbose_name = "SOP"
