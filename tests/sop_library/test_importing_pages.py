"""Public pages as their sites print them: components without headings, numbers said twice, lists within lists."""

import re

import pytest

from sop_library.importing.drafting import imported
from sop_library.loading import check_document

DESK = "\n\nAnda dapat menyampaikan keluhan melalui LAPOR!\n\nWebsite LAPOR! Unduh di toko aplikasi\n\nIsu dan Keluhan"
PAGES = {
    "two lists, the first of what must be met": (
        "Layanan Jemput Korban\n\nNo. SK: 12/ 3/ 2024\n\n  1. Ada kabar tentang korban\n  2. Korban tak bisa datang"
        "\n  3. Membawa salinan KK\n\n  1. Menerima kabar dari tetangga\n  2. Mencatat alamat\n  3. Menjemput korban"
        "\n\nLama layanan ini, paling lama 12 jam setelah kabar diterima.\n\nTidak dipungut biaya\n\nJemputan" + DESK,
        ["Menerima kabar dari tetangga", "Mencatat alamat", "Menjemput korban"],
        3,
    ),
    "two lists, the work named by its stage": (
        (
            "Pendampingan Sidang\n\nNo. SK: 9/2024\n\n  1. Perkara sudah berjalan\n  2. Disetujui korban\n\n"
            "  1. Tahap Awal : pendamping menyiapkan korban\n  2. Tahap Sidang : pendamping hadir di ruang sidang\n\n"
            "1 Bulan\n\nTidak dipungut biaya\n\nPendampingan"
        ),
        ["Tahap Awal : pendamping menyiapkan korban", "Tahap Sidang : pendamping hadir di ruang sidang"],
        2,
    ),
    "each number twice": (
        "Pengaduan Daring\n\n  1. Mengisi formulir daring.\n\n  1. 1. Pelapor mengisi formulir.\n"
        "  2. 2. Admin membaca formulir.\n  3. 3. Sub Koordinator menelepon pelapor.\n\nsituasional\n\n"
        "Tidak dipungut biaya\n\nPengaduan tertangani\n\nLokasi: daring" + DESK,
        ["Pelapor mengisi formulir.", "Admin membaca formulir.", "Sub Koordinator menelepon pelapor."],
        1,
    ),
    "the whole procedure in one item, a list below it": (
        "Penempatan di Rumah Aman\n\n  1. KTP\n\n  1. Prosedur penempatan: 1) Petugas menilai bahaya; 2) Kepala "
        "memutuskan : a. menempatkan; b. tidak menempatkan; 3) Petugas mengantar korban.\n\n"
        "Penempatan diberikan bila :\n\na. korban terancam;\n\nb. korban tidak punya rumah;\n\nTidak dipungut biaya\n\n"
        "Rumah aman\n\n  1. Sarana pengaduan:\n  2. Surat ke kantor\n  3. Telepon" + DESK,
        [
            "Petugas menilai bahaya;",
            "Kepala memutuskan : a. menempatkan; b. tidak menempatkan;",
            "Petugas mengantar korban.",
        ],
        1,
    ),
    "one list that the fee follows, then how to complain": (
        "Konseling\n\n  1. Klien mendaftar di loket\n  2. Konselor menemui klien\n\n1 jam\n\nTidak dipungut biaya\n\n"
        "Konseling\n\n  1. Kotak saran\n  2. Telepon" + DESK,
        ["Klien mendaftar di loket", "Konselor menemui klien"],
        0,
    ),
}
LISTS = {
    "a list set in below an item": (
        (
            "ADUAN LEWAT TELEPON\n\n1. Syarat untuk mendapatkan pelayanan\n\n  1. Korban kekerasan\n  2. Salinan KK\n\n"
            "2. DURASI WAKTU PENYELESAIAN PELAYANAN\nMaksimal 10 menit\n\n3. PROSEDUR LAYANAN PENGADUAN\n\n"
            "  1. Menerima aduan melalui 2 cara :\n    1. Datang sendiri\n    2. Rujukan lembaga lain\n"
            "  2. Menyaring aduan\n    c1. Apabila kasus baru, korban isi formulir\n    c2. Apabila kasus lama, berkas "
            "dicari\n  3. Merekam aduan\n\n6. HAK PENGGUNA LAYANAN\n\n  1. Diterima dengan ramah\n  2. Mendapat kabar"
        ),
        ["Menerima aduan melalui 2 cara :", "Menyaring aduan", "Merekam aduan"],
    ),
    "a heading in the page's own words": (
        (
            "Layanan Rumah Aman\nNo. SK: 13/SK/2024\nPersyaratan\n1. KTP\n2. Laporan\nBiaya: Tidak dipungut biaya\n"
            "mekanisme Layanan Rumah Aman bahwa :\n1. Korban datang\n2. Petugas menilai bahaya\n3. Korban menginap"
        ),
        ["Korban datang", "Petugas menilai bahaya", "Korban menginap"],
    ),
    "colons and numbers alone on their lines": (
        (
            "NAMA PERANGKAT DAERAH\n\n:\n\nUPTD PPA Melati\n\n1.\n\nJENIS PELAYANAN\n\n:\n\nPengaduan Langsung\n\n"
            "2.\n\nPERSYARATAN\n\n:\n\n1.\n\nKTP;\n\n2.\n\nKK;\n\n3.\n\nPROSEDUR\n\n:\n\n1.\n\nPelapor datang\n\n2.\n\n"
            "Petugas mencatat\n\n3.\n\nMengisi surat persetujuan\n\n4.\n\nWAKTU PENYELESAIAN\n\n:\n\n60 menit\n\n5.\n\n"
            "BIAYA/TARIF\n\n:\n\nGratis"
        ),
        ["Pelapor datang", "Petugas mencatat", "Mengisi surat persetujuan"],
    ),
    "a heading in capitals": (
        "UPTD PPA Kota Melati\nALUR PENANGANAN KORBAN ANAK\n1. Petugas menerima anak\n2. Psikolog menemui anak",
        ["Petugas menerima anak", "Psikolog menemui anak"],
    ),
}


