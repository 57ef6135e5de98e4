"""Settling a case with whoever did it, by whatever word an office has for it: the law on mediation holds for each."""

from typing import Any

import pytest

from sop_library.checks import Standing, check
from sop_library.definition import Definition
from tests.sop_library.sheets import sop, step

BOTH = {"mediation_without_consent", "mediation_of_sexual_violence"}
LAWFUL = {
    "all": [
        {"fact": "consent.mediation", "is": True},
        {"any": [{"not": {"fact": "incident.kinds", "in": ["SEKSUAL"]}}, {"fact": "respondent.child", "is": True}]},
    ]
}
GATE = {"when": LAWFUL, "words": "x"}

SETTLES = (
    "Melakukan perdamaian antara korban dan pelaku",
    "Musyawarah kekeluargaan korban dengan pelaku",
    "Mempertemukan korban dan pelaku untuk berdamai",
    "Penyelesaian secara kekeluargaan",
    "Melaksanakan restorative justice",
    "Menyelesaikan masalah secara kekeluargaan",
    "Diselesaikan melalui musyawarah kekeluargaan",
    "Melakukan mediasi",
    "Melaksanakan asesmen, konseling, dan pendampingan lalu melakukan mediasi",
    "Melaksanakan asesmen awal terhadap korban serta keluarganya di kantor; kemudian memediasi para pihak",
    "Mendamaikan kedua belah pihak",
    "Petugas mendamaikan korban dan pelaku",
    "Islah",
    "Melaksanakan diversi",
    "Proses diversi",
    "Keadilan restoratif",
    "Membuat surat perjanjian damai",
    "Menandatangani kesepakatan perdamaian",
    "Mengupayakan perdamaian",
    "Upaya damai",
    "Menempuh jalan damai",
    "Membujuk korban berdamai dengan pelaku",
    "Perdamaian",
    "Bila korban setuju, dilaksanakan mediasi",
    "Menyelesaikan perkara melalui mediasi",
    "Menyelesaikan kasus dengan jalan damai",
    "Laksanakan mediasi",
    "Melakukan upaya perdamaian",
    "Mediasi, negosiasi, dan investigasi",
    "Mengadakan musyawarah secara kekeluargaan",
    "Petugas memfasilitasi keadilan restoratif",
    "Penyelesaian masalah keluarga secara kekeluargaan",
    "Melakukan mediasi di luar ruang sidang",
    "Petugas memanggil kedua belah pihak untuk dimintai keterangan lalu kasus diselesaikan secara kekeluargaan",
    "Petugas memanggil para pihak, kemudian para pihak dimediasi",
    "Kasus diselesaikan secara kekeluargaan",
    "Laporan diselesaikan secara kekeluargaan",
    "Kedua pihak dimediasi",
)
SPEAKS_OF_IT = (
    "Mediasi dilarang untuk kasus kekerasan seksual",
    "Mendorong korban untuk tidak menempuh jalan damai",
    "Upaya diversi oleh penyidik didampingi pendamping",
    "Mediasi dirujuk ke Pengadilan Negeri",
    "Mediasi dilaksanakan oleh Pengadilan Agama",
    "Diversi dilaksanakan penyidik",
    "Diversi oleh Bapas",
    "Mediasi diserahkan kepada kepolisian",
    "Mediasi bukan layanan kantor",
    "Petugas mencatat kasus yang diselesaikan secara kekeluargaan",
    "Melaksanakan pendampingan psikologis lanjutan bagi korban di kantor, konseling dan mediasi",
    "Meminta persetujuan mediasi",
    "Mendampingi korban dalam proses diversi",
    "Petugas menjelaskan arti perdamaian",
    "Perdamaian ditolak korban: rujuk",
    "Mengundang pelaku untuk mediasi",
    "Petugas menawarkan mediasi atau perdamaian",
    "Mendampingi keadilan restoratif di kejaksaan",
    "Mengundang para pihak untuk melakukan mediasi",
)
SOMETHING_ELSE = (
    "Menyelesaikan laporan tanpa melalui mediasi",
    "Petugas menganjurkan agar tidak berdamai dengan pelaku",
    "Mengajak korban menolak tawaran damai",
    "Bagian Perdamaian Desa menerima tembusan",
    "Menghubungi Juru Damai Desa",
    "Kasus tidak dapat dimediasi: rujuk ke kepolisian",
    "Menciptakan suasana damai bagi korban",
    "Menyambut korban dengan pendekatan kekeluargaan",
    "Media sosial",
    "Diversifikasi layanan",
    "Petugas tidak melakukan mediasi",
    "Tidak melakukan mediasi",
    "Kasus kekerasan seksual tidak boleh diselesaikan secara kekeluargaan",
    "Mencatat identitas, alamat, hubungan kekeluargaan korban dengan pelaku",
    "Menjelaskan bahwa kantor mendampingi korban di kepolisian dan pengadilan, tidak melakukan mediasi",
    "Jika sudah di lembaga hukum, jelaskan bahwa kantor hanya mendampingi, atau mediasi",
    "Menerima surat",
    "Islam",
)


