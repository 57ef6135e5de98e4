"""What rules a step while it runs is said on the sheet: whoever signs it signs what runs."""

import pytest

from sop_library.definition import parse
from sop_library.inspecting import catalogue
from sop_library.loading import load
from sop_library.sheet import Sheet, build
from sop_library.sheet.layout import lay_out
from sop_library.sheet.parts import Note
from sop_library.sheet.saying import RULED
from tests.sop_library.sheets import outcome, sheet, step

SEXUAL = {"fact": "incident.kinds", "is": "SEKSUAL"}
HIGH = {"fact": "risk", "is": "high"}
AGREED = {"fact": "consent.mediation", "is": True}
STEPS = [
    step("pilih", kind="decision", choose="some", outcomes=[outcome("a", "mediasi"), outcome("b", "pantau")]),
    step("mediasi", applies_when={"all": [{"not": SEXUAL}, HIGH]}, gate={"when": AGREED, "words": "Tunggu korban."}),
    step("pantau", repeat={"every": "P30D", "until": "korban pulih"}),
    step("tutup", optional=True),
    step("darurat"),
]
SAID = {
    "pilih": "Boleh memilih lebih dari satu cabang.",
    "mediasi": "Hanya bila (tidak benar bahwa Bentuk kekerasan: Seksual) dan Tingkat risiko: Risiko tinggi. "
    "Baru dimulai bila Persetujuan mediasi: Ya (Tunggu korban).",
    "pantau": "Diulang tiap 30 hari sampai korban pulih.",
    "tutup": "Boleh dilewati dengan alasan.",
    "darurat": "Dimulai dari langkah mana pun begitu Tingkat risiko: Risiko tinggi; yang lain menunggu.",
}
INTERRUPT = {"key": "bahaya", "label": "Bahaya", "when": HIGH, "starts": "darurat"}


def test_other_times_who_lengthens_them_and_what_is_started_stand_on_the_sheet() -> None:
    tiers = [{"when": HIGH, "amount": "PT30M"}]
    longer = {"lane": "ketua", "times": 2, "up_to": "P7D"}
    time = {"printed": "6 jam", "kind": "max", "amount": "PT6H", "tiers": tiers, "extendable_by": longer}
    subs = [{"key": "rumah", "label": "Rumah aman", "sop": "uji/rumah"},
            {"key": "tanya", "label": "Konsultasi", "sop": "uji/tanya", "wait": False}]  # fmt: skip
    whole = build(parse(sheet(step("a", kind="sub_sop", time=time, sub=subs))))
    words = rulings(whole)["a"].text
    assert words == (
        "Waktunya 30 menit bila Tingkat risiko: Risiko tinggi. Ketua dapat memperpanjangnya 7 hari, "
        "paling banyak 2 kali. Yang menyelesaikannya memilih SOP mana yang dimulai. "
        "Memulai SOP Rumah aman dan menunggunya selesai. Memulai SOP Konsultasi; kasus berjalan terus."
    )
    assert " ".join(words.split()) in " ".join(printed(whole, notes=False).split())


def test_days_the_office_works_about_so_long_and_doors_are_said_as_they_are_counted_and_called() -> None:
    here = {"fact": "door", "is": "datang"}
    tiers = [{"when": HIGH, "amount": "P1D"}, {"when": here, "amount": "P2D", "kind": "about", "clock": "clock"}]
    time = {"printed": "3 hari kerja", "kind": "max", "amount": "P3D", "clock": "working", "tiers": tiers,
            "extendable_by": {"lane": "ketua", "up_to": "P3D"}}  # fmt: skip
    doors = {"datang": {"label": "Datang sendiri", "starts": "a"}}
    whole = build(parse(sheet(step("a", time=time), doors=doors)))
    assert rulings(whole)["a"].text == (
        "Waktunya 1 hari kerja bila Tingkat risiko: Risiko tinggi. "
        "Waktunya kira-kira 2 hari bila Pintu masuk kasus: Datang sendiri. "
        "Ketua dapat memperpanjangnya 3 hari kerja, paling banyak 1 kali."
    )


def drawn(**fields: object) -> Sheet:
    return build(parse(sheet(*STEPS, interrupts=[INTERRUPT], **fields)))


def printed(whole: Sheet, *, notes: bool = True) -> str:
    return " ".join(
        line
        for page in lay_out(whole, notes=notes).pages
        for lines in [
            *(cell.lines for row in (page.table.rows if page.table else ()) for cell in row.cells),
            *(one.lines for one in page.words),
        ]
        for line in lines
    )


def rulings(whole: Sheet) -> dict[str, Note]:
    return {row.step.key: note for row in whole.rows for note in row.notes if note.kind == "ruling"}


def test_an_office_s_own_sheet_says_what_rules_each_step_with_its_notes_and_without():
    whole = drawn()
    assert {key: note.text for key, note in rulings(whole).items()} == SAID
    for notes in (True, False):
        paper = printed(whole, notes=notes).split()
        assert [words for words in SAID.values() if " ".join(words.split()) not in " ".join(paper)] == []
        assert "sumber" not in paper


def test_beside_a_source_the_words_are_marked_as_ours_and_stand_in_the_notes():
    whole = drawn(source={"document": "SK", "sha256": "0" * 64})
    assert all(note.fields for note in rulings(whole).values())
    noted, bare = printed(whole), printed(whole, notes=False)
    assert "pembacaan kami" in noted
    assert noted.count(RULED.split(":")[0]) == len(SAID)
    assert SAID["tutup"] in noted
    assert SAID["tutup"] not in bare


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_of_the_nine_each_step_with_a_condition_says_so(name):
    whole = build(load(catalogue()[name], name=name))
    ruled = rulings(whole)
    for one in whole.definition.steps:
        assert (one.key in ruled) >= bool(one.applies_when or one.gate or one.repeat or one.optional or one.choose_some)
    assert all(note.fields for note in ruled.values())
