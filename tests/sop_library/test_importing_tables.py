"""Tables with empty cells in their headings: a row of the body is a step, a second row of headings is none."""

import pytest

from sop_library.importing.drafting import imported
from sop_library.loading import check_document

STEPS = [("Menerima laporan", "Petugas", "15 menit"), ("Memeriksa berkas", "Konselor", "1 jam"),
         ("Menutup kasus", "Kepala", "2 hari kerja")]  # fmt: skip
BODY = "\n".join(f"{words}\t{who}\t\t{time}" for words, who, time in STEPS)
UNTIMED = "\n".join(f"{words}\t{who}" for words, who, _time in STEPS)


def read(text):
    draft = imported(text)
    labels = {key: lane["label"] for key, lane in draft.document["lanes"].items()}
    assert check_document(draft.document) == ()
    return [(step["text"], _who(step, labels), step["time"].get("printed", "")) for step in draft.steps]


def _who(step, labels):
    """Who the row names: the lane, or where no column of people is named, the remarks that keep the words."""
    if step["lanes"] == "unsaid":
        return step.get("remarks", "")
    (key,) = step["lanes"]["any_of"]
    return labels[key]


@pytest.mark.parametrize(
    "text",
    [
        f"Kegiatan\tPelaksana\t\tWaktu\n{BODY}",
        "No\tKegiatan\tPelaksana\t\tWaktu\n" + "\n".join(f"\t{row}" for row in BODY.split("\n")),
        "No\tKegiatan\tPelaksana\t\tWaktu\n"
        + "\n".join(f"{number}\t{row}" for number, row in enumerate(BODY.split("\n"), start=1)),
    ],
)
def test_the_first_row_below_a_heading_that_spans_is_a_step(text):
    assert read(text) == STEPS


@pytest.mark.parametrize("text", [UNTIMED, "\n".join(f"\t{row}" for row in UNTIMED.split("\n"))])
def test_a_first_row_without_a_time_is_a_step_too(text):
    head = "No\tKegiatan\tPelaksana\t\tWaktu" if text.startswith("\t") else "Kegiatan\tPelaksana\t\tWaktu"
    assert [(words, who) for words, who, _time in read(f"{head}\n{text}")] == [one[:2] for one in STEPS]


@pytest.mark.parametrize("row", ["Menerima laporan\tPetugas\tFormulir\t15 menit\tLaporan", "Menerima laporan\tPetugas"])
def test_the_first_row_below_a_group_that_has_no_row_of_its_own_is_a_step(row):
    text = f"Kegiatan\tPelaksana\tMutu Baku\n{row}\nMemeriksa berkas\tKonselor"
    assert [step["text"] for step in imported(text).steps] == ["Menerima laporan", "Memeriksa berkas"]


@pytest.mark.parametrize(
    "heads",
    [
        "No\tKegiatan\tPelaksana\t\tMutu Baku\t\t\tKet\n\t\tPetugas\tKepala\tKelengkapan\tWaktu\tOutput",
        "No\tKegiatan\tPelaksana\tMutu Baku\tKet\nPetugas\tKepala\tKelengkapan\tWaktu\tOutput\tKet",
        "No\tKegiatan\tPelaksana\t\tMutu Baku\t\t\tKet\nNo\tKegiatan\tPetugas\tKepala\tKelengkapan\tWaktu\tOutput",
    ],
)
def test_a_second_row_of_headings_is_no_step(heads):
    rows = "1\tMenerima laporan\tv\t\tFormulir\t15 menit\tLaporan\n2\tMenutup kasus\t\tv\tBerkas\t1 jam\tSurat"
    assert read(f"{heads}\n{rows}") == [
        ("Menerima laporan", "Petugas", "15 menit"), ("Menutup kasus", "Kepala", "1 jam"),
    ]  # fmt: skip
