"""What an office starts with until its admin says otherwise. A starting point, not a rule of law."""

import re
from datetime import time

from accounts.models import OfficeProfile, OpeningHours
from onboarding.codes import Place

WORKING_WEEK = range(5)
OPENS, CLOSES = time(7, 30), time(16, 0)


def make_profile(*, place: Place, values: dict[str, str]) -> OfficeProfile:
    """Write profile and hours into the current office; `values` are the profile's fields that are known."""
    known = {
        "name": f"UPTD PPA {place.name}",
        "short_name": f"UPTD PPA {place.bare_name}",
        "register_prefix": register_prefix(place.bare_name),
    }
    profile = OfficeProfile(**(known | values))
    profile.full_clean()
    profile.save(force_insert=True)
    OpeningHours.objects.bulk_create(OpeningHours(weekday=day, opens=OPENS, closes=CLOSES) for day in WORKING_WEEK)
    return profile


def register_prefix(name: str) -> str:
    """Return the letters before a register number: the first three of the name ("SAL")."""
    return re.sub(r"[^A-Z]", "", name.upper())[:3]
