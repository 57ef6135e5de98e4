"""What the check says of a draft: each finding with its sentence and the field that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from frontend.sops.editor.drawing import drawable
from frontend.sops.editor.finding_words import (
    DOORS,
    FIELDS,
    HEADS,
    HOLDERS,
    ONWARD,
    SECTIONS,
    STEPS,
    WITHIN,
    sentence_of,
)
from frontend.sops.editor.parts import FORMS, part_of, shape_of
from frontend.sops.editor.shapes import as_dict, as_list, as_text
from frontend.sops.editor.times import LIMIT_FIELDS
from sop_library.checks import Standing, check
from sop_library.importing.drafting import PASTED
from sop_library.loading import check_document

LISTS = {"steps": "step", "limits": "limit", "interrupts": "interrupt"}
NAMED = {"lanes": "lane", "doors": "door", "forms": "form"}
MOST = 200
HERE = frozenset({
    "no_head", "several_heads", "form_not_here", "lane_unheld", "override_unheld", "extender_unheld", "lane_not_bound",
    "sub_unknown", "sub_door_unknown", "sub_in_circles", "sub_without_door",
})  # fmt: skip
"""What the place says in which the SOP is to run; everything else the document says by itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """One finding as it is shown. `kind` and `key` name the part that it leads to, `field` the field there, if any."""

    severity: Literal["fault", "advice"]
    sentence: str
    kind: str
    key: str
    field: str

    @property
    def part(self) -> str:
        """The part as changes name it."""
        return f"{self.kind}:{self.key}" if self.key else self.kind


def findings_of(document: Mapping[str, Any], standing: Standing | None = None) -> list[Told]:
    """Faults first, then advice, in the order of the document. Nothing raises, whatever the document holds.

    `standing` is the office in which it is to run: then what is missing there is a fault too.
    """
    found = [told_of("fault", one.code, one.params, tuple(one.path.split("/")), document) for one in
             check_document(document)[:MOST]]  # fmt: skip
    definition = drawable(document)
    if definition is not None:
        place = {step["key"]: str(number) for number, step in enumerate(as_list(document.get("steps")))
                 if as_text(as_dict(step).get("key"))}  # fmt: skip
        for one in check(definition, standing=standing):
            if one.severity == "fault" and one.code not in HERE:
                continue
            path = tuple(str(part) for part in one.path)
            if one.step is not None and path[:1] == ("steps",):
                path = ("steps", place.get(one.step, path[1]), *path[2:])
            found.append(told_of(one.severity, one.code, one.params, path, document))
    chosen_by_hand = {one.key for one in found if one.severity == "fault" and one.field == "lanes"}
    found = [one for one in found if one.severity == "fault" or one.field != "lanes" or one.key not in chosen_by_hand]
    return sorted(dict.fromkeys(found), key=lambda one: one.severity != "fault")


def told_of(
    severity: Literal["fault", "advice"], code: str, params: Mapping[str, str], path: tuple[str, ...],
    document: Mapping[str, Any],
) -> Told:  # fmt: skip
    """One finding in the words of the screen, with the field where it is mended; STEPS and the like where none is."""
    path = path if path[:1] not in ((), ("",)) else ("sop",)
    source = as_dict(document.get("source"))
    pasted = as_text(source.get("document")) == PASTED
    by_hand = (pasted or set(source) <= {"document"}) and not as_text(document.get("based_on"))
    labels = {key: as_text(as_dict(lane).get("label")) or key for key, lane in as_dict(document.get("lanes")).items()}
    kind, key, field = place_of(path, document)
    shape = shape_of(kind, field) if field else None
    if "where" in params and shape is not None:
        params = {**params, "where": _where(document, kind, key, str(shape.label))}
    elif "where" in params:
        named, within, _keys = params["where"].partition("”, ")
        called = str(SECTIONS.get(path[0], named)) if "“" not in named else named
        params = {**params, "where": called + within[:1]}
    if code == "missing_field":
        missing = shape_of(kind, params["field"]) if not field else None
        asked = missing.label if missing is not None else WITHIN.get(params["field"], params["field"])
        params = {**params, "field": str(asked)}
        field = field or (missing.name if missing is not None else "")
    sentence = sentence_of(code, params, by_hand=by_hand, lanes=labels)
    return Told(severity, sentence, *_mended_at(code, params, (kind, key, field), document))


def _mended_at(
    code: str, params: Mapping[str, str], there: tuple[str, str, str], document: Mapping[str, Any]
) -> tuple[str, str, str]:
    """Kind, key and field of what mends a finding that was found `there`."""
    kind, key, _field_there = there
    if code == "lane_unheld":
        return "lane", _unheld(params.get("lanes", ""), key, document), HOLDERS
    if code in ("no_head", "several_heads"):
        return "", "", HEADS
    if code == "without_doors":
        return "", "", DOORS
    if code == "without_steps":
        return "", "", STEPS
    if code == "jurisdiction_unsaid":
        return "sop", "", "jurisdiction"
    if code == "stage_missing":
        first = next((step for step in as_list(document.get("steps")) if not as_dict(step).get("stage")), None)
        named = as_text(as_dict(first).get("key"))
        return ("step", named, "stage") if named else ("", "", STEPS)
    if kind == "step" and code in ONWARD:
        return kind, key, "outcomes" if as_dict(part_of(document, kind, key)).get("outcomes") else "then"
    if kind == "limit" and code.startswith("time_"):
        return kind, key, "time"
    return (kind, key, FIELDS[code]) if kind == "step" and code in FIELDS else there


def _unheld(labels: str, step: str, document: Mapping[str, Any]) -> str:
    """The first lane of a step that goes by one of the labels."""
    found, lanes = as_dict(part_of(document, "step", step)), as_dict(document.get("lanes"))
    named = as_dict(found.get("lanes"))
    keys = [*as_list(named.get("any_of")), *as_list(named.get("all_of")), as_text(found.get("decides"))]
    here = [key for key in keys if key in lanes and as_text(as_dict(lanes[key]).get("label")) in labels]
    return next(iter(here), "")


def _where(document: Mapping[str, Any], kind: str, key: str, label: str) -> str:
    """A place as the panel calls it: “Terima tamu”, Pelaksana."""
    part = as_dict(part_of(document, kind, key))
    name = as_text(part.get("name")) or as_text(part.get("label")) or key
    return f"“{name}”, {label}" if key and label else f"“{name}”" if key else label


def place_of(path: tuple[str, ...], document: Mapping[str, Any]) -> tuple[str, str, str]:
    """The kind of part, its key and the field that a path of the document leads to."""
    section, *rest = path
    if section in LISTS and rest:
        rows = as_list(document.get(section))
        row = rows[int(rest[0])] if rest[0].isdecimal() and int(rest[0]) < len(rows) else {}
        key = as_text(as_dict(row).get("key"))
        return (LISTS[section], key, _field(LISTS[section], rest[1:])) if key else ("sop", "", "")
    if section in NAMED and rest:
        return NAMED[section], rest[0], _field(NAMED[section], rest[1:])
    if section in FORMS:
        return section, "", _field(section, rest)
    return "sop", "", _field("sop", [section])


def _field(kind: str, rest: list[str]) -> str:
    if kind == "limit" and rest and rest[0] in LIMIT_FIELDS:
        return "time"
    return rest[0] if rest and shape_of(kind, rest[0]) is not None else ""
