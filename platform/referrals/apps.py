"""The app as Django knows it."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Handing a person to another office, and taking one over."""

    name = "referrals"
    verbose_name = "Rujukan"
