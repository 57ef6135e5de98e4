"""Finding the office's staff, its lanes and who holds them, and its hours."""

from datetime import date, time

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from accounts.models import Closure, Emblem, Lane, LaneMembership, OfficeEvent, OfficeProfile, OpeningHours, Staff

Intervals = tuple[tuple[time, time], ...]


def profile() -> OfficeProfile | None:
    """What the office says of itself; None while it has not been opened."""
    return OfficeProfile.objects.first()


def emblem() -> bytes | None:
    """The emblem on the office's letters as PNG; None where it has uploaded none."""
    row = Emblem.objects.first()
    return bytes(row.body) if row is not None else None


def has_emblem() -> bool:
    """Whether the office has uploaded an emblem, without reading it."""
    return Emblem.objects.exists()


def staff_members() -> QuerySet[Staff]:
    """Everyone who works or worked here, those who still do first, with the lanes they hold now as `held`."""
    held = LaneMembership.objects.filter(ended_at=None).select_related("lane").order_by("lane__order", "lane__label")
    return Staff.objects.prefetch_related(Prefetch("memberships", queryset=held, to_attr="held")).order_by(
        "-is_active", "name"
    )


def lanes_with_holders() -> list[Lane]:
    """Every lane in the office's order, with `held_by`: its memberships that stand, of staff who are still here."""
    standing = (
        LaneMembership.objects.filter(ended_at=None, staff__is_active=True)
        .select_related("staff")
        .order_by("staff__name")
    )
    held = Prefetch("memberships", queryset=standing, to_attr="held_by")
    return list(Lane.objects.prefetch_related(held))  # type: ignore[no-redef]  # the model names it for its readers


def unheld_lanes() -> QuerySet[Lane]:
    """The lanes nobody holds: their steps wait for no one."""
    standing = LaneMembership.objects.filter(ended_at=None, staff__is_active=True)
    return Lane.objects.exclude(pk__in=standing.values("lane"))


def lanes_held_alone(*, staff: Staff) -> QuerySet[Lane]:
    """The lanes this person holds and nobody else: without them their steps wait for no one."""
    standing = LaneMembership.objects.filter(ended_at=None, staff__is_active=True)
    own, others = standing.filter(staff=staff), standing.exclude(staff=staff)
    return Lane.objects.filter(pk__in=own.values("lane")).exclude(pk__in=others.values("lane"))


def lanes_last_held(*, staff: Staff) -> QuerySet[Lane]:
    """The lanes nobody holds now of which this person was the last to hold them."""
    latest = LaneMembership.objects.filter(lane=OuterRef("pk")).order_by("-ended_at", "-started_at")
    return unheld_lanes().alias(last=Subquery(latest.values("staff")[:1])).filter(last=staff.pk)


def opening_hours() -> dict[int, Intervals]:
    """Weekday (Monday is 0) -> its intervals in order; a weekday that is missing is closed."""
    found: dict[int, Intervals] = {}
    for row in OpeningHours.objects.order_by("weekday", "opens"):
        found[row.weekday] = (*found.get(row.weekday, ()), (row.opens, row.closes))
    return found


def closures(*, since: date) -> QuerySet[Closure]:
    """The office's own closed days from `since` on."""
    return Closure.objects.filter(date__gte=since)


def trail(*, last: int) -> list[OfficeEvent]:
    """The `last` changes of the office's administration, newest first, with who made them and whom they are about."""
    return list(OfficeEvent.objects.select_related("by", "subject").order_by("-number")[:last])
