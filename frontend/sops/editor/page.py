"""What the editor's page and its parts show of a draft at this moment."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.sops import words
from frontend.sops.editor.acting import keys_of
from frontend.sops.editor.addresses import ADDRESSES, KIND_NAMES, OF_THE_SHEET, SHEET, WORDS_OF
from frontend.sops.editor.changed import Changed, changed_of
from frontend.sops.editor.choosing import in_order, step_options, step_words, steps_of
from frontend.sops.editor.desk import Desk
from frontend.sops.editor.drawing import sheet_of, text_of
from frontend.sops.editor.finding_words import DOORS, HEADS, HOLDERS, STEPS
from frontend.sops.editor.findings import Told, findings_of
from frontend.sops.editor.holding import Holding, holding_of
from frontend.sops.editor.offered_forms import form_names
from frontend.sops.editor.panel import Field, Heading, Listed, said_of, summary_of
from frontend.sops.editor.parts import FORMS, part_of
from frontend.sops.editor.saving import Saved, mark_of
from frontend.sops.editor.shapes import ABSENT, Near, Option, Posted, as_dict, as_list, as_text
from sop_library.numbering import first_wrong


@dataclass
class Editor:
    """A draft on screen. `kind` and `key` are the open part; no kind: none is open."""

    desk: Desk
    draft: Any
    kind: str = ""
    key: str = ""
    posted: Posted | None = None
    saved: Saved = field(default_factory=Saved)
    added: str = ""
    admin: bool = False
    """Whether whoever looks administers the office."""

    @property
    def document(self) -> Mapping[str, Any]:
        """What is being written."""
        return as_dict(self.draft.document)

    @cached_property
    def part(self) -> Mapping[str, Any]:
        """The open part. Raises Http404 where it is not there."""
        found = part_of(self.document, self.kind, self.key)
        if found is None:
            raise Http404
        return found

    @cached_property
    def sops(self) -> Sequence[Option]:
        """The SOPs that a step may start."""
        return self.desk.sops()

    @cached_property
    def doors(self) -> Sequence[Option]:
        """The doors of those SOPs; asked for by steps alone."""
        return self.desk.doors() if self.kind == "step" else ()

    def near(self, *, typed: bool = False) -> Near:
        """What the fields of the open part choose from."""
        posted = self.posted if typed else None
        return Near(self.document, self.part, posted, self.added, self.sops, form_names(), self.doors)

    def address(self, kind: str = "", key: str = "") -> str:
        """The address of a part; of the draft without one."""
        if not kind:
            return reverse(self.desk.address(""), args=[self.draft.pk])
        word = WORDS_OF[kind]
        where = (word, key) if kind in ADDRESSES.values() else (SHEET, word)
        return reverse(self.desk.address("_part"), args=[self.draft.pk, *where])

    @property
    def base(self) -> str:
        """The draft's own address; those of its parts stand below it."""
        return self.address()

    @property
    def open_at(self) -> str:
        """The open part as its address says it: "langkah/domisili"; nothing where none is open."""
        return self.address(self.kind, self.key).removeprefix(self.base).strip("/") if self.kind else ""

    @property
    def address_here(self) -> str:
        """The address of the open part; what is done to it stands below."""
        return self.address(self.kind, self.key)

    @property
    def undo(self) -> str:
        """Where undoing is posted to."""
        return f"{self.base}urung/"

    @property
    def redo(self) -> str:
        """Where redoing is posted to."""
        return f"{self.base}ulang/"

    @property
    def here(self) -> str:
        """Where the page asks who else is here."""
        return f"{self.base}hadir/"

    @property
    def drop(self) -> str:
        """Where the draft is thrown away."""
        return f"{self.base}buang/"

    @cached_property
    def begun(self) -> str:
        """The control in which the row that was asked for is begun; nothing where none was."""
        drawn = (one.drawn for heading in self.headings for one in heading.fields) if self.added else ()
        return next(filter(None, (one.begun for one in drawn)), "")

    @property
    def movable(self) -> bool:
        """Whether the open part has a place among others that matters."""
        return self.kind in ("step", "lane", "door", "form") and bool(self.others)

    @property
    def last_step(self) -> str:
        """The key of the last step; nothing where there is none."""
        return (keys_of(self.document, "step") or [""])[-1]

    @property
    def typed(self) -> dict[str, str]:
        """What was typed for a new step, or for the halves of one, that could not be taken."""
        return {name: self.posted.one(name) for name in ("words", "first", "second")} if self.posted else {}

    @cached_property
    def findings(self) -> list[Told]:
        """What the check says."""
        return findings_of(self.document, self.desk.standing(self.draft))

    @cached_property
    def told(self) -> list[dict[str, Any]]:
        """The findings with where they lead."""
        return [{"told": one, "address": self.mended_at(one)} for one in self.findings]

    def mended_at(self, one: Told) -> str:
        """The address of the field where a finding is mended; nothing where this person can't come to it."""
        if one.field == DOORS:
            return f"{self.base}#baru-door"
        if one.field == STEPS:
            return f"{self.base}#langkah-baru"
        if one.field == HEADS:
            return reverse("staff") if self.admin else ""
        known = one.kind in OF_THE_SHEET.values() or part_of(self.document, one.kind, one.key) is not None
        address = self.address(one.kind, one.key) if known else self.base
        if one.field == HOLDERS:
            return f"{address}#pemegang"
        return f"{address}#g-{one.field}" if one.field else f"{address}#panel"

    @cached_property
    def holding(self) -> Holding | None:
        """Who holds the open lane in the office; None for other parts, and at a desk of no office."""
        if self.kind != "lane" or self.desk.holders is None:
            return None
        return holding_of(self.document, self.key, self.desk.holders())

    @property
    def faults(self) -> list[dict[str, Any]]:
        """What keeps the draft from being approved."""
        return [one for one in self.told if one["told"].severity == "fault"]

    @property
    def advice(self) -> list[dict[str, Any]]:
        """What to look at twice."""
        return [one for one in self.told if one["told"].severity == "advice"]

    @cached_property
    def headings(self) -> list[Heading]:
        """The form of the open part."""
        found = []
        for section in FORMS[self.kind]:
            fields = tuple(self.field_of(shape) for shape in section.shapes)
            said = any(one.said or one.findings for one in fields)
            filled = any(shape.name in self.part for shape in section.shapes)
            shown = said or (filled and not section.folded)
            found.append(
                Heading(str(section.label), fields, section.folded, shown, summary_of(fields) if filled else "")
            )
        return found

    def field_of(self, shape: Any) -> Field:
        """One field of the open part."""
        name = shape.name
        value = self.part.get(name, ABSENT)
        again = name in self.saved.again or (self.posted is not None and name in self.saved.wrong)
        drawn = shape.draw(name, value, self.near(typed=again))
        stale = self.saved.stale.get(name)
        mark = mark_of(self.draft.revision, value)
        if again and self.posted is not None and name not in self.saved.stale:
            mark = self.posted.one(f"mark-{name}") or mark
        here = tuple(one for one in self.findings if (one.kind, one.key, one.field) == (self.kind, self.key, name))
        if stale is None:
            return Field(drawn, mark, self.saved.refused.get(name, ""), findings=here, faulty=again)
        ours = shape.draw(name, self.saved.values.get(name, ABSENT), self.near())
        theirs = said_of(shape.draw(name, value, self.near()))
        return Field(drawn, mark, stale.message, theirs, said_of(ours), here, faulty=True)

    @cached_property
    def sheet(self) -> dict[str, Any]:
        """The sheet with a mark in each row that something is to be said of."""
        sheet = sheet_of(self.document)
        counted: dict[str, Counter[str]] = {}
        for one in self.findings:
            if one.kind == "step":
                counted.setdefault(one.key, Counter())[one.severity] += 1
        if sheet is None:
            steps = [{"key": as_text(step.get("key")), "words": step_words(step)} for step in text_of(self.document)]
            return {"pages": [], "steps": steps}
        told = words.told_pages(sheet)
        pages = [(page, [(row, counted.get(row.row.step.key)) for row in page.rows]) for page in told]
        return {"sheet": sheet, "pages": pages, "steps": [],
                "symbols": [(name, str(said)) for name, said in words.SYMBOL_WORDS.items()]}  # fmt: skip

    @cached_property
    def changed(self) -> Changed | None:
        """What this draft changes against what it began from; None where all of it is new."""
        return changed_of(self.desk.before(self.draft), self.document)

    @property
    def steps(self) -> list[Option]:
        """The steps in order."""
        return step_options(Near(self.document))

    @property
    def number_anew(self) -> str:
        """Where the steps are numbered in their order; nothing where their numbers run."""
        steps = steps_of(self.document)
        return "" if first_wrong(steps) is None else f"{self.address('step', steps[0]['key'])}nomori/"

    @property
    def place(self) -> int:
        """Which step is open, from 1."""
        return keys_of(self.document, "step").index(self.key) + 1 if self.kind == "step" else 0

    @property
    def title(self) -> str:
        """The name of the open part."""
        if self.kind == "step":
            return as_text(self.part.get("name")) or step_words(self.part)
        label = as_text(self.part.get("label"))
        return label or str(KIND_NAMES[self.kind])

    @property
    def kind_name(self) -> str:
        """What the open part is."""
        return str(KIND_NAMES[self.kind])

    @property
    def others(self) -> list[Option]:
        """The other parts of the same kind, in order: what may take its place, or stand before it."""
        if self.kind == "step":
            return [one for one in self.steps if one.value != self.key]
        section = as_dict(self.document.get(f"{self.kind}s"))
        return [Option(key, as_text(as_dict(entry).get("label")) or key) for key, entry in in_order(section)
                if key != self.key]  # fmt: skip

    @property
    def around(self) -> list[dict[str, Any]]:
        """Everything but the steps, by kind, with how many faults each part has."""
        counted = Counter(one.part for one in self.findings if one.severity == "fault")
        top = [Listed(str(KIND_NAMES[kind]), self.address(kind), counted[kind]) for kind in OF_THE_SHEET.values()]
        found: list[dict[str, Any]] = [{"kind": "", "label": _("Lembar"), "parts": top, "add": ""}]
        for word, kind in ADDRESSES.items():
            if kind == "step":
                continue
            section = self.document.get(f"{kind}s")
            rows: Sequence[tuple[str, Any]] = (
                in_order(section) if kind in ("lane", "door", "form")
                else [(as_text(as_dict(row).get("key")), row) for row in as_list(section) if as_dict(row).get("key")]
            )  # fmt: skip
            parts = [Listed(as_text(as_dict(row).get("label")) or key, self.address(kind, key),
                            counted[f"{kind}:{key}"]) for key, row in rows]  # fmt: skip
            add = reverse(self.desk.address("_add"), args=[self.draft.pk, word])
            known = (
                [label for there, (label, _short) in self.desk.lanes().items() if there not in dict(rows)]
                if kind == "lane"
                else []
            )
            found.append({"kind": kind, "label": str(KIND_NAMES[kind]), "parts": parts, "add": add, "known": known})
        return found

    @property
    def counts(self) -> dict[str, int]:
        """Steps and lanes."""
        return {"steps": len(steps_of(self.document)), "lanes": len(as_dict(self.document.get("lanes")))}
