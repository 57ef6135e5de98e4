"""What a field may choose from: the lanes, steps, forms and facts of the document around it."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.sops.editor.shapes import Near, Option, as_dict, as_list, as_text
from sop_library.facts import FACTS
from sop_library.parts import STAGES

STAGE_WORDS = {
    "intake": gettext_lazy("Penerimaan"),
    "identification": gettext_lazy("Identifikasi"),
    "assessment": gettext_lazy("Asesmen"),
    "consent": gettext_lazy("Persetujuan"),
    "planning": gettext_lazy("Perencanaan"),
    "service": gettext_lazy("Layanan"),
    "referral": gettext_lazy("Rujukan"),
    "monitoring": gettext_lazy("Pemantauan"),
    "termination": gettext_lazy("Terminasi"),
    "reporting": gettext_lazy("Pelaporan"),
}
SERVICES = {
    "pengaduan-langsung": gettext_lazy("Pengaduan langsung"),
    "pengaduan-tidak-langsung": gettext_lazy("Pengaduan tidak langsung"),
    "pengaduan-langsung-krisis": gettext_lazy("Pengaduan langsung dengan krisis"),
    "penjangkauan": gettext_lazy("Penjangkauan"),
    "layanan-informasi": gettext_lazy("Layanan informasi"),
    "layanan-konsultasi": gettext_lazy("Layanan konsultasi"),
    "penanganan-terpadu": gettext_lazy("Penanganan terpadu"),
    "mediasi": gettext_lazy("Mediasi"),
    "rumah-aman": gettext_lazy("Penampungan sementara"),
    "pendampingan": gettext_lazy("Pendampingan korban"),
}


def in_order(entries: Any) -> list[tuple[str, Any]]:
    """The entries of a mapping by their `order`; any mapping, whatever stands in it."""

    def place(entry: tuple[str, Any]) -> float:
        order = as_dict(entry[1]).get("order")
        return order if isinstance(order, int | float) else 0

    return sorted(as_dict(entries).items(), key=place)


def steps_of(document: Any) -> list[Any]:
    """The steps of a document that have a key, as they stand."""
    return [step for step in as_list(as_dict(document).get("steps")) if as_text(as_dict(step).get("key"))]


def step_words(step: Any) -> str:
    """A step as it is called in lists: its number and its name."""
    found = as_dict(step)
    number = as_text(found.get("step")).rstrip(". ")
    name = as_text(found.get("name")) or as_text(found.get("text"))[:60] or as_text(found.get("key"))
    return f"{number}. {name}" if number else name


def lane_options(near: Near) -> list[Option]:
    """The lanes of the sheet."""
    return [
        Option(key, as_text(as_dict(lane).get("label")) or key) for key, lane in in_order(near.document.get("lanes"))
    ]


def other_lane_options(near: Near) -> list[Option]:
    """The lanes of the sheet but for the one being edited."""
    return [one for one in lane_options(near) if one.value != near.part.get("·key")]


def step_options(near: Near) -> list[Option]:
    """The steps of the sheet in order."""
    return [Option(step["key"], step_words(step)) for step in steps_of(near.document)]


def form_options(near: Near) -> list[Option]:
    """The forms of the sheet."""
    return [
        Option(key, as_text(as_dict(form).get("label")) or key) for key, form in in_order(near.document.get("forms"))
    ]


def fact_options(_near: Near) -> list[Option]:
    """The facts of a case."""
    return [Option(name, _(kind.label)) for name, kind in FACTS.items()]


def region_options(_near: Near) -> list[Option]:
    """The facts that are regions."""
    return [Option(name, _(kind.label)) for name, kind in FACTS.items() if kind.type == "region"]


def stage_options(_near: Near) -> list[Option]:
    """The stages of the common spine, in order."""
    return [Option(code, str(STAGE_WORDS[code])) for code in STAGES]


def service_options(near: Near) -> list[Option]:
    """The common list of services; the one that stands there too."""
    return [Option(code, str(words)) for code, words in SERVICES.items()]


def sop_options(near: Near) -> list[Option]:
    """The SOPs that can be started from another."""
    return list(near.sops)


def sop_door_options(near: Near) -> list[Option]:
    """The doors of the SOPs that can be started from another, each key once, with the SOPs that have it."""
    names, found = {one.value: one.label for one in near.sops}, dict[str, list[str]]()
    for door in near.doors:
        called = f"{door.label} ({names[door.group]})" if door.group in names else door.label
        found.setdefault(door.value, []).append(called)
    return [Option(key, " / ".join(labels)) for key, labels in found.items()]


def counted(words: str) -> list[tuple[int, str]]:
    """What a list is sorted by as a person counts, "Form 2" before "Form 10": letters, and numbers by their worth."""
    return [(int(piece), "") if piece.isdecimal() else (0, piece) for piece in re.split(r"([0-9]+)", words)]


def library_form_options(near: Near) -> list[Option]:
    """The form definitions that Rangkul has."""
    return [Option(key, words) for key, words in sorted(near.library.items(), key=lambda one: counted(one[1]))]
