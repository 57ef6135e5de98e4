"""What pasted words say of outcomes, of other steps, and of how often: told with its target, never read as more."""

import pytest

from sop_library.importing.deciding import doubts_of
from sop_library.importing.doubts import read_again
from sop_library.importing.drafting import imported
from sop_library.importing.times import read_time, recurs_in, time_in
from sop_library.importing.ways import Way, ways_of

LENGKAP = (Way("Lengkap", "3"), Way("Tidak lengkap, ditolak"))
TEMPAT = (
    Way("menempatkan pelapor di rumah perlindungan"),
    Way("menolak pelapor untuk ditempatkan di rumah perlindungan"),
)


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        ("Memeriksa berkas:\na. Lengkap, lanjut ke nomor 3\nb. Tidak lengkap, ditolak", LENGKAP),
        ("Memeriksa berkas a. Lengkap, lanjut ke nomor 3 b. Tidak lengkap, ditolak", LENGKAP),
        (f"Kepala memerintahkan untuk : a. {TEMPAT[0].label}; b. {TEMPAT[1].label};", TEMPAT),
        (
            (
                "Rekomendasi, sebagai berikut: - jika hasilnya risiko tinggi, maka korban mendapat layanan darurat. "
                "Dalam hal penyelamatan, polisi diminta. - jika hasilnya risiko rendah, maka disusun rencana"
            ),
            (Way("hasilnya risiko tinggi"), Way("hasilnya risiko rendah")),
        ),
        (
            "Jika butuh tempat aman lanjut ke langkah 6, jika tidak lanjut ke langkah 7",
            (Way("butuh tempat aman", "6"), Way("tidak", "7")),
        ),
        (
            "Jika lengkap, lanjut ke langkah 5. Jika tidak, lanjut ke langkah (6).",
            (Way("lengkap", "5"), Way("tidak", "6")),
        ),
        ("Berkas lengkap? Ya: lanjut ke langkah 4; Tidak: kembali ke langkah 2", (Way("Ya", "4"), Way("Tidak", "2"))),
        (
            "Ya \N{RIGHTWARDS ARROW} langkah 4, Tidak \N{RIGHTWARDS ARROW} langkah 2",
            (Way("Ya", "4"), Way("Tidak", "2")),
        ),
        ("Menyusun rencana meliputi:\na. Penjangkauan\nb. Mediasi", ()),
        ("Melampirkan a. KTP b. KK c. surat yang tidak rusak", ()),
        ("Lanjut ke langkah 7", ()),
    ],
)
def test_outcomes_that_the_words_tell_are_read_with_their_targets_and_lists_of_things_are_none(words, ways):
    assert ways_of(words) == ways


YES_NO = (Way("Ya", "4"), Way("Tidak", "2"))
COMPLETE = (Way("Lengkap", "3"), Way("Tidak lengkap", "1"))
IF_COMPLETE = (Way("lengkap", "3"), Way("tidak lengkap", "1"))


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        ("Berkas lengkap? Ya: langkah 4, Tidak: langkah 2", YES_NO),
        ("Berkas lengkap? Ya, langkah 4; tidak, langkah 2.", (YES_NO[0], Way("tidak", "2"))),
        ("Ya: nomor 4 atau Tidak: no. 2", YES_NO),
        ("Ya = langkah (4)\nTidak = langkah (2)", YES_NO),
        ("Memeriksa berkas:\na. Lengkap: langkah 3\nb. Tidak lengkap: langkah 1", COMPLETE),
        ("Memeriksa berkas: a. Lengkap, langkah 3; b. Tidak lengkap, langkah 1.", COMPLETE),
        ("Memeriksa berkas:\n- Lengkap: tahap 3\n- Tidak lengkap: tahap 1", COMPLETE),
        ("Jika lengkap, langkah 3. Jika tidak lengkap, langkah 1", IF_COMPLETE),
        ("Apabila lengkap, maka langkah 3; apabila tidak lengkap maka langkah ke-1. Berkas disimpan", IF_COMPLETE),
        ("Jika lengkap, lanjut ke langkah 3. Jika tidak lengkap: langkah 1", IF_COMPLETE),
        ("Mengisi a. Nama b. Alamat, nomor 12 c. Telepon", ()),
        ("Melayani:\na. Konseling, tahap 1\nb. Konseling, tahap 2", ()),
        ("Ya: nomor 129, Tidak: nomor 112", (Way("Ya: nomor 129"), Way("Tidak: nomor 112"))),
        ("Jika korban datang, langkah 3 orang petugas. Jika tidak, nomor 129", ()),
    ],
)
def test_a_number_alone_behind_an_outcome_is_its_target_and_a_thing_with_a_number_is_none(words, ways):
    assert ways_of(words) == ways


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("Petugas lanjut ke langkah 7", "leads_on", "lanjut ke langkah 7"),
        ("Memeriksa berkas, langsung ke nomor 9", "leads_on", "langsung ke nomor 9"),
        ("Memeriksa berkas, lalu lanjut ke langkah (4)", "leads_on", "lanjut ke langkah (4)"),
        ("Permohonan disetujui atau ditolak", "maybe_branch", "disetujui atau ditolak"),
        ("Memeriksa berkas a. Lengkap, lanjut ke nomor 3 b. Tidak lengkap, ditolak", "ways_told", "Lengkap"),
    ],
)
def test_what_leads_elsewhere_is_doubted_with_its_words(words, code, said):
    assert said in {one.quote for one in doubts_of(words) if one.code == code}


