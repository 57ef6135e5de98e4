"""The scenes of the check, played in this process against the product: they see what is right, and what is wrong.

All of them in one demo, as in the check itself.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from infra.demo.check import stage
from infra.demo.check.deadlines import zone_of
from infra.demo.check.report import play
from infra.demo.check.scenes import (
    bad_input,
    board,
    door,
    handover,
    identity,
    limits,
    nameless,
    outreach,
    own_sop,
    refused,
    sheets,
    shelf,
    whole,
)
from tests.demo.conftest import PORT


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
        patch.setattr("cases.operations.moving_back.begin_back", lambda *, move, **_given: move)
        report = play([*shelf.SCENES, *own_sop.SCENES], demo)
    failed = [scene for scene in report["scenes"] if not scene["ok"]]
    assert [scene["name"] for scene in failed] == ["SOP sendiri: versi berikutnya dan kasus berjalan"]
    assert "the log says" in failed[0]["detail"]


@pytest.mark.slow
def test_scenes_against_the_product(demo: stage.Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [
        *door.SCENES,
        *nameless.SCENES,
        *limits.SCENES,
        *[scene for scene in whole.SCENES if "informasi" in scene[0]],
        *outreach.SCENES,
        *refused.SCENES,
        *bad_input.SCENES,
        *identity.SCENES,
        *handover.SCENES,
    ]
    report = play(chosen, demo)
    assert [scene for scene in report["scenes"] if not scene["ok"]] == []
    assert report["ok"] is True
    _a_wrong_deadline_is_seen(demo, monkeypatch)
    _a_wrong_limit_is_seen(demo, monkeypatch)
    _a_leak_is_seen(demo, monkeypatch)
    _a_year_ends_meanwhile(demo)


def _a_year_ends_meanwhile(demo: stage.Stage) -> None:
    """In the last minutes of a year, what was received today is due tomorrow, in another month of another year."""
    late = stage.Stage(port=PORT, offices=demo.offices, operator=demo.operator, transport=demo.transport)
    with time_machine.travel(datetime(2026, 12, 31, 23, 56, 30, tzinfo=zone_of("salatiga"))):
        report = play(board.SCENES, late)
    assert [scene for scene in report["scenes"] if not scene["ok"]] == []
    assert "Besok, 00.01" in report["scenes"][0]["detail"]


def _a_wrong_deadline_is_seen(demo: stage.Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A product that counts a step's time wrongly does not pass."""
    from sop_library.calendar import OfficeCalendar

    right = OfficeCalendar.after
    with monkeypatch.context() as patch:

        def late(self: OfficeCalendar, start: datetime, *args: object) -> datetime:
            return right(self, start, *args).replace(minute=0)  # type: ignore[arg-type]

        patch.setattr(OfficeCalendar, "after", late)
        scene = next(scene for scene in whole.SCENES if "konsultasi" in scene[0])
        result = play([scene], demo)
    assert result["ok"] is False
    assert "by hand" in result["scenes"][0]["detail"] or "must be due" in result["scenes"][0]["detail"]


def _a_wrong_limit_is_seen(demo: stage.Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A product whose day shows a limit an hour late does not pass, be it right on the case's page."""
    from frontend.today import board as day

    right = day.due
    with monkeypatch.context() as patch:

        def late(*, due_at: datetime | None, **more: Any) -> object:
            return right(due_at=due_at + timedelta(hours=1) if due_at else None, **more)

        patch.setattr(day, "due", late)
        result = play(limits.SCENES, demo)
    assert result["ok"] is False
    assert "the day shows" in result["scenes"][0]["detail"]


def _a_leak_is_seen(demo: stage.Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A product that lets anyone do any step does not pass."""
    from cases import policies

    with monkeypatch.context() as patch:
        patch.setattr(policies, "can_work", lambda **_who: True)
        patch.setattr("cases.progress.can_work", lambda **_who: True)
        result = play([scene for scene in refused.SCENES if scene[0] == "Bukan giliran"], demo)
    assert result["ok"] is False
