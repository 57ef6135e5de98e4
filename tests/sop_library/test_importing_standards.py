"""Service standards in numbered components, as offices publish them and as copies of them come out. All invented."""

import pytest

from sop_library.importing.drafting import imported
from sop_library.loading import check_document
from tests.sop_library.test_importing import codes, lost

OFFICE = "Unit Pelaksana Teknis Daerah Perlindungan Perempuan dan Anak Kabupaten Mawar"
DOTTED = f"""{OFFICE}
(sumber: laman resmi mawar.example, standar pelayanan pengaduan)
NO\tKOMPONEN\tURAIAN
A. Komponen Penyampaian Pelayanan
1\tPersyaratan Pelayanan
1.1 Korban atau pelapor;
1.2 Identitas dengan menyertakan :
a. Fotokopi KTP
b. Fotokopi KK
1.3 Surat keterangan lurah.
2\tProsedur
2.1 Pelapor menyampaikan pengaduan pada petugas loket;
2.2 Petugas loket mencatat identitas pelapor;
2.3 Manajer kasus menyusun rencana layanan yang antara lain meliputi :
a. Penjangkauan korban
b. Penampungan sementara
c. Mediasi
2.4 Pelaksanaan rencana layanan oleh pendamping
2.5 Terminasi layanan
3\tWaktu Penyelesaian Pelayanan
maksimal 4 (empat) hari kerja
4\tBiaya/Tarif
Tidak dipungut biaya
5\tProduk
5.1 Laporan asesmen
5.2 Surat rujukan
6\tPenanganan Pengaduan, Saran dan Masukan
Kotak saran di loket."""
LINES = DOTTED.split("\n")
BREAK = LINES.index("2.4 Pelaksanaan rencana layanan oleh pendamping")


def broken(head):
    return "\n".join([*LINES[:BREAK], head, *LINES[BREAK:]])


