"""The app as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Staff and lanes."""

    name = "accounts"
    verbose_name = "Petugas dan pelaksana"
