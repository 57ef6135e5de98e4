"""The scenes of an office's own SOP and of a province's library, played in this process, each of them twice."""

import pytest

from infra.demo.check import stage
from infra.demo.check.report import play
from infra.demo.check.scenes import own_sop, sheets, shelf


@pytest.mark.slow
def test_an_own_sop_from_the_library_to_its_end(demo: stage.Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = play(shelf.SCENES, demo)
    assert "yang kedua menerbitkan" in shared["scenes"][0]["detail"], "the tests' world has a second person there"
    monkeypatch.setattr("frontend.console.library_drafts.has_others", lambda _seat: False)
    report = play([*shelf.SCENES, *own_sop.SCENES, *sheets.SCENES], demo)
    assert [scene for scene in report["scenes"] if not scene["ok"]] == []
    _a_move_that_stays_is_seen(demo, monkeypatch)


def _a_move_that_stays_is_seen(demo: stage.Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Played again, by a product whose moved cases never go back: that scene alone fails, the others pass again."""
    demo.on_own.clear()
    with monkeypatch.context() as patch:
        patch.setattr("cases.operations.moving_back.revert", lambda **_given: None)
        report = play([*shelf.SCENES, *own_sop.SCENES], demo)
    failed = [scene for scene in report["scenes"] if not scene["ok"]]
    assert [scene["name"] for scene in failed] == ["SOP sendiri: versi berikutnya dan kasus berjalan"]
    assert "the log says" in failed[0]["detail"]
