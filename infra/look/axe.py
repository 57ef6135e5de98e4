"""What axe finds on the page that is open: WCAG 2.0 to 2.2, levels A and AA, and best practice."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from infra.look.browser import NoBrowser

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""All that a change of colours alone can break."""
RUN = "async options => (await axe.run(document, options)).violations"
"""Only what is wrong goes back. Nothing is fetched again for it (`preload`): no screen has sound or film."""
SEEN_THOUGH_HIDDEN = """() => [...document.querySelectorAll('[hidden]')].filter(one => one.checkVisibility())
  .map(one => one.id || one.className || one.tagName)"""
"""What `hidden` hides and a rule of the style sheet shows again: axe has no rule for it."""
SHOWN = 3
TALLEST = 16_000
MEASURED = 4


@cache
def source() -> str:
    """The script that is put into the page. Raises NoBrowser."""
    if not SOURCE.is_file():
        raise NoBrowser(f"{SOURCE.relative_to(ROOT)} tidak ada. Ketik: make")
    return SOURCE.read_text(encoding="utf-8")


def whole_page(page: Page, *, width: int, shortest: int = 740) -> None:
    """Make the window as tall as the page: what sticks to its edge would cover what scrolls under it.

    A taller window may make the page taller (what is drawn as it comes into view), so it is measured again.
    """
    height = shortest
    for _time in range(MEASURED):
        page.set_viewport_size({"width": width, "height": height})
        now = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST)
        if now <= height:
            return
        height = now
    page.set_viewport_size({"width": width, "height": height})


def faults(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """Every violation on the page in one line: which rule, what it asks for, where. `rules` names some; none: all."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(source())
    only: dict[str, Any] = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(TAGS)}
    options = {"runOnly": only, "resultTypes": ["violations"], "elementRef": False, "preload": False}
    found = page.evaluate(RUN, {**options, "selectors": False})
    if found:  # where it is costs as much again as some rules: it is asked only where there is something
        found = page.evaluate(RUN, options) or found
    shown = [f"hidden: terlihat juga ({one})" for one in page.evaluate(SEEN_THOUGH_HIDDEN)]
    return shown + [
        f"{fault['id']}: {fault['help']} ({'; '.join(_where(node) for node in fault['nodes'][:SHOWN])}"
        f"{'; …' if len(fault['nodes']) > SHOWN else ''})"
        for fault in found
    ]


def _where(node: dict[str, Any]) -> str:
    return " ".join(map(str, node.get("target", ())))
