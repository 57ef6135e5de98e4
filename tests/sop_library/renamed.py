"""An SOP written anew: the same steps under other keys, so that two versions share none."""

from copy import deepcopy
from typing import Any

from sop_library.definition import Definition, parse

KEPT = ("report", "case", "step", "next", "end", "attach")


def with_keys(definition: Definition, names: dict[str, str]) -> Definition:
    """The SOP with steps called otherwise: old key -> new key; whatever names a step follows."""
    document = deepcopy(dict(definition.document))

    def key(value: Any) -> Any:
        return names.get(value, value) if value not in KEPT else value

    def then(value: Any) -> Any:
        return (
            [key(one) for one in value] if isinstance(value, list) else key(value) if isinstance(value, str) else value
        )

    for step in document["steps"]:
        step["key"] = key(step["key"])
        if "then" in step:
            step["then"] = then(step["then"])
        for outcome in step.get("outcomes", ()):
            outcome["then"] = then(outcome["then"])
        _time(step.get("time"), key)
    for door in document["doors"].values():
        door["starts"] = key(door["starts"])
    for limit in document.get("limits", ()):
        _time(limit, key)
        until = limit.get("until")
        limit["until"] = [key(one) for one in until] if isinstance(until, list) else key(until)
    for interrupt in document.get("interrupts", ()):
        interrupt["starts"] = key(interrupt["starts"])
    for entry in (*document.get("narrative", ()), *document.get("anomalies", ())):
        for name in ("steps", "step"):
            if name in entry:
                entry[name] = then(entry[name])
    return parse(document)


def _time(reading: Any, key: Any) -> None:
    if isinstance(reading, dict) and "counts_from" in reading:
        reading["counts_from"] = key(reading["counts_from"])


def prefixed(definition: Definition, prefix: str = "baru-") -> Definition:
    """The SOP with every key begun anew."""
    return with_keys(definition, {step.key: prefix + step.key for step in definition.steps})
