"""What is done to a part as a whole: put in, taken out, moved, split. Numbers that ran from 1 go on doing so."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.sops.editor.choosing import in_order, steps_of
from frontend.sops.editor.shapes import Posted, as_dict, as_list, as_text, unreadable
from sop_library.drafting.applying import apply
from sop_library.drafting.changes import (
    AddPart,
    AddStep,
    Change,
    MovePart,
    MoveStep,
    RemovePart,
    RemoveStep,
    SetField,
    SplitStep,
    Together,
)
from sop_library.drafting.refusing import ChangeRefused
from sop_library.naming import compared, only_shortened
from sop_library.numbering import first_wrong, numbers, runs
from sop_library.parsing import slug

NAMED = ("lane", "door", "form")
SHORT = 60


GONE = gettext_lazy("Bagian ini sudah dihapus dari draf oleh rekan Anda. Isian lain tetap ada.")


class NothingSaid(ValueError):
    """A new part without a name. The message says what to write."""


def free_key(words: str, taken: set[str], fallback: str) -> str:
    """A key made of words that nothing here has yet."""
    made = slug(words)
    made = made if made[:1].isalpha() and made != "tanpa-nama" else f"{fallback}-{made}"
    key, number = made[:50].strip("-"), 2
    while key in taken or key in ("next", "end", "attach", "unsaid", "step", "case", "report"):
        key, number = f"{made[:46].strip('-')}-{number}", number + 1
    return key


def keys_of(document: Mapping[str, Any], kind: str) -> list[str]:
    """The keys of all parts of a kind, in order."""
    if kind in NAMED:
        return [key for key, _entry in in_order(document.get(f"{kind}s"))]
    return [as_text(as_dict(row).get("key")) for row in as_list(document.get(f"{kind}s")) if as_dict(row).get("key")]


def added(
    document: Mapping[str, Any], kind: str, posted: Posted, lanes: Mapping[str, tuple[str, str]] | None = None
) -> tuple[str, Change]:
    """The key and the change of a new part, with the words that were typed for it. Raises NothingSaid.

    `lanes`: those of the office, label and short name by key; one that is named as there is that very lane.
    """
    words = posted.one("words")
    if fault := unreadable(words):
        raise NothingSaid(fault)
    if not words:
        raise NothingSaid(
            _("Tulis dulu kegiatan langkah yang baru.") if kind == "step" else _("Tulis dulu namanya.")
        )  # fmt: skip
    key = free_key(words, set(keys_of(document, kind)), kind)
    if kind == "step":
        step = {"key": key, "name": short(words), "text": words, **_as_beside(document, posted.one("after"))}
        return key, numbered(document, AddStep(posted.one("after"), step))
    known: dict[str, Any] = {}
    if kind == "lane" and (same := _office_lane(words, lanes or {}, among=keys_of(document, kind))):
        key, label, name = same
        words, known = label, {"name": name} if name else {}
    last = (keys_of(document, kind) or [""])[-1]
    return key, AddPart(f"{kind}:{key}", {"label": words[:200], **known, **_first(kind, document)}, after=last)


def _office_lane(words: str, lanes: Mapping[str, tuple[str, str]], *, among: list[str]) -> tuple[str, str, str] | None:
    """Key, label and short name of the office's lane that is called so and is not there yet."""
    for place in (0, 1):
        for key, names in lanes.items():
            if key not in among and names[place] and compared(names[place]) == compared(words):
                return key, *names
    return None


def _first(kind: str, document: Mapping[str, Any]) -> dict[str, Any]:
    steps = keys_of(document, "step")
    if kind == "door" and steps:
        return {"starts": steps[0]}
    if kind == "limit":
        return {"kind": "max", "counts_from": "case", "clock": "clock"}
    return {}


def _as_beside(document: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Who does the step before it, as a first guess, and in which part of the sheet it stands."""
    before = next((as_dict(step) for step in steps_of(document) if step["key"] == key), {})
    lanes = before.get("lanes")
    there = {name: before[name] for name in ("section", "page") if name in before}
    return {"lanes": lanes if isinstance(lanes, dict) and lanes else "unsaid", **there}


def short(words: str) -> str:
    """The first words of a sentence, as a heading."""
    line = " ".join(words.split())
    return line if len(line) <= SHORT else f"{line[:SHORT].rsplit(' ', 1)[0]} …"


def removed(document: Mapping[str, Any], kind: str, key: str, posted: Posted) -> Change:
    """The change that takes a part out."""
    if kind == "step":
        return numbered(document, RemoveStep(key, posted.one("instead")))
    return RemovePart(f"{kind}:{key}", posted.one("instead"))


def moved(document: Mapping[str, Any], kind: str, key: str, posted: Posted) -> Change:
    """The change that puts a part after another; `after` "·up" and "·down" are one place up and down."""
    there, after = keys_of(document, kind), posted.one("after")
    if after in ("·up", "·down") and key in there:
        place = there.index(key)
        to = place - 2 if after == "·up" else place + 1
        after = there[to] if 0 <= to < len(there) else "" if after == "·up" else there[-1]
        if after == key:
            after = there[place - 1] if place else ""
    return numbered(document, MoveStep(key, after)) if kind == "step" else MovePart(f"{kind}:{key}", after)


def split(document: Mapping[str, Any], key: str, posted: Posted) -> tuple[str, Change]:
    """The key of the second half, and the change that makes two steps of one. Raises NothingSaid."""
    first, second = posted.one("first"), posted.one("second")
    if fault := unreadable(first) or unreadable(second):
        raise NothingSaid(fault)
    if not (first and second):
        raise NothingSaid(_("Tulis kegiatan kedua langkah: yang pertama dan yang kedua."))
    new = free_key(second, set(keys_of(document, "step")), "langkah")
    stood: Any = next((step for step in steps_of(document) if step["key"] == key), {})
    named = {"name": short(first)} if only_shortened(stood) else {}
    halves = SplitStep(key, {"text": first, **named}, {"key": new, "name": short(second), "text": second})
    return new, numbered(document, halves)


def numbered(document: Mapping[str, Any], change: Change) -> Change:
    """The change with the printed numbers put right after it, where they ran 1, 2, 3 … before it."""
    before = steps_of(document)
    if not runs(before) or (before and not any(as_text(step.get("step")) for step in before)):
        return change
    try:
        made, _back = apply(document, change)
    except ChangeRefused:
        return change
    wrong = _renumbering(steps_of(made), like=before)
    return Together((change, *wrong)) if wrong else change


def numbered_anew(document: Mapping[str, Any]) -> Change:
    """The change that numbers all rows in their order. Raises NothingSaid where they run already."""
    steps = steps_of(document)
    wrong = [] if first_wrong(steps) is None else _renumbering(steps, like=steps)
    if not wrong:
        raise NothingSaid(_("Nomor langkah sudah berurutan."))
    return Together(tuple(wrong))


def _renumbering(steps: list[Any], *, like: list[Any]) -> list[SetField]:
    return [
        SetField(f"step:{step['key']}", "step", number)
        for step, number in zip(steps, numbers(steps, like=like), strict=True)
        if number is not None and as_text(step.get("step")) != number
    ]
