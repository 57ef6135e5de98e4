"""The form of each part of an SOP: which fields, in which order, what stands open and what is folded away."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from frontend.sops.editor import times
from frontend.sops.editor.choosing import library_form_options, other_lane_options, step_options
from frontend.sops.editor.composing import Group
from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.fields import OneOrSeveral, Pick, Several, Tick, Words
from frontend.sops.editor.offered_forms import FormPick
from frontend.sops.editor.sections import GATE, Section
from frontend.sops.editor.shapes import Near, Option, Shape, as_dict, as_list
from frontend.sops.editor.sheet_form import HEADER, SOP, STANDARD
from frontend.sops.editor.step_form import STEP
from sop_library.codes.channels import CHANNELS


def _channels(_near: Near) -> list[Option]:
    return [Option(code, code) for code in CHANNELS]


LANE = (
    Section(gettext_lazy("Pelaksana"), (
        Words("label", gettext_lazy("Nama seperti di lembar"), always=True, longest=200),
        Words("name", gettext_lazy("Sebutan pendek"), longest=60),
        Tick("outside", gettext_lazy("Di luar kantor: petugas dalam yang mencatatkan")),
        Several("made_of", gettext_lazy("Terdiri dari pelaksana"), other_lane_options,
                hint=gettext_lazy("Kosong: orang ditetapkan langsung sebagai pelaksana ini.")),
        times.Count("quorum", gettext_lazy("Berapa yang harus memberi paraf"), most=40,
                    hint=gettext_lazy("Kosong: satu cukup")),
    ), folded=False),
)  # fmt: skip
DOOR = (
    Section(gettext_lazy("Pintu"), (
        Words("label", gettext_lazy("Nama"), always=True),
        Pick("starts", gettext_lazy("Dimulai di"), step_options, blank=gettext_lazy("belum ditentukan")),
        Pick("channel", gettext_lazy("Saluran"), _channels, blank=gettext_lazy("tidak ditentukan")),
        Tick("called", gettext_lazy("Hanya dibuka dari SOP lain")),
        Words("hours", gettext_lazy("Jam buka")),
        Words("printed", gettext_lazy("Tercetak sebagai")),
        Group("requires", gettext_lazy("Syarat masuk"), GATE, needs="when"),
    ), folded=False),
)  # fmt: skip
FORM = (
    Section(gettext_lazy("Formulir"), (
        Words("label", gettext_lazy("Nama seperti di lembar"), always=True),
        FormPick("form", gettext_lazy("Diisi dengan formulir Rangkul"), library_form_options,
                 blank=gettext_lazy("belum ada, dikerjakan di kertas")),
    ), folded=False),
)  # fmt: skip
LIMIT = (
    Section(gettext_lazy("Batas waktu"), (
        Words("label", gettext_lazy("Nama"), always=True),
        OneOrSeveral("until", gettext_lazy("Terpenuhi begitu salah satu langkah ini selesai"), step_options),
        times.Time("time", "", times.reading(limit=True), fill={"kind": "max"}),
    ), folded=False),
)  # fmt: skip
INTERRUPT = (
    Section(gettext_lazy("Keadaan yang mendahulukan"), (
        Words("label", gettext_lazy("Nama"), always=True),
        When("when", gettext_lazy("Bila")),
        Pick("starts", gettext_lazy("Segera mulai di"), step_options, blank=gettext_lazy("belum ditentukan")),
    ), folded=False),
)  # fmt: skip
FORMS: Mapping[str, tuple[Section, ...]] = {
    "step": STEP, "lane": LANE, "door": DOOR, "form": FORM, "limit": LIMIT, "interrupt": INTERRUPT,
    "header": HEADER, "sop": SOP, "standard": STANDARD,
}  # fmt: skip


def shape_of(kind: str, name: str) -> Shape | None:
    """The field `name` of parts of that kind; None where the form has none."""
    return next((shape for section in FORMS[kind] for shape in section.shapes if shape.name == name), None)


def shapes_of(kind: str) -> list[Shape]:
    """All fields of parts of that kind."""
    return [shape for section in FORMS[kind] for shape in section.shapes]


def part_of(document: Any, kind: str, key: str) -> Mapping[str, Any] | None:
    """A part of a document: a step, lane, … or the header; None where it is not there."""
    if kind == "sop":
        return as_dict(document)
    if kind in ("header", "standard"):
        return as_dict(as_dict(document).get(kind))
    section = as_dict(document).get(f"{kind}s")
    if kind in ("step", "limit", "interrupt"):
        found = next((row for row in as_list(section) if as_dict(row).get("key") == key), None)
        if found is not None and kind == "limit" and (time := times.time_of_limit(found)):
            return {**found, "time": time}
        return as_dict(found) if found is not None else None
    entry = as_dict(section).get(key)
    return {**as_dict(entry), "·key": key} if entry is not None else None
