"""The app as Django knows it."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Official letters of a case, kept sealed."""

    name = "documents"
    verbose_name = "Surat"
