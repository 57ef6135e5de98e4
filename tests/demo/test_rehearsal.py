"""The rehearsal with a demo and a check that pretend: both plays are reported, and nothing is ever left running."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.demo import living, ports, rehearsal
from infra.demo.rehearsal import Rehearsal, rehearse
from infra.demo.state import ROOT

DEMO, CHECK = "tests.demo.pretended_demo", "tests.demo.pretended_check"


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where those who pretend leave their numbers. Signals are afterwards what they were."""
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.setenv("PRETENDS_NOTES", str(folder))
    before = {number: signal.getsignal(number) for number in rehearsal.Signals}
    yield folder
    for number, handler in before.items():
        signal.signal(number, handler)


def alive(notes: Path) -> list[int]:
    """Those of the noted processes that still are."""
    noted = [int(line) for file in notes.iterdir() for line in file.read_text(encoding="utf-8").split()]
    assert noted
    return [one for one in noted if Path(f"/proc/{one}/environ").exists() and Path(f"/proc/{one}/cmdline").read_bytes()]


def of(tmp_path: Path) -> Rehearsal:
    return Rehearsal(tmp_path / "demo", demo=DEMO, check=CHECK)


def times(notes: Path, name: str) -> int:
    return len((notes / name).read_text(encoding="utf-8").split())


def test_both_plays_go_well_and_the_demo_is_stopped(tmp_path: Path, notes: Path) -> None:
    report = rehearse(of(tmp_path))
    assert report["ok"] is True
    assert [(play["ok"], play["scenes"], play["failed"]) for play in report["plays"]] == [(True, 1, [])] * 2
    assert (times(notes, "demo"), times(notes, "check"), alive(notes)) == (1, 2, [])


def test_what_only_the_second_play_finds_wrong_fails_it(
    tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRETENDS", "fails")
    report = rehearse(of(tmp_path))
    assert report["ok"] is False
    first, second = report["plays"]
    assert (first["ok"], second["ok"]) == (True, False)
    assert [scene["name"] for scene in second["failed"]] == ["dua"]
    assert alive(notes) == []


def test_a_check_without_a_report_is_a_failure(tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRETENDS", "mute")
    report = rehearse(of(tmp_path))
    assert report["ok"] is False
    assert ["kode 3" in play["problem"] for play in report["plays"]] == [True, True]
    assert alive(notes) == []


def test_a_check_that_hangs_is_ended(tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRETENDS", "hangs")
    monkeypatch.setattr(rehearsal, "TO_PLAY", 0.5)
    report = rehearse(of(tmp_path))
    assert report["ok"] is False
    assert "belum selesai" in report["plays"][0]["problem"]
    assert alive(notes) == []


def test_a_demo_that_does_not_start_is_told_with_its_last_words(
    tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRETENDS", "broken")
    report = rehearse(of(tmp_path))
    assert (report["ok"], report["plays"]) == (False, [])
    assert "Demo ini rusak." in report["problem"]
    assert times(notes, "demo") == 1, "its port was free: there is no use in another one"


def test_a_port_that_was_taken_meanwhile_is_given_up_for_another(
    tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = ports.any_free
    with socket.create_server((ports.HOST, 0)) as taken:
        offered = iter([taken.getsockname()[1]])
        monkeypatch.setattr(ports, "any_free", lambda: next(offered, None) or free())
        report = rehearse(of(tmp_path))
    assert report["ok"] is True
    assert times(notes, "demo") == 2
    assert alive(notes) == []


def test_a_demo_that_does_not_end_is_killed_with_all_it_started_and_that_is_a_failure(
    tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRETENDS", "stubborn")
    monkeypatch.setattr(rehearsal, "TO_STOP", 0.3)
    monkeypatch.setattr(rehearsal, "TO_BURY", 0.3)
    report = rehearse(of(tmp_path))
    assert report["ok"] is False
    assert [play["ok"] for play in report["plays"]] == [True, True]
    assert "1 proses" in report["problem"]
    assert alive(notes) == []
    assert living.carrying(tmp_path / "demo") == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_the_check_and_the_demo_and_clears_away(
    tmp_path: Path, notes: Path, number: signal.Signals
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    program = f"import sys; from infra.demo.rehearsal import main; sys.exit(main(demo={DEMO!r}, check={CHECK!r}))"
    with subprocess.Popen(
        [sys.executable, "-P", "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PRETENDS": "hangs", "TMPDIR": str(place)}, start_new_session=True,
    ) as typed:  # fmt: skip
        assert typed.stderr is not None
        assert any("hanging" in line for line in typed.stderr)
        typed.send_signal(number)
        said, told = typed.communicate(timeout=60)
    assert (typed.returncode, said) == (130, "")
    assert "Dihentikan" in told
    assert alive(notes) == []
    assert list(place.iterdir()) == []


def test_nothing_of_another_demo_is_inherited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RANGKUL_OWNER_URL", "DATABASE_URL", "REDIS_URL", "PGHOST", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "elsewhere")
    environment = of(tmp_path)._environment()
    assert "elsewhere" not in environment.values()
    assert environment["RANGKUL_STATE"] == str(tmp_path / "demo")
