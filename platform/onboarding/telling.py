"""What the current office says of itself to others: numbers and days to those above it, how to reach it to all."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Min, QuerySet

from accounts import operations
from accounts.models import OfficeEvent, OfficeProfile, Staff
from accounts.queries import unheld_lanes
from cases.calendars import local_date
from cases.models import Case, Event
from custody.models import Address
from onboarding.models import OfficeState
from sop_library.models import Sop
from tenants.current import current_office


@transaction.atomic
def change_profile(*, by: Staff, at: datetime | None = None, **fields: Any) -> OfficeProfile:
    """Change the current office's profile, and how the others reach it. Raises NotAllowed, TypeError."""
    profile = operations.change_profile(by=by, at=at, **fields)
    tell_address()
    return profile


def tell_address() -> None:
    """Tell the others the current office's telephone and unit, as they stand in its profile."""
    profile = OfficeProfile.objects.get()
    longest = Address._meta.get_field("phone").max_length
    phone = (profile.phone or profile.hotline)[:longest]
    Address.objects.filter(office_id=current_office().id).update(phone=phone, unit=profile.unit)


def tell_state(*, at: datetime) -> None:
    """Write the current office's row, as that office; and its address, which older versions left without telephone."""
    tell_address()
    first = Case.objects.aggregate(first=Min("opened_at"))["first"]
    OfficeState.objects.update_or_create(
        office_id=current_office().id,
        defaults={
            "sops": Sop.objects.filter(retired_at=None, versions__published_at__isnull=False).distinct().count(),
            "staff": Staff.objects.filter(is_active=True).count(),
            "unheld": unheld_lanes().count(),
            "serving_since": local_date(first) if first else None,
            "active_on": _active_on(),
            "told_at": at,
        },
    )


def _active_on() -> date | None:
    """The last day on which anything was done, whatever it was."""
    lasts = [*_last(Event.objects.all()), *_last(OfficeEvent.objects.all())]
    last = max(lasts, default=None)
    return local_date(last) if last else None


def _last(events: QuerySet[Any]) -> list[datetime]:
    return list(events.order_by("-number").values_list("at", flat=True)[:1])
