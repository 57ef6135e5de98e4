"""What the current office says of itself to its province and the ministry: numbers and days, nobody's name."""

from datetime import date, datetime
from typing import Any

from django.db.models import Min, QuerySet
from django.utils import timezone

from accounts.models import OfficeEvent, Staff
from accounts.queries import unheld_lanes
from cases.models import Case, Event
from onboarding.models import OfficeState
from sop_library.models import Sop
from tenants.current import current_office


def tell_state(*, at: datetime) -> None:
    """Write the current office's row, as that office."""
    first = Case.objects.aggregate(first=Min("opened_at"))["first"]
    OfficeState.objects.update_or_create(
        office_id=current_office().id,
        defaults={
            "sops": Sop.objects.filter(retired_at=None, versions__published_at__isnull=False).distinct().count(),
            "staff": Staff.objects.filter(is_active=True).count(),
            "unheld": unheld_lanes().count(),
            "serving_since": timezone.localdate(first) if first else None,
            "active_on": _active_on(),
            "told_at": at,
        },
    )


def _active_on() -> date | None:
    """The last day on which anything was done, whatever it was."""
    lasts = [*_last(Event.objects.all()), *_last(OfficeEvent.objects.all())]
    last = max(lasts, default=None)
    return timezone.localdate(last) if last else None


def _last(events: QuerySet[Any]) -> list[datetime]:
    return list(events.order_by("-number").values_list("at", flat=True)[:1])
