"""Opens the offices, gives them their SOPs and their staff. What is there already is kept as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files

from django.db import transaction

from accounts.models import Lane, Staff
from accounts.operations import add_staff, change_own_password, hold_lanes, set_hours
from infra.demo.data.offices import OFFICES, DemoOffice
from infra.demo.data.staff import STAFF, Colleague
from onboarding.operations import FirstAdmin, open_office
from sop_library.definition import Definition
from sop_library.loading import load
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.models import Office

OPEN_SINCE = timedelta(days=400)
"""The offices are older than their oldest sample case."""


@dataclass(frozen=True)
class Password:
    """The demo's password. `new`: made at this start, so that accounts from before must get it too."""

    words: str
    new: bool


def catalogue_sop(name: str) -> Definition:
    """Return an SOP of the catalogue by name ("nunukan/intervensi-krisis")."""
    text = files("sop_library").joinpath("catalogue", f"{name}.yaml").read_bytes()
    return load(text, name=name)


def ensure_offices(
    *, password: Password, now: datetime, tell: Callable[[str], None], plans: tuple[DemoOffice, ...] = OFFICES
) -> dict[str, Office]:
    """Return the offices by code, opening those that are missing."""
    found = {}
    for plan in plans:
        office = Office.objects.filter(code=plan.code).first()
        if office is None:
            admin = next(one for one in STAFF[plan.code] if one.admin)
            opened = open_office(
                code=plan.code, slug=plan.slug, profile=plan.profile, at=now - OPEN_SINCE,
                admin=FirstAdmin(username=admin.username, name=admin.name),
            )  # fmt: skip
            office = opened.office
            tell(f"{office.name} dibuka")
        with in_office(office), transaction.atomic():
            _furnish(plan, password=password, now=now)
        found[plan.code] = office
    return found


def _furnish(plan: DemoOffice, *, password: Password, now: datetime) -> None:
    """Hours, SOPs and staff of the current office."""
    admin = Staff.objects.get(username="admin")
    just_opened = admin.must_change_password and admin.last_login is None
    since = now - OPEN_SINCE if just_opened else now
    if just_opened:
        set_hours(hours=plan.hours, by=admin, at=since)
    if just_opened or password.new:
        change_own_password(staff=admin, password=password.words)
    for order, name in enumerate(plan.sops):
        adopt(definition=catalogue_sop(name), at=since, by=admin, order=order)
    known = {staff.username: staff for staff in Staff.objects.all()}
    for colleague in STAFF[plan.code]:
        if colleague.username not in known:
            _employ(colleague, admin=admin, password=password, since=since)
        elif password.new and not colleague.admin:
            change_own_password(staff=known[colleague.username], password=password.words)


def _employ(colleague: Colleague, *, admin: Staff, password: Password, since: datetime) -> None:
    staff = add_staff(
        by=admin, username=colleague.username, name=colleague.name, post=colleague.duty, password=password.words,
        is_office_admin=colleague.admin, at=since,
    )  # fmt: skip
    Staff.objects.filter(pk=staff.pk).update(must_change_password=False, joined_at=since)
    hold_lanes(staff=staff, lanes=list(Lane.objects.filter(key__in=colleague.lanes)), by=admin, at=since)
