"""Shapes in which offices write, read as a careful head would: parts, tables with two rows of heads, named steps."""

import pytest

from sop_library.importing.deciding import doubts_of
from sop_library.importing.drafting import Imported, imported
from sop_library.loading import check_document

SAPA = """Alur Layanan SAPA 129

A. Penerimaan laporan
1. Operator menerima telepon melalui layanan 24 jam
2. Operator mencatat laporan
   a. Apabila kasus darurat, langsung ke nomor 5
   b. Apabila kasus tidak darurat, lanjut ke nomor 3
B. Tindak lanjut
3. Koordinator memverifikasi laporan (maksimal 1x24 jam)
4. Koordinator menentukan jenis layanan
5. Tim menjangkau korban paling lama 2 jam
"""
RUMAH = (
    "LAYANAN RUMAH AMAN\nNo\tUraian Kegiatan\tPelaksana\tMutu Baku\t\t\tKet\n\t\t\tKelengkapan\tWaktu\tOutput\n"
    "1\tMelakukan asesmen\tPekerja Sosial\tForm asesmen\t1 x 24 jam\tHasil asesmen\t\n"
    "2\tMemeriksa permohonan\tKepala UPTD\tHasil asesmen\t1 hari kerja\tSurat\tYa: ke no. 3, Tidak: selesai\n"
    "3\tMemantau kondisi korban\tPekerja Sosial\tBuku pantau\tsetiap hari\tCatatan\t\n"
)
NAMED = """SOP Pengaduan
Langkah 1: Petugas mencatat identitas \N{PLUS-MINUS SIGN} 15 menit
Langkah 2: Petugas memeriksa berkas. Jika lengkap, lanjut ke langkah 4. Jika tidak lengkap, lanjut ke langkah 3
Langkah 3: Petugas meminta berkas paling lambat 3 (tiga) hari kerja
Langkah 4: Kepala UPTD menunjuk manajer kasus dalam waktu 1 x 24 jam
"""


def said(draft: Imported, code: str) -> list[tuple[str | None, str]]:
    """The printed number of the step and the sentence of each doubt of a kind."""
    numbers = {step["key"]: step["step"] for step in draft.steps}
    return [(numbers.get(one.step), one.sentence) for one in draft.doubts if one.code == code]


def test_numbers_that_run_on_through_the_parts_are_a_step_each():
    draft = imported(SAPA)
    assert [(step["step"], step["section"][0]) for step in draft.steps] == [
        ("1.", "A"), ("2.", "A"), ("3.", "B"), ("4.", "B"), ("5.", "B"),
    ]  # fmt: skip
    assert [step["time"]["kind"] for step in draft.steps] == ["none", "none", "max", "none", "max"]
    [(number, sentence)] = said(draft, "ways_told")
    assert number == "2."
    assert "“kasus darurat” \N{RIGHTWARDS ARROW} 5, “kasus tidak darurat” \N{RIGHTWARDS ARROW} 3" in sentence


def test_a_table_with_two_rows_of_headings_and_one_column_of_names_keeps_each_cell_in_its_place():
    draft = imported(RUMAH)
    document = draft.document
    assert [lane["label"] for lane in document["lanes"].values()] == ["Pekerja Sosial", "Kepala UPTD"]
    assert [step["lanes"]["any_of"] for step in draft.steps] == [
        ["pekerja-sosial"],
        ["kepala-uptd"],
        ["pekerja-sosial"],
    ]
    assert [step["printed_output"] for step in draft.steps] == ["Hasil asesmen", "Surat", "Catatan"]
    assert [step["time"]["kind"] for step in draft.steps] == ["standard", "standard", "none"]
    assert "“Ya” \N{RIGHTWARDS ARROW} 3, “Tidak: selesai”" in said(draft, "ways_told")[0][1]
    assert said(draft, "row_out_of_line") == []
    assert check_document(document) == ()


def test_steps_that_are_named_by_a_word_are_said_by_their_number():
    draft = imported(NAMED)
    places = [note["where"] for note in draft.document["anomalies"] if note.get("step")]
    assert set(places) == {"langkah 1", "langkah 2", "langkah 3", "langkah 4"}
    assert [step["time"]["printed"] for step in draft.steps if step["time"]["kind"] != "none"] == [
        "\N{PLUS-MINUS SIGN} 15 menit", "paling lambat 3 (tiga) hari kerja", "1 x 24 jam",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("PROSEDUR TETAP PENJANGKAUAN KORBAN", "PROSEDUR TETAP PENJANGKAUAN KORBAN"),
        ("Mekanisme layanan rumah aman:", "Mekanisme layanan rumah aman"),
        ("PROSEDUR", "SOP tanpa judul"),
    ],
)
def test_a_page_that_begins_with_what_heads_its_steps_is_called_so(first, title):
    assert imported(f"{first}\n1. Menerima korban\n2. Mencatat identitas").document["title"] == title


@pytest.mark.parametrize(
    "words", ["Menyetujui atau menolak permohonan", "Kasus ditutup atau dilanjutkan sesuai hasil evaluasi"]
)
def test_what_is_decided_either_way_may_be_a_branch(words):
    assert "maybe_branch" in {one.code for one in doubts_of(words)}


def test_conditions_that_follow_the_steps_of_a_public_page_are_not_its_time():
    told = "Penempatan diberikan dengan pertimbangan bahwa korban benar-benar terancam jiwanya oleh terlapor;"
    more = "terlapor diduga dapat mengulangi perbuatannya kepada korban dan keluarganya sewaktu-waktu;"
    draft = imported(
        f"Penempatan di Rumah Aman\n\nNo. SK: 3\n\n1. KTP\n2. KK\n\n1. Menerima korban\n2. Mencatat identitas\n\n"
        f"{told}\n\n{more}\n\nTidak dipungut biaya\n\nRumah aman"
    )
    assert "total_time" not in draft.document["standard"]
    [doubt] = [one for one in draft.doubts if one.code == "after_list"]
    assert doubt.quote.startswith(f"{told}\n{more[:60]}")
