"""A flow written with arrows is its steps, each in its words; a path through menus is no flow."""

import time

import pytest

from sop_library.importing.arrows import chain_in
from sop_library.importing.cleaning import Line
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


NOUNS = ["Registrasi korban", "Konseling", "Pendampingan hukum", "Terminasi"]
WAYS = "a. Lengkap{0}langkah 3\nb. Tidak lengkap{0}langkah 1\nc. Di luar wilayah{0}langkah 4"


def numbered(words):
    return "\n".join(f"{number}. {one}" for number, one in enumerate(words, start=1))


@pytest.mark.parametrize("arrow", [" -> ", " \N{RIGHTWARDS ARROW} ", " => ", " \N{RIGHTWARDS ARROW} ke "])
def test_outcomes_that_lead_to_numbers_stay_with_their_step(arrow):
    ways = WAYS.format(arrow)
    text = f"1. Penerimaan laporan\n2. Verifikasi laporan:\n{ways}\n3. Penjangkauan korban\n4. Terminasi kasus"
    assert [(step["step"], step["text"]) for step in imported(text).steps] == [
        ("1.", "Penerimaan laporan"), ("2.", f"Verifikasi laporan:\n{ways}"),
        ("3.", "Penjangkauan korban"), ("4.", "Terminasi kasus"),
    ]  # fmt: skip


def test_outcomes_that_lead_to_words_stay_with_their_step():
    ways = ["Lengkap -> ditangani", "Tidak -> dikembalikan", "Luar wilayah -> dirujuk"]
    text = "\n".join(["1. Penerimaan laporan", "2. Verifikasi laporan:", *ways, "3. Penjangkauan", "4. Terminasi"])
    steps = imported(text).steps
    assert [step["step"] for step in steps] == ["1.", "2.", "3.", "4."]
    assert steps[1]["text"] == " ".join(["Verifikasi laporan:", *ways])


@pytest.mark.parametrize("last", ["Menutup kasus", "Menutup kasus{}laporan"])
@pytest.mark.parametrize("arrow", [" > ", " -> ", " \N{RIGHTWARDS ARROW} "])
@pytest.mark.parametrize("mark", ["{}. ", "{}) ", "- "])
def test_an_arrow_in_each_item_of_a_list_parts_no_item(last, arrow, mark):
    items = ["Menerima laporan{}dicatat", "Verifikasi laporan{}disposisi", "Wawancara korban{}asesmen", last]
    items = [one.format(arrow) for one in items]
    text = "\n".join(mark.format(number) + one for number, one in enumerate(items, start=1))
    assert [step["text"] for step in imported(text).steps] == items


@pytest.mark.parametrize(
    "line",
    [
        "Alur: Pelapor \N{RIGHTWARDS ARROW} Resepsionis \N{RIGHTWARDS ARROW} Konselor \N{RIGHTWARDS ARROW} Pendamping",
        "Pelapor > Resepsionis > Konselor > Pendamping",
        "Layanan > Pengaduan > SOP > Detail\nSOP PENGADUAN",
        "SOP PENGADUAN\n\nLapor -> Verifikasi -> Asesmen -> Layanan\n",
    ],
)
def test_a_line_of_arrows_above_a_list_of_nouns_leaves_the_list_its_steps(line):
    text = f"{line}\n{numbered(NOUNS)}"
    draft = imported(text)
    assert [(step["step"], step["text"]) for step in draft.steps] == [
        (f"{number}.", one) for number, one in enumerate(NOUNS, start=1)
    ]
    told = " ".join([str(draft.document), *(one.quote for one in draft.doubts)])
    assert [word for word in line.replace("Alur:", "").split() if word not in told] == []


def test_a_line_of_people_below_a_list_of_nouns_leaves_the_list_its_steps():
    text = f"SOP PENGADUAN\n{numbered(NOUNS)}\n\nPelapor > Resepsionis > Konselor > Pendamping"
    assert [step["text"] for step in imported(text).steps] == NOUNS


def test_one_item_with_a_path_stays_an_item_among_nouns():
    items = ["Registrasi", "Konseling > Mediasi > Terapi > Rujukan", "Arsip"]
    assert [step["text"] for step in imported(numbered(items)).steps] == items


def test_what_is_listed_beside_a_flow_is_no_step():
    text = "SOP JANGKAU\nLapor > Verifikasi > Penjangkauan > Laporan\n\nKontak:\n1. Datang langsung\n2. Telepon 129"
    draft = imported(text)
    assert [step["text"] for step in draft.steps] == ["Lapor", "Verifikasi", "Penjangkauan", "Laporan"]
    assert [one.quote for one in draft.doubts if one.code == "after_list"] == [text.partition("\n\n")[2]]


def test_a_numbered_flow_over_two_lines_parts_at_its_numbers():
    assert [(step["step"], step["text"]) for step in imported("1. Lapor -> 2. Catat\n3. Nilai -> 4. Tutup").steps] == [
        ("1.", "Lapor"), ("2.", "Catat"), ("3.", "Nilai"), ("4.", "Tutup"),
    ]  # fmt: skip


@pytest.mark.parametrize("filling", [" ", "\N{NO-BREAK SPACE}", "-", "=", "\N{EM DASH}", "\t"])
def test_a_line_is_looked_through_once_for_arrows_however_long_its_blanks_and_dashes(filling):
    began = time.process_time()
    chain_in([Line(1, f"a{filling * 190_000}b")])
    assert time.process_time() - began < 3
