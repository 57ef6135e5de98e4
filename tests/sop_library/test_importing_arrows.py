"""A flow written with arrows is its steps, each in its words; a path through menus is no flow."""

import pytest

from sop_library.importing.drafting import imported
from sop_library.loading import check_document

STEPS = [
    "Informasi adanya korban",
    "Verifikasi data. Mendatangi lokasi",
    "Identifikasi risiko,  layanan",
    "Input data ke Simfoni PPA",
]
PLAIN = [" ".join(one.split()) for one in STEPS]


@pytest.mark.parametrize(
    "arrow", [" > ", ">", " \N{RIGHTWARDS ARROW} ", " -> ", " => ", "\N{RIGHTWARDS ARROW}\n", "\n\N{DOWNWARDS ARROW}\n"]
)
def test_each_part_between_arrows_is_a_step_in_its_words_and_the_split_is_said(arrow):
    draft = imported(f"LAYANAN PENJANGKAUAN\n\n{arrow.join(STEPS)}\n\nTidak dipungut biaya")
    assert [step["text"] for step in draft.steps] == PLAIN
    assert [one.step for one in draft.doubts if one.code == "split_at_arrows"] == [draft.steps[0]["key"]]
    assert draft.document["standard"]["fee"]["amount_idr"] == 0
    assert check_document(draft.document) == ()


def test_a_numbered_heading_above_the_arrows_heads_them_and_what_must_be_met_is_no_step():
    draft = imported(
        "Persyaratan Pelayanan UPTD PPA\n1. Perempuan dan Anak warga kota\n2. Penerima Manfaat adalah Anak.\n"
        f"UPTD PPA KOTA\n2. LAYANAN PENJANGKAUAN KORBAN\n{' > '.join(STEPS)}"
    )
    assert [step["text"] for step in draft.steps] == PLAIN
    assert {step["section"] for step in draft.steps} == {"2. LAYANAN PENJANGKAUAN KORBAN"}
    assert [one["number"] for one in draft.document["standard"]["requirements"]] == ["1.", "2."]


def test_numbers_between_the_arrows_are_those_of_the_steps():
    draft = imported(
        "1. Lapor \N{RIGHTWARDS ARROW} 2. Catat \N{RIGHTWARDS ARROW} 3. Nilai \N{RIGHTWARDS ARROW}\n4. Tutup"
    )
    assert [(step["step"], step["text"]) for step in draft.steps] == [
        ("1.", "Lapor"), ("2.", "Catat"), ("3.", "Nilai"), ("4.", "Tutup"),
    ]  # fmt: skip


def test_a_path_through_menus_stays_within_its_step():
    text = "1. Menerima laporan\n2. Membuka Menu > Kasus > Baru > Simpan\n3. Mengarsipkan berkas"
    assert [step["text"] for step in imported(text).steps] == [line[3:] for line in text.splitlines()]


def test_more_than_and_a_trail_of_links_are_no_flow():
    text = "Beranda > Layanan > Pengaduan > Rincian\n\n1. Menerima anak usia > 5 tahun, > 6 kg, > 7 hari\n2. Mencatat"
    assert [step["step"] for step in imported(text).steps] == ["1.", "2."]
