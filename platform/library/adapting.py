"""An SOP of the library made an office's own before anybody edits it: its lanes are the office's lanes, its header is
the office's, and what only the office it came from could say is gone. The words of the steps stay. Pure.
"""

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

ELSEWHERES = ("regency_note",)
"""Fields that speak of the office whose sheet it was."""


@dataclass(frozen=True, slots=True)
class OfficeLane:
    """The lane of the office that does what a lane of the sheet does: its key here, and the office's words for it."""

    key: str
    label: str
    name: str = ""


class SameLaneTwice(ValueError):
    """Two lanes of the sheet were given to one lane of the office. `keys` are those two."""

    def __init__(self, keys: tuple[str, str]) -> None:
        self.keys = keys
        super().__init__(" = ".join(keys))


def asked_lanes(document: Mapping[str, Any]) -> list[str]:
    """The lanes of a sheet that somebody in the office holds, in the sheet's order: those an adoption asks about."""
    lanes: Mapping[str, Any] = document["lanes"]
    keys = sorted(lanes, key=lambda key: lanes[key].get("order", 0))
    return [key for key in keys if not lanes[key].get("outside") and not lanes[key].get("made_of")]


def adapted(
    document: Mapping[str, Any],
    *,
    sop: str,
    name: str,
    based_on: str,
    regency: str,
    header: Mapping[str, str],
    lanes: Mapping[str, OfficeLane],
    on_paper: Collection[str] = (),
    called: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The document of the library as the beginning of an office's own. `called`: what SOPs it starts are called here.

    `lanes` says for each asked lane which of the office's it is; a lane of the sheet that nobody is asked about and
    whose key the office's lanes take gets another key. `on_paper` are the forms that stay on paper here. Raises
    SameLaneTwice.
    """
    made = impersonal(document)
    made |= {"sop": sop, "name": name, "based_on": based_on, "regency": regency}
    made["header"] = {**{key: words for key, words in header.items() if words}, **_title(made)}
    for sub in _subs(made):
        if sub.get("sop") in (called or {}):
            sub["sop"] = (called or {})[sub["sop"]]
    for key in on_paper:
        made["forms"][key] = {**made["forms"][key], "form": None}
    return _with_lanes(made, lanes)


def _subs(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [sub for step in document["steps"] for sub in step.get("sub", ())]


def not_here(document: Mapping[str, Any], *, sops: Collection[str], services: Collection[str]) -> list[dict[str, Any]]:
    """What steps of the document start that an office hasn't: each once, with its `label` and `sop` or `service`."""
    found = {
        sub.get("sop") or sub.get("service"): sub
        for sub in _subs(document)
        if (sub["sop"] not in sops if sub.get("sop") else sub.get("service") not in services)
    }
    return list(found.values())


def _title(document: Mapping[str, Any]) -> dict[str, str]:
    title = (document.get("header") or {}).get("title")
    return {"title": title} if title else {}


def impersonal(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without what only the office it came from can say: what is left of it in an adapted one."""
    made = deepcopy(dict(document))
    made["header"] = _title(made)
    for field in ELSEWHERES:
        made.pop(field, None)
    for field in ("contacts", "complaints"):
        made.get("standard", {}).pop(field, None)
    return made


def lanes_given(base: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, str]:
    """Lane of the library's document -> lane of the office's, as the steps that both have show it; where they agree."""
    there = {step["key"]: step for step in ours["steps"]}
    seen: dict[str, set[str]] = {}
    for step in base["steps"]:
        before, after = (_lanes_of(one) for one in (step, there.get(step["key"], {})))
        if len(before) == len(after):
            for old, new in zip(before, after, strict=True):
                seen.setdefault(old, set()).add(new)
    found = {old: new.pop() for old, new in seen.items() if len(new) == 1}
    return {old: new for old, new in found.items() if new in ours["lanes"] and [*found.values()].count(new) == 1}


def _lanes_of(step: Mapping[str, Any]) -> list[str]:
    lanes = step.get("lanes")
    return [key for named in lanes.values() for key in named] if isinstance(lanes, Mapping) else []


def with_lanes_called(document: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """The document with these lanes under other keys; one whose key they take gets another."""
    every = dict(keys)
    for old in document["lanes"]:
        if old not in every:
            every[old] = _free(old, {*every.values(), *(document["lanes"].keys() - every.keys() - {old})})
    made = _renamed(document, every)
    made["lanes"] = {every[old]: _lane(entry, every, None) for old, entry in document["lanes"].items()}
    return made


def _with_lanes(document: dict[str, Any], given: Mapping[str, OfficeLane]) -> dict[str, Any]:
    taken: dict[str, str] = {}
    for old, lane in given.items():
        if lane.key in taken:
            raise SameLaneTwice((taken[lane.key], old))
        taken[lane.key] = old
    keys = {old: lane.key for old, lane in given.items()}
    for old in document["lanes"]:
        if old not in keys:
            keys[old] = _free(old, set(keys.values()) | (document["lanes"].keys() - keys.keys() - {old}))
    labels = {
        document["lanes"][old]["label"]: lane.label
        for old, lane in given.items()
        if document["lanes"][old]["label"] != lane.label
    }
    renamed = _renamed(document, keys)
    renamed["lanes"] = {keys[old]: _lane(entry, keys, given.get(old)) for old, entry in document["lanes"].items()}
    _relabel_columns(renamed, labels)
    return renamed


def _free(key: str, taken: Collection[str]) -> str:
    if key not in taken:
        return key
    return next(f"{key}-{number}" for number in range(2, len(taken) + 3) if f"{key}-{number}" not in taken)


def _lane(entry: Mapping[str, Any], keys: Mapping[str, str], given: OfficeLane | None) -> dict[str, Any]:
    made = dict(entry)
    if "made_of" in made:
        made["made_of"] = [keys.get(key, key) for key in made["made_of"]]
    if given is not None and given.label != made["label"]:
        made["label"] = given.label
        made.pop("name", None)
    if given is not None and given.name:
        made["name"] = given.name
    return made


def _renamed(document: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """The document with every mention of a lane under its new key, its own entry apart."""
    made = {field: _walk(value, keys) for field, value in document.items() if field != "lanes"}
    for step in made["steps"]:
        lanes = step["lanes"]
        if isinstance(lanes, dict):
            step["lanes"] = {how: [keys.get(key, key) for key in named] for how, named in lanes.items()}
    for column in made.get("columns") or ():
        column["lanes"] = [keys.get(key, key) for key in column["lanes"]]
    return made


def _walk(value: Any, keys: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_walk(one, keys) for one in value]
    if not isinstance(value, Mapping):
        return value
    made = {field: _walk(inner, keys) for field, inner in value.items()}
    for field in ("decides", "override"):
        if isinstance(made.get(field), str):
            made[field] = keys.get(made[field], made[field])
    extendable = made.get("extendable_by")
    if isinstance(extendable, dict) and isinstance(extendable.get("lane"), str):
        made["extendable_by"] = {**extendable, "lane": keys.get(extendable["lane"], extendable["lane"])}
    return made


def _relabel_columns(document: dict[str, Any], labels: Mapping[str, str]) -> None:
    """Columns that are called like a lane bear the office's word for it, and so do the marks that stand in them."""
    there = {column["label"] for column in document.get("columns") or ()}
    changed = {old: new for old, new in labels.items() if old in there and new not in there}
    for column in document.get("columns") or ():
        column["label"] = changed.get(column["label"], column["label"])
    for step in document["steps"]:
        if step.get("marks"):
            step["marks"] = {changed.get(label, label): mark for label, mark in step["marks"].items()}
