"""The words around a sheet: where a branch leads, which fields are our reading, what a box of the header is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_library.definition import Definition
from sop_library.parsing import OUR_OUTCOMES
from sop_library.parts import Step
from sop_library.sheet import Cell, Note, Page, Row, Sheet, Way, plain_number

SYMBOL_WORDS: dict[str, str | Promise] = {
    "terminator": gettext_lazy("Mulai atau selesai"),
    "process": gettext_lazy("Kegiatan"),
    "decision": gettext_lazy("Keputusan"),
    "offpage": gettext_lazy("Sambungan halaman"),
    "arrow": gettext_lazy("Arah alur"),
}
FIELD_WORDS: dict[str, str | Promise] = {
    "lanes": gettext_lazy("pelaksana"),
    "decides": gettext_lazy("pemutus"),
    "kind": gettext_lazy("jenis langkah"),
    "then": gettext_lazy("alur"),
    "outcomes": gettext_lazy("cabang"),
    "needs": gettext_lazy("kelengkapan"),
    "outputs": gettext_lazy("output"),
    "records": gettext_lazy("data yang dicatat"),
    "time": gettext_lazy("waktu"),
    "optional": gettext_lazy("boleh dilewati"),
    "applies_when": gettext_lazy("kapan berlaku"),
    "gate": gettext_lazy("syarat mulai"),
    "repeat": gettext_lazy("pengulangan"),
    "stage": gettext_lazy("tahap"),
    "sub": gettext_lazy("SOP lanjutan"),
    "closes": gettext_lazy("boleh selesai di sini"),
    "after": gettext_lazy("yang ditunggu"),
    "choose": gettext_lazy("pilihan cabang"),
    "until": gettext_lazy("batas akhirnya"),
    "counts_from": gettext_lazy("awal hitungan"),
    "clock": gettext_lazy("cara menghitung"),
    "starts": gettext_lazy("langkah awal"),
    "label": gettext_lazy("nama"),
    "requires": gettext_lazy("syarat masuk"),
    "channel": gettext_lazy("saluran"),
}
CONTACT_WORDS: dict[str, str | Promise] = {
    "hotline": gettext_lazy("Hotline"),
    "phone": gettext_lazy("Telepon"),
    "fax": gettext_lazy("Faksimile"),
    "whatsapp": gettext_lazy("WhatsApp"),
    "email": gettext_lazy("Surel"),
    "website": gettext_lazy("Situs web"),
    "address": gettext_lazy("Alamat"),
    "postcode": gettext_lazy("Kode pos"),
}


@dataclass(frozen=True)
class ToldNote:
    """A note beside a row. `lead` says whose words they are."""

    kind: str
    lead: str
    text: str
    quote: str | None


@dataclass(frozen=True)
class ToldCell:
    """A cell of a Pelaksana column with the words a screen reader needs."""

    cell: Cell
    label: str
    symbols: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ToldRow:
    """A row with the words a template can't compute. `begins`: the part of the sheet that starts with it."""

    row: Row
    begins: str | None
    cells: tuple[ToldCell, ...]
    ways: tuple[str, ...]
    notes: tuple[ToldNote, ...]
    printed_there: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ToldPage:
    """A page of the table with its told rows."""

    page: Page
    rows: tuple[ToldRow, ...]
    after: int

    @property
    def width(self) -> int:
        """All columns of the table: No and Kegiatan, Pelaksana, and those after it."""
        return 2 + len(self.page.columns) + self.after


def told_pages(sheet: Sheet) -> list[ToldPage]:
    """The pages for the template. After Pelaksana stand Kelengkapan, Waktu, Biaya where printed, Output, Keterangan."""
    section: str | None = None
    pages = []
    for page in sheet.pages:
        rows = []
        for row in page.rows:
            begins = row.step.section if row.step.section != section else None
            section = row.step.section
            rows.append(_told_row(row, page, begins))
        pages.append(ToldPage(page, tuple(rows), after=5 if sheet.has_fee else 4))
    return pages


def _told_row(row: Row, page: Page, begins: str | None) -> ToldRow:
    return ToldRow(
        row=row,
        begins=begins,
        cells=tuple(
            ToldCell(cell, column.label, tuple((name, str(SYMBOL_WORDS[name])) for name in cell.symbols))
            for cell, column in zip(row.cells, page.columns, strict=True)
        ),
        ways=ways_words(row.ways),
        notes=tuple(told_note(note) for note in row.notes),
        printed_there=_printed_there(row),
    )


def ways_words(ways: Sequence[Way]) -> tuple[str, ...]:
    """Where each branch leads; branches that lead to the same place share a sentence."""
    grouped = groupby(ways, key=lambda way: (way.kind, way.targets, way.reason, way.refer))
    return tuple(_way_words(list(group)) for _key, group in grouped)


def _way_words(ways: Sequence[Way]) -> str:
    way = ways[0]
    where = {
        "forward": _("langkah %(steps)s"),
        "back": _("kembali ke langkah %(steps)s"),
        "again": _("ulangi langkah ini"),
        "end": _("selesai"),
        "attach": _("dilekatkan pada kasus yang sudah ada"),
    }[way.kind] % {"steps": step_words(way.targets)}
    if way.refer == "pelimpahan":
        where = _("%(where)s, pelimpahan diusulkan") % {"where": where}
    elif way.refer == "rujukan":
        where = _("%(where)s, rujukan diusulkan") % {"where": where}
    labels = ", ".join(outcome_words(one.label) for one in ways if one.label)
    if labels:
        return _("%(outcome)s: %(where)s") % {"outcome": labels, "where": where}
    if way.kind == "forward":
        return _("Lanjut ke %(where)s") % {"where": where}
    return where[:1].upper() + where[1:] + (f": {way.reason}" if way.reason else "")


