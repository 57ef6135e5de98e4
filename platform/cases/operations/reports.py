"""Taking in a report: also without a name, through any channel; it waits until a case is opened from it."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import OfficeProfile, Staff
from cases.models import Case, Report
from cases.operations import reported
from cases.operations.reported import ReportDetails
from cases.policies import check_can_take_reports
from cases.refusals import Refusal, Stale

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O, 1/I/L: read out over the telephone


@dataclass(frozen=True)
class ReportData:
    """What came in; all but the channel may be unknown. `details`: people and the incident, kept sealed."""

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
    details: ReportDetails | None = None


def with_details(*, channel: str, details: ReportDetails, anonymous: bool, in_danger: bool | None) -> ReportData:
    """The report that says these details; of a nameless reporter nothing is kept. `details` must be settled."""
    own, victim, reporter = details.reporter_is_victim, details.victim, details.reporter
    return ReportData(
        channel=channel,
        story=details.incident.story,
        anonymous=anonymous,
        reporter_name=reporter.name or (victim.name if own else ""),
        reporter_phone=reporter.phone or (victim.phone if own else ""),
        safe_contact=victim.safe_contact,
        sex=victim.sex,
        age_band=victim.age_band,
        kinds=details.incident.kinds,
        place=details.incident.place,
        in_danger=in_danger,
        details=details,
    )


def read(report: Report) -> ReportData:
    """What a report says, opened."""
    return with_details(
        channel=report.channel, details=reported.details_of(report), anonymous=report.anonymous,
        in_danger=report.in_danger,
    )  # fmt: skip


def says_the_same(*, report: Report, data: ReportData, received_at: datetime) -> bool:
    """Whether a stored report holds exactly this, so that sending it again adds nothing."""
    return read(report) == data and report.received_at == received_at


def new_code() -> str:
    """A code for a report that says nothing about it: the office's prefix and six random letters and digits."""
    prefix = OfficeProfile.objects.values_list("register_prefix", flat=True).get()
    letters = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def write(report: Report, data: ReportData) -> None:
    """Put the data on the row; it is not saved."""
    report.channel, report.anonymous, report.in_danger = data.channel, data.anonymous, data.in_danger
    report.sex, report.age_band, report.kinds, report.place = data.sex, data.age_band, list(data.kinds), data.place
    report.story = data.story or None
    report.safe_contact = data.safe_contact or None
    report.details = reported.as_json(data.details) if data.details else None
    report.reporter_name = None if data.anonymous else data.reporter_name or None
    report.reporter_phone = None if data.anonymous else data.reporter_phone or None


def check_received(*, received_at: datetime | None, at: datetime) -> None:
    """Raise Refusal("received_later") for a time to come."""
    if received_at and received_at > at:
        raise Refusal("received_later", _("Waktu diterima tidak boleh di masa depan."))


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
    check_received(received_at=received_at, at=at)
    report = Report(id=id or uuid.uuid4(), code=new_code(), received_at=received_at or at, taken_by=by)
    write(report, data)
    report.save(force_insert=True)
    return report


def locked(report: Report, *, seen: int | None = None) -> Report:
    """The report, locked until the transaction ends. Raises Stale when it changed since it was seen at `seen`."""
    found = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if seen is not None and seen != found.revision:
        raise Stale("stale", _("Laporan ini baru saja diubah petugas lain. Lihat perubahannya, lalu coba lagi."))
    return found


def case_of(report: Report) -> Case:
    """The case a report is on, read without a lock: whoever changes both locks the case first, then the report.

    Raises Refusal("report_waiting", "report_aside") for a report on no case.
    """
    current = Report.objects.select_related("case").get(pk=report.pk)
    check_state(current, Report.State.TAKEN)
    if current.case is None:
        raise Refusal("report_waiting", _("Laporan ini sedang menunggu."))
    return current.case


def locked_on(report: Report, *, case: Case, seen: int | None = None) -> Report:
    """The report of a case that is locked already, locked after it. Raises Stale where it is on that case no more."""
    found = locked(report, seen=seen)
    if found.case_id != case.pk:
        raise Stale("stale", _("Laporan ini baru saja diubah petugas lain. Lihat perubahannya, lalu coba lagi."))
    return found


def check_state(report: Report, state: str) -> None:
    """Raise Refusal("report_taken", "report_aside", "report_waiting") unless the report is in `state`."""
    if report.state == state:
        return
    raise {
        Report.State.TAKEN: Refusal("report_taken", _("Laporan ini sudah menjadi kasus.")),
        Report.State.ASIDE: Refusal(
            "report_aside", _("Laporan ini disisihkan. Ambil kembali dulu bila akan ditangani.")
        ),
        Report.State.WAITING: Refusal("report_waiting", _("Laporan ini sedang menunggu.")),
    }[Report.State(report.state)]


def moved(report: Report, state: str) -> None:
    """Save the report in its new state, one revision on."""
    report.state = state
    report.revision += 1
    report.save(update_fields=["state", "case", "revision"])
