"""Django set up for a program that needs its apps and templates but no database."""

import os

import django


def ready() -> None:
    """Load the settings (the demo's unless told otherwise) and the apps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    django.setup()
