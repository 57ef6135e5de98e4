"""When and how a report came in, put right after it became a case: limits and the nation's month count from there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case, Report, ReportCorrection
from cases.operations import reports
from cases.operations.events import append
from cases.operations.working import act, check_answers_for, locked
from cases.policies import check_can_see
from cases.refusals import Missing, Refusal
from cases.report_queries import counts, is_joined
from sop_library.engine.events import ReportDated


@transaction.atomic
def correct(
    *, report: Report, received_at: datetime, channel: str, reason: str, seen: int | None = None, by: Staff,
    at: datetime,
) -> list[ReportCorrection]:  # fmt: skip
    """Put right when and through which channel a report of a case came in; what stood there stays, sealed.

    Of the report that the case was opened from, the case's own time and channel follow; whatever counts from the
    report is counted again. `seen`: the report's revision. Returns the corrections, empty when nothing changed.

    Raises NotAllowed, Stale, Refusal("report_waiting", "report_aside", "received_later", "reason_missing").
    """
    case = reports.case_of(report)
    check_can_see(case=case, by=by)
    case = locked(case)
    report = reports.locked_on(report, case=case, seen=seen)
    check_answers_for(case)
    _check(report, case, received_at=received_at, at=at)
    before = {"received_at": report.received_at.isoformat(), "channel": report.channel}
    after = {"received_at": received_at.isoformat(), "channel": channel}
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return []
    if not reason.strip():
        said = _("Tulis alasan perbaikan, misalnya “salah ketik”.")
        raise Refusal("reason_missing", _("Tulis mengapa laporan diperbaiki."), missing=[Missing("reason", said)])
    rows = [ReportCorrection(report=report, field=name, at=at, by=by) for name in changed]
    for row in rows:
        row.before, row.reason = before[row.field], reason.strip()
    ReportCorrection.objects.bulk_create(rows)
    _write(report, case, received_at=received_at, channel=channel, by=by, at=at)
    return rows


def _check(report: Report, case: Case, *, received_at: datetime, at: datetime) -> None:
    reports.check_received(received_at=received_at, at=at)
    if not is_joined(report) and received_at > case.opened_at:
        said = _("Kasus dibuka lebih dulu dari waktu ini. Laporannya tentu datang sebelum itu.")
        raise Refusal("received_later", said, missing=[Missing("received_on", said)])


def _write(
    report: Report, case: Case, *, received_at: datetime, channel: str, by: Staff, at: datetime
) -> None:  # fmt: skip
    before = report.received_at
    if not is_joined(report):
        case.reported_at, case.channel = received_at, channel
        case.save(update_fields=["reported_at", "channel"])
    report.received_at, report.channel = received_at, channel
    report.revision += 1
    report.save(update_fields=["received_at", "channel", "revision"])
    if case.state == Case.State.ENDED or not counts(report, case=case):
        append(case=case, kind="report_corrected", by=by, at=at, report=report.code)
        return
    event = ReportDated(by=str(by.pk), before=before, reported_at=received_at)
    act(case=case, event=event, kind="report_corrected", by=by, at=at, report=report.code)
