"""What the machine lacks is an error that names the line to type."""

from pathlib import Path

import pytest

from infra.look import axe, browser


def test_a_machine_without_chromium_is_told_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "NAMES", ("a-browser-nobody-has",))
    with pytest.raises(browser.NoBrowser, match="Ketik: make test-tools"), browser.chromium():
        pass


def test_a_checkout_without_axe_is_told_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(axe, "SOURCE", axe.ROOT / "node_modules" / "axe-core" / "no-such.js")
    with pytest.raises(browser.NoBrowser, match="Ketik: make"):
        axe.source.__wrapped__()


def test_only_root_goes_without_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    for user, without in ((0, True), (1000, False)):
        monkeypatch.setattr(browser.os, "geteuid", lambda user=user: user)
        assert ("--no-sandbox" in browser.flags()) is without


def test_chromium_finds_every_office_on_this_machine_alone() -> None:
    assert "--host-resolver-rules=MAP *.localhost 127.0.0.1" in browser.flags()
    assert Path(axe.SOURCE).is_relative_to(axe.ROOT)
