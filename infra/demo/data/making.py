"""Makes all of it: offices, staff, accounts, sample cases. A second time it only adds what is missing."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.models import Lane, Staff
from cases.calendars import office_calendar
from cases.models import Report
from infra.demo.data import accounts, consoles
from infra.demo.data.acting import SampleStuck
from infra.demo.data.driving import play
from infra.demo.data.figures import publish_first
from infra.demo.data.offices import NEIGHBOURS, OFFICES
from infra.demo.data.opening import Password, ensure_offices
from infra.demo.data.samples import banyuwangi, barito_utara, nunukan, salatiga, salatiga_may
from infra.demo.data.script import Sample
from infra.demo.data.staff import STAFF
from infra.demo.data.times import Times
from onboarding.telling import tell_state
from tenants.current import in_office
from tenants.models import Office

SAMPLES: dict[str, Callable[[Times], list[Sample]]] = {
    "33.73": lambda times: [*salatiga.samples(times), *salatiga_may.samples(times)],
    "35.10": banyuwangi.samples,
    "65.03": nunukan.samples,
    "62.05": barito_utara.samples,
}


def make(*, folder: Path, now: datetime, tell: Callable[[str], None]) -> None:
    """Make the demo's data in the database of this process, which must have the owner's login.

    The accounts are written to `folder` before they are made, so that no password is ever lost.
    """
    kept = accounts.kept_password(folder)
    password = Password(kept or accounts.new_password(), new=kept is None)
    if password.new:
        accounts.keep(folder, [_named_only(code, password.words) for code in SAMPLES])
    offices = ensure_offices(password=password, now=now, tell=tell, plans=(*OFFICES, *NEIGHBOURS))
    for code, office in offices.items():
        with in_office(office), timezone.override(ZoneInfo(office.zone)):
            made = _play_missing(office, SAMPLES[code], now, tell) if code in SAMPLES else 0
            tell_state(at=now)
        if made:
            tell(f"{office.name}: {made} kasus dan laporan contoh")
    if publish_first(offices=offices.values(), now=now):
        tell("Angka nasional diterbitkan")
    seats = consoles.ensure_seats(password=password, now=now)
    accounts.keep(folder, [*(_accounts(office, password.words) for office in offices.values()), seats])


def _play_missing(
    office: Office, samples: Callable[[Times], Sequence[Sample]], now: datetime, tell: Callable[[str], None]
) -> int:
    """Play every sample of the current office that it has not got, the oldest first; each whole or not at all.

    One that cannot be played any more (its people have left, their lanes were given away) is named and left out.
    """
    times = Times(now, office_calendar(today=timezone.localdate(now)))
    wanted = sorted(samples(times), key=lambda sample: sample.opened_at)
    ids = {sample.key: uuid.uuid5(office.id, f"demo/{sample.key}") for sample in wanted}
    there = set(Report.objects.filter(id__in=ids.values()).values_list("id", flat=True))
    missing = [sample for sample in wanted if ids[sample.key] not in there]
    made = 0
    for sample in missing:
        staff = {one.username: one for one in Staff.objects.filter(is_active=True).order_by("joined_at", "username")}
        try:
            with transaction.atomic():
                play(sample=sample, region=office.code, staff=staff, report_id=ids[sample.key])
        except SampleStuck as stuck:
            tell(f"Contoh dilewati: {stuck}")
        else:
            made += 1
    return made


def _named_only(code: str, password: str) -> dict[str, Any]:
    people = [{"username": one.username, "password": password, "duty": one.duty} for one in STAFF[code]]
    return {"office": code, "slug": code, "accounts": people}


def _accounts(office: Office, password: str) -> dict[str, Any]:
    """The accounts of an office as they stand: who, in which lanes. Only those that the demo made."""
    with in_office(office):
        labels = dict(Lane.objects.values_list("key", "label"))
        found = {staff.username: staff for staff in Staff.objects.filter(is_active=True)}
        people = [
            {
                "username": one.username,
                "password": password,
                "duty": one.duty,
                "name": found[one.username].name,
                "lanes": {key: labels[key] for key in sorted(found[one.username].lane_keys())},
                "admin": found[one.username].is_office_admin,
            }
            for one in STAFF[office.code]
            if one.username in found
        ]
    return {"office": office.name, "slug": office.slug, "accounts": people}
