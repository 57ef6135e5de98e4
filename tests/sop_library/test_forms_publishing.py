"""A published form never changes: the ledger, the refusal, the command."""

import json
from pathlib import Path

import pytest

from sop_library.forms import DefinitionFaults, library, publish
from sop_library.forms import library as load_library
from sop_library.forms.shipped import published


def test_a_changed_form_under_an_old_version_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = {**published(), "buku-tamu": {"1": "0" * 64}, "form-skm": {"1": "0" * 64}}
    monkeypatch.setattr("sop_library.forms.shipped.published", lambda: ledger)
    with pytest.raises(DefinitionFaults) as caught:
        load_library.__wrapped__()
    assert [fault.file for fault in caught.value.faults] == ["buku-tamu.yaml", "form-skm.yaml"]
    assert "naikkan “version”" in caught.value.faults[0].message


def test_the_command_writes_what_is_new_and_keeps_the_rest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ledger = tmp_path / "published.json"
    monkeypatch.setattr(publish, "LEDGER", ledger)
    monkeypatch.setattr(publish, "published", lambda: {"lama": {"1": "0" * 64}})
    assert publish.main() == 0
    written = json.loads(ledger.read_text(encoding="utf-8"))
    assert written["lama"] == {"1": "0" * 64}
    assert {key: versions for key, versions in written.items() if key != "lama"} == {
        key: {str(form.version): form.digest} for key, form in library().items()
    }


def test_the_command_names_the_faults_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise DefinitionFaults([])

    monkeypatch.setattr(publish, "LEDGER", tmp_path / "published.json")
    monkeypatch.setattr(publish, "library", broken)
    assert publish.main() == 1
    assert not (tmp_path / "published.json").exists()
    assert capsys.readouterr().err