def first_lines(text: str) -> list[str]:
    return [step["text"].split("\n")[0] for step in imported(text).steps]


@pytest.mark.parametrize("page", PAGES)
def test_a_public_page_without_headings_gives_its_procedure_and_keeps_the_rest_in_its_places(page):
    text, steps, requirements = PAGES[page]
    draft = imported(text)
    assert first_lines(text) == steps
    standard = draft.document["standard"]
    assert len(standard.get("requirements", [])) == requirements
    assert standard["fee"]["amount_idr"] == 0
    assert standard["products"]
    assert check_document(draft.document) == ()
    assert {one.code for one in draft.doubts} >= {"guessed", "door_guessed"}
    if "LAPOR!" in text:
        assert "LAPOR!" in standard["complaints"]["content"]


@pytest.mark.parametrize("shape", LISTS)
def test_each_shape_of_a_list_gives_its_steps(shape):
    text, steps = LISTS[shape]
    draft = imported(text)
    assert first_lines(text) == steps
    assert check_document(draft.document) == ()


@pytest.mark.parametrize("text", [text for text, *_others in [*PAGES.values(), *LISTS.values()]])
def test_no_word_of_a_page_is_lost(text):
    draft = imported(text)
    told = " ".join([str(draft.document), *(one.quote for one in draft.doubts)]).casefold()
    headings = {"persyaratan", "prosedur", "biaya", "tarif", "waktu", "penyelesaian", "pelayanan", "durasi", "syarat"}
    labels = {"no", "sk", "nama", "perangkat", "daerah", "jenis", "untuk", "mendapatkan", "layanan", "pengaduan"}
    words = set(re.findall(r"[^\W\d_]{2,}", text.casefold())) - headings - labels
    assert not {word for word in words if word not in told}


def test_what_is_listed_under_a_step_stays_with_its_step():
    text, _steps = LISTS["a list set in below an item"]
    first, second, _third = imported(text).steps
    assert first["text"].endswith("1. Datang sendiri\n2. Rujukan lembaga lain")
    assert [one[:3] for one in second["text"].split("\n")[1:]] == ["c1.", "c2."]


def test_lists_that_begin_again_without_signs_of_a_public_page_are_one_procedure():
    text = "Penanganan\n\n1. Adanya laporan\n2. Petugas mencatat\n\n1. Petugas menelepon\n2. Petugas menjemput"
    assert len(imported(text).steps) == 4


def test_the_door_that_is_guessed_opens_for_whoever_comes_by_themselves():
    text, _steps = LISTS["a heading in capitals"]
    assert imported(text).document["doors"]["datang"]["channel"] == "datang"
