"""Times as offices write them, read as times of the language; what can't be read makes no deadline."""

import pytest

from sop_library.importing.times import read_time, time_in
from sop_library.parsing import parse_time

READ = [
    ("5 menit", {"kind": "standard", "amount": "PT5M"}),
    ("15-30 menit", {"kind": "range", "from": "PT15M", "to": "PT30M"}),
    ("15 s/d 30 menit", {"kind": "range", "from": "PT15M", "to": "PT30M"}),
    ("2 s.d. 3 Jam", {"kind": "range", "from": "PT2H", "to": "PT3H"}),
    ("30 menit - 1 jam", {"kind": "range", "from": "PT30M", "to": "PT1H"}),
    ("15 (lima belas) sampai 30 (tiga puluh) menit", {"kind": "range", "from": "PT15M", "to": "PT30M"}),
    ("1 x 24 jam", {"kind": "standard", "amount": "PT24H"}),
    ("3\N{MULTIPLICATION SIGN}24 Jam", {"kind": "standard", "amount": "PT72H"}),
    ("1x7 hari", {"kind": "standard", "amount": "P7D", "clock": "unsaid"}),
    ("maksimal 1 x 7 hari kalender", {"kind": "max", "amount": "P7D"}),
    ("2x7 hari kerja", {"kind": "standard", "amount": "P14D", "clock": "working"}),
    ("minimal 1x24 jam, maksimal 1x7 hari kerja", {"kind": "range", "from": "PT24H", "to": "P7D", "clock": "working"}),
    ("maksimal 1x24 jam, minimal 7 hari kerja", {"kind": "conflict", "from": "PT24H", "to": "P7D"}),
    ("3 hari kerja", {"kind": "standard", "amount": "P3D", "clock": "working"}),
    ("3 (tiga) hari kerja", {"kind": "standard", "amount": "P3D", "clock": "working"}),
    ("maksimal 3 hari kalender", {"kind": "max", "amount": "P3D"}),
    ("paling lama 14 (empat belas) hari kerja", {"kind": "max", "amount": "P14D", "clock": "working"}),
    ("1 hari", {"kind": "standard", "amount": "P1D", "clock": "unsaid"}),
    ("2 Minggu", {"kind": "standard", "amount": "P14D"}),
    ("\N{PLUS-MINUS SIGN} 30 menit", {"kind": "about", "amount": "PT30M"}),
    ("1 jam 30 menit", {"kind": "standard", "amount": "PT90M"}),
    ("1,5 jam", {"kind": "standard", "amount": "PT90M"}),
    ("1.440 menit", {"kind": "standard", "amount": "PT1440M"}),
    ("\N{VULGAR FRACTION ONE HALF} jam", {"kind": "standard", "amount": "PT30M"}),
    ("satu hari kerja", {"kind": "standard", "amount": "P1D", "clock": "working"}),
    ("10'", {"kind": "standard", "amount": "PT10M"}),
    ("segera", {"kind": "at_once"}),
    ("Sesuai kesepakatan", {"kind": "as_agreed"}),
    ("sesuai kebutuhan", {"kind": "as_needed"}),
    ("Sampai kasus selesai", {"kind": "until", "until": "kasus selesai"}),
    ("2 Minggu (2 x 24 Jam)", {"kind": "conflict", "from": "PT48H", "to": "P14D"}),
    ("-", {"kind": "none"}),
    ("Senin-Kamis 08.00-15.00", {"kind": "none"}),
    ("999999999 menit", {"kind": "none"}),
    ("0 menit", {"kind": "none"}),
]


