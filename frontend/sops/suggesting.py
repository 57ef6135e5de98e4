"""What a doubt of a pasted SOP suggests and one press takes: the lane that its words name, the outcomes they tell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from frontend.sops.editor.acting import added, free_key
from frontend.sops.editor.choosing import in_order, steps_of
from frontend.sops.editor.shapes import Posted, as_dict, as_text
from sop_library.drafting.changes import AddPart, Change, SetField, Together
from sop_library.importing.deciding import told
from sop_library.importing.doubts import Doubt, doubts_kept, read_again
from sop_library.importing.rows import is_outside
from sop_library.importing.ways import Way, ways_of
from sop_library.naming import compared
from sop_library.numbering import spoken

Lanes = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Suggested:
    """What a press would take: `ask` stands on the button, `rows` above it, an outcome and the step it leads to each.

    `lane` is the name of who does the step, `ways` its outcomes with the key of the step each leads to, "" for none.
    """

    step: str
    ask: str
    lane: str = ""
    ways: tuple[tuple[Way, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Steps:
    """The steps of a document by key, and the keys of those that bear a number."""

    by_key: Mapping[str, Mapping[str, Any]]
    numbered: Mapping[str, Sequence[str]]


def steps_in(document: Mapping[str, Any]) -> Steps:
    """Its steps, gone through once for all its doubts."""
    numbered = defaultdict(list)
    by_key = {as_text(step.get("key")): step for step in steps_of(document)}
    for key, step in by_key.items():
        numbered[spoken(step.get("step"))].append(key)
    return Steps(by_key, numbered)


def suggested(document: Mapping[str, Any], doubt: Mapping[str, Any], *, steps: Steps | None = None) -> Suggested | None:
    """What a doubt suggests for its step as it is now; None where nothing is plain, or the step has it already.

    `steps`: the document's, where they were gone through already.
    """
    found = read_again(as_text(doubt.get("note")))
    steps = steps or steps_in(document)
    step = steps.by_key.get(as_text(doubt.get("step")))
    if found is None or step is None:
        return None
    code, params = found
    key = as_text(step.get("key"))
    free = step.get("lanes") == "unsaid" and not document.get("columns")
    if code == "maybe_lane" and free and params["lane"] in as_text(step.get("text")):
        return Suggested(key, _("Jadikan “%(lane)s” pelaksana langkah ini") % params, lane=params["lane"])
    if code == "ways_told" and not step.get("outcomes"):
        ways = _led(_told_by(step), key, steps)
        rows = tuple((way.label, as_text(steps.by_key[to].get("name")) if to else "") for way, to in ways)
        return Suggested(key, _("Pakai hasil yang disebut"), ways=ways, rows=rows) if ways else None
    return None


def taking(document: Mapping[str, Any], doubt: Mapping[str, Any], lanes: Lanes) -> Change | None:
    """The change that takes what a doubt suggests, and the doubt with it; None where it suggests nothing any more.

    `lanes`: those of the office, label and short name by key; one that is named so is taken. Outcomes that the words
    lead nowhere leave a doubt of their own.
    """
    found = suggested(document, doubt)
    if found is None:
        return None
    left = None
    if found.lane:
        changes = _lane(document, found, lanes)
    else:
        changes = _outcomes(found)
        nowhere = [way for way, to in found.ways if not to]
        if nowhere:
            open_ = Doubt("way_open", nowhere[0].label, params={"ways": told(nowhere)})
            left = {**doubt, "quote": open_.quote, "note": open_.sentence}
    return Together((*changes, without(document, as_text(doubt.get("id")), left)))


def without(document: Mapping[str, Any], doubt: str, instead: Mapping[str, Any] | None = None) -> SetField:
    """The change after which a draft keeps a doubt no more, or another in its place."""
    left = []
    for one in document["anomalies"]:
        if not (isinstance(one, Mapping) and one.get("id") == doubt):
            left.append(one)
        elif instead is not None:
            left.append(dict(instead))
    return SetField(part="sop", field="anomalies", value=left)


def kept(document: Mapping[str, Any], doubt: str) -> dict[str, Any] | None:
    """The doubt of that name that a draft keeps."""
    return next((one for one in doubts_kept(document) if one["id"] == doubt), None)


def _told_by(step: Mapping[str, Any]) -> tuple[Way, ...]:
    return ways_of(as_text(step.get("text"))) or ways_of(as_text(step.get("remarks")))


def _led(ways: Sequence[Way], own: str, steps: Steps) -> tuple[tuple[Way, str], ...]:
    """Outcomes with the step that each number names; none where a number names no step, several, or this one."""
    found = []
    for way in ways:
        there = steps.numbered.get(way.number, ()) if way.number else ()
        if way.number and (len(there) != 1 or there[0] == own):
            return ()
        found.append((way, there[0] if there else ""))
    return tuple(found) if any(to for _way, to in found) else ()


def _lane(document: Mapping[str, Any], found: Suggested, lanes: Lanes) -> list[Change]:
    there = [
        key
        for key, lane in in_order(document.get("lanes"))
        if compared(found.lane) in (compared(as_text(as_dict(lane).get(name))) for name in ("label", "name"))
    ]
    if there:
        return [SetField(f"step:{found.step}", "lanes", {"any_of": there[:1]})]
    named = QueryDict(mutable=True)
    named["words"] = found.lane
    key, made = added(document, "lane", Posted(named), lanes)
    if isinstance(made, AddPart) and is_outside(found.lane):
        made = replace(made, fields={**made.fields, "outside": True})
    return [made, SetField(f"step:{found.step}", "lanes", {"any_of": [key]})]


def _outcomes(found: Suggested) -> list[Change]:
    changes: list[Change] = []
    taken: set[str] = set()
    last = ""
    for way, to in found.ways:
        key = free_key(way.label, taken, "hasil")
        taken.add(key)
        leads = {"then": to} if to else {}
        changes.append(AddPart(f"outcome:{found.step}/{key}", {"label": way.label, **leads}, after=last))
        last = key
    return changes
