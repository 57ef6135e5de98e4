"""Scenes above and between offices: the count, a regency just opened, the province that says who takes it."""

import json
import uuid
from dataclasses import replace

import pytest
from pytest_django import Settings

from infra.demo import hurry
from infra.demo.check import stage
from infra.demo.check.operator import Operator
from infra.demo.check.report import play
from infra.demo.check.scenes import count, regency, unanswered
from reporting.indicators import state
from tests.demo.conftest import typed

SCENES = [*count.SCENES, *regency.SCENES, *unanswered.SCENES]


def _wrong(report: dict[str, object]) -> list[object]:
    return [scene for scene in report["scenes"] if not scene["ok"]]  # type: ignore[index, attr-defined]  # it is JSON


@pytest.mark.slow
def test_scenes_against_the_product(demo: stage.Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert state().number == 1, "the figures are there before anybody asks"
    assert _wrong(play(SCENES, demo)) == []
    first = demo.regencies[0]
    assert first is not None
    assert first.opened
    again = _another_play(demo)
    assert _wrong(play(regency.SCENES, again)) == []
    second = again.regencies[0]
    assert second is not None
    assert second.slug != first.slug
    _with_none_left(demo, monkeypatch, {first.slug, second.slug})
    _a_double_count_is_seen(demo)
    _a_province_that_cannot_chase_is_seen(demo, monkeypatch)


def _another_play(demo: stage.Stage) -> stage.Stage:
    offices = {slug: people for slug, people in demo.offices.items() if slug not in {one.slug for one in _opened(demo)}}
    return stage.Stage(port=demo.port, offices=offices, operator=demo.operator, transport=demo.transport)


def _opened(demo: stage.Stage) -> list[stage.Regency]:
    return [one for one in demo.regencies if one is not None]


def _with_none_left(demo: stage.Stage, monkeypatch: pytest.MonkeyPatch, there: set[str]) -> None:
    """All of the province is open: the play goes on in one that an earlier play opened, and where it can't, says so."""
    with monkeypatch.context() as patch:
        patch.setattr("frontend.console.opening._places", lambda _request: [])
        late = _another_play(demo)
        assert _wrong(play(regency.SCENES, late)) == []
        assert [(one.opened, one.slug in there) for one in _opened(late)] == [(False, True)]
        patch.setattr(regency, "OFFICER", ("tidak-dikenal", "Tidak Dikenal"))
        nobodys = _another_play(demo)
        report = play([*regency.SCENES, *unanswered.SCENES[:1]], nobodys)
        assert _wrong(report) == []
        assert nobodys.regencies == [None]
        assert "sudah dibuka" in report["scenes"][0]["detail"]


def _a_double_count_is_seen(demo: stage.Stage) -> None:
    """A nation that keeps the number where it was, and adds it where it went, does not pass."""
    asked = []

    def doubling(words: list[str]) -> tuple[int, str]:
        code, said = typed(words)
        if words[0] == "reconcile":
            found = json.loads(said)
            asked.append(found["nation"])
            found["nation"] += len(asked) - 1
            said = json.dumps(found)
        return code, said

    report = play(count.SCENES, replace(demo, operator=Operator(doubling)))
    assert "Wrong: the nation counts" in report["scenes"][0]["detail"]
    assert len(asked) == 2


def _a_province_that_cannot_chase_is_seen(demo: stage.Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("frontend.console.waiting.may_remind", lambda *_row, **_at: False)
        assert play(unanswered.SCENES[1:], demo)["ok"] is False


def test_without_the_demo_nothing_is_hurried() -> None:
    with pytest.raises(PermissionError, match="Hanya untuk demo"):
        hurry.hurry(["publish"])


@pytest.mark.django_db
def test_only_what_waits_becomes_overdue(settings: Settings) -> None:
    settings.DEMO = True
    with pytest.raises(hurry.NoSuchReferral):
        hurry.hurry(["overdue", str(uuid.uuid4())])
    with pytest.raises(ValueError, match="overdue RUJUKAN"):
        hurry.hurry(["sometime"])


def test_nobody_at_the_machine_is_a_fault() -> None:
    alone = stage.Stage(port=8000, offices={})
    report = play([("publish", lambda there: there.operator.publish() or "")], alone)
    assert "nobody is at the machine" in report["scenes"][0]["detail"]
