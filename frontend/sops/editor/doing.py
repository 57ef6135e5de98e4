"""Who does a step: one lane or several, any of them or all."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.sops.editor.choosing import lane_options
from frontend.sops.editor.shapes import Drawn, Near, Option, Posted, Text, as_dict, as_list, as_text, chosen

LANES = gettext_lazy("Pelaksana")
TOGETHER = {
    "any_of": gettext_lazy("salah satu dari mereka mengerjakan"),
    "all_of": gettext_lazy("semuanya mengerjakan dan memberi paraf"),
}


@dataclass(frozen=True)
class StepLanes:
    """Who does the step: one or several lanes, any or all of them; none ticked: the office says it later."""

    name: str = "lanes"
    label: Text = LANES

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """Boxes for the lanes, and how several go together."""
        found = as_dict(value)
        how = "all_of" if "all_of" in found else "any_of"
        now = [as_text(lane) for lane in as_list(found.get(how))]
        if near.typed:
            now, how = near.typed.many(at), near.typed.one(f"{at}-how") or how
        ways = chosen([Option(code, str(words)) for code, words in TOGETHER.items()], [how])
        inner = (
            Drawn("several", at, str(self.label), options=chosen(lane_options(near), now), wrong=near.wrong(at)),
            Drawn("pick", f"{at}-how", _("Bila beberapa"), how, ways),
        )
        hint = "" if lane_options(near) else _("Belum ada pelaksana. Tambahkan dulu di bagian Pelaksana.")
        return Drawn("group", at, inner=inner, hint=hint)

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """any_of, all_of, or "unsaid"."""
        found = as_dict(was)
        how = "all_of" if "all_of" in found else "any_of"
        before = [as_text(lane) for lane in as_list(found.get(how))]
        now, way = posted.many(at), posted.one(f"{at}-how")
        if set(now) == set(before) and (way == how or len(now) < 2 or way not in TOGETHER):
            return was
        known = {option.value for option in lane_options(near)} | set(before)
        if any(lane not in known for lane in now):
            posted.wrong[at] = _("Pilih dari daftar pelaksana.")
            return was
        kept = [lane for lane in before if lane in now]
        lanes = [*kept, *(lane for lane in now if lane not in kept)]
        return {way if way in TOGETHER else how: lanes} if lanes else "unsaid"
