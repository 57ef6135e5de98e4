"""Finding reports that no longer simply wait, and every report a person may see."""

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Staff
from cases.models import Case, Event, Report, SettingAside
from cases.queries import visible_cases


def with_standing(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Add why each report is set aside as `report.aside`: a list with the standing row, or empty."""
    standing = SettingAside.objects.filter(taken_up_at=None).select_related("by")
    return reports.prefetch_related(Prefetch("settings_aside", queryset=standing, to_attr="aside"))


def reports_aside(*, to: Staff) -> QuerySet[Report]:
    """Reports that were set aside and not taken up again, the last one first."""
    if not to.lane_keys():
        return Report.objects.none()
    found = Report.objects.filter(state=Report.State.ASIDE, settings_aside__taken_up_at=None)
    return with_standing(found.order_by("-settings_aside__at", "id"))


def visible_reports(*, to: Staff) -> QuerySet[Report]:
    """Every report this person may see: those without a case for whoever holds a lane, else those of their cases."""
    if not to.is_active or not to.lane_keys():
        return Report.objects.none()
    return Report.objects.filter(Q(case=None) | Q(case__in=visible_cases(to=to)))


def is_joined(report: Report) -> bool:
    """Whether a report was joined to its case, which was there before; not the one that the case was opened from."""
    joined = Event.objects.filter(case=report.case_id, kind="report_attached", data__report=report.code)
    return report.case_id is not None and joined.exists()


def counts(report: Report, *, case: Case) -> bool:
    """Whether the limits of a case count from this report of it: the last that opened it again, else its first.

    The case's events say which; two reports may have come in at the same moment.
    """
    code = attached = ""
    kinds = ["report_attached", "report_detached", "case_ended", "case_reopened"]
    events = Event.objects.filter(case=case, kind__in=kinds).order_by("number")
    for kind, told in events.values_list("kind", "data__report"):
        if kind == "report_attached":
            attached = told
        elif kind == "report_detached" and told == code:
            code = ""
        elif kind == "case_ended":
            attached = ""
        elif kind == "case_reopened":  # a report joined since the end is what opened it again
            code = attached or code
    return report.code == code if code else not is_joined(report)
