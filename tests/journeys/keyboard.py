"""Working by keyboard alone: Tab and Shift+Tab to a thing by its name, Enter, Space, arrows, letters. No mouse."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator

from tests.journeys.desk import Desk

FARTHEST = 120
"""So many tabs at most from wherever the focus is: more would be no way to work."""


@dataclass(frozen=True)
class Focus:
    """What has the focus."""

    tag: str
    kind: str = ""
    name: str = ""
    words: str = ""
    group: str = ""
    value: str = ""
    checked: bool = False
    chosen: bool = False
    form: str = ""
    id: str = ""
    href: str = ""
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.tag} {self.kind} {self.words!r}".replace("  ", " ")


class Keyboard:
    """The keyboard of one window. Every focus on the way must be seen."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.keys = desk.page.keyboard
        self.tabs = 0

    def tab(self, *, back: bool = False) -> Focus:
        """Go to the next thing; it must be on screen, under nothing, and look otherwise than without the focus."""
        self.keys.press("Shift+Tab" if back else "Tab")
        self.tabs += 1
        return self.focus()

    def focus(self) -> Focus:
        """What has the focus now."""
        found: dict[str, Any] = self.desk.page.evaluate("() => window.journey.focus()")
        assert not found["invisible"], f"{self.desk.path}: the focus does not show on {found['invisible']}"
        if not found["tag"]:
            return Focus("")
        known = {name: found[name] for name in Focus.__dataclass_fields__ if name not in {"options", "tag"}}
        focus = Focus(tag=found["tag"], options=tuple(found["options"]), **known)
        assert found["within"], f"{self.desk.path}: {focus} has the focus and is not on screen"
        assert not found["covered"], f"{self.desk.path}: {focus} has the focus and lies under something"
        return focus

    def to(self, wanted: Locator, *, back: bool = False) -> Focus:
        """Tab until `wanted` has the focus."""
        goal = wanted.element_handle()
        passed = []
        for _tab in range(FARTHEST):
            focus = self.tab(back=back)
            if self.desk.page.evaluate("element => window.journey.has(element)", goal):
                return focus
            passed.append(str(focus))
        raise AssertionError(f"{self.desk.path}: no tab leads to {wanted}; passed {passed}")

    def to_named(self, role: Any, name: str, *, exact: bool = False, back: bool = False) -> Focus:
        """Tab until the thing of this role and accessible name has the focus."""
        found = self.desk.page.get_by_role(role, name=name, exact=exact)
        assert found.count() >= 1, f"{self.desk.path}: there is no {role} {name!r}"
        return self.to(found.first, back=back)

    def follow(self, name: str, *, exact: bool = False, back: bool = False) -> None:
        """Tab to a link and open it."""
        self.to_named("link", name, exact=exact, back=back)
        self.send()

    def send(self, key: str = "Enter") -> None:
        """Press what has the focus, and wait. A part that htmx swaps in must not leave the focus nowhere."""
        before = self.desk.state()
        self.desk.after(lambda: self.keys.press(key))
        same_page = self.desk.state().partition(":")[0] == before.partition(":")[0]
        lost = self.desk.page.evaluate("() => document.activeElement === document.body")
        assert not (same_page and lost), f"{self.desk.path}: after the answer nothing has the focus"

    def write(self, words: str) -> None:
        """Type into what has the focus, in place of what stands there."""
        self.keys.press("Control+a")
        self.keys.insert_text(words)

    def choose(self, focus: Focus, words: str) -> None:
        """Choose one of a group of radio buttons by arrows, one of a list by its first letters, or tick a box."""
        if focus.tag == "select":
            self._choose_listed(focus, words)
        elif focus.kind == "radio":
            self._choose_radio(focus, words)
        elif not focus.checked:
            self.keys.press("Space")

    def _choose_listed(self, focus: Focus, words: str) -> None:
        self.keys.type(words)
        now = self.desk.page.evaluate("() => document.activeElement.selectedOptions[0].text.trim()")
        assert now == words, f"{focus}: typing {words!r} chose {now!r}"

    def _choose_radio(self, focus: Focus, words: str) -> None:
        now = focus
        for _arrow in range(FARTHEST):
            if now.words.startswith(words):
                if not self.focus().checked:
                    self.keys.press("Space")
                return
            self.keys.press("ArrowDown")
            now = self.focus()
            assert now.name == focus.name, f"{focus}: arrows lead to {now}"
        raise AssertionError(f"{focus}: arrows never lead to {words!r}")
