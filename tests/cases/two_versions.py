"""A case that ran under a version whose step keys the version of now shares none of, as a move leaves it."""

import json
from datetime import datetime

from django.db import connection

from accounts.models import Staff
from cases import running
from cases.models import Case, Event, StepPass
from cases.operations.events import append
from cases.operations.facts import keep_fact
from sop_library.engine.events import TakeOver
from sop_library.models import SopVersion
from sop_library.operations.adopting import adopt
from sop_library.queries import definition_of
from tests.sop_library.renamed import prefixed


def next_version(version: SopVersion, *, at: datetime) -> SopVersion:
    """The same SOP published again, every step called otherwise."""
    return adopt(definition=prefixed(definition_of(version)), at=at)


def put_under(case: Case, version: SopVersion, *, by: Staff, at: datetime) -> Case:
    """The case as it stands under another version: what was done is history, its door's first step is open."""
    live = StepPass.objects.filter(case=case, status__in=["open", "waiting"])
    live.update(status="cancelled", done_at=at, done_by=by, reason="pindah versi")
    StepPass.objects.filter(case=case).update(former=True)
    moved: Event = append(case=case, kind="step_back", by=by, at=at, step="terima")
    case.earlier = [[str(case.version_id), moved.number]]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET version_id = %s, flow = '{}', earlier = %s WHERE id = %s",
            [version.pk, json.dumps(case.earlier), case.pk],
        )
    case = Case.objects.select_related("version__sop").get(pk=case.pk)
    door = definition_of(version).doors[case.door]
    event = TakeOver(
        door=case.door, step=door.starts, credited=(), by=str(by.pk), lanes=by.lane_keys(),
        reported_at=case.reported_at,
    )  # fmt: skip
    running.run(case=case, event=event, by_id=str(by.pk), at=at)
    case.save(update_fields=["flow", "stage", "state"])
    keep_fact(case=case, at=at)
    return case
