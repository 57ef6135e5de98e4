"""The door of province and ministry: who sits there, what offices say of themselves, which openings were asked for."""

from onboarding.models.opening import Opening
from onboarding.models.seat import Seat
from onboarding.models.state import OfficeState

__all__ = ["OfficeState", "Opening", "Seat"]
