"""What the check says of a draft: each finding with its sentence and the field that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.sops.editor.drawing import drawable
from frontend.sops.editor.parts import FORMS, part_of, shape_of
from frontend.sops.editor.shapes import as_dict, as_list, as_text
from sop_library.checks import Standing, check
from sop_library.faults import SENTENCES
from sop_library.loading import check_document

LISTS = {"steps": "step", "limits": "limit", "interrupts": "interrupt"}
NAMED = {"lanes": "lane", "doors": "door", "forms": "form"}
MOST = 200
HERE = frozenset({
    "no_head", "several_heads", "form_not_here", "lane_unheld", "lane_not_bound", "sub_unknown", "sub_door_unknown",
    "sub_in_circles", "sub_without_door",
})  # fmt: skip
"""What the place says in which the SOP is to run; everything else the document says by itself."""

PLAIN = {
    SENTENCES["branch_without_target"]: gettext_lazy(
        "%(where)s: ada hasil yang belum menuju ke mana pun. Pilih lanjutannya."
    ),
    SENTENCES["missing_field"]: gettext_lazy("%(where)s: “%(field)s” belum diisi."),
    SENTENCES["too_short"]: gettext_lazy("%(where)s: masih kosong."),
    SENTENCES["jurisdiction_unsaid"]: gettext_lazy(
        "%(where)s: syarat menyebut wilayah layanan, padahal Wilayah layanan di Identitas SOP masih kosong."
    ),
    SENTENCES["lane_unheld"]: gettext_lazy("Belum ada petugas yang memegang pelaksana %(lanes)s."),
    SENTENCES["sub_unexpected"]: gettext_lazy("Langkah “%(step)s” memulai SOP lain. Pilih simbol “SOP lain” untuknya."),
}
"""What the sentences of the check say to whoever writes a file, said to whoever fills in the panel."""
UNCHOSEN = gettext_lazy("Langkah “%(step)s”: pelaksananya belum dipilih.")
DOORS, HOLDERS = "·doors", "·holders"
"""Where a finding leads that no field of a part can mend: the box of a new door, who holds the lanes."""


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
    found = [_told("fault", one.template, one.params, tuple(one.path.split("/")), document) for one in
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
            found.append(_told(one.severity, one.template, one.params, path, document))
    chosen_by_hand = {one.key for one in found if one.severity == "fault" and one.field == "lanes"}
    found = [one for one in found if one.severity == "fault" or one.field != "lanes" or one.key not in chosen_by_hand]
    return sorted(dict.fromkeys(found), key=lambda one: one.severity != "fault")


def _told(
    severity: Literal["fault", "advice"], template: str, params: Mapping[str, str], path: tuple[str, ...],
    document: Mapping[str, Any],
) -> Told:  # fmt: skip
    if template == SENTENCES["lane_unheld"]:
        return Told(severity, str(PLAIN[template]) % params, "", "", HOLDERS)
    if template == SENTENCES["without_doors"]:
        return Told(severity, _(template) % params, "", "", DOORS)
    if template == SENTENCES["jurisdiction_unsaid"]:
        where = place_of(path, document)
        shape = shape_of(where[0], where[2]) if where[2] else None
        named = {**params, "where": _where(document, *where[:2], str(shape.label) if shape else "")}
        return Told(severity, str(PLAIN[template]) % named, "sop", "", "jurisdiction")
    kind, key, field = place_of(path, document)
    by_hand = set(as_dict(document.get("source"))) <= {"document"} and not as_text(document.get("based_on"))
    if by_hand and template in (SENTENCES["lane_not_bound"], SENTENCES["lane_unsaid"]):
        return Told(severity, str(UNCHOSEN) % params, kind, key, field)
    shape = shape_of(kind, field) if field else None
    if shape is not None and "where" in params and path[0] in (*LISTS, *NAMED, *FORMS):
        params = {**params, "where": _where(document, kind, key, str(shape.label))}
    if template == SENTENCES["missing_field"]:
        missing = shape_of(kind, params["field"])
        params = {**params, "field": str(missing.label) if missing is not None else params["field"]}
        field = field or (params["field"] if missing is None else missing.name)
        field = field if shape_of(kind, field) is not None else ""
    return Told(severity, str(PLAIN.get(template, _(template))) % params, kind, key, field)


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
    return rest[0] if rest and shape_of(kind, rest[0]) is not None else ""
