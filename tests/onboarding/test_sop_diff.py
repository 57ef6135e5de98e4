"""`rangkul sop diff A B`: what differs between two SOPs, for a person and as JSON."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sop_library.inspecting import catalogue

KEY = "salatiga/layanan-informasi"
TEXT = catalogue()[KEY].decode()


def said(*words: str) -> str:
    out = StringIO()
    call_command("sop", "diff", *words, stdout=out)
    return out.getvalue()


def test_a_changed_word_is_told_with_its_step(tmp_path):
    file = tmp_path / "varian.yaml"
    file.write_text(
        TEXT.replace("3 hari kerja, kind: standard, amount: P3D", "5 hari kerja, kind: standard, amount: P5D")
    )
    answer = said(KEY, str(file))
    assert "Waktu: [-3-]{+5+} hari kerja" in answer
    assert answer.strip().endswith("1 langkah berbeda.")
    changed = json.loads(said(KEY, str(file), "--json"))["steps"]
    assert [entry["kinds"] for entry in changed] == [["changed"]]
    assert changed[0]["changes"][0]["after"]["amount"] == "P5D"


def test_an_sop_and_itself_have_no_difference():
    assert said(KEY, KEY).strip() == "Tidak ada perbedaan."


def test_a_file_that_is_no_sop_is_refused(tmp_path):
    file = tmp_path / "rusak.yaml"
    file.write_text("- daftar")
    with pytest.raises(CommandError, match="1:1"):
        said(KEY, str(file))