@pytest.mark.parametrize(("words", "document"), READ)
def test_a_printed_time_is_read_and_its_words_stay(words, document):
    read = read_time(words)
    assert read.document == {"printed": words, **document}
    parse_time(read.document)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("1 hari", "day_unsaid"),
        ('10"', "seconds_or_minutes"),
        ("2 Minggu (2 x 24 Jam)", "time_conflict"),
        ("3 hari kerja setelah berkas lengkap", "time_partly_read"),
        ("setiap bulan", "time_recurs"),
    ],
)
def test_what_is_open_about_a_time_is_said(words, code):
    assert code in {doubt.code for doubt in read_time(words).doubts}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Menerima berkas (15 menit)", "15 menit"),
        ("Melakukan screening selama 2 s/d 3 Jam", "2 s/d 3 Jam"),
        ("Melapor dalam waktu 3 x 24 jam kepada Kepala", "3 x 24 jam"),
        ("Menyusun laporan paling lambat 3 hari kerja setelah selesai.", "paling lambat 3 hari kerja"),
    ],
)
def test_a_time_in_a_sentence_is_found(text, printed):
    read = time_in(text)
    assert read is not None
    assert read.document["printed"] == printed


@pytest.mark.parametrize(
    "text",
    ["Anak berusia di bawah 18 tahun didampingi", "Telepon 24 jam diterima petugas", "Menerima 3 orang", "Pukul 5 jam"],
)
def test_an_age_or_an_hour_of_service_is_no_time_of_a_step(text):
    assert time_in(text) is None


def test_how_long_somebody_stays_is_the_time_of_the_step():
    read = time_in("Syarat tinggal 1x7 hari namun dapat diperpanjang sesuai kondisi korban")
    assert read is not None
    assert read.document == {"printed": "1x7 hari", "kind": "standard", "amount": "P7D", "clock": "unsaid"}
    assert [doubt.code for doubt in read.doubts] == ["time_in_text", "day_unsaid"]


@pytest.mark.parametrize("words", ["2x1 hari", "2 x 7-14 hari", "3 x 1 hari", "2 x 1 jam"])
def test_how_often_is_not_taken_for_how_long(words):
    assert read_time(words).document["kind"] == "none"


@pytest.mark.parametrize(
    ("words", "kind", "amount"),
    [
        ("Waktu pelayanan 1 x 24 jam", "standard", "PT24H"),
        ("Waktu  pelayanan\t24 jam", "standard", "PT24H"),
        ("Jangka waktu pelayanan 2 x 24 jam", "standard", "PT48H"),
        ("Waktu pelayanan : 24 jam", "standard", "PT24H"),
        ("Waktu penyelesaian pelayanan: 24 jam", "standard", "PT24H"),
        ("Lama layanan 24 jam", "standard", "PT24H"),
        ("Respon telepon max 24 jam", "max", "PT24H"),
        ("Merespons telepon 24 jam", "standard", "PT24H"),
        ("Pelayanan minimal 24 jam", "min", "PT24H"),
        ("telepon korban kembali setelah 24 jam", "standard", "PT24H"),
        ("layanan diberikan 3 x 24 jam", "standard", "PT72H"),
        ("layanan darurat maks 24 jam", "max", "PT24H"),
    ],
)
def test_how_long_a_service_takes_is_a_length_and_no_opening_hours(words, kind, amount):
    read = read_time(words)
    assert (read.document["kind"], read.document["amount"]) == (kind, amount)
    said = time_in(f"Petugas {words}")
    assert said is not None
    assert said.document["amount"] == amount


@pytest.mark.parametrize(
    "words",
    [
        "layanan 24 jam",
        "layanan 1 x 24 jam",
        "layanan telepon 24 jam",
        "siaga 24 jam",
        "hotline 24 jam",
        "hotline SAPA 129 24 jam",
        "buka 1x24 jam",
        "Waktu operasional 24 jam",
        "Waktu layanan hotline: 24 jam",
        "selama layanan 24 jam",
        "piket 24 jam penuh",
    ],
)
def test_the_hours_in_which_an_office_is_there_stay_no_length(words):
    read = read_time(words)
    assert (read.document["kind"], {one.code for one in read.doubts}) == ("none", {"time_open"})
    assert time_in(f"Petugas {words}") is None
