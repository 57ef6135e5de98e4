"""What a step asks for: documents, forms, facts, or one of several."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.sops.editor.choosing import fact_options, form_options
from frontend.sops.editor.composing import Rows
from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.fields import Pick, Tick, Words
from frontend.sops.editor.shapes import (
    ABSENT,
    Drawn,
    Near,
    Option,
    Posted,
    Text,
    as_dict,
    as_list,
    as_text,
    chosen,
    plain,
)

ASKED = gettext_lazy("Yang diminta")
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
        around = replace(near, typed=None if new else near.typed)
        parts = (Drawn("hidden", f"{at}-at", value="" if was is None else str(was)),
                 Need(self.nested).draw(at, value, around))  # fmt: skip
        return Drawn("row", at, inner=parts, new=new)

    def _read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        if was is not ABSENT and not isinstance(was, dict):
            return was
        return Need(self.nested).read(at, posted, was, near)


NESTED = Needs("any_of", gettext_lazy("Salah satu dari"), (), gettext_lazy("Tambah kemungkinan"), nested=True)
NEEDS = Needs("needs", gettext_lazy("Kelengkapan yang diminta"), (), gettext_lazy("Tambah kelengkapan"))
