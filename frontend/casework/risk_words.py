"""How high the risk stands, who set it, when and on what: assessed, or assumed from danger at the report."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.models import Case, Event, Report
from cases.versions import words_for
from frontend.casework.timeline import happening
from frontend.casework.wording import when_words

RATED, ASSUMED = "risk_rated", "risk_assumed"
GROUNDS = ("form_filled", "form_corrected", "step_done", "facts_recorded")


def risk_stands(case: Case, *, now: datetime) -> str:
    """The present level in a sentence or two."""
    if not case.risk:
        return _("Belum dinilai.")
    said: dict[str, str] = {"risk": str(Case.Risk(case.risk).label)}
    event = Event.objects.filter(case=case, kind__in=(RATED, ASSUMED)).select_related("by").order_by("-number").first()
    if event is not None and event.kind == RATED:
        said |= {"who": event.by.name, "when": when_words(event.at, now=now, inside=True)}
        words = _("Sekarang: %(risk)s. Dinilai %(who)s, %(when)s.") % said
        return " ".join(filter(None, (words, _ground(event, now=now))))
    said |= {"when": when_words(case.opened_at, now=now, inside=True)}
    said |= {"who": event.by.name if event is not None else case.opened_by.name}
    report = event.data.get("report", "") if event is not None else _dangerous(case)
    if not report:
        return _("Sekarang: %(risk)s, sejak kasus dibuka %(who)s, %(when)s.") % said
    said["report"] = report
    if event is not None and "before" in event.data:
        said["when"] = when_words(event.at, now=now, inside=True)
        return _(
            "Sekarang: %(risk)s, belum dinilai siapa pun sejak laporan %(report)s, yang menyebut bahaya, digabungkan "
            "%(who)s, %(when)s."
        ) % said  # fmt: skip
    return _(
        "Sekarang: %(risk)s, belum dinilai siapa pun. Dianggap begitu sejak kasus dibuka %(who)s, %(when)s, karena "
        "dalam bahaya saat melapor (laporan %(report)s)."
    ) % said  # fmt: skip


def _dangerous(case: Case) -> str:
    report = Report.objects.filter(case=case, in_danger=True).order_by("received_at").only("code").first()
    return report.code if report is not None and case.risk == Case.Risk.HIGH else ""


def _ground(rated: Event, *, now: datetime) -> str:
    """What it was rated in, where that was a form or a step rather than the page that asks for it."""
    beside = Event.objects.filter(case=rated.case_id, at=rated.at, kind__in=GROUNDS).select_related("by")
    found = beside.order_by("-number").first()
    if found is None:
        return ""
    return f"{happening(found, words_for(rated.case), now=now).words}."
