"""The check itself, played in this process against the product: it sees what is right, and says what is wrong."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import time_machine

from infra.demo.check import running, stage
from infra.demo.check.deadlines import zone_of
from infra.demo.check.report import Wrong, play, present, want
from infra.demo.check.scenes import all as every
from infra.demo.check.scenes import (
    bad_input,
    board,
    door,
    handover,
    identity,
    limits,
    nameless,
    outreach,
    refused,
    sheets,
    whole,
)
from tests.demo.conftest import PORT


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
        *sheets.SCENES,
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


def test_every_scene_has_a_name_of_its_own() -> None:
    names = [name for name, _scene in every.SCENES]
    assert len(names) == len(set(names))
    assert sum(name.startswith("Sampai selesai") for name in names) == 9


def test_a_scene_that_breaks_is_a_result_and_the_others_still_play() -> None:
    def breaks(_stage: object) -> str:
        raise KeyError("gone")

    def is_wrong(_stage: object) -> str:
        want(condition=False, otherwise="seven is not eight")
        return ""

    report = play([("satu", breaks), ("dua", is_wrong), ("tiga", lambda _stage: "baik")], object())
    assert report["ok"] is False
    assert [(one["name"], one["ok"]) for one in report["scenes"]] == [("satu", False), ("dua", False), ("tiga", True)]
    assert report["scenes"][1]["detail"] == "Wrong: seven is not eight"
    assert {"name", "ok", "seconds", "detail"} == set(report["scenes"][0])


def test_what_must_be_there() -> None:
    assert present("a", "nothing") == "a"
    with pytest.raises(Wrong, match="nothing"):
        present(None, "nothing")


def test_nothing_played_is_not_fine() -> None:
    assert play([], object())["ok"] is False


def test_without_a_demo_it_says_so_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RANGKUL_STATE", str(tmp_path))
    assert running.main(["--patience", "0.1"]) == 2
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is False
    assert "running.json" in report["problem"]


def test_who_was_added_since_the_demo_was_made_is_passed_over() -> None:
    accounts = {"salatiga": {"sari": stage.Account("sari", "rahasia", "Sari", frozenset({"resepsionis"}), admin=False)}}
    found = stage.Stage(port=PORT, offices=accounts)
    assert found.named("salatiga", "Sari") == "sari"
    assert found.named("salatiga", "Orang Baru") is None
    with pytest.raises(Wrong, match="analis"):
        found.holding("salatiga", "analis")


def test_an_account_left_in_english_is_played_in_indonesian_and_given_back() -> None:
    spoken = {"language": "en"}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST" and request.url.path == "/setelan/":
            spoken["language"] = dict(parse_qsl(request.content.decode()))["language"]
        fields = {"/masuk/": '<input name="login"><input name="password">', "/setelan/": '<input name="language">'}
        path = request.url.path
        form = f'<form method="post" action="{path}">{fields[path]}<button>x</button></form>' if path in fields else ""
        if request.method == "POST":
            return httpx.Response(303, headers={"Location": "/"})
        return httpx.Response(200, text=f'<html lang="{spoken["language"]}"><body>{form}</body></html>')

    accounts = {"salatiga": {"sari": stage.Account("sari", "rahasia", "Sari", frozenset(), admin=False)}}
    found = stage.Stage(port=PORT, offices=accounts, transport=httpx.MockTransport(answer))
    found.at("salatiga", "sari")
    assert spoken["language"] == "id"
    found.close()
    assert spoken["language"] == "en"
