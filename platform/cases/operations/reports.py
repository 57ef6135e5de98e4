"""Taking in a report: also without a name, through any channel; it waits until a case is opened from it."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import OfficeProfile, Staff
from cases.models import Report
from cases.policies import check_can_take_reports
from cases.refusals import Refusal

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O, 1/I/L: read out over the telephone


@dataclass(frozen=True)
class ReportData:
    """What came in; all but the channel may be unknown. `details` is sealed JSON: people, places, the incident."""

    channel: str
    story: str = ""
    anonymous: bool = False
    reporter_name: str = ""
    reporter_phone: str = ""
    safe_contact: str = ""
    sex: str = ""
    age_band: str = ""
    kinds: tuple[str, ...] = ()
    place: str = ""
    in_danger: bool | None = None
    details: Mapping[str, Any] | None = None


def new_code() -> str:
    """A code for a report that says nothing about it: the office's prefix and six random letters and digits."""
    prefix = OfficeProfile.objects.values_list("register_prefix", flat=True).get()
    letters = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


@transaction.atomic
def receive(
    *,
    data: ReportData,
    by: Staff,
    at: datetime,
    received_at: datetime | None = None,
    id: uuid.UUID | None = None,  # noqa: A002
) -> Report:
    """Record a report. `received_at` may lie before `at` (a letter of yesterday), never after. `id`: the key the page
    that sends it made up, so that a form sent twice is one report (the second raises IntegrityError).

    Raises NotAllowed for someone without a lane, Refusal("received_later") for a time to come.
    """
    check_can_take_reports(by=by)
    if received_at and received_at > at:
        raise Refusal("received_later", _("Waktu diterima tidak boleh di masa depan."))
    report = Report(
        id=id or uuid.uuid4(),
        code=new_code(), channel=data.channel, received_at=received_at or at, taken_by=by, anonymous=data.anonymous,
        sex=data.sex, age_band=data.age_band, kinds=list(data.kinds), place=data.place, in_danger=data.in_danger,
    )  # fmt: skip
    report.story = data.story or None
    report.safe_contact = data.safe_contact or None
    report.details = dict(data.details) if data.details else None
    if not data.anonymous:
        report.reporter_name = data.reporter_name or None
        report.reporter_phone = data.reporter_phone or None
    report.save(force_insert=True)
    return report
