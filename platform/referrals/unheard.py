"""What was put right here after the file had left, and before this office read that the file was taken.

It goes after the person as a supplement, and the person may be on the way back before that is read. A file that comes
back says then what it was told at first; where this office said something else since, that holds. Whatever else the
other office says, it says because it learnt it: that holds, too (`cases.operations.reconciling`). An office that heard,
and put the first words back on purpose, can't be told from one that did not hear: what stands here stays then.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cases.models import Case
from custody.models import Envelope
from referrals import packing
from referrals.models import Referral
from referrals.ours import by_key
from tenants.current import current_office

File = Mapping[str, Any]


def as_known(file: File, *, case: Case | None) -> dict[str, Any]:
    """A file that comes back, with what this office said since it was told in the place of what it was told.

    `case`: this office's own, as it stands before the file is taken in; None: it was never here.
    """
    row = _left_last(case) if case is not None else None
    told: File | None = (row.content or {}).get("told") if row is not None else None
    if row is None or told is None:
        return dict(file)
    now = packing.told_of(packing.file_content(row))
    rows = {**by_key(told, "people"), **by_key(told, "incidents")}
    stood, stands = ({UUID(key) for key in which["off"]} for which in (told, now))
    off, back = stands - stood, stood - stands
    kept = {
        part: [
            _row(one, told=by_key(told, part).get(UUID(one["id"])), now=by_key(now, part).get(UUID(one["id"])))
            for one in file[part]
            if not (UUID(one["id"]) in off and UUID(one["id"]) in rows)
        ]
        for part in ("people", "incidents")
    }
    kept["off"] = [key for key in file.get("off", ()) if UUID(key) not in back]
    kept["findings"] = _findings(file, told=told, now=now)
    return {**file, **kept} | ({"limits": _limits(file, told=told, now=now)} if "limits" in file else {})


def _left_last(case: Case) -> Referral | None:
    """The handover by which the matter last left here, where somebody took it."""
    left = Envelope.objects.filter(
        matter=case.matter, sender_id=current_office().id, moves=True, custody_revision__isnull=False
    )
    last = left.order_by("-custody_revision").first()
    if last is None:
        return None
    return Referral.objects.filter(pk=last.pk, case=case, side=Referral.Side.OUT).first()


def _row(one: File, *, told: File | None, now: File | None) -> File:
    """A person or an incident; what it says as it was told, and is something else here now, is what it is here."""
    if told is None or now is None:
        return one
    stale = {name for name in told.keys() & now.keys() & one.keys() if one[name] == told[name] != now[name]}
    return {**one, **{name: now[name] for name in stale}}


def _findings(file: File, *, told: File, now: File) -> list[File]:
    before, here = ({one["name"]: one["value"] for one in which["findings"]} for which in (told, now))
    found = {one["name"]: one["value"] for one in file["findings"]}
    stale = {name for name, value in found.items() if name in here and before.get(name) == value != here[name]}
    return [{**one, "value": here[one["name"]]} if one["name"] in stale else one for one in file["findings"]]


def _limits(file: File, *, told: File, now: File) -> list[File]:
    """With what another office told us too late for it to go along: a time that it moved, and what is due at all."""

    def of(which: File) -> dict[tuple[str, str], File]:
        came = (one for one in which.get("limits", ()) if one.get("office"))
        return {(one.get("office_code") or one["office"], one["key"]): one for one in came}

    before, here, there = of(told), of(now), of(file)
    late = [one for key, one in here.items() if key not in before and key not in there]
    moved = {
        key: here[key]["due_at"]
        for key, one in there.items()
        if key in before and key in here and one["due_at"] == before[key]["due_at"]
    }
    own = [one for one in file["limits"] if not one.get("office")]
    came = [one if key not in moved else {**one, "due_at": moved[key]} for key, one in there.items()]
    return [*own, *came, *late]
