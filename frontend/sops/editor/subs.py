"""Which other SOPs a step starts: one by its name, or any of a service."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy

from frontend.sops.editor.choosing import service_options, sop_door_options, sop_options
from frontend.sops.editor.composing import Rows
from frontend.sops.editor.fields import Pick, Tick, Words
from frontend.sops.editor.shapes import Drawn, Near, Option, Posted, Text, as_dict, as_text, chosen

STARTED = gettext_lazy("SOP yang dimulai")


@dataclass(frozen=True)
class SubWhat:
    """Which SOP a sub-step starts: one by its name, or any of a service. Fills the fields `sop` and `service`."""

    name: str = "·what"
    label: Text = STARTED

    def _all(self, near: Near) -> list[Option]:
        sops = [Option(f"sop:{one.value}", one.label, str(gettext_lazy("SOP ini"))) for one in sop_options(near)]
        services = [Option(f"service:{one.value}", one.label, str(gettext_lazy("salah satu SOP untuk layanan")))
                    for one in service_options(near)]  # fmt: skip
        return [*sops, *services]

    def named(self, what: dict[str, Any], near: Near) -> str:
        """What is chosen, by the name it has in the list: that is its name until somebody writes another."""
        picked = {f"{kind}:{key}" for kind, key in what.items()}
        return next((str(one.label) for one in self._all(near) if one.value in picked), "")

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """One list for both."""
        found = as_dict(value)
        kind = "sop" if "sop" in found else "service"
        now = f"{kind}:{as_text(found.get(kind))}" if kind in found else ""
        now = near.typed.one(at) if near.typed and at in near.typed.data else now
        listed = chosen([Option("", str(gettext_lazy("pilih SOP"))), *self._all(near)], [now])
        return Drawn("pick", at, str(self.label), now, listed, wrong=near.wrong(at))

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """{"sop": …} or {"service": …}, what stood there where nothing else was chosen."""
        before = {key: as_dict(was)[key] for key in ("sop", "service") if key in as_dict(was)}
        kind, _colon, key = posted.one(at).partition(":")
        if not key or before == {kind: key}:
            return before
        return {kind: key} if posted.one(at) in {one.value for one in self._all(near)} else before


DOOR = gettext_lazy("Lewat pintu")
PICKED = Pick("door", DOOR, sop_door_options, blank=gettext_lazy("pintu panggilannya"))
TYPED = Words("door", DOOR, hint=gettext_lazy("Kunci pintu SOP itu; kosong: pintu panggilannya"), longest=60)


@dataclass(frozen=True)
class SubDoor:
    """The door of the SOP that is started: picked where its doors are known, typed at a desk that knows no SOPs."""

    name: str = "door"
    label: Text = DOOR

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """A list, or a line."""
        return (PICKED if near.doors else TYPED).draw(at, value, near)

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The key of the door; ABSENT for the one by which others call it."""
        return (PICKED if near.doors else TYPED).read(at, posted, was, near)


@dataclass(frozen=True)
class Subs(Rows):
    """The SOPs that a step starts."""

    def _row(self, at: str, was: int | None, value: Any, near: Near, *, new: bool = False) -> Drawn:
        what = SubWhat().draw(f"{at}-what", value, replace(near, typed=None if new else near.typed))
        drawn = super()._row(at, was, value, _by_its_doors(near, what.value), new=new)
        hidden = sum(one.kind == "hidden" for one in drawn.inner)
        return Drawn("row", at, drawn.label, inner=(*drawn.inner[:hidden], what, *drawn.inner[hidden:]), new=new)

    def _read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        found = super()._read(at, posted, was, near)
        what = SubWhat().read(f"{at}-what", posted, was, near)
        if not isinstance(found, dict):
            return {"key": posted.one(f"{at}-key"), "label": SubWhat().named(what, near), **what} if what else found
        kept = {key: value for key, value in found.items() if key not in ("sop", "service")}
        return {**kept, "label": kept.get("label") or SubWhat().named(what, near), **what}


def _by_its_doors(near: Near, what: str) -> Near:
    """The field with the doors of the SOP that is chosen; with all where none is, or any of a service."""
    kind, _colon, sop = what.partition(":")
    its = [Option(one.value, one.label) for one in near.doors if one.group == sop] if kind == "sop" else []
    return replace(near, doors=its) if its else near


SUBS = Subs(
    "sub",
    gettext_lazy("SOP lain yang dimulai"),
    (
        Words("label", gettext_lazy("Nama"), always=True),
        SubDoor(),
        Tick("wait", gettext_lazy("Langkah ini menunggu SOP itu selesai"), default=True),
    ),
    gettext_lazy("Tambah SOP lain"),
    key="sop",
)  # fmt: skip
