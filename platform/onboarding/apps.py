"""The app."""

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    """Opening an office."""

    name = "onboarding"
    verbose_name = "Pembukaan kantor"
