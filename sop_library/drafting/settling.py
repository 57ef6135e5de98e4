"""The state in which a document is changed: lanes, doors and forms numbered from 1, no list empty without need."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from sop_library.definition import FORMAT
from sop_library.drafting.moves import ENTRIES, KEPT_EMPTY, ROWS
from sop_library.drafting.refusing import ChangeRefused
from sop_library.parsing import slug


def settled(document: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the document in that state, and each row with a key of its own. Says the same; a draft begins with it.

    Raises ChangeRefused("misshapen") where a section is no list or mapping at all.
    """
    made = deepcopy(dict(document))
    for section in sorted((ROWS | ENTRIES) - {"outcomes"}):
        _settle(made, section)
    for step in made["steps"]:
        _settle(step, "outcomes")
    return made


def _settle(holder: dict[str, Any], section: str) -> None:
    if section in KEPT_EMPTY:
        holder.setdefault(section, [] if section in ROWS else {})
    elif not holder.get(section):
        holder.pop(section, None)
        return
    rows = holder[section]
    if section in ROWS:
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ChangeRefused("misshapen")
        _give_keys(rows)
        return
    if not isinstance(rows, dict) or not all(isinstance(row, dict) for row in rows.values()):
        raise ChangeRefused("misshapen")
    for place, key in enumerate(sorted(rows, key=lambda key: _order(rows[key])), start=1):
        rows[key]["order"] = place


def _order(row: Mapping[str, Any]) -> int:
    order = row.get("order", 0)
    return order if isinstance(order, int) else 0


def _give_keys(rows: list[dict[str, Any]]) -> None:
    """A row without a key gets one from its words; the second of two that share one gets its own."""
    given: set[str] = set()
    for row in rows:
        stem = row.get("key")
        if not isinstance(stem, str) or not stem:
            stem = slug(str(row.get("name") or row.get("label") or row.get("text") or ""))
        key, more = stem, 2
        while key in given:
            key, more = f"{stem[:56]}-{more}", more + 1
        row["key"] = key
        given.add(key)


def blank(*, sop: str, name: str, service: str, regency: str | None, source: str) -> dict[str, Any]:
    """The document of an SOP nobody has written yet: no lane, no door, no step. `source` says where it comes from."""
    return {
        "format": FORMAT,
        "sop": sop,
        "based_on": None,
        "name": name,
        "title": name.upper(),
        "service": service,
        "regency": regency,
        "header": {},
        "lanes": {},
        "doors": {},
        "steps": [],
        "source": {"document": source},
    }
