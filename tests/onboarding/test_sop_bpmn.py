"""`rangkul sop bpmn`: written from a file, read back by every other word of `rangkul sop` as the same SOP."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sop_library.bpmn import read_bpmn
from sop_library.inspecting import catalogue
from sop_library.loading import read

KEY = "nunukan/intervensi-krisis"


def sop(*words: str) -> str:
    out = io.StringIO()
    call_command("sop", *words, stdout=out)
    return out.getvalue()


def test_an_sop_goes_out_as_bpmn_and_comes_back_equal(tmp_path: Path) -> None:
    target = tmp_path / "x.bpmn"
    assert f"{target}: BPMN 2.0, " in sop("bpmn", KEY, "-o", str(target))
    document = read(catalogue()[KEY]).document
    assert read_bpmn(target.read_bytes()) == document
    assert json.loads(sop("import", "--json", str(target)))["draft"] == document
    assert "tidak ada kesalahan" in sop("check", str(target))
    assert read_bpmn(sop("bpmn", str(target)).rstrip("\n").encode()) == document, "also without a file to write to"


def test_what_can_not_be_written_or_taken_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak dapat ditulis"):
        sop("bpmn", KEY, "-o", str(tmp_path / "tidak" / "ada.bpmn"))
    faulty = tmp_path / "x.yaml"
    faulty.write_text("format: rangkul-sop/1\n", encoding="utf-8")
    with pytest.raises(CommandError, match="belum dapat dipakai"):
        sop("bpmn", str(faulty))
    foreign = tmp_path / "y.bpmn"
    foreign.write_text("<a/>", encoding="utf-8")
    with pytest.raises(CommandError, match="tidak dibuat Rangkul"):
        sop("check", str(foreign))
