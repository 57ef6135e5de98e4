"""A misshapen document made just whole enough to ask what the rest of it means: no fault hides behind another."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from sop_library.schema_faults import Path, Wrong, schema_faults

_ROUNDS = 6
_NEUTRAL = {"fact": "risk", "known": False}
_SUBSTITUTES: Mapping[str, Any] = {
    "not_a_condition": _NEUTRAL,
    "not_a_need": {"document": "…"},
    "not_a_sub": {"key": "…", "label": "…", "sop": "-/-"},
    "not_a_duration": "PT1M",
    "length_too_long": "PT1M",
    "not_a_stage": None,
}
_FATAL = frozenset({"wrong_type", "number_not_text", "missing_field", *_SUBSTITUTES})
_FILL: Mapping[str, Any] = {
    "kind": "none",
    "lanes": {},
    "doors": {},
    "steps": [],
    "regency": None,
    "source": {"document": "…"},
    "amount": "PT1M",
    "when": _NEUTRAL,
    "changed": False,
    "to": "ministry",
}
_FLOW_FIELDS = frozenset({"then", "outcomes", "doors", "interrupts", "starts"})
_FLOW_CODES = frozenset(
    {"unreachable", "never_ends", "target_unknown", "starts_nothing", "step_unknown", "without_steps", "without_doors"}
)


class Mended:
    """The mended `document` (None where it could not be), and which findings about it can be trusted."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.touched: set[Path] = set()
        self.document: dict[str, Any] | None = deepcopy(dict(document))
        for _ in range(_ROUNDS):
            wrong = [one for one in schema_faults(self.document) if _is_fatal(one)]
            if not wrong:
                return
            for one in wrong:
                self._mend(self.document, one)
        self.document = None

    def trusts(self, code: str, path: Path) -> bool:
        """False for a finding that the mending itself may have caused."""
        if any(path[: len(at)] == at or at[: len(path)] == path for at in self.touched):
            return False
        rerouted = any(_FLOW_FIELDS & set(at) or at == ("steps",) for at in self.touched)
        return not (rerouted and code in _FLOW_CODES)

    def _mend(self, document: dict[str, Any], wrong: Wrong) -> None:
        path, code, params = wrong
        if not _leads_somewhere(document, path) or (
            code == "missing_field" and not isinstance(_at(document, path), dict)
        ):
            return  # what was said of it before has taken it away
        if code == "missing_field":
            field = params["field"]
            self.touched.add((*path, field))
            _at(document, path)[field] = _filling(path, field)
            return
        if _in_step_lanes(path):
            self.touched.add(path[:3])
            _at(document, path[:2])["lanes"] = "unsaid"
            return
        self.touched.add(path)
        holder, part = _at(document, path[:-1]), path[-1]
        if code in _SUBSTITUTES:
            holder[part] = deepcopy(_SUBSTITUTES[code])
        elif code == "number_not_text" and part != "then":
            holder[part] = str(holder[part])
        elif isinstance(holder, dict):
            del holder[part]
        else:
            holder[part] = "…" if holder[part] == {} else {}


def _is_fatal(wrong: Wrong) -> bool:
    path, code, _ = wrong
    return bool(path or code == "missing_field") and (code in _FATAL or (_in_step_lanes(path) and code != "not_unique"))


def _in_step_lanes(path: Path) -> bool:
    return len(path) >= 3 and path[0] == "steps" and path[2] == "lanes"


def _leads_somewhere(document: dict[str, Any], path: Path) -> bool:
    try:
        _at(document, path)
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _at(document: dict[str, Any], path: Path) -> Any:
    found: Any = document
    for part in path:
        found = found[part]
    return found


def _filling(path: Path, field: str) -> Any:
    if field == "lanes" and path:
        return "unsaid" if path[0] == "steps" else []
    if field == "key":
        return "-".join(("…", *map(str, path)))
    return deepcopy(_FILL.get(field, "…"))
