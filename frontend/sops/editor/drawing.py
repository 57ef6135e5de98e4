"""The sheet of a draft as it stands, half built or not: what leads nowhere yet is left out of the drawing alone.

A draft may name steps that are gone, lanes nobody wrote yet, the same key twice. The check says so; the sheet draws
what there is. Where a document is too odd even to be mended there is no sheet, only its steps as a list.
"""

from collections.abc import Mapping
from typing import Any

from frontend.sops.editor.shapes import as_dict, as_list
from sop_library.definition import Definition, parse
from sop_library.mending import Mended
from sop_library.sheet import Sheet, build


def sheet_of(document: Mapping[str, Any]) -> Sheet | None:
    """The sheet; None where there is no step, or nothing that could be drawn."""
    definition = drawable(document)
    return build(definition) if definition is not None else None


def drawable(document: Mapping[str, Any]) -> Definition | None:
    """The definition with everything in it leading somewhere; None where there is no step or no mending it."""
    if not any(isinstance(step, Mapping) for step in as_list(document.get("steps"))):
        return None
    mended = Mended(document).document
    return parse(_connected(mended)) if mended is not None else None


def _connected(document: dict[str, Any]) -> dict[str, Any]:
    """The document without the names that stand for nothing. The argument is changed."""
    steps: dict[str, Any] = {}
    for step in document["steps"]:
        steps.setdefault(step["key"], step)
    document["steps"] = list(steps.values())
    lanes = set(document["lanes"])
    for step in document["steps"]:
        _lead(step, steps)
        for outcome in as_list(step.get("outcomes")):
            _lead(outcome, steps)
    for column in as_list(document.get("columns")):
        column["lanes"] = [lane for lane in column["lanes"] if lane in lanes]
    for anomaly in as_list(document.get("anomalies")):
        named = anomaly.get("step")
        keys = [named] if isinstance(named, str) else as_list(named)
        anomaly["step"] = [key for key in keys if key in steps]
    for name in ("limits", "interrupts", "narrative"):
        document.pop(name, None)
    document["doors"] = {key: door for key, door in document["doors"].items() if door["starts"] in steps}
    return document


def _lead(holder: dict[str, Any], steps: Mapping[str, Any]) -> None:
    then = holder.get("then")
    if isinstance(then, str) and then not in ("next", "end", "attach") and then not in steps:
        del holder["then"]
    elif isinstance(then, list):
        holder["then"] = [one for one in then if one == "next" or one in steps] or "next"


def text_of(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The steps as they stand, for a list where no sheet can be drawn."""
    return [as_dict(step) for step in as_list(document.get("steps")) if as_dict(step)]
