"""The app as Django knows it."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Handing a person to another office, and taking one over."""

    name = "referrals"
    verbose_name = "Rujukan"

    def ready(self) -> None:
        """Let cases know what a handover on its way keeps from happening."""
        from referrals import guarding  # noqa: F401 - it registers itself