def outcome_words(label: str) -> str:
    """The label of an outcome: the sheet's own words as printed, ours in the reader's language."""
    return _(label) if label in OUR_OUTCOMES.values() else label


def step_words(steps: Sequence[Step]) -> str:
    """Steps by their printed numbers, by their names where the source numbers none."""
    return ", ".join(plain_number(step) or f"“{step.name}”" for step in steps)


def told_note(note: Note) -> ToldNote:
    """A note with its lead: the source's oddity, or our reading and of which fields."""
    if note.see is not None:
        words = _("sama seperti di langkah %(step)s") % {"step": step_words([note.see])}
        return ToldNote(note.kind, _("Catatan sumber:"), words, None)
    if note.kind == "anomaly":
        return ToldNote(note.kind, _("Catatan sumber:"), note.text, note.quote)
    if note.kind == "office":
        return ToldNote(note.kind, "", note.text, None)
    if note.kind == "ruling":
        return ToldNote(note.kind, _("Saat dijalankan (pembacaan kami):") if note.fields else "", note.text, None)
    fields = ", ".join(fields_words(note.fields))
    if fields and not note.text:
        return ToldNote(note.kind, _("Pembacaan kami: %(fields)s.") % {"fields": fields}, "", None)
    lead = _("Pembacaan kami (%(fields)s):") % {"fields": fields} if fields else _("Keterangan kami:")
    return ToldNote(note.kind, lead, note.text, None)


def fields_words(fields: Sequence[str]) -> list[str]:
    """The names of fields as a clerk knows them."""
    return [str(FIELD_WORDS.get(field, field)) for field in fields]


def _printed_there(row: Row) -> tuple[tuple[str, str], ...]:
    """What stands in this row of the source where our alignment differs, cell by cell."""
    names = {
        "kelengkapan": _("Kelengkapan"),
        "waktu": _("Waktu"),
        "biaya": _("Biaya"),
        "output": _("Output"),
        "keterangan": _("Keterangan"),
    }
    return tuple((names.get(key, key), words or _("kosong")) for key, words in row.as_printed.items())


def boxes(document: Mapping[str, Any]) -> dict[str, str | None]:
    """The header's fields in the order of the official form: its name there -> what is printed, None for nothing."""
    header = document.get("header") or {}
    fields = {
        _("Nomor SOP"): header.get("number"),
        _("Tanggal Pembuatan"): header.get("created"),
        _("Tanggal Revisi"): header.get("revised"),
        _("Tanggal Efektif"): header.get("effective"),
    }
    if "decree" in header or "decree_label" in header:
        label = (header.get("decree_label") or _("No. SK")).rstrip(": ")
        fields = {label: header.get("decree"), **fields}
    return fields


def legend(sheet: Sheet) -> dict[str, Any]:
    """The five symbols with their names, and whether some are drawn by our reading."""
    read = sheet.has_source and any(cell.shapes and not cell.glyphs for row in sheet.rows for cell in row.cells)
    return {"symbols": [(name, str(words)) for name, words in SYMBOL_WORDS.items()], "read": read}


def contacts(document: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The contacts of the service with the name of their kind."""
    listed = (document.get("standard") or {}).get("contacts", ())
    return [(str(CONTACT_WORDS.get(contact["kind"], contact["kind"])), contact) for contact in listed]


def told_limit(definition: Definition, limit: Mapping[str, Any]) -> dict[str, Any]:
    """A limit over several steps, with where it counts from and to."""
    until = limit["until"]
    keys = [until] if isinstance(until, str) else list(until)
    start = limit.get("counts_from", "case")
    starts = {
        "report": _("pengaduan diterima"),
        "case": _("kasus dibuka"),
        "step": _("langkah dimulai"),
    }
    return {
        **limit,
        "from": starts.get(start) or _("langkah %(step)s") % {"step": step_words([definition.step(start)])},
        "to": _("langkah %(step)s") % {"step": step_words([definition.step(key) for key in keys])},
        "lead": told_note(Note("reading", limit.get("note") or "", fields=tuple(limit.get("reading", ())))).lead,
    }


def told_door(definition: Definition, key: str) -> dict[str, Any]:
    """A door with the step it starts."""
    raw = definition.document["doors"][key]
    return {
        **raw,
        "step": definition.step(raw["starts"]),
        "lead": told_note(Note("reading", raw.get("note") or "", fields=tuple(raw.get("reading", ())))).lead,
    }


def told_narrative(definition: Definition, entry: Mapping[str, Any]) -> dict[str, Any]:
    """A sentence of the prose list with the rows of the table it stands for."""
    return {**entry, "rows": step_words([definition.step(key) for key in entry.get("steps", ())])}


def fingerprint(content: str) -> str:
    """A content hash short enough to be read out: "3fa9 12c0 77de"."""
    return " ".join(content[place : place + 4] for place in range(0, 12, 4))


def sheet_words(sheet: Sheet) -> dict[str, Any]:
    """What the templates of a sheet ask for: its header, its pages, and what stands around the table."""
    definition, document = sheet.definition, sheet.document
    return {
        "sheet": sheet,
        "document": document,
        "boxes": boxes(document),
        "contacts": contacts(document),
        "pages": told_pages(sheet),
        "legend": legend(sheet),
        "limits": [told_limit(definition, limit) for limit in document.get("limits", ())],
        "doors": [told_door(definition, key) for key in definition.doors],
        "narrative": [told_narrative(definition, entry) for entry in document.get("narrative", ())],
    }
