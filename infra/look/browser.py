"""Debian's Chromium without a screen, asking nobody but this machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "/usr/bin/chromium")
FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page is gone before an optimising compiler or a small nursery would have paid.
    "--js-flags=--no-opt --no-maglev --min-semi-space-size=32 --max-semi-space-size=64",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
)


class NoBrowser(RuntimeError):
    """Chromium, or what is loaded into it, is not on this machine. The message names the line to type."""


def program() -> Path:
    """Where Chromium is. Raises NoBrowser."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise NoBrowser("Chromium tidak ada di mesin ini. Ketik: make test-tools")
    return Path(found)


def flags() -> list[str]:
    """What Chromium is started with. Root can't have its sandbox."""
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that ends with the block. Raises NoBrowser."""
    path = program()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags())
        try:
            yield browser
        finally:
            browser.close()