def told(*, standing: Standing | None = None, **fields: Any) -> set[tuple[str, str]]:
    """(severity, code) of what is said of mediation about a step."""
    found = check(sop(step("m", **{"name": "Layanan", **fields})), standing=standing)
    return {(one.severity, one.code) for one in found if one.code.startswith("mediation")}


@pytest.mark.parametrize("text", SETTLES)
def test_a_step_that_settles_needs_consent_and_is_not_for_sexual_violence_whatever_it_is_called(text: str) -> None:
    assert told(text=text) == {("fault", code) for code in BOTH}
    assert told(text="Layanan", name=text) == {("fault", code) for code in BOTH}
    assert told(text=text, gate=GATE) == set()


@pytest.mark.parametrize("text", SPEAKS_OF_IT)
def test_a_step_before_or_after_a_settlement_is_only_advised(text: str) -> None:
    assert told(text=text) == {("advice", code) for code in BOTH}


@pytest.mark.parametrize("text", SOMETHING_ELSE)
def test_words_that_sound_like_it_are_let_be(text: str) -> None:
    assert told(text=text) == set()


def mediating(**fields: Any) -> Definition:
    """An SOP of the service `mediasi` whose steps speak of nothing of the kind."""
    doors = {"panggilan": {"label": "Dipanggil", "starts": "a", "called": True}}
    return sop(step("a"), step("b", **fields), sop="contoh/lain", service="mediasi", doors=doors)


@pytest.mark.parametrize(
    "sub", [{"service": "mediasi"}, {"sop": "contoh/mediasi-keluarga"}, {"service": "x", "label": "Mediasi"}]
)
def test_starting_an_sop_of_mediation_is_known_by_its_service_its_key_or_its_label(sub: dict[str, str]) -> None:
    fields = {"kind": "sub_sop", "text": "Lanjutkan", "sub": [{"key": "s", "label": "Lanjutan", **sub}]}
    assert {code for _severity, code in told(**fields)} == BOTH
    assert told(**fields, gate=GATE) == set()


def test_a_started_sop_of_mediation_needs_a_gate_where_it_asks_for_no_consent_itself() -> None:
    fields = {"kind": "sub_sop", "text": "Lanjutkan", "sub": [{"key": "s", "label": "Lanjutan", "service": "mediasi"}]}
    assert told(**fields) == {("advice", code) for code in BOTH}, "of a file alone nobody knows what it starts"
    bare, asking = mediating(), mediating(gate=GATE)
    assert told(**fields, standing=Standing(sops={bare.sop: bare}, bound={})) == {("fault", code) for code in BOTH}
    assert told(**fields, standing=Standing(sops={asking.sop: asking}, bound={})) == set()
