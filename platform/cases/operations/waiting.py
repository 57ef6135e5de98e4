"""What is done with a report while it waits: corrected with a trace, set aside with a reason, taken up again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Report, ReportCorrection, SettingAside
from cases.operations import reports
from cases.operations.reported import known
from cases.operations.reports import ReportData
from cases.policies import check_can_take_reports
from cases.refusals import Missing, Refusal


def _said(data: ReportData, *, received_at: datetime) -> dict[str, Any]:
    """Everything a report says, one line for each question; what is not known is left out."""
    lines: dict[str, Any] = {"channel": data.channel, "received_at": received_at.isoformat()}
    lines |= {"anonymous": True} if data.anonymous else {}
    lines |= {} if data.in_danger is None else {"in_danger": data.in_danger}
    said = data.details
    if said is None:
        return lines
    lines |= {"reporter_is_victim": True} if said.reporter_is_victim else {}
    lines |= {"reporter.relation": said.relation} if said.relation else {}
    for part, found in (("victim", said.victim), ("reporter", said.reporter), ("incident", said.incident)):
        lines |= {f"{part}.{name}": value for name, value in known(found).items()}
    return lines


def _as_words(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(value)
    return {True: "YA", False: "TIDAK"}[value] if isinstance(value, bool) else value


@transaction.atomic
def correct(
    *, report: Report, data: ReportData, received_at: datetime, reason: str = "", seen: int | None = None, by: Staff,
    at: datetime,
) -> list[ReportCorrection]:  # fmt: skip
    """Correct what a waiting report says; a row for every field that changes keeps what stood there, sealed.

    `data` is the whole report as it should stand, its details settled. `seen`: the revision it was read at. Returns
    the corrections, empty when nothing changed. Raises NotAllowed for someone without a lane, Stale,
    Refusal("report_taken", "report_aside", "received_later"), Refusal("reason_missing") when something known is
    replaced without a reason.
    """
    check_can_take_reports(by=by)
    report = reports.locked(report, seen=seen)
    reports.check_state(report, Report.State.WAITING)
    reports.check_received(received_at=received_at, at=at)
    before = _said(reports.read(report), received_at=report.received_at)
    after = _said(data, received_at=received_at)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if any(name in before for name in changed) and not reason.strip():
        raise Refusal(
            "reason_missing", _("Tulis mengapa laporan diperbaiki."),
            missing=[Missing("reason", _("Tulis alasan perbaikan, misalnya “salah ketik”."))],
        )  # fmt: skip
    if not changed:
        return []
    rows = [ReportCorrection(report=report, field=name, at=at, by=by) for name in changed]
    for row in rows:
        row.before, row.reason = _as_words(before.get(row.field)), reason.strip() or None
    ReportCorrection.objects.bulk_create(rows)
    reports.write(report, data)
    report.received_at = received_at
    report.revision += 1
    report.save()
    return rows


@transaction.atomic
def set_aside(
    *, report: Report, reason: str, referred_to: str = "", words: str = "", seen: int | None = None, by: Staff,
    at: datetime,
) -> SettingAside:  # fmt: skip
    """Set a waiting report aside: it is kept, listed apart, and can be taken up again.

    `reason`: a SettingAside.Reason. Raises NotAllowed for someone without a lane, Stale, Refusal("report_taken",
    "report_aside"), Refusal("reason_missing") naming every field that is still to be filled in.
    """
    check_can_take_reports(by=by)
    report = reports.locked(report, seen=seen)
    reports.check_state(report, Report.State.WAITING)
    missing = []
    if reason not in SettingAside.Reason.values:
        missing.append(Missing("reason", _("Pilih mengapa laporan ini disisihkan.")))
    if reason == SettingAside.Reason.REFERRED and not referred_to.strip():
        missing.append(Missing("referred_to", _("Tulis ke lembaga mana laporan ini diteruskan.")))
    if reason == SettingAside.Reason.OTHER and not words.strip():
        missing.append(Missing("words", _("Tulis alasan lain itu apa.")))
    if missing:
        raise Refusal("reason_missing", _("Lengkapi alasannya dulu."), missing=missing)
    row = SettingAside(report=report, reason=reason, at=at, by=by)
    row.referred_to = referred_to.strip() or None
    row.words = words.strip() or None
    row.save(force_insert=True)
    reports.moved(report, Report.State.ASIDE)
    return row


@transaction.atomic
def take_up(*, report: Report, because: str, seen: int | None = None, by: Staff, at: datetime) -> Report:
    """Let a report that was set aside wait again. Why it was set aside stays on record.

    Raises NotAllowed for someone without a lane, Stale, Refusal("report_taken", "report_waiting", "reason_missing").
    """
    check_can_take_reports(by=by)
    report = reports.locked(report, seen=seen)
    reports.check_state(report, Report.State.ASIDE)
    if not because.strip():
        raise Refusal(
            "reason_missing", _("Tulis mengapa laporan ini diambil kembali."),
            missing=[Missing("because", _("Tulis mengapa laporan ini diambil kembali."))],
        )  # fmt: skip
    row = report.settings_aside.select_for_update(of=("self",)).get(taken_up_at=None)
    row.taken_up_at = max(at, row.at)  # a server's clock may be set back
    row.taken_up_by, row.taken_up_because = by, because.strip()
    row.save(update_fields=["taken_up_at", "taken_up_by", "taken_up_because"])
    reports.moved(report, Report.State.WAITING)
    return report
