"""The sheet of a document that is still being written: whatever is missing or leads nowhere, it can be looked at."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from sop_library.bindings import Bound, with_bound
from sop_library.definition import FORMAT, parse
from sop_library.mending import Mended
from sop_library.sheet.build import build
from sop_library.sheet.parts import Sheet

_SPECIAL = frozenset({"next", "end", "attach"})
_BOXES = ("legal_basis", "related", "qualifications", "equipment", "note", "records")
_BARE: Mapping[str, Any] = {
    "format": FORMAT, "sop": "-/-", "service": "…", "regency": None, "lanes": {}, "doors": {},
    "source": {"document": "…"},
}  # fmt: skip


def sheet_of(document: Mapping[str, Any], *, bound: Bound | None = None) -> Sheet:
    """The sheet of a draft. Never raises for what is wrong with the document: what can't be drawn is left out.

    `bound`: the lanes that the office gave to steps whose source names none.
    """
    try:
        mended = Mended(_with_keys(document)).document
        definition = parse(_bare(document) if mended is None else _without_loose_ends(mended))
        return build(with_bound(definition, bound or {}))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        # Mending answers for the schema alone; what is still misshapen is shown by its words.
        return build(parse(_bare(document)))


def _with_keys(document: Mapping[str, Any]) -> dict[str, Any]:
    """A copy in which no two steps share a key, and which may have no steps at all: the mending wants one."""
    copied = deepcopy(dict(document))
    steps = copied.get("steps")
    if not isinstance(steps, list):
        return copied
    seen: set[str] = set()
    for place, step in enumerate(steps):
        if not isinstance(step, dict):
            continue
        key = step.get("key")
        if not isinstance(key, str) or key in seen:
            step["key"] = key = _free(f"{key or 'langkah'}-{place + 1}", seen)
        seen.add(key)
    return copied


def _free(key: str, taken: set[str]) -> str:
    while key in taken:
        key += "-lagi"
    return key


def _without_loose_ends(document: dict[str, Any]) -> dict[str, Any]:
    """What names a step or a lane that is not there, taken out; a branch without a target goes on to the next step."""
    steps = {step["key"] for step in document["steps"]}
    lanes = set(document["lanes"])
    for step in document["steps"]:
        if isinstance(step.get("lanes"), dict):
            kept = {how: [lane for lane in named if lane in lanes] for how, named in step["lanes"].items()}
            step["lanes"] = kept if any(kept.values()) else "unsaid"
        if step.get("decides") not in lanes:
            step.pop("decides", None)
        if "then" in step:
            step["then"] = _known(step["then"], steps)
        for outcome in step.get("outcomes") or ():
            if "then" in outcome:
                outcome["then"] = _known(outcome["then"], steps)
    for column in document.get("columns") or ():
        column["lanes"] = [lane for lane in column["lanes"] if lane in lanes]
    for lane in document["lanes"].values():
        if "made_of" in lane:
            lane["made_of"] = [other for other in lane["made_of"] if other in lanes]
    for anomaly in document.get("anomalies") or ():
        named = anomaly.get("step")
        known = [key for key in ([named] if isinstance(named, str) else named or ()) if key in steps]
        anomaly["step"] = known
    document["doors"] = {key: door for key, door in document["doors"].items() if door["starts"] in steps}
    document["interrupts"] = [one for one in document.get("interrupts") or () if one["starts"] in steps]
    document["limits"] = [one for one in document.get("limits") or () if _all_known(one.get("until"), steps)]
    return document


def _known(then: Any, steps: set[str]) -> Any:
    if isinstance(then, str):
        return then if then in steps or then in _SPECIAL else "next"
    if isinstance(then, list):
        return [key for key in then if key in steps or key == "next"] or "next"
    return then


def _all_known(until: Any, steps: Iterable[str]) -> bool:
    named = [until] if isinstance(until, str) else list(until or ())
    return all(key in steps for key in named)


def _bare(document: Mapping[str, Any]) -> dict[str, Any]:
    """The steps by their words and nothing else."""
    written = document.get("steps")
    steps = [step for step in written if isinstance(step, Mapping)] if isinstance(written, list) else []
    title = _words(document.get("title")) or _words(document.get("name")) or "…"
    return {
        **_BARE,
        **_around(document),
        "name": title,
        "title": title,
        "steps": [
            {
                "key": f"langkah-{place}",
                "name": _words(step.get("name")) or "…",
                "text": _words(step.get("text")) or "…",
                "lanes": "unsaid",
            }
            for place, step in enumerate(steps, start=1)
        ],
    }


def _around(document: Mapping[str, Any]) -> dict[str, Any]:
    """The header and the boxes, as far as they are made of words."""
    found: dict[str, Any] = {}
    header = document.get("header")
    if isinstance(header, Mapping):
        found["header"] = {name: value for name, value in header.items() if isinstance(value, str)}
        signing = header.get("approved_by")
        if isinstance(signing, Mapping):
            found["header"]["approved_by"] = {name: _words(value) for name, value in signing.items()}
    for box in _BOXES:
        value = document.get(box)
        if isinstance(value, str):
            found[box] = value
        elif isinstance(value, list):
            found[box] = [one for one in value if isinstance(one, Mapping | str)]
    return found


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""
