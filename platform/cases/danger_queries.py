"""Where somebody may be in danger: cases of high risk, reports that told of danger, cases that rest meanwhile."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.models import Staff
from cases.models import Case, Event, Report
from cases.queries import visible_cases

JOINED = ("case_opened", "report_attached")


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


def resting_cases(*, to: Staff) -> QuerySet[Case]:
    """Paused cases this person should not lose sight of: those of high risk, those they hold, those nobody holds.

    Whose holder works here no more is held by nobody.
    """
    paused = visible_cases(to=to).filter(state=Case.State.PAUSED)
    nobodys = Q(holder=None) | Q(holder__is_active=False)
    return paused.filter(Q(risk=Case.Risk.HIGH) | Q(holder=to) | nobodys).order_by("opened_at")
