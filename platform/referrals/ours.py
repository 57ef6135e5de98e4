"""What this office itself has to tell late of a matter that another leads by now.

Whoever helps knows the case also from whoever leads it. Told on as this office's own, the leader's words would come
back to it by others, older than what it says by then; and an office that had left the matter would learn them.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from custody.models import Envelope
from referrals.models import Referral

File = Mapping[str, Any]
ROWS = ("people", "incidents")


def as_ours(file: File, *, told: File | None, leading: Sequence[File]) -> dict[str, Any]:
    """A file without what only its leaders have told here.

    Args:
        told: what the other office was told the last time; None where that was not kept: then the file stays as it is.
        leading: what each office that this one helps has told it the last time.
    """
    if told is None or not leading:
        return dict(file)
    kept: dict[str, Any] = {part: _rows(file, told, leading, part) for part in ROWS}
    there = {one["id"] for one in kept["people"]}
    gone = {one["id"] for one in file["people"]} - there
    kept["consents"] = [one for one in file["consents"] if one["person"] is None or one["person"] not in gone]
    kept["findings"] = _findings(file, told, leading)
    for part, keys in (("notes", ("id",)), ("answers", ("form", "at"))):
        theirs = {_name(one, keys) for led in leading for one in led[part]}
        kept[part] = [one for one in file[part] if _name(one, keys) not in theirs]
    off = {UUID(key) for led in leading for key in led.get("off", ())} - {UUID(key) for key in told.get("off", ())}
    kept["off"] = [key for key in file.get("off", ()) if UUID(key) not in off]
    risk = file["case"]["risk"]
    if "risk" in told and any(risk == led["case"]["risk"] for led in leading):
        kept["case"] = {**file["case"], "risk": told["risk"]}
    return {**file, **kept}


def leading(row: Referral) -> list[File]:
    """The files of those whom this office helps in the matter of a referral, as they told them the last time."""
    rows = Referral.objects.filter(
        matter=row.matter, side=Referral.Side.IN, moves=False, state=Envelope.State.ACCEPTED, case__isnull=False
    )
    return [one.content for one in rows.order_by("made_at") if one.content]


def _rows(file: File, told: File, leading: Sequence[File], part: str) -> list[File]:
    """People or incidents: those that only a leader told of are left out, its words about others put as they were."""
    before = by_key(told, part)
    led = [by_key(one, part) for one in leading]
    kept: list[File] = []
    for one in file[part]:
        key = UUID(one["id"])
        theirs, said = [rows[key] for rows in led if key in rows], before.get(key)
        if said is not None:
            stale = {name for name in one.keys() & said.keys() if any(_same(one, other, name) for other in theirs)}
            kept.append({**one, **{name: said[name] for name in stale}})
        elif not theirs:
            kept.append(one)
    return kept


def _findings(file: File, told: File, leading: Sequence[File]) -> list[File]:
    before = {one["name"]: one for one in told["findings"]}
    theirs = [(one["name"], one["value"]) for led in leading for one in led["findings"]]
    kept = []
    for one in file["findings"]:
        if (one["name"], one["value"]) not in theirs:
            kept.append(one)
        elif one["name"] in before:
            kept.append(before[one["name"]])
    return kept


def _same(one: File, other: File, name: str) -> bool:
    return name in other and bool(one[name] == other[name])


def by_key(file: File, part: str) -> dict[UUID, File]:
    """The people or the incidents that a file tells of."""
    return {UUID(one["id"]): one for one in file[part]}


def _name(one: File, keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(one.get(key) for key in keys)
