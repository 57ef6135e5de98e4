"""Differences in words a clerk reads: which step, which part of it, and what changed there, word by word.

The words are msgids in Indonesian; `say` puts them into the reader's language. Words of an SOP stay as they are.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Any

from sop_library.checking.advising import STAGE_WORDS
from sop_library.comparing.differing import Change, Differences, Document, Entry, by_key
from sop_library.comparing.wording import Became, Piece, worded
from sop_library.naming import only_shortened

Say = Callable[[str], str]


def _(msgid: str) -> str:
    return msgid


FIELDS: Mapping[str, str] = {
    "step": _("Nomor"), "name": _("Nama"), "text": _("Kegiatan"), "section": _("Bagian lembar"), "page": _("Halaman"),
    "lanes": _("Pelaksana"), "decides": _("Pemutus"), "kind": _("Jenis langkah"), "scope": _("Cakupan"),
    "stage": _("Tahap"), "needs": _("Kelengkapan"), "printed_needs": _("Kelengkapan"), "outputs": _("Output"),
    "printed_output": _("Output"), "printed_forms": _("Formulir"), "fee": _("Biaya"), "remarks": _("Keterangan"),
    "time": _("Waktu"), "outcomes": _("Cabang"), "then": _("Alur"), "after": _("Yang ditunggu"),
    "choose": _("Pilihan cabang"), "applies_when": _("Kapan berlaku"), "optional": _("Boleh dilewati"),
    "gate": _("Syarat mulai"), "repeat": _("Pengulangan"), "closes": _("Boleh selesai di sini"),
    "records": _("Data yang dicatat"), "sub": _("SOP lanjutan"), "marks": _("Simbol tercetak"), "note": _("Catatan"),
    "label": _("Nama"), "outside": _("Di luar kantor"), "made_of": _("Terdiri dari"), "quorum": _("Paling sedikit"),
    "starts": _("Langkah awal"), "channel": _("Saluran"), "called": _("Dipanggil SOP lain"), "hours": _("Jam"),
    "requires": _("Syarat masuk"), "form": _("Formulir"), "until": _("Batas akhirnya"), "when": _("Kapan berlaku"),
    "title": _("Judul"), "service": _("Layanan"), "regency": _("Wilayah"), "header": _("Kepala lembar"),
    "legal_basis": _("Dasar Hukum"), "related": _("Keterkaitan"), "qualifications": _("Kualifikasi Pelaksana"),
    "equipment": _("Peralatan/Perlengkapan"), "preconditions": _("Syarat awal"), "preamble": _("Pengantar"),
    "standard": _("Standar pelayanan"), "columns": _("Kolom lembar"), "headings": _("Judul kolom"),
    "jurisdiction": _("Wilayah layanan"), "narrative": _("Uraian"), "based_on": _("Diambil dari"),
    "title_in_table": _("Judul di tabel"), "amount": _("Lamanya"), "counts_from": _("Awal hitungan"),
    "clock": _("Cara menghitung"), "printed": _("Tercetak"), "limits": _("Batas waktu"), "steps": _("Langkah"),
    "doors": _("Pintu masuk"), "forms": _("Formulir"), "interrupts": _("Yang mendahului"), "office": _("Kantor"),
    "unit": _("Unit kerja"), "address": _("Alamat"), "approved_by": _("Disahkan oleh"), "number": _("Nomor SOP"),
    "created": _("Tanggal Pembuatan"), "revised": _("Tanggal Revisi"), "effective": _("Tanggal Efektif"),
    "decree": _("No. SK"), "post": _("Jabatan"), "rank": _("Pangkat"), "nip": _("NIP"),
    "requirements": _("Persyaratan"), "total_time": _("Waktu Penyelesaian"), "products": _("Produk Pelayanan"),
    "contacts": _("Kontak"), "complaints": _("Pengaduan Layanan"),
}  # fmt: skip
PARTS: Mapping[str, str] = {
    "steps": _("Langkah"), "lanes": _("Pelaksana"), "doors": _("Pintu masuk"), "forms": _("Formulir"),
    "limits": _("Batas waktu"), "interrupts": _("Yang mendahului"),
}  # fmt: skip
KINDS: Mapping[str, str] = {
    "task": _("kegiatan"), "decision": _("keputusan"), "signature": _("tanda tangan"), "referral": _("rujukan"),
    "sub_sop": _("SOP lain"), "rule": _("ketentuan"), "end": _("selesai"), "case": _("per kasus"),
    "office": _("sekali untuk kantor"), "all": _("semua"), "any": _("salah satu"), "some": _("beberapa"),
    "one": _("satu"),
}  # fmt: skip
ADDED, REMOVED, MOVED = _("ditambahkan"), _("dihapus"), _("dipindah")
YES, NO, UNSAID, OTHERWISE = _("ya"), _("tidak"), _("belum ditetapkan"), _("diatur ulang")
QUIET = frozenset(
    ("reading", "source_line", "alignment", "as_printed", "source", "anomalies", "format", "sop", "order")
)
"""Fields that say where words came from, not what is done."""
LONGEST_SAME = 160
"""Characters of words that stayed as they were, where only their arrangement changed."""
_INNER = ("header", "standard")
_OF_KINDS = frozenset(("kind", "scope", "after", "choose"))


@dataclass(frozen=True, slots=True)
class Told:
    """One row: `where` is the step's number or the name of another part, `field` what of it, `pieces` how it changed.

    `note` stands for an entry that was added, removed or moved as a whole.
    """

    part: str
    key: str
    where: str
    field: str
    pieces: tuple[Piece, ...]
    note: str = ""


def told(found: Differences, before: Document, after: Document, say: Say = str) -> list[Told]:
    """Every difference in words, steps first. Equal words of different fields are told once."""
    rows: list[Told] = []
    for entry in found.entries:
        rows += _entry(entry, before, after, say)
    for change in found.boxes:
        if change.field in _INNER and isinstance(change.before, Mapping) and isinstance(change.after, Mapping):
            rows += _inner(change, before, after, say)
        elif change.field not in QUIET:
            rows.append(_row("boxes", "", "", change, before, after, say))
    return rows


def _inner(change: Change, before: Document, after: Document, say: Say) -> Iterator[Told]:
    """The fields of the header or the standard one by one, each under the name of its box."""
    for field in dict.fromkeys([*change.before, *change.after]):
        inner = Change(field, change.before.get(field), change.after.get(field))
        if inner.before != inner.after:
            row = _row("boxes", "", "", inner, before, after, say)
            yield replace(row, field=f"{say(FIELDS[change.field])}: {row.field}")


def _entry(entry: Entry, before: Document, after: Document, say: Say) -> Iterator[Told]:
    where = _where(entry, before, after, say)
    if entry.before is None or entry.after is None:
        words = _name(entry.after or entry.before or {})
        kind: Became = "new" if entry.before is None else "gone"
        note = ADDED if entry.before is None else REMOVED
        field = say(FIELDS["text"] if entry.part == "steps" else PARTS[entry.part])
        yield Told(entry.part, entry.key, where, field, (Piece(kind, words),), say(note))
        return
    if "moved" in entry.kinds:
        places = [str([*by_key(one.get(entry.part))].index(entry.key) + 1) for one in (before, after)]
        pieces = (Piece("gone", places[0]), Piece("same", " "), Piece("new", places[1]))
        yield Told(entry.part, entry.key, where, say(_("Urutan")), pieces, say(MOVED))
    seen: set[tuple[str, tuple[Piece, ...]]] = set()
    for change in entry.changes:
        if change.field in QUIET or (change.field == "name" and _told_by_text(entry)):
            continue
        row = _row(entry.part, entry.key, where, change, before, after, say)
        if (row.field, row.pieces) not in seen:
            seen.add((row.field, row.pieces))
            yield row


def _told_by_text(entry: Entry) -> bool:
    """Whether a step's name was and is but the first words of what is done, which changed."""
    sides = (entry.before or {}, entry.after or {})
    return any(one.field == "text" for one in entry.changes) and all(map(only_shortened, sides))


