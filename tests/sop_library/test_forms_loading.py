"""A wrong definition: every fault at once, with its line and a sentence."""

import pytest

from sop_library.forms import DefinitionFaults, FormDefinition, load

GOOD = """\
format: rangkul-form/1
key: contoh
version: 1
title: Contoh
printed: [Contoh]
used_by: [salatiga/contoh]
notes: [Isi usulan kami.]
schema:
  type: object
  required: [mulai]
  properties:
    mulai: {x-kind: date, title: Mulai}
    selesai: {x-kind: date, title: Selesai}
    pilihan: {x-kind: choice, title: Pilihan, x-choices: {SATU: Satu, DUA: Dua}}
    nama: {x-use: person_name, title: Nama tamu}
ui:
  groups:
    - {heading: Isi, fields: [mulai, selesai, pilihan, nama]}
rules:
  - {rule: not_before, field: selesai, than: mulai}
"""


def faults(text: str) -> list[str]:
    with pytest.raises(DefinitionFaults) as caught:
        load(text, "contoh.yaml", text_of=lambda key: GOOD if key == "dasar" else None)
    return [str(fault) for fault in caught.value.faults]


def load_good(text: str) -> FormDefinition:
    return load(text, "contoh.yaml", text_of=lambda key: GOOD if key == "dasar" else None)


def test_the_example_loads() -> None:
    form = load_good(GOOD)
    assert [item.name for item in form.fields] == ["mulai", "selesai", "pilihan", "nama"]
    assert form.field("nama").sealed == "identity"
    assert form.field("nama").label == "Nama tamu"


@pytest.mark.parametrize(
    ("wrong", "right", "line", "words"),
    [
        ("title: Contoh\n", "", 1, "“title” belum ditulis"),
        ("version: 1", "version: satu", 3, "tidak sesuai bentuknya"),
        ("x-kind: date, title: Selesai", "x-kind: datum, title: Selesai", 13, "harus salah satu dari"),
        ("x-kind: date, title: Selesai", "x-kind: date, title: Mulai", 13, "label ini sudah dipakai"),
        ("x-kind: date, title: Selesai", "title: Selesai", 13, "“x-kind” belum ditulis"),
        ("x-use: person_name", "x-use: nama_orang", 15, "tidak ada di fields.yaml"),
        ("x-choices: {SATU: Satu, DUA: Dua}", "x-codes: warna", 14, "daftar kode “warna” tidak ada"),
        (", x-choices: {SATU: Satu, DUA: Dua}", "", 14, "tepat satu"),
        ("title: Mulai}", "title: Mulai, x-codes: sex}", 12, "tidak memakai pilihan"),
        ("title: Mulai}", "title: Mulai, warna: merah}", 12, "tidak dikenal: warna"),
        ("title: Mulai}", "title: Mulai, x-fact: victim.colour}", 12, "fakta “victim.colour” tidak ada"),
        ("[mulai, selesai, pilihan, nama]", "[mulai, selesai, pilihan]", 15, "tidak ditempatkan"),
        ("[mulai, selesai, pilihan, nama]", "[mulai, selesai, pilihan, nama, umur]", 18, "isian “umur” tidak ada"),
        ("[mulai, selesai, pilihan, nama]}", "[mulai, selesai]}\n    - {heading: B, fields: [pilihan, nama, mulai]}",
         19, "sudah ditempatkan"),
        ("required: [mulai]", "required: [awal]", 10, "isian “awal” tidak ada"),
        ("than: mulai", "than: nama", 20, "bukan tanggal"),
        ("than: mulai", "than: awal", 20, "isian “awal” tidak ada"),
        ("rule: not_before", "rule: never", 20, "aturan ini tidak dikenal"),
        ("ui:\n", "ui:\n  widgets: {umur: {rows: 3}}\n", 17, "isian “umur” tidak ada"),
        ("key: contoh", "key: contoh\nkey: contoh", 3, "dua kali"),
        ("ui:\n  groups:\n    - {heading: Isi, fields: [mulai, selesai, pilihan, nama]}\n", "", 1, "questions_of"),
    ],
)  # fmt: skip
def test_one_fault_is_named_with_its_line(wrong: str, right: str, line: int, words: str) -> None:
    assert wrong in GOOD
    found = faults(GOOD.replace(wrong, right))
    assert len(found) == 1, found
    assert found[0].startswith(f"contoh.yaml:{line}:"), found
    assert words in found[0]


def test_all_faults_are_said_at_once() -> None:
    text = GOOD.replace("than: mulai", "than: awal").replace("required: [mulai]", "required: [satu]")
    text = text.replace("x-use: person_name", "x-use: nama_orang")
    assert len(faults(text)) == 3


def test_a_rule_names_only_choices_that_exist() -> None:
    rule = "  - {rule: needed_when, field: selesai, when: {field: pilihan, is: [TIGA]}}\n"
    assert "“TIGA” bukan pilihan" in faults(GOOD + rule)[0]


def test_broken_yaml_is_a_fault() -> None:
    assert "contoh.yaml:" in faults("format: [rangkul")[0]
    assert faults("")


def test_questions_can_be_borrowed_from_a_form_that_has_its_own() -> None:
    head, _, _ = GOOD.partition("schema:")
    borrowed = load_good(head + "questions_of: dasar\n")
    assert [item.name for item in borrowed.fields] == ["mulai", "selesai", "pilihan", "nama"]
    assert "questions_of" not in borrowed.document
    assert "formulir itu tidak ada" in faults(head + "questions_of: lain\n")[0]
