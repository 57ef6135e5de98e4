"""Texts as offices write them: headings within one line, days counted from another, heads of offices by their name."""

import pytest

from sop_library.importing.deciding import actor_of
from sop_library.importing.drafting import imported
from sop_library.importing.times import recurs_in

ONE_LINE = (
    "Sistem, Mekanisme dan Prosedur : 1. Pelapor menelepon hotline 2. Petugas mencatat laporan (15 menit) "
    "3. Konselor melakukan asesmen 4. Kasus ditutup Jangka Waktu Penyelesaian : 14 (empat belas) hari kerja "
    "Biaya/Tarif : Rp 0,- Produk Pelayanan : Layanan pendampingan Penanganan Pengaduan : kotak saran"
)


def test_a_standard_in_one_line_gives_its_last_step_no_words_and_no_time_of_the_parts_behind_it():
    document = imported(ONE_LINE).document
    assert [step["text"] for step in document["steps"]][-1] == "Kasus ditutup"
    assert document["steps"][-1]["time"] == {"kind": "none"}
    standard = document["standard"]
    assert standard["total_time"]["printed"] == "14 (empat belas) hari kerja"
    assert standard["fee"] == {"printed": "Rp 0,-", "amount_idr": 0}
    assert [one["text"] for one in standard["products"]] == ["Layanan pendampingan"]
    assert standard["complaints"] == {"heading": "Penanganan Pengaduan", "content": "kotak saran"}


def test_what_each_step_says_of_its_own_time_parts_no_line():
    words = (
        "Prosedur : 1. Mencatat laporan. Waktu : 15 menit. Biaya : gratis 2. Melakukan asesmen. Waktu : 60 menit. "
        "Biaya : gratis 3. Menutup kasus. Waktu : 5 menit. Biaya : gratis"
    )
    steps = imported(words).document["steps"]
    assert [step["time"].get("printed") for step in steps] == ["15 menit", "60 menit", "5 menit"]
    assert [step["text"].count("Waktu :") for step in steps] == [1, 1, 1]


@pytest.mark.parametrize("words", ["Menjadwalkan pertemuan paling lambat H+3", "Gelar kasus bersama Polres, H + 2;"])
def test_a_day_counted_from_another_is_no_length_and_is_said(words):
    (doubt,) = recurs_in(words)
    assert (doubt.code, doubt.field) == ("time_not_read", "time")
    (step,) = imported(f"Prosedur\n1. {words}\n").document["steps"]
    assert step["time"] == {"kind": "none"}


def test_a_head_of_an_office_is_named_whole():
    assert actor_of("Kepala Dinas menandatangani surat") == "Kepala Dinas"
    assert actor_of("Kepala didampingi petugas memeriksa berkas") == "Kepala"
