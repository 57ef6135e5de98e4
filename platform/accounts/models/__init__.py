"""Who works in an office, in which lanes, and when the office is open."""

from accounts.models.lanes import Lane, LaneMembership
from accounts.models.office import Closure, OfficeProfile, OpeningHours
from accounts.models.staff import Staff

__all__ = ["Closure", "Lane", "LaneMembership", "OfficeProfile", "OpeningHours", "Staff"]
