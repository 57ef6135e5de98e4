"""Who does a step, at which stage, what it needs, and where it leads: the fields that have a shape of their own."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.sops.editor.choosing import (
    fact_options,
    form_options,
    lane_options,
    region_options,
    step_options,
)
from frontend.sops.editor.composing import Rows
from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.shapes import (
    ABSENT,
    Drawn,
    Near,
    Option,
    Options,
    Pick,
    Posted,
    Text,
    Tick,
    Words,
    as_dict,
    as_list,
    as_text,
    chosen,
    plain,
)

LANES, REFERRING, ASKED = gettext_lazy("Pelaksana"), gettext_lazy("Usulkan rujukan"), gettext_lazy("Yang diminta")
TOGETHER = {
    "any_of": gettext_lazy("salah satu dari mereka mengerjakan"),
    "all_of": gettext_lazy("semuanya mengerjakan dan memberi paraf"),
}
ENDS = {"end": gettext_lazy("selesai di sini"), "attach": gettext_lazy("lekatkan pada kasus orang ini yang sudah ada")}


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


@dataclass(frozen=True)
class OneOrSeveral:
    """Codes of a list: one as itself, several as a list, none as nothing."""

    name: str
    label: Text
    options: Options
    hint: Text = ""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """Boxes."""
        now = near.typed.many(at) if near.typed else self._now(value)
        return Drawn("several", at, str(self.label), options=chosen(self.options(near), now), hint=str(self.hint),
                     wrong=near.wrong(at))  # fmt: skip

    def _now(self, value: Any) -> list[str]:
        return [value] if isinstance(value, str) else [as_text(one) for one in as_list(value)]

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """A code, a list of codes, or ABSENT."""
        before, now = self._now(was), posted.many(at)
        if set(now) == set(before):
            return was
        known = {option.value for option in self.options(near)} | set(before)
        if any(code not in known for code in now):
            posted.wrong[at] = _("Pilih dari daftar.")
            return was
        kept = [code for code in before if code in now]
        found = [*kept, *(code for code in now if code not in kept)]
        return found[0] if len(found) == 1 else found or ABSENT


@dataclass(frozen=True)
class Leads:
    """Where the flow goes: the next row, a step, an end, the person's other case; or several steps at once."""

    name: str
    label: Text
    blank: Text = ""

    def _options(self, near: Near) -> list[Option]:
        steps = [Option(one.value, one.label, _("ke langkah")) for one in step_options(near)]
        ends = [Option(code, str(words), _("berhenti")) for code, words in ENDS.items()]
        return [Option("", str(self.blank)), Option("next", _("langkah berikutnya")), *steps, *ends]

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


NEED_TYPES = {
    "identity": gettext_lazy("identitas"),
    "consent": gettext_lazy("persetujuan"),
    "letter": gettext_lazy("surat"),
    "evidence": gettext_lazy("bukti"),
    "data": gettext_lazy("data"),
    "other": gettext_lazy("lain-lain"),
}
NEED_FOR = {
    "each_victim": gettext_lazy("dari setiap korban"),
    "any_victim": gettext_lazy("dari salah seorang korban"),
    "case": gettext_lazy("satu untuk kasus"),
}
ALTERNATIVES = "any_of"


@dataclass(frozen=True)
class Subject:
    """What a need is: a document by its name, a form, a fact, or one of several. Written into the need itself."""

    name: str = "·subject"
    label: Text = ASKED
    nested: bool = False

    def _options(self, near: Near) -> list[Option]:
        found = [Option("document", _("dokumen, tulis namanya"))]
        if not self.nested:
            found.append(Option(ALTERNATIVES, _("salah satu dari beberapa")))
        found += [Option(f"form:{one.value}", one.label, _("formulir terisi")) for one in form_options(near)]
        return found + [Option(f"fact:{one.value}", one.label, _("keterangan kasus")) for one in fact_options(near)]

    def now(self, need: Any) -> tuple[str, str]:
        """What is chosen, and the name of a document."""
        found = as_dict(need)
        if "document" in found or not found:
            return "document", as_text(found.get("document"))
        if ALTERNATIVES in found:
            return ALTERNATIVES, ""
        kind = "form" if "form" in found else "fact"
        return f"{kind}:{as_text(found.get(kind))}", ""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """A list, and a line for a document's name."""
        what, name = self.now(value)
        if near.typed and at in near.typed.data:
            what, name = near.typed.one(at), near.typed.one(f"{at}-document")
        inner = [Drawn("pick", at, str(self.label), what, chosen(self._options(near), [what]), wrong=near.wrong(at))]
        if what == "document":
            inner.append(Drawn("words", f"{at}-document", _("Nama dokumen"), name, wrong=near.wrong(f"{at}-document")))
        return Drawn("group", at, inner=tuple(inner))

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The need's own field: {"document": …}, {"form": …}, {"fact": …} or {"any_of": …}; else ABSENT."""
        what, name = posted.one(at), posted.one(f"{at}-document")
        before = self.now(was)
        if was is not ABSENT and (what, name if what == "document" else "") == (before[0], plain(before[1])):
            return {key: as_dict(was)[key] for key in ("document", "form", "fact", ALTERNATIVES) if key in as_dict(was)}
        if what == "document":
            words = Words("document", "").read(f"{at}-document", posted, ABSENT, near)
            return {"document": words} if words is not ABSENT else ABSENT
        if what not in {option.value for option in self._options(near)}:
            posted.wrong[at] = _("Pilih dari daftar.")
            return ABSENT
        kind, _colon, subject = what.partition(":")
        return {kind: subject} if subject else {ALTERNATIVES: as_list(as_dict(was).get(ALTERNATIVES))}


