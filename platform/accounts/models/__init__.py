"""Who works in an office, in which lanes, when the office is open, and who changed any of it."""

from accounts.models.lanes import Lane, LaneMembership
from accounts.models.office import Closure, Emblem, OfficeProfile, OpeningHours
from accounts.models.staff import Staff
from accounts.models.trail import OfficeEvent

__all__ = ["Closure", "Emblem", "Lane", "LaneMembership", "OfficeEvent", "OfficeProfile", "OpeningHours", "Staff"]
