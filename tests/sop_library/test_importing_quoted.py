"""Text out of an answered mail, a sign before each line, reads as it does without; a flow of arrows stays one."""

import pytest

from sop_library.importing.drafting import imported
from sop_library.loading import check_document

STEPS = ["Petugas menerima laporan", "Petugas mencatat laporan", "Kepala menandatangani surat"]
LETTERED = "\n".join(["SOP PENGADUAN", *(f"{letter}. {one}" for letter, one in zip("abc", STEPS, strict=True))])
NUMBERED = "\n".join(["Prosedur", *(f"{number}. {one}" for number, one in enumerate(STEPS, start=1))])
TABLE = "No\tKegiatan\tWaktu\n" + "\n".join(f"{number}\t{one}\t5 menit" for number, one in enumerate(STEPS, start=1))
BARS = "| No | Kegiatan | Waktu |\n|---|---|---|\n" + "\n".join(
    f"| {number} | {one} | 5 menit |" for number, one in enumerate(STEPS, start=1)
)


@pytest.mark.parametrize("before", ["", "Halo, ini SOP kami:\n"])
@pytest.mark.parametrize("sign", ["> ", ">", ">> ", "> > "])
@pytest.mark.parametrize("text", [LETTERED, NUMBERED, TABLE, BARS, LETTERED.replace("\n", "\n\n", 1)])
def test_a_quoted_page_reads_as_the_page(text, sign, before):
    quoted = "\n".join(f"{sign}{line}".rstrip() for line in text.split("\n"))
    draft = imported(before + quoted)
    assert [step["text"] for step in draft.steps] == STEPS
    assert [step["step"] for step in draft.steps] == [step["step"] for step in imported(text).steps]
    assert "split_at_arrows" not in {one.code for one in draft.doubts}
    assert check_document(draft.document) == ()


def test_lists_in_a_quote_keep_how_far_they_are_set_in():
    text = "Prosedur\n1. Memeriksa berkas\n   1. KTP\n   2. KK\n2. Mencatat"
    quoted = "\n".join(f"> {line}" for line in text.split("\n"))
    assert [step["text"] for step in imported(quoted).steps] == [step["text"] for step in imported(text).steps]


def test_arrows_before_the_lines_of_a_flow_are_arrows():
    draft = imported("Terima laporan\n> Verifikasi\n> Penjangkauan\n> Laporan")
    assert [step["text"] for step in draft.steps] == ["Terima laporan", "Verifikasi", "Penjangkauan", "Laporan"]


def test_a_few_lines_with_a_sign_keep_it():
    draft = imported("Prosedur\n1. Menerima anak\n> 5 tahun\n2. Mencatat\n3. Menutup")
    assert draft.steps[0]["text"] == "Menerima anak > 5 tahun"