@dataclass(frozen=True)
class Need:
    """One requirement; it fills a whole row."""

    nested: bool = False
    name: str = "·need"

    def _inner(self) -> tuple[Any, ...]:
        found: tuple[Any, ...] = (Words("label", gettext_lazy("Ditulis di lembar sebagai"),
                                        hint=gettext_lazy("Kosong: nama di atas")),)  # fmt: skip
        if self.nested:
            return found
        return (
            *found,
            Tick("may_follow", gettext_lazy("Boleh menyusul")),
            When("when", gettext_lazy("Hanya bila"), outcomes=True),
            Pick("type", gettext_lazy("Macamnya"), lambda _near: [Option(code, str(words)) for code, words in
                                                                    NEED_TYPES.items()], blank=""),
            Pick("for", gettext_lazy("Dari siapa"), lambda _near: [Option(code, str(words)) for code, words in
                                                                    NEED_FOR.items()], blank=""),
        )  # fmt: skip

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """The subject, what it is made of, and everything else."""
        now = as_dict(value)
        subject = Subject(nested=self.nested).draw(f"{at}-subject", value, near)
        parts: list[Drawn] = [subject]
        if not self.nested and subject.inner[0].value == ALTERNATIVES:
            parts.append(NESTED.draw(f"{at}-any", now.get(ALTERNATIVES, ABSENT), near))
        parts += [shape.draw(f"{at}-{shape.name}", now.get(shape.name, ABSENT), near) for shape in self._inner()]
        return Drawn("group", at, inner=tuple(parts))

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The need with what it held besides; ABSENT for one that says nothing."""
        subject = Subject(nested=self.nested).read(f"{at}-subject", posted, was, near)
        found = {key: value for key, value in as_dict(was).items()
                 if key not in ("document", "form", "fact", ALTERNATIVES)}  # fmt: skip
        for shape in self._inner():
            value = shape.read(f"{at}-{shape.name}", posted, found.get(shape.name, ABSENT), near)
            found.pop(shape.name, None) if value is ABSENT else found.__setitem__(shape.name, value)
        if subject is ABSENT:
            if f"{at}-subject" in posted.wrong or f"{at}-subject-document" in posted.wrong:
                return was
            return ABSENT if was is ABSENT and "label" not in found else {"document": "", **found}
        if ALTERNATIVES in subject and f"{at}-any-n" in posted.data:
            subject = {ALTERNATIVES: _listed(NESTED.read(f"{at}-any", posted, subject[ALTERNATIVES], near))}
        return {**subject, **found}


def _listed(value: Any) -> list[Any]:
    return as_list(value)


@dataclass(frozen=True)
class Needs(Rows):
    """A list of needs: a row is one need."""

    nested: bool = False

    def _row(self, at: str, was: int | None, value: Any, near: Near, *, new: bool = False) -> Drawn:
        around = Near(near.document, near.part, None if new else near.typed, near.added, near.sops, near.library)
        parts = (Drawn("hidden", f"{at}-at", value="" if was is None else str(was)),
                 Need(self.nested).draw(at, value, around))  # fmt: skip
        return Drawn("row", at, inner=parts, new=new)

    def _read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        if was is not ABSENT and not isinstance(was, dict):
            return was
        return Need(self.nested).read(at, posted, was, near)


NESTED = Needs("any_of", gettext_lazy("Salah satu dari"), (), gettext_lazy("Tambah kemungkinan"), nested=True)
NEEDS = Needs("needs", gettext_lazy("Kelengkapan yang diminta"), (), gettext_lazy("Tambah kelengkapan"))
