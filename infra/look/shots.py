"""`rangkul look PATH…`: pictures of screens of a running server at 360 and 1440 pixels, with what axe finds on each.

Chromium resolves *.localhost by itself, so an office is chosen by its host: --at http://salatiga.localhost:8000.
"""

import argparse
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page

from infra.look import axe
from infra.look.browser import NoBrowser, chromium

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (360, 1440)


@dataclass(frozen=True)
class Looked:
    """What was seen of one screen at one width."""

    path: str
    width: int
    status: int
    faults: tuple[str, ...]


def log_in(page: Page, *, at: str, username: str, password: str) -> None:
    """Log in through the login page. Raises PermissionError where it does not let us in."""
    page.goto(urljoin(at, "/masuk/?next=/setelan/"))
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    if "/masuk/" in page.url:
        raise PermissionError(f"{username} tidak dapat masuk di {at}")


def look(page: Page, *, at: str, path: str, width: int, folder: Path) -> Looked:
    """Open one screen, keep its picture in `folder`, and list what is wrong with it."""
    spoken: list[str] = []
    page.on("console", lambda message: spoken.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: spoken.append(str(error)))
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(urljoin(at, path), wait_until="load")
    status = answer.status if answer else 0
    axe.whole_page(page, width=width)
    page.evaluate("document.fonts.ready")
    name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "hari-ini"
    page.screenshot(path=folder / f"{name}-{width}.png")
    faults = [*axe.faults(page), *[f"konsol: {text}" for text in spoken if status < 400]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append("halaman bergeser ke samping")
    return Looked(path, width, status, tuple(faults))


def main(words: list[str] | None = None) -> int:
    """Look at every path; return 1 when anything is wrong with one."""
    options = _options(words)
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    wrong = 0
    with chromium() as browser:
        context = browser.new_context(locale="id-ID", reduced_motion="reduce")
        if options.user:
            first = context.new_page()
            log_in(first, at=options.at, username=options.user, password=os.environ.get("RANGKUL_LOOK_PASSWORD", ""))
            first.close()
        for path in options.paths:
            for width in options.widths:
                page = context.new_page()
                seen = look(page, at=options.at, path=path, width=width, folder=folder)
                page.close()
                wrong += len(seen.faults)
                sys.stdout.write(f"{seen.path} {seen.width} {seen.status} {len(seen.faults)}\n")
                sys.stdout.writelines(f"  {fault}\n" for fault in seen.faults)
    return 1 if wrong else 0


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="rangkul look", description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="alamat layar, misalnya /sop/")
    parser.add_argument("--at", default="http://salatiga.localhost:8000", help="alamat kantor yang sedang berjalan")
    parser.add_argument("--user", default="", help="nama pengguna; kata sandinya dari RANGKUL_LOOK_PASSWORD")
    parser.add_argument("--out", type=Path, default=ROOT / ".cache" / "look", help="tempat gambar")
    parser.add_argument("--widths", type=int, nargs="+", default=list(WIDTHS), help="lebar layar dalam piksel")
    return parser.parse_args(words)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NoBrowser as missing:
        sys.exit(str(missing))
