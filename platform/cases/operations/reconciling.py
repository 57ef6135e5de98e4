"""What another office tells against what stands here: whose word holds, and the trace of what gave way.

`before` is what that office told the last time. Who alone said something new since then is right; where both did, what
stands here stays, but for a risk, which then rises and never falls. What was put right here since, and put back, was
said here too (`touched`). Where a case comes back, nothing was written here since it left (`came_back`), so what they
know replaces what stands here.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Staff
from cases import people
from cases.models import Case, Correction, Ending, Finding, Person, Role
from cases.operations import reasons
from cases.operations.events import append, by_another
from cases.operations.incidents import IncidentData
from cases.operations.touched import Touched
from cases.people import PersonData
from cases.risks import is_graver
from sop_library.facts import FACTS

File = Mapping[str, Any]
Data = TypeVar("Data", PersonData, IncidentData)
UNKNOWN = ("", None, ())


def person_of(told: File) -> PersonData:
    """A person as a file tells of them."""
    return PersonData(
        **{name: told[name] or "" for name in people.SEALED + people.CODED},
        birth_date=_day(told["birth_date"]), disabilities=tuple(told["disabilities"]),
    )  # fmt: skip


def incident_of(told: File) -> IncidentData:
    """An incident as a file tells of it."""
    return IncidentData(
        kinds=tuple(told["kinds"]), domestic=told["domestic"], place=told["place"], place_kind=told["place_kind"],
        happened_on=_day(told["happened_on"]), story=told["story"],
    )  # fmt: skip


def came_back(case: Case) -> bool:
    """Whether the case had been handed over from here, so that it was theirs alone until it came back now."""
    return case.endings.filter(reopened_at=None, kind=Ending.Kind.HANDED_OVER).exists()


def told_before(before: File | None, part: str, told: File) -> File | None:
    """The same person or incident in what that office told the last time; None where it is new."""
    return next((one for one in before[part] if one["id"] == told["id"]), None) if before is not None else None


def settled(*, here: Data, told: Data, before: Data | None, touched: frozenset[str] = frozenset()) -> Data:
    """What is known here, beside it what is known there alone; and what they alone have changed since `before`.

    `touched`: the fields of it that somebody here put right since then.
    """
    taken = {}
    for item in fields(here):
        if item.name in touched:
            continue
        ours, theirs = getattr(here, item.name), getattr(told, item.name)
        untouched = before is not None and ours == getattr(before, item.name) and theirs not in UNKNOWN
        if theirs != ours and (ours in UNKNOWN or untouched):
            taken[item.name] = theirs
    return replace(here, **taken)


def keep_traces(
    *, case: Case, table: str, row_id: UUID, here: Data, now: Data, office_name: str, there: str, by: Staff,
    at: datetime,
) -> None:  # fmt: skip
    """Keep, sealed, what stood here and gave way to what the other office says now."""
    gone = [item.name for item in fields(here) if getattr(here, item.name) != getattr(now, item.name)]
    gone = [name for name in gone if getattr(here, name) not in UNKNOWN]
    if not gone:
        return
    with reasons.in_the_record():
        words = _("Diperbaiki oleh %(office)s") % {"office": office_name}
    because = reasons.keep(case=case, words=words, by=by, at=at)
    rows = []
    for name in gone:
        row = Correction(case=case, table=table, row_id=row_id, field=name, because=because, at=at, by=by, there=there)
        row.before = str(getattr(here, name))
        rows.append(row)
    Correction.objects.bulk_create(rows)


def parts_of(told: File | None) -> frozenset[str]:
    """The parts that a file tells of a person; none where it tells nothing of them."""
    return frozenset(role["kind"] for role in told["roles"]) if told is not None else frozenset()


def parts_here(person: Person) -> frozenset[str]:
    """The parts that a person has here."""
    return frozenset(person.roles.filter(ended_at=None).values_list("kind", flat=True))


def end_parts(
    person: Person, *, case: Case, kinds: frozenset[str], office_name: str, there: str, by: Staff, at: datetime
) -> None:  # fmt: skip
    """End those parts that the other office told of before and tells no more, with a trace; the last one stays."""
    standing = parts_here(person)
    gone = standing & kinds
    if not gone or gone == standing:
        return
    with reasons.in_the_record():
        words = _("Diperbaiki oleh %(office)s") % {"office": office_name}
        before = ", ".join(str(dict(Role.Kind.choices).get(kind, kind)) for kind in sorted(standing))
    because = reasons.keep(case=case, words=words, by=by, at=at)
    row = Correction(
        case=case, table=Person._meta.db_table, row_id=person.pk, field="roles", because=because, at=at, by=by,
        there=there,
    )  # fmt: skip
    row.before = before
    row.save(force_insert=True)
    person.roles.filter(ended_at=None, kind__in=gone).update(ended_at=at)
    append(case=case, kind="person_corrected", by=by, at=at, fields=["roles"], **by_another(there))


def findings(
    case: Case, file: File, *, before: File | None, touched: Touched, back: bool, by: Staff, at: datetime
) -> None:  # fmt: skip
    """Keep the findings that are new here, and those that the other office alone has changed."""
    here = dict(Finding.objects.filter(case=case).order_by("number").values_list("name", "value"))
    earlier = {one["name"]: one["value"] for one in before["findings"]} if before is not None else {}
    told = {one["name"]: one["value"] for one in file["findings"] if one["name"] in FACTS}
    Finding.objects.bulk_create(
        Finding(case=case, name=name, value=value, at=at, by=by)
        for name, value in told.items()
        if name not in here
        or (value != here[name] and name not in touched.findings and (back or here[name] == earlier.get(name)))
    )


def risk(case: Case, file: File, *, before: File | None, touched: Touched) -> dict[str, str]:
    """Take over the risk of a file: a graver one, or any where they alone rated it since. The case must be locked.

    Returns what the event is to say of it; empty where it stays.
    """
    told = file["case"]["risk"]
    said = before["case"]["risk"] if before is not None else None
    if told not in Case.Risk.values or told in (case.risk, said):
        return {}
    if (said != case.risk or touched.risk) and not is_graver(told, than=case.risk):
        return {}
    was, case.risk = case.risk, told
    case.save(update_fields=["risk"])
    return {"risk": told, "before": was}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
