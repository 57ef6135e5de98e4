"""Where somebody may be in danger: cases of high risk, reports that told of danger, cases that rest meanwhile."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from accounts.models import Staff
from cases.models import Case, Event, Pause, Report
from cases.queries import visible_cases, without_holder
from cases.states import runs_on

JOINED = ("case_opened", "report_attached", "case_taken_over", "file_received")
"""Kinds of events by which a report comes to its case; each names it by its code."""


def danger_unrated(*, cases: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Which of these cases have a report that told of danger, and no officer rated the risk since it was joined.

    Two queries, however many cases.
    """
    codes: dict[uuid.UUID, set[str]] = defaultdict(set)
    for case, code in Report.objects.filter(case__in=set(cases), in_danger=True).values_list("case", "code"):
        codes[case].add(code)
    told = Event.objects.filter(case__in=codes, kind__in=(*JOINED, "risk_rated")).order_by("number")
    standing: dict[uuid.UUID, bool] = {}
    for case, kind, data in told.values_list("case", "kind", "data"):
        if kind == "risk_rated":
            standing[case] = False
        elif data.get("report") in codes[case]:
            standing[case] = True
    return frozenset(case for case, stands in standing.items() if stands)


def held_in_danger(*, to: Staff) -> QuerySet[Case]:
    """Running cases of high risk, or with a report that told of danger, that this person holds or nobody does.

    Ended ones too while something runs on in them. Each says in `nobodys` whether nobody holds it.
    """
    told = Report.objects.filter(in_danger=True).exclude(case=None).values("case")
    running = visible_cases(to=to).filter(Q(state=Case.State.RUNNING) | runs_on())
    running = running.filter(Q(risk=Case.Risk.HIGH) | Q(pk__in=told))
    nobodys = ExpressionWrapper(without_holder(to=to), output_field=BooleanField())
    return running.annotate(nobodys=nobodys).filter(Q(holder=to) | Q(nobodys=True)).order_by("reported_at")


def resting_cases(*, to: Staff) -> QuerySet[Case]:
    """Paused cases this person should not lose sight of: those of high risk, those they hold, those nobody holds.

    Each says in `nobodys` whether nobody holds it, and in `look_again_on` on which day to look at it again.
    """
    resting = Pause.objects.filter(case=OuterRef("pk"), ended_at=None)
    paused = visible_cases(to=to).filter(state=Case.State.PAUSED)
    nobodys = ExpressionWrapper(without_holder(to=to), output_field=BooleanField())
    paused = paused.annotate(nobodys=nobodys, look_again_on=Subquery(resting.values("look_again_on")[:1]))
    return paused.filter(Q(risk=Case.Risk.HIGH) | Q(holder=to) | Q(nobodys=True)).order_by("opened_at")
