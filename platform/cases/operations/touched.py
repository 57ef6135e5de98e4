"""What this office itself said in a case since another office told the last time, though it may read as before again.

Put right and put back, a word equals what that office was told; what it then tells late would count as news of theirs
alone. So what stood is noted where a file is taken in (`noted`), and asked for by the next one (`since`).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Max

from cases.models import Case, Correction, Event, Finding

KEY = "stood"
"""Where a file that was taken in keeps what was noted then; no office tells it to another."""
RATED = ("risk_rated", "risk_assumed")


@dataclass(frozen=True, slots=True)
class Touched:
    """`rows`: the fields put right here, by the row; `findings`: their names; `risk`: whether it was rated."""

    rows: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    findings: frozenset[str] = frozenset()
    risk: bool = False

    def of(self, row: UUID) -> frozenset[str]:
        """The fields of a person or an incident."""
        return self.rows.get(row, frozenset())


def noted(case: Case) -> dict[str, Any]:
    """Where the case's own traces stand now, under the key that a file keeps it by."""
    mended = Correction.objects.filter(case=case, there="").values_list("pk", flat=True)
    return {
        KEY: {
            "mended": [str(key) for key in mended],
            "finding": Finding.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0,
            "event": Event.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0,
        }
    }


def since(case: Case, before: Mapping[str, Any] | None) -> Touched:
    """What was said here since `before` was taken in; nothing where that was not noted."""
    stood = before.get(KEY) if before is not None else None
    if stood is None:
        return Touched()
    rows = defaultdict(set)
    mended = Correction.objects.filter(case=case, there="").exclude(pk__in=stood["mended"])
    for row, name in mended.values_list("row_id", "field"):
        rows[row].add(name)
    findings = Finding.objects.filter(case=case, number__gt=stood["finding"]).values_list("name", flat=True)
    return Touched(
        rows={row: frozenset(names) for row, names in rows.items()},
        findings=frozenset(findings),
        risk=Event.objects.filter(case=case, number__gt=stood["event"], kind__in=RATED).exists(),
    )
