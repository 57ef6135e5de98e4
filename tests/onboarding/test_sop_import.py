"""`rangkul sop import`: pasted text and YAML become drafts at the shell, without a database."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sop_library.loading import load
from tests.sop_library.sources import SEEDS

KRISIS = str(SEEDS / "003_bf2eb908f913c3f3.txt")


def said(*words: str) -> str:
    out = StringIO()
    call_command("sop", "import", *words, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(("name", "count"), [("000_b1a790d460d5be7d.txt", 15), ("003_bf2eb908f913c3f3.txt", 14)])
def test_text_is_answered_as_json_with_steps_and_doubts(name, count):
    answer = json.loads(said("--text", str(SEEDS / name), "--json"))
    assert len(answer["steps"]) == len(answer["draft"]["steps"]) == count
    assert answer["faults"] == []
    assert all(doubt["place"] and doubt["sentence"] for doubt in answer["doubts"])
    assert any(doubt["quote"].startswith("jika memerlukan layanan") for doubt in answer["doubts"])


def test_without_json_a_person_reads_the_steps_and_what_to_look_at():
    answer = said("--text", KRISIS)
    assert "14 langkah" in answer
    assert "langkah 5: Mungkin langkah ini" in answer


def test_the_draft_is_saved_as_a_file_that_loads(tmp_path):
    file = tmp_path / "draf.yaml"
    said("--text", KRISIS, "-o", str(file))
    definition = load(file.read_bytes(), name="draf.yaml")
    assert len(definition.steps) == 14
    assert json.loads(said(str(file), "--json"))["steps"][0]["text"].startswith("Menerima dan mencatat identitas")


def test_what_can_be_no_draft_is_refused_in_a_sentence(tmp_path):
    file = tmp_path / "kosong.txt"
    file.write_text("  \n")
    with pytest.raises(CommandError, match="Belum ada teks"):
        said("--text", str(file))
    file.write_bytes(b"%PDF-1.4")
    with pytest.raises(CommandError, match="bukan teks"):
        said("--text", str(file))
    file.write_text("- daftar")
    with pytest.raises(CommandError, match="1:1"):
        said(str(file))
    with pytest.raises(CommandError, match="tidak dapat dibaca: berkasnya tidak ada"):
        said("--text", str(tmp_path / "tidak-ada.txt"))
    with pytest.raises(CommandError, match="tidak dapat dibaca: bukan berkas yang dapat dibuka"):
        said("--text", str(tmp_path))