def _row(part: str, key: str, where: str, change: Change, before: Document, after: Document, say: Say) -> Told:
    old, new = (
        _words(value, change.field, side, say) for value, side in ((change.before, before), (change.after, after))
    )
    field = say(FIELDS.get(change.field, change.field))
    if old == new:  # said alike, arranged otherwise: a condition, a key, a detail that the words don't name
        words = shorten(new, LONGEST_SAME, placeholder=" …") if len(new) > LONGEST_SAME else new
        return Told(part, key, where, field, (Piece("same", words),) if words else (), say(OTHERWISE))
    return Told(part, key, where, field, worded(old, new))


def _where(entry: Entry, before: Document, after: Document, say: Say) -> str:
    if entry.part != "steps":
        return say(PARTS[entry.part])
    side = before if entry.after is None else after
    return _step_words(entry.key, side)


def _step_words(key: Any, document: Document) -> str:
    """A step by its printed number, else by its place in the sheet."""
    steps = by_key(document.get("steps"))
    if not isinstance(key, str) or key not in steps:
        return str(key)
    number = steps[key].get("step")
    printed = number.strip().rstrip(". )") if isinstance(number, str) else ""
    return printed or str([*steps].index(key) + 1)


def _name(entry: Document) -> str:
    for field in ("text", "label", "name", "key"):
        if isinstance(words := entry.get(field), str) and words:
            return words
    return "\N{HORIZONTAL ELLIPSIS}"


