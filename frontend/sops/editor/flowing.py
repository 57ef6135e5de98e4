"""Where a step leads: to the next row, to other steps, to an end, to another office."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.sops.editor.choosing import region_options, step_options
from frontend.sops.editor.shapes import ABSENT, Drawn, Near, Option, Posted, Text, as_dict, as_text, chosen, plain

REFERRING = gettext_lazy("Usulkan rujukan")
ENDS = {"end": gettext_lazy("selesai di sini"), "attach": gettext_lazy("lekatkan pada kasus orang ini yang sudah ada")}


@dataclass(frozen=True)
class Leads:
    """Where the flow goes: the next row, a step, an end, the person's other case; or several steps at once."""

    name: str
    label: Text
    blank: Text = ""

    def _options(self, near: Near) -> list[Option]:
        """The ends stand before the steps, of which there may be many."""
        steps = [Option(one.value, one.label, _("ke langkah")) for one in step_options(near)]
        ends = [Option(code, str(words), _("berhenti")) for code, words in ENDS.items()]
        return [Option("", str(self.blank)), Option("next", _("langkah berikutnya")), *ends, *steps]

    def _now(self, value: Any) -> tuple[str, list[str], str]:
        if isinstance(value, dict):
            return "end", [], as_text(value.get("end"))
        if isinstance(value, list):
            targets = [as_text(one) for one in value]
            return (targets[0] if targets else ""), targets[1:], ""
        return as_text(value), [], ""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """A list, a fold for several at once, and the reason of an end."""
        main, also, reason = self._now(value)
        if near.typed and at in near.typed.data:
            main, also = near.typed.one(at), near.typed.many(f"{at}-also")
            reason = near.typed.one(f"{at}-reason")
        steps = chosen(step_options(near), also)
        also_fold = Drawn("fold", f"{at}-more", _("Sekaligus ke langkah lain"), open=bool(also), inner=(
            Drawn("several", f"{at}-also", _("Langkah yang juga berjalan"), options=steps),
        ))  # fmt: skip
        inner = [Drawn("pick", at, str(self.label), main, chosen(self._options(near), [main]), wrong=near.wrong(at))]
        if main == "end":
            inner.append(Drawn("words", f"{at}-reason", _("Alasan selesai"), reason, hint=_("Boleh kosong")))
        elif step_options(near):
            inner.append(also_fold)
        return Drawn("group", at, inner=tuple(inner))

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """A target, several, or an end with its reason."""
        now = posted.one(at), posted.many(f"{at}-also"), posted.one(f"{at}-reason")
        main, also, reason = self._now(was)
        if (now[0], set(now[1]), now[2]) == (main, set(also), plain(reason)):
            return was
        if not now[0]:
            return ABSENT
        known = {option.value for option in self._options(near)} | {main, *also}
        if any(target not in known for target in (now[0], *now[1])):
            posted.wrong[at] = _("Pilih dari daftar.")
            return was
        if now[0] == "end":
            return {"end": now[2]} if now[2] else "end"
        if now[0] == "attach":
            return "attach"
        targets = list(dict.fromkeys([now[0], *now[1]]))
        return targets if len(targets) > 1 else targets[0]


REFER_KINDS = {
    "rujukan": gettext_lazy("rujukan: lembaga lain membantu, kasus tetap di sini"),
    "pelimpahan": gettext_lazy("pelimpahan: kantor lain mengambil alih"),
}
REFER_TO = {
    "province": gettext_lazy("provinsi"),
    "ministry": gettext_lazy("kementerian"),
    "institution": gettext_lazy("lembaga lain"),
}


@dataclass(frozen=True)
class Refers:
    """The referral that an outcome proposes."""

    name: str = "refer"
    label: Text = REFERRING

    def _to(self, near: Near) -> list[Option]:
        regions = [Option(f"region:{one.value}", one.label, _("kantor di wilayah")) for one in region_options(near)]
        return [*(Option(code, str(words)) for code, words in REFER_TO.items()), *regions]

    def _now(self, value: Any) -> tuple[str, str]:
        found = as_dict(value)
        to = found.get("to")
        region = as_text(as_dict(to).get("region_of"))
        return as_text(found.get("kind")), f"region:{region}" if region else as_text(to)

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """Which, and where to."""
        kind, to = self._now(value)
        if near.typed and at in near.typed.data:
            kind, to = near.typed.one(at), near.typed.one(f"{at}-to")
        kinds = [Option("", _("tidak")), *(Option(code, str(words)) for code, words in REFER_KINDS.items())]
        inner = [Drawn("pick", at, _("Macam rujukan"), kind, chosen(kinds, [kind]), wrong=near.wrong(at))]
        where = chosen(self._to(near), [to or "institution"])
        inner.append(Drawn("pick", f"{at}-to", _("Ke mana"), to or "institution", where))
        return Drawn("fold", f"{at}-fold", str(self.label), inner=tuple(inner), open=bool(kind))

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The referral, or ABSENT."""
        now = posted.one(at), posted.one(f"{at}-to")
        kind, to = self._now(was)
        if now == (kind, to or "institution") or (not now[0] and not kind):
            return was
        if not now[0]:
            return ABSENT
        if now[0] not in REFER_KINDS or now[1] not in {option.value for option in self._to(near)} | {to}:
            posted.wrong[at] = _("Pilih dari daftar.")
            return was
        target: Any = {"region_of": now[1].removeprefix("region:")} if now[1].startswith("region:") else now[1]
        return {**as_dict(was), "kind": now[0], "to": target}
