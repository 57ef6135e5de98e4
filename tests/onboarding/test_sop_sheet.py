"""`rangkul sop sheet`: the official sheet of a file, as the screens give it."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader


def sop(*words: str) -> str:
    """Type `rangkul sop sheet …` and return what it says."""
    out = io.StringIO()
    call_command("sop", "sheet", *words, stdout=out)
    return out.getvalue()


def test_a_sheet_becomes_a_pdf_with_all_its_steps(tmp_path: Path) -> None:
    target = tmp_path / "krisis.pdf"
    assert "14 langkah" in sop("barito-utara/krisis", "-o", str(target), "--no-notes")
    reader = PdfReader(target)
    assert "Halaman 1 dari" in reader.pages[0].extract_text()


def test_a_sheet_becomes_a_drawing_with_draft_across_it(tmp_path: Path) -> None:
    target = tmp_path / "informasi.svg"
    sop("salatiga/layanan-informasi", "-o", str(target), "--draft")
    drawn = target.read_text(encoding="utf-8")
    assert drawn.startswith("<svg ")
    assert ">DRAF<" in drawn


@pytest.mark.parametrize(
    ("name", "said"), [("x.docx", "akhiran berkas"), ("tidak/ada/x.svg", "tidak dapat ditulis")]
)  # fmt: skip
def test_what_can_t_be_written_is_said(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        sop("salatiga/layanan-informasi", "-o", str(tmp_path / name))


def test_a_file_with_faults_is_no_sheet(tmp_path: Path) -> None:
    broken = tmp_path / "rusak.yaml"
    broken.write_text("format: rangkul-sop/1\n", encoding="utf-8")
    with pytest.raises(CommandError, match="kesalahan"):
        sop(str(broken), "-o", str(tmp_path / "x.svg"))
    assert not (tmp_path / "x.svg").exists()
