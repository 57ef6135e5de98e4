"""The local reporting fact, kept beside the work. Counts and codes only; children are those under 18 (UU 23/2002)."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from cases.calendars import local_date
from cases.case_facts import any_domestic
from cases.models import Case
from outbox.operations import post
from sop_library.codes import child_bands
from sop_library.queries import definition_of

SEXES = {("P", True): "girls", ("L", True): "boys", ("P", False): "women", ("L", False): "men"}


INGREDIENTS = """
    SELECT
        ARRAY(SELECT jsonb_build_object('kinds', i.kinds, 'domestic', i.domestic, 'place', i.place)
              FROM cases_incident i WHERE i.case_id = %(case)s AND i.taken_off_at IS NULL ORDER BY i.added_at, i.id),
        ARRAY(SELECT jsonb_build_object('sex', p.sex, 'band', p.age_band, 'residence', p.residence)
              FROM cases_person p JOIN cases_role r ON r.person_id = p.id AND r.kind = 'victim' AND r.ended_at IS NULL
              WHERE p.case_id = %(case)s ORDER BY p.added_at, p.id),
        (SELECT f.value FROM cases_finding f
         WHERE f.case_id = %(case)s AND f.name = 'victim.child' ORDER BY f.number DESC LIMIT 1),
        (SELECT min(s.done_at) FROM cases_steppass s
         WHERE s.case_id = %(case)s AND s.status = 'done' AND 'assessment' = ANY (s.stages)),
        EXISTS (SELECT FROM cases_ending e
                WHERE e.case_id = %(case)s AND e.reopened_at IS NULL
                AND (e.reason = 'mistaken' OR e.joined_id IS NOT NULL))
"""
"""Everything the fact is made of, in one question: it is asked at every step of every case."""

COUNTED = (
    "matter", "reported_on", "service", "channel", "state", "stage", "risk", "kinds", "domestic", "incident_place",
    "residence", "first_assessed_at", "ended_on", "girls", "boys", "women", "men", "unknown",
)  # fmt: skip
KEEP = f"""
    INSERT INTO cases_fact AS there (id, case_id, changed_at, {", ".join(COUNTED)})
    VALUES (%(id)s, %(case)s, %(at)s, {", ".join(f"%({name})s" for name in COUNTED)})
    ON CONFLICT (case_id) DO UPDATE SET changed_at = EXCLUDED.changed_at,
        {", ".join(f"{name} = EXCLUDED.{name}" for name in COUNTED)}
    WHERE ({", ".join(f"there.{name}" for name in COUNTED)})
        IS DISTINCT FROM ({", ".join(f"EXCLUDED.{name}" for name in COUNTED)})
"""  # noqa: S608 - names of columns


def keep_fact(*, case: Case, at: datetime) -> bool:
    """Write the case's one fact as it stands now, and tell the outbox where it changed; return whether it did.

    Runs inside the caller's transaction. `changed_at` is when anything that is counted last changed.
    """
    values = _values(case) | {"id": uuid.uuid4(), "case": case.pk, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)
        changed = bool(cursor.rowcount)
    if changed:
        post(topic="fact.kept", matter=case.matter, payload={"revision": case.revision}, at=at)
    return changed


def _values(case: Case) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(INGREDIENTS, {"case": case.pk})
        incidents, victims, child, assessed, undone = cursor.fetchone()
    incidents, victims = ([json.loads(one) for one in several] for several in (incidents, victims))
    return {
        "matter": case.matter,
        "reported_on": local_date(case.reported_at),
        "service": definition_of(case.version).service,
        "channel": case.channel,
        "state": "undone" if undone else case.state,
        "stage": case.stage,
        "risk": case.risk,
        "kinds": sorted({kind for one in incidents for kind in one["kinds"]}),
        "domestic": any_domestic(one["domestic"] for one in incidents),
        "incident_place": next((one["place"] for one in incidents if one["place"]), ""),
        "residence": victims[0]["residence"] if victims else "",
        "first_assessed_at": assessed,
        "ended_on": local_date(case.ended_at) if case.ended_at else None,
        **_by_sex_and_age(victims, child=None if child is None else json.loads(child)),
    }


def _by_sex_and_age(victims: Sequence[dict[str, Any]], *, child: Any) -> dict[str, int]:
    counts = {"girls": 0, "boys": 0, "women": 0, "men": 0, "unknown": 0}
    bands = set(child_bands())
    bandless = _bandless_are_children(bandless=sum(not one["band"] for one in victims), found=child)
    for one in victims:
        is_child = one["band"] in bands if one["band"] else bandless
        counts["unknown" if is_child is None else SEXES.get((one["sex"], is_child), "unknown")] += 1
    return counts


def _bandless_are_children(*, bandless: int, found: Any) -> bool | None:
    """Whether victims of unknown age are children, by what a step found of "the victim"; None where it can't be told.

    "Anak" among several of unknown age says only that one of them is; "dewasa" says it of them all.
    """
    if not bandless or found is None:
        return None
    return None if found is True and bandless > 1 else found