def _words(value: Any, field: str, document: Document, say: Say) -> str:
    """A value of a field in words; nothing for what isn't there. Total."""
    if value is None or value in ({}, []):
        return ""
    if isinstance(value, bool):
        return say(YES if value else NO)
    if field in ("then", "starts", "until", "counts_from") and isinstance(value, (str, list)):
        return ", ".join(_target(one, document, say) for one in ([value] if isinstance(value, str) else value))
    if field == "lanes":
        return _lanes(value, document, say)
    if field in ("decides", "made_of"):
        return ", ".join(_lane(one, document) for one in ([value] if isinstance(value, str) else value))
    if field == "stage":
        stages = [value] if isinstance(value, str) else value
        return ", ".join(say(STAGE_WORDS.get(str(one), str(one))) for one in stages)
    if field in _OF_KINDS and isinstance(value, str):
        return say(KINDS.get(value, value))
    if field == "outcomes" and isinstance(value, list):
        return "; ".join(_outcome(one, document, say) for one in value)
    if isinstance(value, Mapping):
        return _mapping(value, field, document, say)
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, (_words(one, field, document, say) for one in value)))
    return str(value)


def _mapping(value: Document, field: str, document: Document, say: Say) -> str:
    if field == "time":
        return str(value.get("printed") or value.get("amount") or "")
    for name in ("words", "text", "label", "document", "printed", "heading", "end"):
        if isinstance(said := value.get(name), str) and said:
            number = value.get("number")
            return f"{number} {said}" if isinstance(number, str) and number else said
    if "form" in value and isinstance(value["form"], str):
        forms = document.get("forms")
        known = forms.get(value["form"]) if isinstance(forms, Mapping) else None
        return str(known.get("label")) if isinstance(known, Mapping) and known.get("label") else value["form"]
    parts = ((say(FIELDS.get(name, name)), _words(inner, name, document, say)) for name, inner in value.items())
    return "; ".join(f"{name}: {words}" for name, words in parts if words)


def _outcome(outcome: Any, document: Document, say: Say) -> str:
    if not isinstance(outcome, Mapping):
        return str(outcome)
    target = _words(outcome.get("then"), "then", document, say)
    label = str(outcome.get("label") or outcome.get("key") or "")
    return f"{label}: {target}" if target else label


def _target(key: Any, document: Document, say: Say) -> str:
    known = {"next": _("langkah berikutnya"), "end": _("selesai"), "case": _("kasus dibuka")}
    known |= {"report": _("pengaduan diterima"), "attach": _("kasus yang sudah ada"), "step": _("langkah dimulai")}
    if key in by_key(document.get("steps")):
        return say(_("langkah %(step)s")) % {"step": _step_words(key, document)}
    return say(known[key]) if isinstance(key, str) and key in known else str(key)


def _lanes(value: Any, document: Document, say: Say) -> str:
    if value == "unsaid":
        return say(UNSAID)
    if not isinstance(value, Mapping):
        return str(value)
    every = isinstance(value.get("all_of"), list)
    keys = value.get("all_of") if every else value.get("any_of")
    labels = [_lane(key, document) for key in keys] if isinstance(keys, list) else []
    return (" + " if every else " / ").join(labels)


def _lane(key: Any, document: Document) -> str:
    lanes = document.get("lanes")
    lane = lanes.get(key) if isinstance(lanes, Mapping) and isinstance(key, str) else None
    return str(lane.get("label") or key) if isinstance(lane, Mapping) else str(key)