def test_a_doubt_of_outcomes_names_each_and_its_target():
    [doubt] = doubts_of("Memeriksa berkas a. Lengkap, lanjut ke nomor 3 b. Tidak lengkap, ditolak")
    assert "“Lengkap” \N{RIGHTWARDS ARROW} 3, “Tidak lengkap, ditolak”" in doubt.sentence
    assert read_again(doubt.sentence) == (doubt.code, dict(doubt.params))
    assert read_again("Catatan lain") is None


@pytest.mark.parametrize(
    "words",
    [
        "Menyerahkan surat kembali kepada petugas pengirim",
        "Berkas asli dikembalikan kepada pemohon",
        "Datang langsung/tidak langsung",
    ],
)
def test_giving_a_thing_back_and_coming_either_way_lead_nowhere(words):
    assert {one.code for one in doubts_of(words)} <= {"maybe_lane"}


def test_what_goes_back_to_be_completed_is_still_a_way_back():
    assert "maybe_back" in {one.code for one in doubts_of("Jika tidak lengkap, dikembalikan kepada pemohon")}


OFTEN = ["setiap 3 bulan", "2 kali dalam 1 minggu", "setiap minggu sampai pulih", "3 bulan sekali", "2x seminggu"]


@pytest.mark.parametrize("words", OFTEN)
def test_how_often_is_no_length_of_a_step_and_is_said(words):
    read = read_time(words)
    assert read.document == {"printed": words, "kind": "none"}
    assert [one.code for one in read.doubts] == ["time_recurs"]
    draft = imported(f"SOP Pantau\n1. Memantau korban {words}\n2. Mencatat hasil")
    assert draft.steps[0]["time"] == {"kind": "none"}
    assert [one.step for one in draft.doubts if one.code == "time_recurs"] == [draft.steps[0]["key"]]


def test_how_long_stays_beside_how_often():
    read = time_in("Pemantauan setiap 3 bulan selama 1 tahun")
    assert read is not None
    assert read.document["amount"] == "P1Y"
    assert [one.quote for one in recurs_in("Pemantauan setiap 3 bulan selama 1 tahun")] == ["setiap 3 bulan"]


@pytest.mark.parametrize(
    "words", ["Layanan 24 jam", "Hotline siaga 24 jam", "24 jam sehari", "buka 24 jam, 7 hari seminggu"]
)
def test_hours_of_service_are_no_length_of_a_step(words):
    assert read_time(words).document["kind"] == "none"
    assert {one.code for one in read_time(words).doubts} == {"time_open"}
    assert time_in(f"Menerima laporan melalui {words}") is None


def test_a_telephone_number_is_no_step():
    assert [
        one.code for one in doubts_of("Melapor ke nomor 129 atau langsung ke nomor 112") if one.code == "leads_on"
    ] == []


def test_who_begins_the_sentence_is_no_doubt_where_the_table_names_them() -> None:
    table = "No\tKegiatan\tPelaksana\n1\tPetugas Penerima mencatat laporan\tPetugas Penerima\n"
    table += "2\tKepala UPTD menandatangani surat\tPetugas Penerima\n3\tMenutup berkas\tKepala UPTD\n"
    told = [one.quote for one in imported(table).doubts if one.code == "maybe_lane"]
    assert told == ["Kepala UPTD"]
