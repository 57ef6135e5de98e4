"""Reasons that the engine keeps as sentences, said again in another language: its own words change, people's stay."""

import re
from collections.abc import Callable, Mapping

from sop_library.explaining import RELATIONS
from sop_library.facts import FACTS


def _(msgid: str) -> str:
    return msgid


PASSED_OVER = _("Tidak berlaku: %(why)s")
WENT_BACK = _("Kembali ke langkah “%(step)s”: %(reason)s")
CREDITED = _("Sudah dilakukan kantor sebelumnya")
BETWEEN = "; "
_LABELS = frozenset(kind.label for kind in FACTS.values())


def _shape(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", re.escape(template)), re.DOTALL)


_STEP_BACK = _shape(WENT_BACK)
_TESTS: Mapping[str, re.Pattern[str]] = {
    template: _shape(template) for template in sorted(RELATIONS.values(), key=len, reverse=True)
}


def retold(reason: str, say: Callable[[str], str]) -> str:
    """A kept reason, its templates and the engine's words put through `say`; a reason somebody typed as it is."""
    if found := _STEP_BACK.fullmatch(reason):
        return say(WENT_BACK) % found.groupdict()
    if reason == CREDITED:
        return say(CREDITED)
    head = PASSED_OVER % {"why": ""}
    if not reason.startswith(head):
        return reason
    tests = reason.removeprefix(head).split(BETWEEN)
    return say(PASSED_OVER) % {"why": BETWEEN.join(_test(words, say) for words in tests)}


def _test(words: str, say: Callable[[str], str]) -> str:
    for template, shape in _TESTS.items():
        found = shape.fullmatch(words)
        if found and found["fact"] in _LABELS:
            return say(template) % {name: say(part) for name, part in found.groupdict().items()}
    return words