WAYS = {
    "as published": DOTTED,
    "spaces for tabs": DOTTED.replace("\t", " "),
    "cells parted by bars": DOTTED.replace("\t", " | "),
    "rows between bars": "\n".join(f"| {line.replace(chr(9), ' | ')} |" if "\t" in line else line for line in LINES),
    "hard spaces": DOTTED.replace(" ", "\N{NO-BREAK SPACE}"),
    "each cell on its line": DOTTED.replace("\t", "\n"),
    "each cell on its line, blank lines between": DOTTED.replace("\t", "\n").replace("\n", "\n\n"),
    "a page break with the head again": broken("NO KOMPONEN URAIAN"),
    "a page break within a table": broken("NO\tKOMPONEN\tURAIAN"),
    "in one line": " ".join(DOTTED.split()),
    "in one line, with a page break": " ".join(broken("NO KOMPONEN URAIAN").split()),
    "in one line, hard spaces": "\N{NO-BREAK SPACE}".join(DOTTED.split()),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_numbers_under_a_component_are_the_steps_however_the_page_was_copied(way):
    draft = imported(WAYS[way])
    assert [step["step"] for step in draft.steps] == ["2.1", "2.2", "2.3", "2.4", "2.5"]
    assert draft.steps[2]["text"].split("\n")[1:] == [
        "a. Penjangkauan korban",
        "b. Penampungan sementara",
        "c. Mediasi",
    ]
    assert draft.steps[4]["text"] == "Terminasi layanan"
    standard = draft.document["standard"]
    assert [one["number"] for one in standard["requirements"]] == ["1.1", "1.2", "1.3"]
    assert standard["requirements"][1]["text"].endswith("\na. Fotokopi KTP\nb. Fotokopi KK")
    assert (standard["total_time"]["amount"], standard["total_time"]["clock"]) == ("P4D", "working")
    assert standard["fee"] == {"printed": "Tidak dipungut biaya", "amount_idr": 0}
    assert [one["text"] for one in standard["products"]] == ["Laporan asesmen", "Surat rujukan"]
    assert standard["complaints"]["content"] == "Kotak saran di loket."
    assert draft.document["title"] == draft.document["header"]["office"] == OFFICE
    assert check_document(draft.document) == ()


@pytest.mark.parametrize("way", ["as published", "cells parted by bars", "hard spaces"])
def test_no_word_of_a_standard_is_lost(way):
    assert {word for word in lost(WAYS[way]) if word.isalpha()} == set()


def test_services_under_a_step_are_said_to_be_perhaps_a_choice():
    draft = imported(DOTTED)
    (doubt,) = [one for one in draft.doubts if one.code == "maybe_services"]
    assert (doubt.step, doubt.quote, doubt.field) == (draft.steps[2]["key"], "Penjangkauan korban", "outcomes")
    papers = DOTTED.replace("Penjangkauan korban", "Buku tamu").replace("Penampungan sementara", "Map kasus")
    assert codes(imported(papers.replace("Mediasi", "Kuitansi")))["maybe_services"] == 0


def test_a_component_without_a_known_name_ends_the_steps_all_the_same():
    draft = imported(DOTTED.replace("3\tWaktu Penyelesaian Pelayanan", "3\tRuang Tunggu bagi Korban"))
    assert draft.steps[-1]["text"] == "Terminasi layanan"
    assert draft.document["preamble"][0] == {
        "heading": "3 Ruang Tunggu bagi Korban",
        "items": [{"text": "maksimal 4 (empat) hari kerja"}],
    }


SHAPES = {
    "letters over numbers that are the work": (
        (
            "STANDAR PELAYANAN PENDAMPINGAN\n1. Persyaratan\na. KTP\nb. KK\n2. Sistem, Mekanisme, dan Prosedur\n"
            "a. Penerimaan\n1) Pelapor mengisi buku tamu\n2) Petugas mencatat identitas\n"
            "b. Asesmen\n1) Konselor mewawancarai korban\n2) Konselor menyusun laporan\n"
            "3. Jangka Waktu Penyelesaian\n2 jam"
        ),
        ["1)", "2)", "1)", "2)"],
        "PT2H",
    ),
    "letters with numbers under one": (
        (
            "STANDAR PELAYANAN PENGADUAN\n1. Persyaratan\nKTP\n2. Prosedur\na. Pelapor datang ke kantor\n"
            "b. Pelaksanaan layanan berupa:\n1) Konseling\n2) Mediasi keluarga\nc. Terminasi\n3. Waktu Pelayanan\n2 jam"
        ),
        ["a.", "b.", "c."],
        "PT2H",
    ),
    "Roman over Arabic numbers": (
        (
            "UPTD PPA Kabupaten Mawar\nI. PERSYARATAN\n1. KTP\n2. KK\nII. PROSEDUR\n1. Pelapor menyampaikan pengaduan\n"
            "2. Petugas menelaah pengaduan\n3. Kepala menetapkan layanan\nIII. WAKTU PENYELESAIAN\n3 hari kerja"
        ),
        ["1.", "2.", "3."],
        "P3D",
    ),
    "Roman numbers without a full stop": (
        (
            "UPTD PPA Kabupaten Mawar\nI PERSYARATAN\n1. KTP\nII PROSEDUR\n1. Pelapor menyampaikan pengaduan\n"
            "2. Petugas menelaah pengaduan\nIII WAKTU PENYELESAIAN\n3 hari kerja\nIV BIAYA\nGratis"
        ),
        ["1.", "2."],
        "P3D",
    ),
    "Langkah 1 over its words": (
        (
            "Standar Pelayanan Rumah Aman\nPersyaratan\n- KTP\nProsedur\nLangkah 1\n"
            "Pelapor menghubungi petugas\nLangkah 2\n"
            "Petugas menjemput korban\nLangkah 3\nKepala menandatangani surat\nWaktu Penyelesaian\n1 hari kerja"
        ),
        ["Langkah 1", "Langkah 2", "Langkah 3"],
        "P1D",
    ),
    "numbers alone on their lines": (
        (
            "STANDAR PELAYANAN PENGADUAN\n\nNO\n\nKOMPONEN\n\nURAIAN\n\n1.\n\nPersyaratan\n\n1.\n\n"
            "KTP\n\n2.\n\nKK\n\n2.\n\n"
            "Sistem, Mekanisme dan Prosedur\n\n1.\n\nPelapor datang ke kantor\n\n2.\n\n"
            "Petugas mencatat pengaduan\n\n3.\n\n"
            "Kepala menunjuk pendamping\n\n3.\n\nJangka Waktu Penyelesaian\n\n3 hari kerja"
        ),
        ["1.", "2.", "3."],
        "P3D",
    ),
    "bare numbers alone on their lines": (
        (
            "STANDAR PELAYANAN PENGADUAN\nNO\nKOMPONEN\nURAIAN\n1\n\nPersyaratan\n\n1\n\nKTP\n\n2\n"
            "\nKK\n\n2\n\nProsedur\n\n1\n\n"
            "Pelapor datang ke kantor\n\n2\n\nPetugas mencatat pengaduan\n\n3\n\nKepala menunjuk pendamping\n\n3\n\n"
            "Jangka Waktu Penyelesaian\n\n3 hari kerja"
        ),
        ["1", "2", "3"],
        "P3D",
    ),
    "each component's list in one cell": (
        (
            "| No | Komponen | Uraian |\n|---|---|---|\n| 1 | Persyaratan Pelayanan | 1. KTP 2. KK 3. Surat lurah |\n"
            "| 2 | Sistem, Mekanisme dan Prosedur | 1. Pelapor datang. 2. Petugas mencatat. 3. Kepala menetapkan. |\n"
            "| 3 | Jangka Waktu Pelayanan | 3 hari kerja |\n| 4 | Biaya/Tarif | Gratis |"
        ),
        ["1.", "2.", "3."],
        "P3D",
    ),
    "dotted numbers that only head groups": (
        (
            "UPTD PPA Kota Melati\n1 Persyaratan\n1.1 KTP\n1.2 KK\n2 Prosedur\n2.1 Penerimaan\n"
            "a. Pelapor mengisi formulir\n"
            "b. Petugas mencatat\n2.2 Asesmen\na. Konselor mewawancarai\nb. Konselor menyusun laporan\n"
            "3 Waktu Penyelesaian\n2 hari kerja"
        ),
        ["a.", "b.", "a.", "b."],
        "P2D",
    ),
    "one line with Arabic numbers throughout": (
        (
            "UPTD PPA Kabupaten Melati NO KOMPONEN URAIAN 1. Persyaratan Pelayanan KTP "
            "2. Sistem, Mekanisme dan Prosedur "
            "1. Pelapor datang ke kantor. 2. Petugas mencatat pengaduan. 3. Kepala menetapkan layanan. "
            "3. Jangka Waktu Penyelesaian 3 hari kerja 4. Biaya/Tarif Gratis"
        ),
        ["1.", "2.", "3."],
        "P3D",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_of_a_published_standard_gives_its_steps_and_its_time(shape):
    text, numbers, amount = SHAPES[shape]
    draft = imported(text)
    assert [step["step"] for step in draft.steps] == numbers
    assert not any("hari kerja" in step["text"] for step in draft.steps)
    standard = draft.document["standard"]
    assert standard["requirements"][0]["text"] == "KTP"
    assert standard["total_time"]["amount"] == amount
    assert check_document(draft.document) == ()


def test_an_amount_or_a_clock_time_begins_no_step():
    text = "Prosedur\n1. Petugas membuka loket pukul\n08.00 WIB\n2. Pemohon membawa\n2.1 Juta rupiah\n3. Petugas"
    assert [step["step"] for step in imported(text).steps] == ["1.", "2.", "3."]


@pytest.mark.parametrize("line", ["(sumber: laman dinas, standar pelayanan pengaduan)", "Sumber : SOP Mawar 2020"])
def test_where_a_text_was_found_is_no_title(line):
    draft = imported(f"{line}\nSTANDAR PELAYANAN KONSELING\nProsedur\n1. Pelapor datang\n2. Petugas mencatat")
    assert draft.document["title"] == "STANDAR PELAYANAN KONSELING"
