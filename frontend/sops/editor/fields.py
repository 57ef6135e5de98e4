"""The plain fields of a part: words, one or several of a list, yes or no."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from frontend.sops.editor.shapes import (
    ABSENT,
    LONGEST,
    Drawn,
    Near,
    Option,
    Options,
    Posted,
    Text,
    as_list,
    as_text,
    chosen,
    plain,
    unreadable,
)


@dataclass(frozen=True)
class Words:
    """A text of one or several lines. `always`: the part can't be without it, so empty is kept as empty."""

    name: str
    label: Text
    lines: int = 1
    hint: Text = ""
    always: bool = False
    longest: int = LONGEST

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """A line or a box."""
        shown = near.typed.data.get(at, "") if near.typed and at in near.typed.data else as_text(value)
        kind = "lines" if self.lines > 1 else "words"
        return Drawn(kind, at, str(self.label), shown, hint=str(self.hint), wrong=near.wrong(at), lines=self.lines)

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The words; None stays None where nothing is typed."""
        words = posted.one(at)
        if words == plain(as_text(was)) and was is not ABSENT:
            return was
        if fault := unreadable(words) or (len(words) > self.longest and too_long(self.longest)):
            posted.wrong[at] = fault
            return was
        return words or ("" if self.always else ABSENT)


def too_long(most: int) -> str:
    """What is said of words that are too long for their place."""
    return _("Terlalu panjang: paling banyak %(most)s huruf. Isian Anda masih ada di sini.") % {"most": most}


@dataclass(frozen=True)
class Pick:
    """One of a list. `blank` is what no choice is called; None where there must be one, then `default` is shown."""

    name: str
    label: Text
    options: Options
    blank: Text | None = ""
    default: str = ""
    hint: Text = ""
    kind: str = "pick"

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """A list to choose from."""
        typed = near.typed.data.get(at) if near.typed else None
        now = typed if typed is not None else as_text(value) or self.default
        listed = list(self.options(near))
        if self.blank is not None:
            listed.insert(0, Option("", str(self.blank)))
        return Drawn(self.kind, at, str(self.label), now, chosen(listed, [now]), hint=str(self.hint),
                     wrong=near.wrong(at))  # fmt: skip

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The code that was chosen."""
        code = posted.one(at)
        if code == (as_text(was) or self.default):
            return was
        if not code and self.blank is not None:
            return ABSENT
        if code not in {option.value for option in self.options(near)}:
            posted.wrong[at] = _("Pilih dari daftar.")
            return was
        return code


@dataclass(frozen=True)
class Several:
    """Any number of a list, in the order in which they stood."""

    name: str
    label: Text
    options: Options
    hint: Text = ""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """Boxes to tick."""
        now = near.typed.many(at) if near.typed else [as_text(one) for one in as_list(value)]
        options = chosen(self.options(near), now)
        return Drawn("several", at, str(self.label), options=options, hint=str(self.hint), wrong=near.wrong(at))

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The codes that were ticked."""
        before = [one for one in as_list(was) if isinstance(one, str)]
        ticked = posted.many(at)
        known = {option.value for option in self.options(near)} | set(before)
        if any(code not in known for code in ticked):
            posted.wrong[at] = _("Pilih dari daftar.")
            return was
        if set(ticked) == set(before) and was is not ABSENT:
            return was
        kept = [code for code in before if code in ticked]
        return [*kept, *(code for code in ticked if code not in kept)] or ABSENT


@dataclass(frozen=True)
class Tick:
    """Yes or no. `default` is what holds where nothing is said; then nothing is written."""

    name: str
    label: Text
    default: bool = False
    hint: Text = ""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """One box."""
        now = at in near.typed.data if near.typed else value is True or (self.default and value is not False)
        return Drawn("tick", at, str(self.label), "1" if now else "", hint=str(self.hint))

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """True, False, or ABSENT where it is what holds anyway."""
        now = at in posted.data
        before = was is True or (self.default and was is not False)
        if now == before:
            return was
        return ABSENT if now == self.default else now


@dataclass(frozen=True)
class OneOrSeveral:
    """Codes of a list: one as itself, several as a list, none as nothing."""

    name: str
    label: Text
    options: Options
    hint: Text = ""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """Boxes."""
        now = near.typed.many(at) if near.typed else self._now(value)
        return Drawn("several", at, str(self.label), options=chosen(self.options(near), now), hint=str(self.hint),
                     wrong=near.wrong(at))  # fmt: skip

    def _now(self, value: Any) -> list[str]:
        return [value] if isinstance(value, str) else [as_text(one) for one in as_list(value)]

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """A code, a list of codes, or ABSENT."""
        before, now = self._now(was), posted.many(at)
        if set(now) == set(before):
            return was
        known = {option.value for option in self.options(near)} | set(before)
        if any(code not in known for code in now):
            posted.wrong[at] = _("Pilih dari daftar.")
            return was
        kept = [code for code in before if code in now]
        found = [*kept, *(code for code in now if code not in kept)]
        return found[0] if len(found) == 1 else found or ABSENT
