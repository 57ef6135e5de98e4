"""The lanes that a text names, by the keys that the office has for them."""

from collections.abc import Collection, Mapping
from typing import Any

from sop_library.naming import compared


def with_known_lanes(document: dict[str, Any], known: Mapping[str, Collection[str]]) -> dict[str, Any]:
    """The draft of a text, its lanes under the office's own keys where the office calls one so.

    `known`: key -> the names by which the office knows the lane. A name that two have, and a key that the draft uses
    for another, change nothing.
    """
    by_name: dict[str, set[str]] = {}
    for key, names in known.items():
        for name in names:
            by_name.setdefault(compared(name), set()).add(key)
    lanes, keys = document["lanes"], dict[str, str]()
    for key, lane in lanes.items():
        found = by_name.get(compared(lane["label"]), set())
        own = next(iter(found)) if len(found) == 1 else key
        keys[key] = own if own not in lanes and own not in keys.values() else key
    if all(key == own for key, own in keys.items()):
        return document
    steps = [
        {**step, "lanes": {how: [keys[one] for one in named] for how, named in step["lanes"].items()}}
        if isinstance(step["lanes"], dict)
        else step
        for step in document["steps"]
    ]
    columns = [{**one, "lanes": [keys[key] for key in one["lanes"]]} for one in document.get("columns", ())]
    renamed = {"lanes": {keys[key]: lane for key, lane in lanes.items()}, "steps": steps}
    return {**document, **renamed} | ({"columns": columns} if columns else {})
