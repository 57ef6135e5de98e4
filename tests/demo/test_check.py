"""The check itself: what it makes of a scene that breaks, of a demo that is not there, of its accounts."""

import json
from pathlib import Path
from urllib.parse import parse_qsl

import httpx
import pytest

from infra.demo.check import running, stage
from infra.demo.check.report import Wrong, play, present, want
from infra.demo.check.scenes import all as every
from tests.demo.conftest import PORT


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
