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
BOUND_TO = _("Langkah “%(step)s”: %(lanes)s.")
OVERTAKEN = _("Versi %(number)s mendahuluinya.")
BETWEEN = "; "
_LABELS = frozenset(kind.label for kind in FACTS.values())


def _shape(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", re.escape(template)), re.DOTALL)


_STEP_BACK = _shape(WENT_BACK)
_EVENTS = {"bound": (BOUND_TO, _shape(BOUND_TO)), "version_retired": (OVERTAKEN, _shape(OVERTAKEN))}
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


def retold_event(kind: str, why: str, say: Callable[[str], str]) -> str:
    """What an SOP's trail keeps of an event of this kind: its own sentence through `say`, what somebody typed as is."""
    template, shape = _EVENTS.get(kind, ("", None))
    found = shape.fullmatch(why) if shape is not None else None
    return say(template) % found.groupdict() if found else why


def _test(words: str, say: Callable[[str], str]) -> str:
    for template, shape in _TESTS.items():
        found = shape.fullmatch(words)
        if found and found["fact"] in _LABELS:
            return say(template) % {name: say(part) for name, part in found.groupdict().items()}
    return words
