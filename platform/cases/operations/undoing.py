"""A report taken off a case it was joined to by mistake, and a case undone that was opened under the wrong SOP or door.

Nothing is erased: the report waits again for what should have been done with it, and both sides keep a trace.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.ending import check_may_undo
from cases.models import Case, Correction, Ending, Event, Reason, Report, ReportCorrection
from cases.operations import lifecycle, reasons, reports
from cases.operations.events import append
from cases.operations.working import act, check_answers_for, check_fresh, locked
from cases.policies import check_can_see
from cases.refusals import Refusal
from cases.report_queries import counts, is_joined
from custody import holding
from sop_library.engine.events import ReportDated

CASE = "case"
"""The field of a report, as corrections name it, that says on which case it is."""


@transaction.atomic
def detach(*, report: Report, reason: str, seen: int | None = None, by: Staff, at: datetime) -> Report:
    """Take a report off the case it was joined to: it waits again, and its story goes along with that case no more.

    What another office was sent before stays sent. Deadlines that counted from this report count from the case's own
    again. `seen`: the report's revision.

    Raises NotAllowed outside the SOP's lanes, Stale, Refusal("report_waiting", "report_aside", "reason_missing"),
    Refusal("report_opened_case") for the report that the case was opened from.
    """
    case = reports.case_of(report)
    check_can_see(case=case, by=by)
    case = locked(case)
    report = reports.locked_on(report, case=case, seen=seen)
    if not is_joined(report):
        said = _("Kasus ini dibuka dari laporan ini. Bila SOP atau pintunya keliru, tutup kasus sebagai salah dibuka.")
        raise Refusal("report_opened_case", said)
    words = _("Tulis mengapa laporan ini bukan bagian dari kasus itu.")
    why = reasons.required(case=case, words=reason, by=by, at=at, message=words, missing=words)
    counted = counts(report, case=case)
    _release(report, case=case, why=why, by=by, at=at)
    if counted and case.state != Case.State.ENDED and holding.may_work(case.matter):
        event = ReportDated(by=str(by.pk), before=report.received_at, reported_at=case.reported_at)
        act(case=case, event=event, kind="report_detached", by=by, at=at, report=report.code)
    else:
        append(case=case, kind="report_detached", by=by, at=at, report=report.code)
    return report


@transaction.atomic
def undo(*, case: Case, note: str, seen: int | None = None, by: Staff, at: datetime) -> Report:
    """End a case that was opened under the wrong SOP or by the wrong door; return its report, which waits again.

    The case keeps its number and what was recorded on it, is counted as no matter, and is not opened again: from the
    report a new one is. Reports that were joined to it wait again too. `note` says what was wrong, in words.

    Raises NotAllowed outside the SOP's lanes, Stale, Refusal("reason_missing" | "case_ended" | "not_opened_here"), and
    what `cases.ending` knows against it.
    """
    check_can_see(case=case, by=by)
    words = _("Tulis apa yang keliru, misalnya SOP atau pintunya.")
    why = reasons.required(case=case, words=note, by=by, at=at, message=words, missing=words, field="note")
    case = locked(case)
    check_answers_for(case)
    check_fresh(case=case, seen=seen)
    opened = _report_of(case)
    if opened is None:
        said = _("Kasus ini tidak dibuka dari laporan di kantor ini. Pilih alasan penutupan yang lain.")
        raise Refusal("not_opened_here", said)
    check_may_undo(case)
    case = lifecycle.end_early(case=case, reason=Ending.Reason.MISTAKEN, because=why, by=by, at=at)
    for report in Report.objects.select_for_update(of=("self",)).filter(case=case).order_by("received_at", "id"):
        _release(report, case=case, why=why, by=by, at=at)
        append(case=case, kind="report_detached", by=by, at=at, report=report.code)
    return Report.objects.get(pk=opened.pk)


def _report_of(case: Case) -> Report | None:
    """The report that the case was opened from here; None for a case that another office handed over."""
    opened = Event.objects.filter(case=case, kind="case_opened").order_by("number").first()
    return Report.objects.filter(case=case, code=opened.data.get("report", "")).first() if opened else None


def _release(report: Report, *, case: Case, why: Reason, by: Staff, at: datetime) -> None:
    """Let a locked report wait again, with a trace on it and on the case."""
    row = ReportCorrection(report=report, field=CASE, at=at, by=by)
    row.before, row.reason = case.number, str(why.words)
    row.save(force_insert=True)
    correction = Correction(
        case=case, table="cases_report", row_id=report.pk, field=CASE, because=why, at=at, by=by
    )  # fmt: skip
    correction.before = case.number
    correction.save(force_insert=True)
    report.case = None
    reports.moved(report, Report.State.WAITING)
